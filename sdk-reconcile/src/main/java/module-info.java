/** Settlement matching, fee rules, write-off proposals, reports and identity. Knows no network. */
@org.jspecify.annotations.NullMarked
module io.heliu.reconcile {
  requires static transitive org.jspecify;
  requires transitive io.heliu.core;
  requires transitive java.sql;
  requires jakarta.validation;

  exports io.heliu.identity;
  exports io.heliu.reconcile;
  exports io.heliu.reconcile.fee;
  exports io.heliu.report;
}
