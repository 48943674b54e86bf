package io.heliu.reconcile.fee;

/** What the money of an order consists of; amounts are given as positive numbers. */
public enum Component {
  /** The goods at their price before any deduction (货款). */
  GOODS,
  /** A coupon that the merchant bears (商家优惠券). */
  MERCHANT_COUPON,
  /** A coupon that the platform bears and pays to the merchant as a subsidy (平台优惠券). */
  PLATFORM_COUPON,
  /** Points, usually borne by the platform (积分). */
  POINTS,
  /** Freight paid by the buyer (运费). */
  FREIGHT,
  /** Tax charged on top (税). */
  TAX
}
