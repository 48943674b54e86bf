package io.heliu.order;

/**
 * Where an order or a line is in its life (订单状态). The first of the two axes of an order's state;
 * the other are its {@link OrderFlag}s.
 */
public enum Lifecycle {
  /** Placed, not paid (待付款). */
  PENDING_PAYMENT,
  /** Paid, nothing shipped (待发货). */
  PAID,
  /** Some lines shipped (部分发货). */
  PARTIALLY_SHIPPED,
  /** All lines shipped (已发货). */
  SHIPPED,
  /** The buyer has the goods and the trade is final (交易成功). */
  COMPLETED,
  /** Closed before it was paid (已取消). */
  CANCELLED,
  /** Closed after payment because everything was refunded (退款关闭). */
  CLOSED_REFUNDED,
  /** The channel sent a code that this version does not know; the raw code is kept. */
  UNKNOWN
}
