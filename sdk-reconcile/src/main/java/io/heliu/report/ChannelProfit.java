package io.heliu.report;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Profit by channel, product, region or day, in any order and depth, with subtotals (渠道利润表). The
 * deepest rows add up to their subtotals and to the total, to the fen. Immutable and thread-safe.
 *
 * @param dimensions what the rows are broken down by, outermost first; may be empty
 * @param rows in code-point order of their keys, each subtotal behind the rows that it adds up
 * @param total all rows together; its key is empty
 */
public record ChannelProfit(List<Dimension> dimensions, List<Row> rows, Row total) {

  /** Copies the lists. */
  public ChannelProfit {
    dimensions = List.copyOf(dimensions);
    rows = List.copyOf(rows);
    Objects.requireNonNull(total, "total");
  }

  /**
   * A row.
   *
   * @param key one value a dimension, outermost first; a subtotal has fewer values than there are
   *     dimensions
   * @param units units sold less units that came back
   * @param profit the amounts
   * @param reconciledShare the share of the money moved that is reconciled (已对账占比); null if no
   *     money moved
   * @param lineIds the ids of the lines behind it, sorted
   */
  public record Row(
      List<String> key,
      long units,
      Profit profit,
      @Nullable Ratio reconciledShare,
      List<String> lineIds) {

    /** Copies the lists. */
    public Row {
      key = List.copyOf(key);
      Objects.requireNonNull(profit, "profit");
      lineIds = List.copyOf(lineIds);
    }
  }

  /**
   * Breaks the profit of a period down.
   *
   * @throws IllegalArgumentException if a dimension, a line, an order, or a refund of a line occurs
   *     twice
   */
  public static ChannelProfit of(ReportInput input, List<Dimension> dimensions) {
    return of(Bookings.of(input).list(), input.currency(), dimensions);
  }

  static ChannelProfit of(List<Booking> bookings, Currency currency, List<Dimension> dimensions) {
    List<Function<Booking, String>> keys = new ArrayList<>();
    dimensions.forEach(dimension -> keys.add(dimension::of));
    return of(bookings, currency, dimensions, keys);
  }

  /** Breaks down by keys that stand for the dimensions, such as one for all small products. */
  static ChannelProfit of(
      List<Booking> bookings,
      Currency currency,
      List<Dimension> dimensions,
      List<Function<Booking, String>> keys) {
    Checks.that(
        dimensions.stream().distinct().count() == dimensions.size(),
        "dimensions",
        "must not occur twice");
    Group root = new Group(currency);
    for (Booking booking : bookings) {
      Group group = root;
      for (Function<Booking, String> key : keys) {
        group = group.parts.computeIfAbsent(key.apply(booking), value -> new Group(currency));
      }
      group.add(booking);
    }
    List<Row> rows = new ArrayList<>();
    Row total = root.close(List.of(), rows);
    return new ChannelProfit(dimensions, rows, total);
  }

  /** Returns the rows without subtotals. */
  public List<Row> details() {
    return rows.stream().filter(row -> row.key().size() == dimensions.size()).toList();
  }

  private static final class Group {
    final TreeMap<String, Group> parts = new TreeMap<>();
    final Trust trust = new Trust();
    Profit profit;
    long units;

    Group(Currency currency) {
      profit = Profit.zero(currency);
    }

    void add(Booking booking) {
      profit = profit.plus(booking.profit());
      units += booking.units();
      trust.add(booking.line().id(), booking.profit().moved(), booking.reconciled());
    }

    /** Adds up the parts and appends their rows, then returns the row of this group. */
    Row close(List<String> key, List<Row> rows) {
      parts.forEach(
          (value, part) -> {
            List<String> partKey = new ArrayList<>(key);
            partKey.add(value);
            rows.add(part.close(partKey, rows));
            profit = profit.plus(part.profit);
            units += part.units;
            trust.add(part.trust);
          });
      return new Row(key, units, profit, trust.share(), trust.lineIds());
    }
  }
}
