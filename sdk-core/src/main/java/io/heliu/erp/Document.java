package io.heliu.erp;

/** A document for an ERP (单据). Its number is ours and is its idempotency key. */
public sealed interface Document permits SalesOrder, Outbound, Receipt {

  /** Returns our number of it: the ERP's document number where the ERP lets us choose. */
  String number();
}
