/** The core of Heliu: words, ledger, ports, flows and the network seam. */
@org.jspecify.annotations.NullMarked
module io.heliu.core {
  requires static transitive org.jspecify;
  requires okhttp3;
  requires okio;

  exports io.heliu;
  exports io.heliu.catalog;
  exports io.heliu.channel;
  exports io.heliu.erp;
  exports io.heliu.http;
  exports io.heliu.order;
}
