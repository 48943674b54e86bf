package io.heliu.statement;

/** A figure that a bill states at its end. */
enum BillTotal {
  TRADES("交易笔数"),
  TRADES_RECEIVED("交易商家实收"),
  TRADES_DISCOUNT("交易商家优惠"),
  REFUNDS("退款笔数"),
  REFUNDS_RECEIVED("退款商家实收"),
  REFUNDS_DISCOUNT("退款商家优惠"),

  ROWS("总笔数"),
  SETTLED("应结订单总金额"),
  REFUNDED("退款总金额"),
  COUPONS_REFUNDED("充值券退款总金额"),
  CHARGES("手续费总金额"),
  CHARGES_RETURNED("返还手续费总金额"),
  ORDERED("订单总金额"),
  REFUNDS_REQUESTED("申请退款总金额"),

  INCOMES("收入笔数"),
  INCOME("收入金额"),
  EXPENSES("支出笔数"),
  EXPENSE("支出金额");

  private final String title;

  BillTotal(String title) {
    this.title = title;
  }

  /** Tells whether it is printed without a stable sign, so that its size is compared. */
  boolean unsigned() {
    return this == TRADES_DISCOUNT || this == REFUNDS_DISCOUNT || this == CHARGES_RETURNED;
  }

  @Override
  public String toString() {
    return title;
  }
}
