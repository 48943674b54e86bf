package io.heliu.internal.store;

import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Moves lines between our orders, and what joins them with the channels' orders along. */
public final class Arrangement {
  /** The code of an order that waits for others, or may be merged at once. */
  public static final String WAITING = "MERGE_WAIT";

  private Arrangement() {}

  /**
   * Opens an order with lines of another one and returns its id; the other still has them.
   *
   * @throws IllegalArgumentException if the other stands for no channel order
   */
  public static String splitOff(Tx tx, Order order, List<Order.Line> lines, OrderState state)
      throws SQLException {
    checkSources(order, "order");
    int part = 2;
    while (OrderTable.find(tx, order.id() + "#" + part).isPresent()) {
      part++;
    }
    String id = order.id() + "#" + part;
    tx.update(
        "INSERT INTO heliu_order (id, state, hold_code, hold_note, attempt, by_hand,"
            + " reservation, due_at) VALUES (?, ?, ?, ?, 1, FALSE, '', ?)",
        id,
        state,
        state == OrderState.HELD ? order.holdCode() : "",
        "split off " + order.id(),
        order.dueAt());
    OrderTable.setLines(tx, id, lines);
    linkSources(tx, id, lines);
    return id;
  }

  /** An order that sends goods for an exchange would become one that stands for its source. */
  private static void checkSources(Order order, String name) {
    if (order.sources().isEmpty()) {
      throw new IllegalArgumentException(name + ": must stand for a channel order");
    }
  }

  /** Leaves an order with these lines only; rules do not merge it any more. */
  public static void keep(Tx tx, String id, List<Order.Line> lines) throws SQLException {
    forgetMerging(tx, id);
    OrderTable.setLines(tx, id, lines);
    tx.update("DELETE FROM heliu_order_source WHERE order_id = ?", id);
    linkSources(tx, id, lines);
  }

  /** Takes an order out of those that rules may merge. */
  public static void forgetMerging(Tx tx, String id) throws SQLException {
    tx.update("DELETE FROM heliu_order_merge WHERE order_id = ?", id);
  }

  private static void linkSources(Tx tx, String id, List<Order.Line> lines) throws SQLException {
    Set<Order.Source> seen = new HashSet<>();
    for (Order.Line line : lines) {
      if (seen.add(line.source())) {
        tx.update(
            "INSERT INTO heliu_order_source (order_id, shop, number) VALUES (?, ?, ?)",
            id,
            line.source().shop().toString(),
            line.source().number());
      }
    }
  }

  /**
   * Moves the lines of an order into another one and closes it; the units that it still holds are
   * set aside.
   *
   * @throws IllegalArgumentException if they differ in currency, or one stands for no channel order
   */
  public static void merge(Tx tx, Order from, Order into) throws SQLException {
    checkSources(from, "from");
    checkSources(into, "into");
    List<Order.Line> lines = new ArrayList<>(into.lines());
    int next = lines.stream().mapToInt(Order.Line::line).max().orElse(0);
    for (Order.Line line : from.lines()) {
      if (!lines.isEmpty() && !lines.get(0).amount().currency().equals(line.amount().currency())) {
        throw new IllegalArgumentException("into: must have the same currency");
      }
      lines.add(
          new Order.Line(
              ++next,
              line.source(),
              line.channelLine(),
              line.sku(),
              line.quantity(),
              line.amount()));
    }
    keep(tx, into.id(), lines);
    keep(tx, from.id(), List.of());
    Reservations.setAside(tx, from);
    OrderTable.setState(tx, from.id(), OrderState.CLOSED, "MERGED", "into " + into.id());
  }
}
