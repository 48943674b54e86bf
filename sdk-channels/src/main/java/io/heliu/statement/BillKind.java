package io.heliu.statement;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind of bill file (账单), and how its rows become statement lines.
 *
 * <p>All columns are found by their names, so that files with more columns or in another order can
 * be read. Times are Asia/Shanghai. A fee row of a fund bill has a gross of zero; its amount is the
 * fee, negative when charged.
 */
public enum BillKind {
  /**
   * Alipay's trade bill (支付宝业务明细), the zip or the CSV inside it. The id is trade number, type and
   * refund request number; the reference is the merchant's order number, for a refund that of the
   * order paid; the fee is service fee plus profit share (服务费, 分润); the time is that of completion.
   *
   * <p>Rows are not quoted. Commas in the goods' name (商品名称) or the remark (备注) are told by where
   * times and amounts stand; a row of which that leaves several readings, or none, refuses the
   * bill.
   */
  ALIPAY_TRADE("alipay", "trade bill", "支付宝", Charset.forName("GB18030")),

  /**
   * Alipay's fund bill (支付宝账务明细), the zip or the CSV inside it. The id is the flow's number
   * (账务流水号); the channel's reference is the trade number, of fee rows too. Balances that do not
   * follow from the amounts are a warning: the file's own totals prove that no row is missing.
   * Commas are told as in the trade bill.
   */
  ALIPAY_FUND("alipay", "fund bill", "支付宝", Charset.forName("GB18030")),

  /**
   * WeChat Pay's trade bill (微信支付交易账单): all, payments, refunds, balance refunds, and the older
   * layouts of 24 columns. The id is order number and refund number (of other rows without one: the
   * state); the reference is the merchant's order number, for a refund that of the order paid; the
   * channel's reference is the refund's number or else the order's. A refund's row says that it was
   * asked for, not that it has succeeded. A count of rows that differs in a bill of all rows is a
   * warning, for it is not documented what is counted there.
   *
   * <p>Amounts are in the currency of their row (货币种类; of overseas merchants 标价币种), yuan if it has
   * none. Refused are rows that settle in another currency than they were priced in (结算币种), for it
   * is not documented in which of the two each amount is, and bills with rows in several
   * currencies, whose totals cannot be checked.
   */
  WECHAT_TRADE("wechatpay", "trade bill", "交易时间", StandardCharsets.UTF_8),

  /**
   * WeChat Pay's fund-flow bill (微信支付资金账单). The id is the flow's number (资金流水单号); the reference is
   * the voucher's number, normally the merchant's order or refund number; the channel's reference
   * is the order's or refund's number. Balances that do not follow from the amounts are a warning.
   */
  WECHAT_FUND("wechatpay", "fund bill", "记账时间", StandardCharsets.UTF_8);

  private static final int ALIPAY_PREAMBLE = 20;

  private final String system;
  private final String title;
  private final String start;
  private final Charset charset;

  BillKind(String system, String title, String start, Charset charset) {
    this.system = system;
    this.title = title;
    this.start = start;
    this.charset = charset;
  }

  String system() {
    return system;
  }

  /** Returns its name for messages. */
  String title() {
    return title;
  }

  /** Returns a text near the start of a file, by which its encoding is recognised. */
  String start() {
    return start;
  }

  /** Returns the encoding of files that nobody has saved again. */
  Charset charset() {
    return charset;
  }

  private boolean isAlipay() {
    return this == ALIPAY_TRADE || this == ALIPAY_FUND;
  }

  /** Returns how many lines may come before the header. */
  int preamble() {
    return isAlipay() ? ALIPAY_PREAMBLE : 0;
  }

  /** Reads a line as header; null if it is none of this kind. */
  @Nullable BillHeader header(String line) {
    if (isAlipay()) {
      return line.startsWith("#") ? null : BillHeader.of(BillHeader.cells(line), this);
    }
    List<String> cells = WechatLines.values(line);
    BillHeader header = cells == null ? null : BillHeader.of(cells, this);
    boolean oneCharge =
        this == WECHAT_FUND
            || (header != null
                && header.has(BillColumn.CHARGE) != header.has(BillColumn.CHARGE_RETURNED));
    return oneCharge ? header : null;
  }

  BillReader reader(BillHeader header, BillSettings settings) {
    return switch (this) {
      case ALIPAY_TRADE -> new AlipayTradeReader(header, settings);
      case ALIPAY_FUND -> new AlipayFundReader(header, settings);
      case WECHAT_TRADE -> new WechatTradeReader(header, settings);
      case WECHAT_FUND -> new WechatFundReader(header, settings);
    };
  }

  /** Returns the columns without which a file is not of this kind. */
  Set<BillColumn> required() {
    return Columns.REQUIRED.get(ordinal());
  }

  /** Returns all columns that are read. */
  Set<BillColumn> columns() {
    return Columns.ALL.get(ordinal());
  }

  /** By ordinal. */
  private static final class Columns {
    private static final List<Set<BillColumn>> REQUIRED =
        List.of(
            EnumSet.of(
                BillColumn.TRADE_NO,
                BillColumn.MERCHANT_NO,
                BillColumn.TYPE,
                BillColumn.TITLE,
                BillColumn.CREATED,
                BillColumn.COMPLETED,
                BillColumn.ORDER_AMOUNT,
                BillColumn.RECEIVED,
                BillColumn.FEE),
            EnumSet.of(
                BillColumn.FLOW_NO,
                BillColumn.BUSINESS_NO,
                BillColumn.MERCHANT_NO,
                BillColumn.OCCURRED,
                BillColumn.INCOME,
                BillColumn.EXPENSE,
                BillColumn.BALANCE,
                BillColumn.TYPE),
            EnumSet.of(
                BillColumn.TRADED,
                BillColumn.WECHAT_ORDER_NO,
                BillColumn.MERCHANT_NO,
                BillColumn.STATE,
                BillColumn.SETTLED),
            EnumSet.of(
                BillColumn.BOOKED,
                BillColumn.WECHAT_BUSINESS_NO,
                BillColumn.WECHAT_FLOW_NO,
                BillColumn.TYPE,
                BillColumn.DIRECTION,
                BillColumn.AMOUNT,
                BillColumn.BALANCE,
                BillColumn.VOUCHER_NO));
    private static final List<Set<BillColumn>> ALL =
        List.of(
            with(
                0,
                BillColumn.MERCHANT_DISCOUNT,
                BillColumn.REQUEST_NO,
                BillColumn.SHARE,
                BillColumn.REMARK),
            with(1, BillColumn.TITLE, BillColumn.REMARK, BillColumn.BASE_ORDER_NO),
            with(
                2,
                BillColumn.CURRENCY,
                BillColumn.REFUND_APPLIED,
                BillColumn.SETTLEMENT_CURRENCY,
                BillColumn.WECHAT_REFUND_NO,
                BillColumn.MERCHANT_REFUND_NO,
                BillColumn.REFUNDED,
                BillColumn.COUPON_REFUNDED,
                BillColumn.CHARGE,
                BillColumn.CHARGE_RETURNED,
                BillColumn.ORDERED,
                BillColumn.REFUND_REQUESTED),
            with(3));

    private static Set<BillColumn> with(int kind, BillColumn... optional) {
      Set<BillColumn> all = EnumSet.copyOf(REQUIRED.get(kind));
      all.addAll(List.of(optional));
      return all;
    }
  }
}
