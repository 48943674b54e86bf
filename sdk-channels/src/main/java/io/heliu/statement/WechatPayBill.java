package io.heliu.statement;

/** A bill of WeChat Pay that can be fetched by day. Each is a statement source of its own. */
public enum WechatPayBill {
  /** All trades: payments and refunds (所有订单). */
  TRADE_ALL("wechatpay-trade", "bill_type=ALL"),
  /** Payments (成功支付的订单). */
  TRADE_SUCCESS("wechatpay-trade-success", "bill_type=SUCCESS"),
  /** Refunds (退款订单). */
  TRADE_REFUND("wechatpay-trade-refund", "bill_type=REFUND"),
  /** Refunds that were paid from a balance charged up for it (充值退款订单). */
  TRADE_RECHARGE_REFUND("wechatpay-trade-recharge-refund", "bill_type=RECHARGE_REFUND"),
  /** Flows of the basic account (基本账户). */
  FUND_BASIC("wechatpay-fund", "account_type=BASIC"),
  /** Flows of the operating account (运营账户). */
  FUND_OPERATION("wechatpay-fund-operation", "account_type=OPERATION"),
  /** Flows of the fee account (手续费账户). */
  FUND_FEES("wechatpay-fund-fees", "account_type=FEES");

  /** Where fund-flow bills are asked for. */
  static final String FUND_PATH = "/v3/bill/fundflowbill";

  private final String source;
  private final String type;

  WechatPayBill(String source, String type) {
    this.source = source;
    this.type = type;
  }

  /** Returns the code of the statement source, for example {@code "wechatpay-trade"}. */
  public String source() {
    return source;
  }

  /** Returns the kind of its files. */
  public BillKind kind() {
    return isFund() ? BillKind.WECHAT_FUND : BillKind.WECHAT_TRADE;
  }

  boolean isFund() {
    return this == FUND_BASIC || this == FUND_OPERATION || this == FUND_FEES;
  }

  String path() {
    return isFund() ? FUND_PATH : "/v3/bill/tradebill";
  }

  /** Returns the parameter that asks for it. */
  String type() {
    return type;
  }
}
