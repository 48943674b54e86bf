package io.heliu.reconcile;

/** What a line is about; signs of amounts are never derived from it. */
public enum LineKind {
  /** Money for an order (收款). */
  PAYMENT,
  /** Money given back (退款); its amount is usually negative. */
  REFUND,
  /** A fee or commission as a line of its own (手续费, 佣金). */
  FEE,
  /** A payout of a batch to the merchant (结算打款). */
  PAYOUT,
  /** Anything else, such as a correction (调账). */
  ADJUSTMENT
}
