package io.heliu.internal.store;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Our orders, their lines, and the channel orders that they stand for. */
public final class OrderTable {
  private static final String ORDER_COLUMNS =
      "id, state, hold_code, hold_note, attempt, by_hand, reservation, due_at";

  static final String SCREEN_AGAIN =
      "UPDATE heliu_order SET state = 'NEW', hold_code = '', hold_note = '', by_hand = FALSE,"
          + " attempt = attempt + 1";

  private OrderTable() {}

  /** Opens the order that stands for a channel order of which nothing was known. */
  static void open(Tx tx, ChannelOrder order) throws SQLException {
    String id = idOf(new Order.Source(order.shop(), order.number()));
    tx.update(
        "INSERT INTO heliu_order ("
            + ORDER_COLUMNS
            + ") VALUES (?, 'NEW', '', '', 1, FALSE, '', ?)",
        id,
        due(order));
    tx.update(
        "INSERT INTO heliu_order_source (order_id, shop, number) VALUES (?, ?, ?)",
        id,
        order.shop().toString(),
        order.number());
  }

  /** Returns the id of the order that stands for a channel order unless it is split or merged. */
  static String idOf(Order.Source source) {
    return source.shop() + "/" + source.number();
  }

  static Instant due(ChannelOrder order) {
    return Objects.requireNonNullElse(order.paidAt(), order.createdAt());
  }

  /** Returns one of our orders, locked until the transaction ends. */
  public static Optional<Order> lock(Tx tx, String id) throws SQLException {
    Optional<Head> head =
        tx.find(
            "SELECT " + ORDER_COLUMNS + " FROM heliu_order WHERE id = ? FOR UPDATE",
            OrderTable::head,
            id);
    return head.isEmpty() ? Optional.empty() : Optional.of(complete(tx, head.get()));
  }

  /**
   * Where an order is.
   *
   * @param state its state
   * @param holdCode why it is held, or what became of it; empty if nothing
   * @param attempt grows whenever whoever works on the order must start again
   */
  public record Standing(OrderState state, String holdCode, int attempt) {}

  /** Returns where one of our orders is, locked until the transaction ends. */
  public static Optional<Standing> lockStanding(Tx tx, String id) throws SQLException {
    return tx.find(
        "SELECT state, hold_code, attempt FROM heliu_order WHERE id = ? FOR UPDATE",
        row -> new Standing(OrderState.valueOf(row.text(1)), row.text(2), (int) row.number(3)),
        id);
  }

  /** Returns one of our orders. */
  public static Optional<Order> find(Tx tx, String id) throws SQLException {
    Optional<Head> head =
        tx.find("SELECT " + ORDER_COLUMNS + " FROM heliu_order WHERE id = ?", OrderTable::head, id);
    return head.isEmpty() ? Optional.empty() : Optional.of(complete(tx, head.get()));
  }

  /** Returns the first orders in a state, in the order in which they are due. */
  public static List<Order> list(Tx tx, OrderState state, int limit) throws SQLException {
    return list(tx, state, Set.of(), limit);
  }

  /**
   * Returns the first orders in a state that stand for a channel order of one of some shops, or
   * send goods on account of one, in the order in which they are due; also those of which nothing
   * is left.
   *
   * @param shops the shops; empty for all
   */
  public static List<Order> list(Tx tx, OrderState state, Set<ShopId> shops, int limit)
      throws SQLException {
    List<Object> values = new ArrayList<>(List.of(state));
    String served = served(shops, values);
    List<Order> orders = new ArrayList<>();
    // Only if the order names the whole index, H2 stops at the limit instead of sorting all rows.
    for (Head head :
        tx.query(
            "SELECT "
                + ORDER_COLUMNS
                + " FROM heliu_order WHERE state = ?"
                + served
                + " ORDER BY state, due_at, id FETCH FIRST "
                + limit
                + " ROWS ONLY",
            OrderTable::head,
            values.toArray())) {
      orders.add(complete(tx, head));
    }
    return orders;
  }

  /** Returns the condition that an order is of one of some shops or of none; adds its values. */
  private static String served(Set<ShopId> shops, List<Object> values) {
    if (shops.isEmpty()) {
      return "";
    }
    shops.forEach(shop -> values.add(shop.toString()));
    shops.forEach(shop -> values.add(shop.toString()));
    String in = " x WHERE x.order_id = heliu_order.id AND x.shop IN (?";
    String named = in + ", ?".repeat(shops.size() - 1) + ")";
    String any = " x WHERE x.order_id = heliu_order.id)";
    return " AND (EXISTS (SELECT 1 FROM heliu_order_source"
        + named
        + ") OR (NOT EXISTS (SELECT 1 FROM heliu_order_source"
        + any
        + " AND (EXISTS (SELECT 1 FROM heliu_order_line"
        + named
        + ") OR NOT EXISTS (SELECT 1 FROM heliu_order_line"
        + any
        + ")))";
  }

  /**
   * Returns orders in any state that are due in a time, with a channel order of one of some shops
   * or with none, in the order in which they are due.
   *
   * @param shops the shops; empty for all
   * @param afterId the last id of the page before, due at {@code from}; empty for the first page
   */
  public static List<Order> listDue(
      Tx tx, Set<ShopId> shops, Instant from, Instant to, String afterId, int limit)
      throws SQLException {
    List<Object> values = new ArrayList<>(List.of(from, to, from, afterId));
    String served = served(shops, values);
    List<Order> orders = new ArrayList<>();
    for (Head head :
        tx.query(
            "SELECT "
                + ORDER_COLUMNS
                + " FROM heliu_order WHERE due_at >= ? AND due_at < ? AND (due_at > ? OR id > ?)"
                + served
                + " ORDER BY due_at, id FETCH FIRST "
                + limit
                + " ROWS ONLY",
            OrderTable::head,
            values.toArray())) {
      orders.add(complete(tx, head));
    }
    return orders;
  }

