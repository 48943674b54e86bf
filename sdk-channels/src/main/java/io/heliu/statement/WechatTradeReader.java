package io.heliu.statement;

import io.heliu.Money;
import io.heliu.channel.StatementLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads WeChat Pay's trade bill (交易账单) in all its layouts. */
final class WechatTradeReader implements BillReader {
  private static final Set<BillTotal> REQUIRED = Set.of(BillTotal.ROWS, BillTotal.SETTLED);

  private final BillHeader header;
  private final BillSettings settings;
  private final BillTotals totals = new BillTotals();
  private final WechatLines lines;
  private final boolean mixed;
  private @Nullable Currency only;
  private long roundedFees;

  WechatTradeReader(BillHeader header, BillSettings settings) {
    this.header = header;
    this.settings = settings;
    this.lines = new WechatLines(header, "总交易单数", totalNames(header), totals);
    this.mixed = header.has(BillColumn.WECHAT_REFUND_NO) && !header.has(BillColumn.REFUND_APPLIED);
  }

  /** A total whose column the layout leaves out cannot be checked, and is left out here too. */
  private static Map<String, BillTotal> totalNames(BillHeader header) {
    Map<String, BillTotal> names = new HashMap<>();
    names.put("总交易单数", BillTotal.ROWS);
    names.put("应结订单总金额", BillTotal.SETTLED);
    names.put("总交易额", BillTotal.SETTLED);
    boolean returned = header.has(BillColumn.CHARGE_RETURNED);
    names.put("手续费总金额", returned ? BillTotal.CHARGES_RETURNED : BillTotal.CHARGES);
    names.put("返还手续费总金额", BillTotal.CHARGES_RETURNED);
    if (header.has(BillColumn.REFUNDED)) {
      names.put("退款总金额", BillTotal.REFUNDED);
      names.put("总退款金额", BillTotal.REFUNDED);
    }
    if (header.has(BillColumn.COUPON_REFUNDED)) {
      names.put("充值券退款总金额", BillTotal.COUPONS_REFUNDED);
      names.put("总代金券或立减优惠退款金额", BillTotal.COUPONS_REFUNDED);
      names.put("总企业红包退款金额", BillTotal.COUPONS_REFUNDED);
    }
    if (header.has(BillColumn.ORDERED)) {
      names.put("订单总金额", BillTotal.ORDERED);
    }
    if (header.has(BillColumn.REFUND_REQUESTED)) {
      names.put("申请退款总金额", BillTotal.REFUNDS_REQUESTED);
    }
    return names;
  }

  @Override
  public boolean takesEnd(String line) {
    return lines.takesEnd(line);
  }

  @Override
  public StatementLine row(int number, String line) {
    BillCells cells = lines.row(line);
    Currency currency = currency(cells);
    String state = cells.id(BillColumn.STATE);
    StatementLine.Kind kind = kind(state);
    Amounts amounts = amounts(cells, kind, currency);
    String orderNo = cells.id(BillColumn.WECHAT_ORDER_NO);
    String refundNo = refundNo(cells, kind);
    StatementLine row =
        new StatementLine(
            orderNo
                + "/"
                + (kind == StatementLine.Kind.OTHER && refundNo.isEmpty() ? state : refundNo),
            number,
            kind,
            state,
            settings.reference(cells.idOrEmpty(BillColumn.MERCHANT_NO)),
            refundNo.isEmpty() ? orderNo : refundNo,
            cells.time(BillColumn.TRADED),
            amounts.gross(kind, settings.gross(), header),
            fee(amounts.charge, currency));
    add(amounts);
    return row.withMerchantRefund(merchantRefund(cells));
  }

  private static @Nullable String merchantRefund(BillCells cells) {
    String number = cells.idOrEmpty(BillColumn.MERCHANT_REFUND_NO);
    return number.isEmpty() || number.equals("0") ? null : number;
  }

  private Currency currency(BillCells cells) {
    Currency priced = cells.currency(BillColumn.CURRENCY);
    boolean settles = !cells.text(BillColumn.SETTLEMENT_CURRENCY).isEmpty();
    if (settles && !cells.currency(BillColumn.SETTLEMENT_CURRENCY).equals(priced)) {
      throw new IllegalArgumentException(
          BillColumn.SETTLEMENT_CURRENCY
              + ": is not the currency of the price, and which amounts are in which is not told");
    }
    if (only != null && !only.equals(priced)) {
      throw new IllegalArgumentException(
          BillColumn.CURRENCY + ": differs from the rows before, so that totals cannot be checked");
    }
    only = priced;
    return priced;
  }

