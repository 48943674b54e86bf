package io.heliu.internal.store;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What orders that were split or merged were given, before refunds took any of it. */
public final class PartTable {
  private PartTable() {}

  /**
   * A line as it was given to an order.
   *
   * @param line the line
   * @param ofQuantity the quantity of the channel's line that it was made of, with its siblings
   * @param ofAmount the amount of that line then, without freight
   */
  public record Part(Order.Line line, BigDecimal ofQuantity, Money ofAmount) {

    /** Returns the same part as another line of an order. */
    Part numbered(int number) {
      Order.Line same =
          new Order.Line(
              number,
              line.source(),
              line.channelLine(),
              line.sku(),
              line.quantity(),
              line.amount());
      return new Part(same, ofQuantity, ofAmount);
    }
  }

  /** Returns the lines of parts. */
  public static List<Order.Line> lines(List<Part> parts) {
    return parts.stream().map(Part::line).toList();
  }

  /** Returns what an order was given; empty if it was never split or merged. */
  public static List<Part> of(Tx tx, String orderId) throws SQLException {
    return tx.query(
        "SELECT line, shop, number, channel_line, sku, quantity, amount_minor, currency,"
            + " of_quantity, of_minor FROM heliu_order_part WHERE order_id = ? ORDER BY line",
        row -> {
          Currency currency = Currency.getInstance(row.text(8));
          Order.Line line =
              new Order.Line(
                  (int) row.number(1),
                  new Order.Source(ShopId.parse(row.text(2)), row.text(3)),
                  row.text(4),
                  new Sku(row.text(5)),
                  row.number(6),
                  new Money(row.number(7), currency));
          return new Part(line, new BigDecimal(row.text(9)), new Money(row.number(10), currency));
        },
        orderId);
  }

  /** Returns what an order was given, or what it has if it was never split or merged. */
  public static List<Part> ofOrMade(Tx tx, Order order) throws SQLException {
    List<Part> parts = of(tx, order.id());
    return parts.isEmpty() ? make(tx, order.lines()) : parts;
  }

  /** Makes parts of lines that were made of what refunds leave of their channel orders now. */
  public static List<Part> make(Tx tx, List<Order.Line> lines) throws SQLException {
    Map<Order.Source, Optional<ChannelOrder>> left = new HashMap<>();
    List<Part> parts = new ArrayList<>();
    for (Order.Line line : lines) {
      Order.Source source = line.source();
      if (!left.containsKey(source)) {
        left.put(source, left(tx, source));
      }
      OrderLine of =
          left.get(source).stream()
              .flatMap(order -> order.lines().stream())
              .filter(one -> one.number().equals(line.channelLine()))
              .findFirst()
              .orElse(null);
      parts.add(
          of == null
              ? new Part(line, BigDecimal.valueOf(line.quantity()), line.amount())
              : new Part(line, of.quantity(), of.amount()));
    }
    return parts;
  }

  private static Optional<ChannelOrder> left(Tx tx, Order.Source source) throws SQLException {
    Optional<ChannelOrder> told = ChannelOrderTable.find(tx, source.shop(), source.number());
    if (told.isEmpty()) {
      return told;
    }
    return Optional.of(
        RefundEffect.leave(told.get(), RefundTable.ofOrder(tx, source.shop(), source.number())));
  }

  /** Tells whether any order was given a part of a channel's line. */
  static boolean isGiven(Tx tx, Order.Line line) throws SQLException {
    return tx.count(
            "SELECT COUNT(*) FROM heliu_order_part WHERE shop = ? AND number = ? AND channel_line"
                + " = ?",
            line.source().shop().toString(),
            line.source().number(),
            line.channelLine())
        > 0;
  }

  /** Replaces what an order was given. */
  static void put(Tx tx, String orderId, List<Part> parts) throws SQLException {
    tx.update("DELETE FROM heliu_order_part WHERE order_id = ?", orderId);
    add(tx, orderId, parts);
  }

  /** Gives an order more. */
  static void add(Tx tx, String orderId, List<Part> parts) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Part part : parts) {
      Order.Line line = part.line;
      rows.add(
          new @Nullable Object[] {
            orderId,
            line.line(),
            line.source().shop().toString(),
            line.source().number(),
            line.channelLine(),
            line.sku().code(),
            line.quantity(),
            line.amount().minor(),
            line.amount().currency().getCurrencyCode(),
            part.ofQuantity.toString(),
            part.ofAmount.minor()
          });
    }
    tx.batch(
        "INSERT INTO heliu_order_part (order_id, line, shop, number, channel_line, sku, quantity,"
            + " amount_minor, currency, of_quantity, of_minor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " ?, ?)",
        rows);
  }
}
