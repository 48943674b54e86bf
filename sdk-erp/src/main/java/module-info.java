/** Adapters of the ERP families. */
@org.jspecify.annotations.NullMarked
module io.heliu.erp.adapters {
  requires transitive io.heliu.core;
  requires com.fasterxml.jackson.databind;
  requires jakarta.validation;
  requires static transitive org.jspecify;

  exports io.heliu.erp.database;
  exports io.heliu.erp.kingdee;
}
