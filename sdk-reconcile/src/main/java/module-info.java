/** Settlement matching, fee rules, write-off proposals and reports. Knows no network. */
@org.jspecify.annotations.NullMarked
module io.heliu.reconcile {
  requires static transitive org.jspecify;
  requires transitive io.heliu.core;

  exports io.heliu.reconcile;
  exports io.heliu.reconcile.fee;
}
