package io.heliu.reconcile.fee;

/** What happens to a fee when money is refunded (退佣). */
public enum RefundPolicy {
  /** The fee stays charged. */
  NO_REFUND,
  /** The fee is given back in proportion to the refunds so far. */
  PROPORTIONAL,
  /** The whole fee is given back with the first refund. */
  FULL_REFUND
}