  /** Returns the ids of our orders that stand for a channel order. */
  public static List<String> idsOf(Tx tx, Order.Source source) throws SQLException {
    return tx.query(
        "SELECT order_id FROM heliu_order_source WHERE shop = ? AND number = ? ORDER BY order_id",
        row -> row.text(1),
        source.shop().toString(),
        source.number());
  }

  /** Moves an order to a state, with the reason. */
  public static void setState(Tx tx, String id, OrderState state, String code, String note)
      throws SQLException {
    tx.update(
        "UPDATE heliu_order SET state = ?, hold_code = ?, hold_note = ? WHERE id = ?",
        state,
        code.length() <= 64 ? code : code.substring(0, 64),
        note.length() <= 400 ? note : note.substring(0, 400),
        id);
    if (state == OrderState.CLOSED) {
      Arrangement.forgetMerging(tx, id);
      Reservations.renounce(tx, id);
    }
  }

  /**
   * Lets an order be screened anew that the ERP does not have any more. If units of it were given
   * up, its reservation is not what it was made for, and must not be taken up again.
   */
  public static void takenBack(Tx tx, String id) throws SQLException {
    if (GivenUpTable.forget(tx, id)) {
      Reservations.setAside(tx, find(tx, id).orElseThrow());
    }
    tx.update(SCREEN_AGAIN + " WHERE id = ? AND state = 'DISPATCHED'", id);
  }

  /** Lets a new or held order be screened anew; tells whether it was one. */
  public static boolean screenAgain(Tx tx, String id) throws SQLException {
    return tx.update(SCREEN_AGAIN + " WHERE id = ? AND state IN ('NEW', 'HELD')", id) > 0;
  }

  /** Notes that an order that is on its way to the ERP changed. */
  public static void setChanged(Tx tx, String id) throws SQLException {
    tx.update(
        "UPDATE heliu_order SET hold_code = 'CHANGED', hold_note = '' WHERE id = ? AND state ="
            + " 'RESERVED'",
        id);
  }

  /** Opens an order that stands for no channel order; returns its id, made of another order's. */
  public static String openReplacement(Tx tx, String of, List<Order.Line> lines, Instant dueAt)
      throws SQLException {
    int number = 1;
    while (find(tx, of + "#E" + number).isPresent()) {
      number++;
    }
    String id = of + "#E" + number;
    tx.update(
        "INSERT INTO heliu_order ("
            + ORDER_COLUMNS
            + ") VALUES (?, 'NEW', '', '', 1, FALSE, '', ?)",
        id,
        dueAt);
    setLines(tx, id, lines);
    return id;
  }

  /** Counts an attempt: whoever works on the order as it was before will notice. */
  public static void nextAttempt(Tx tx, String id) throws SQLException {
    tx.update("UPDATE heliu_order SET attempt = attempt + 1 WHERE id = ?", id);
  }

  /** Replaces the lines of an order. */
  public static void setLines(Tx tx, String id, List<Order.Line> lines) throws SQLException {
    tx.update("DELETE FROM heliu_order_line WHERE order_id = ?", id);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Order.Line line : lines) {
      rows.add(
          new @Nullable Object[] {
            id,
            line.line(),
            line.source().shop().toString(),
            line.source().number(),
            line.channelLine(),
            line.sku().code(),
            line.quantity(),
            line.amount().minor(),
            line.amount().currency().getCurrencyCode()
          });
    }
    tx.batch(
        "INSERT INTO heliu_order_line (order_id, line, shop, number, channel_line, sku, quantity,"
            + " amount_minor, currency) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }

  private static Order complete(Tx tx, Head head) throws SQLException {
    List<Order.Source> sources =
        tx.query(
            "SELECT shop, number FROM heliu_order_source WHERE order_id = ? ORDER BY shop, number",
            row -> new Order.Source(ShopId.parse(row.text(1)), row.text(2)),
            head.id);
    List<Order.Line> lines =
        tx.query(
            "SELECT line, shop, number, channel_line, sku, quantity, amount_minor, currency FROM"
                + " heliu_order_line WHERE order_id = ? ORDER BY line",
            OrderTable::line,
            head.id);
    return new Order(
        head.id,
        head.state,
        head.code,
        head.note,
        head.attempt,
        head.byHand,
        head.reservation,
        head.dueAt,
        sources,
        lines);
  }

  private static Order.Line line(Tx.Row row) throws SQLException {
    return new Order.Line(
        (int) row.number(1),
        new Order.Source(ShopId.parse(row.text(2)), row.text(3)),
        row.text(4),
        new Sku(row.text(5)),
        row.number(6),
        new Money(row.number(7), Currency.getInstance(row.text(8))));
  }

  private static Head head(Tx.Row row) throws SQLException {
    return new Head(
        row.text(1),
        OrderState.valueOf(row.text(2)),
        row.text(3),
        row.text(4),
        (int) row.number(5),
        row.flag(6),
        row.text(7),
        row.instant(8));
  }

  private record Head(
      String id,
      OrderState state,
      String code,
      String note,
      int attempt,
      boolean byHand,
      String reservation,
      Instant dueAt) {}
}
