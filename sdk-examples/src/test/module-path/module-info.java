/** A host that lives on the module path. */
module host {
  requires io.heliu.channels;
  requires io.heliu.erp.adapters;
  requires io.heliu.reconcile;
}
