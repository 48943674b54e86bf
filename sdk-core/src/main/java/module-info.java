/** The core of Heliu: words, ledger, ports, flows and the network seam. */
@org.jspecify.annotations.NullMarked
module io.heliu.core {
  requires static transitive org.jspecify;

  exports io.heliu;
  exports io.heliu.inventory;
}