  private static StatementLine.Kind kind(String state) {
    return switch (state) {
      case "SUCCESS" -> StatementLine.Kind.PAYMENT;
      case "REFUND" -> StatementLine.Kind.REFUND;
      default -> StatementLine.Kind.OTHER;
    };
  }

  private static String refundNo(BillCells cells, StatementLine.Kind kind) {
    String printed = cells.idOrEmpty(BillColumn.WECHAT_REFUND_NO);
    String refundNo = printed.equals("0") ? "" : printed;
    if (kind == StatementLine.Kind.REFUND && refundNo.isEmpty()) {
      throw new IllegalArgumentException(BillColumn.WECHAT_REFUND_NO + ": is empty on a refund");
    }
    return refundNo;
  }

  /** A row's amounts as printed, all but the charge without a sign. */
  private record Amounts(
      Money settled,
      Money ordered,
      Money refunded,
      Money requested,
      Money couponRefunded,
      BigDecimal charge) {

    /** What the other kind of row has is another amount's detail, not money of this row. */
    Money gross(StatementLine.Kind kind, BillSettings.Gross wanted, BillHeader header) {
      boolean whole = wanted == BillSettings.Gross.ORDERED;
      Money in = whole && header.has(BillColumn.ORDERED) ? ordered : settled;
      Money out = whole && header.has(BillColumn.REFUND_REQUESTED) ? requested : refunded;
      return switch (kind) {
        case PAYMENT -> in;
        case REFUND -> out.negated();
        case OTHER -> in.minus(out);
      };
    }
  }

  private static Amounts amounts(BillCells cells, StatementLine.Kind kind, Currency currency) {
    Money refunded = cells.unsigned(BillColumn.REFUNDED, currency);
    if (kind == StatementLine.Kind.PAYMENT && !refunded.isZero()) {
      throw new IllegalArgumentException(BillColumn.REFUNDED + ": must be 0 on a payment");
    }
    boolean returned = cells.header().has(BillColumn.CHARGE_RETURNED);
    return new Amounts(
        cells.unsigned(BillColumn.SETTLED, currency),
        cells.unsigned(BillColumn.ORDERED, currency),
        refunded,
        cells.unsigned(BillColumn.REFUND_REQUESTED, currency),
        cells.unsigned(BillColumn.COUPON_REFUNDED, currency),
        returned
            ? cells.decimal(BillColumn.CHARGE_RETURNED).abs().negate()
            : cells.decimal(BillColumn.CHARGE));
  }

  /** A charge is a cost; what is charged on a refund is negative, so that it comes back. */
  private Money fee(BigDecimal charge, Currency currency) {
    BigDecimal rounded = charge.setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP);
    if (rounded.compareTo(charge) != 0) {
      roundedFees++;
    }
    return Money.of(rounded, currency).negated();
  }

  private void add(Amounts amounts) {
    totals.count(BillTotal.ROWS);
    totals.add(BillTotal.SETTLED, amounts.settled.toDecimal());
    totals.add(BillTotal.ORDERED, amounts.ordered.toDecimal());
    totals.add(BillTotal.REFUNDED, amounts.refunded.toDecimal());
    totals.add(BillTotal.REFUNDS_REQUESTED, amounts.requested.toDecimal());
    totals.add(BillTotal.COUPONS_REFUNDED, amounts.couponRefunded.toDecimal());
    totals.add(BillTotal.CHARGES, amounts.charge);
    totals.add(BillTotal.CHARGES_RETURNED, amounts.charge);
  }

  /** Nobody says whether the count of a bill of all rows includes the refunds. */
  @Override
  public @Nullable String disagreement() {
    return totals.disagreement(REQUIRED, mixed ? Set.of(BillTotal.ROWS) : Set.of());
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    String count = totals.difference(BillTotal.ROWS);
    if (count != null) {
      warnings.add("its totals say " + count);
    }
    if (roundedFees > 0) {
      warnings.add(roundedFees + " fees were finer than a fen and are rounded, half up");
    }
    return warnings;
  }
}
