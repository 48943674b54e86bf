package io.heliu.order;

/** What else is true of an order, whatever its {@link Lifecycle}. */
public enum OrderFlag {
  /** The channel forbids shipping for now (平台禁止发货). */
  CHANNEL_HOLD,
  /** A refund of at least one line is open (退款中). */
  REFUNDING,
  /** At least one line was refunded (部分退款). */
  PARTLY_REFUNDED,
  /** The deposit of a pre-sale is paid, the balance is not (定金已付). */
  DEPOSIT_PAID,
  /** Paid on delivery (货到付款). */
  CASH_ON_DELIVERY,
  /** Sold over the counter: the goods have left already (线下已提货). */
  HANDED_OVER,
  /** Goods come back: quantities are negative (退货). */
  RETURN
}
