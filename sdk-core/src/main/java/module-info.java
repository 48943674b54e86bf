/** The core of Heliu: words, ledger, ports, flows and the network seam. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings(
    "module") // the modules that the JSON and rule readers are shared with are built after this
module io.heliu.core {
  requires static transitive org.jspecify;
  requires transitive java.sql;
  requires com.fasterxml.jackson.databind;
  requires com.github.benmanes.caffeine;
  requires io.github.resilience4j.circuitbreaker;
  requires io.github.resilience4j.core;
  requires io.github.resilience4j.ratelimiter;
  requires jakarta.validation;
  requires okhttp3;
  requires okio;
  requires org.slf4j;

  exports io.heliu;
  exports io.heliu.catalog;
  exports io.heliu.channel;
  exports io.heliu.erp;
  exports io.heliu.flow;
  exports io.heliu.flow.aftersales;
  exports io.heliu.flow.stock;
  exports io.heliu.http;
  exports io.heliu.inventory;
  exports io.heliu.internal.json to
      io.heliu.channels,
      io.heliu.erp.adapters;
  exports io.heliu.internal.rules to
      io.heliu.erp.adapters,
      io.heliu.reconcile;
  exports io.heliu.internal.store to
      io.heliu.reconcile;
  exports io.heliu.order;
  exports io.heliu.store;
}
