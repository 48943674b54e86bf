package io.heliu.statement;

import io.heliu.channel.StatementLine;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Adds up rows and compares the sums with the bill's last lines (交易合计, 退款合计). */
final class BillTotals {
  private static final Pattern COUNT = Pattern.compile("(\\d{1,12})笔");
  private static final Pattern RECEIVED = Pattern.compile("商家实收(?:退款)?共?(-?[\\d,.]{1,30})元");
  private static final Pattern DISCOUNT = Pattern.compile("商家优惠(?:退款)?共?(-?[\\d,.]{1,30})元");

  private final Map<StatementLine.Kind, Sums> sums = new EnumMap<>(StatementLine.Kind.class);
  private @Nullable Sums trades;
  private @Nullable Sums refunds;
  private boolean unreadable;

  /**
   * Sums of rows, or what a line of the trailer says they are. Decimals, for they cannot overflow.
   */
  private record Sums(long count, BigDecimal received, @Nullable BigDecimal discount) {
    static final Sums NONE = new Sums(0, BigDecimal.ZERO, BigDecimal.ZERO);

    Sums plus(Sums other) {
      return new Sums(
          count + other.count,
          received.add(other.received),
          discount == null || other.discount == null ? null : discount.add(other.discount));
    }

    /** The discount of refunds is printed without a stable sign, so its size is compared. */
    boolean agrees(Sums stated) {
      return count == stated.count
          && received.compareTo(stated.received) == 0
          && (discount == null
              || stated.discount == null
              || discount.abs().compareTo(stated.discount.abs()) == 0);
    }

    @Override
    public String toString() {
      return count
          + " rows, received "
          + received.toPlainString()
          + (discount == null ? "" : ", discount " + discount.toPlainString());
    }
  }

  void add(BillRow row) {
    Sums one = new Sums(1, row.received().toDecimal(), row.discount().toDecimal());
    sums.merge(row.line().kind(), one, Sums::plus);
  }

  /** Takes note of a line of the trailer. */
  void trailer(String line) {
    String text = BillColumn.halfWidth(line).replace(" ", "");
    if (text.startsWith("#交易合计")) {
      unreadable |= trades != null;
      trades = read(text);
    } else if (text.startsWith("#退款合计")) {
      unreadable |= refunds != null;
      refunds = read(text);
    }
  }

  private @Nullable Sums read(String text) {
    Matcher count = COUNT.matcher(text);
    Matcher received = RECEIVED.matcher(text);
    Matcher discount = DISCOUNT.matcher(text);
    try {
      if (count.find() && received.find()) {
        return new Sums(
            Long.parseLong(count.group(1)),
            money(received.group(1)),
            discount.find() ? money(discount.group(1)) : null);
      }
    } catch (IllegalArgumentException e) {
      // An amount with two points, for example: as unreadable as a line without one.
    }
    unreadable = true;
    return null;
  }

  private static BigDecimal money(String text) {
    return new BigDecimal(text.replace(",", ""));
  }

  /**
   * Compares everything at the end. Rows that are neither trade nor refund may have been counted on
   * either side.
   *
   * @return what is wrong, or null
   */
  @Nullable String disagreement() {
    if (unreadable) {
      return "a total at its end cannot be read or comes twice";
    }
    if (trades == null || refunds == null) {
      return "it is truncated: the totals at its end are missing";
    }
    Sums paid = sums.getOrDefault(StatementLine.Kind.PAYMENT, Sums.NONE);
    Sums back = sums.getOrDefault(StatementLine.Kind.REFUND, Sums.NONE);
    Sums other = sums.getOrDefault(StatementLine.Kind.OTHER, Sums.NONE);
    boolean good =
        (paid.agrees(trades) && back.agrees(refunds))
            || (paid.plus(other).agrees(trades) && back.agrees(refunds))
            || (paid.agrees(trades) && back.plus(other).agrees(refunds));
    return good
        ? null
        : String.format(
            "its totals say trades: %s; refunds: %s; but its rows have trades: %s; refunds: %s;"
                + " others: %s",
            trades, refunds, paid, back, other);
  }
}
