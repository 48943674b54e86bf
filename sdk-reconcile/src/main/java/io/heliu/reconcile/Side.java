package io.heliu.reconcile;

/** Which book a line stands in. */
public enum Side {
  /** What the outside says: a settlement line (结算单行), a payment bill or a bank receipt. */
  LEFT,
  /** What our books say: an order, a refund or a receivable (应收单). */
  RIGHT
}
