package io.heliu.statement;

import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns that are read, with the names they have in files; others are let pass. */
enum BillColumn {
  MERCHANT_NO("商户订单号"),
  TYPE("业务类型"),
  TITLE("商品名称"),
  BALANCE("账户余额(元)", "账户余额", "账户结余(元)", "账户结余"),

  TRADE_NO("支付宝交易号"),
  CREATED("创建时间"),
  COMPLETED("完成时间"),
  ORDER_AMOUNT("订单金额(元)", "订单金额"),
  RECEIVED("商家实收(元)", "商家实收"),
  MERCHANT_DISCOUNT("商家优惠(元)", "商家优惠"),
  REQUEST_NO("退款批次号/请求号", "退款批次号"),
  FEE("服务费(元)", "服务费"),
  SHARE("分润(元)", "分润"),

  FLOW_NO("账务流水号"),
  BUSINESS_NO("业务流水号"),
  OCCURRED("发生时间"),
  INCOME("收入金额(+元)", "收入金额(元)", "收入金额"),
  EXPENSE("支出金额(-元)", "支出金额(元)", "支出金额"),
  REMARK("备注"),
  BASE_ORDER_NO("业务基础订单号"),

  TRADED("交易时间"),
  WECHAT_ORDER_NO("微信订单号"),
  STATE("交易状态"),
  CURRENCY("货币种类", "标价币种"),
  SETTLEMENT_CURRENCY("结算币种"),
  SETTLED("应结订单金额", "总金额"),
  REFUND_APPLIED("退款申请时间"),
  WECHAT_REFUND_NO("微信退款单号"),
  MERCHANT_REFUND_NO("商户退款单号"),
  REFUNDED("退款金额"),
  COUPON_REFUNDED("充值券退款金额", "代金券或立减优惠退款金额", "企业红包退款金额"),
  CHARGE("手续费"),
  CHARGE_RETURNED("返还手续费"),
  ORDERED("订单金额", "标价金额"),
  REFUND_REQUESTED("申请退款金额"),

  BOOKED("记账时间"),
  WECHAT_BUSINESS_NO("微信支付业务单号"),
  WECHAT_FLOW_NO("资金流水单号"),
  DIRECTION("收支类型"),
  AMOUNT("收支金额(元)", "收支金额"),
  VOUCHER_NO("业务凭证号");

  private static final int MAX_HEADER = 60;

  /** Amounts whose names may be written without a unit. */
  private static final Set<BillColumn> WITHOUT_UNIT =
      Set.of(RECEIVED, MERCHANT_DISCOUNT, FEE, SHARE, BALANCE);

  private final List<String> names;

  BillColumn(String... names) {
    this.names = List.of(names);
  }

  /** Returns the column of a header among those of a kind, or null. */
  static @Nullable BillColumn of(String header, Set<BillColumn> among) {
    if (header.length() > MAX_HEADER) {
      return null;
    }
    String plain = plain(header);
    for (BillColumn column : among) {
      if (column.names.contains(plain)) {
        return column;
      }
    }
    return null;
  }

  /** Tells whether a header, of a column that is read or not, names an amount. */
  static boolean isAmount(String header) {
    if (header.length() > MAX_HEADER) {
      return false;
    }
    String plain = plain(header);
    return plain.contains("金额") || plain.endsWith("元)") || of(header, WITHOUT_UNIT) != null;
  }

  private static String plain(String header) {
    return halfWidth(header).replaceAll("[\\s\\ufeff`]", "");
  }

  /** Files have brackets, colons and commas in full and in half width. */
  static String halfWidth(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /** Returns the name for messages. */
  @Override
  public String toString() {
    return names.get(0);
  }
}
