package io.heliu.internal.store;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderState;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Channel orders, our orders and what joins them. */
public final class OrderTable {
  private static final List<String> CHANNEL_ORDER_COLUMNS =
      List.of("shop", "number", "modified_at", "lifecycle", "content_hash", "settled", "payload");
  private static final String ORDER_COLUMNS =
      "id, state, hold_code, hold_note, attempt, by_hand, reservation, due_at";

  static final String SCREEN_AGAIN =
      "UPDATE heliu_order SET state = 'NEW', hold_code = '', hold_note = '', by_hand = FALSE,"
          + " attempt = attempt + 1";
  private static final String OF_SOURCE =
      " AND id IN (SELECT order_id FROM heliu_order_source WHERE shop = ? AND number = ?)";

  private OrderTable() {}

  /**
   * Stores a channel order's version; see {@link OrderBook#put}.
   *
   * @param firstWins whether the first version is final
   * @param settled whether the source cannot have another version with the same time any more
   */
  public static Stored put(Tx tx, ChannelOrder order, boolean firstWins, boolean settled)
      throws SQLException {
    String payload = OrderCodec.write(order);
    String hash = Digest.sha256(payload);
    Optional<Version> known =
        tx.find(
            "SELECT modified_at, settled, content_hash, payload FROM heliu_channel_order WHERE shop"
                + " = ? AND number = ? FOR UPDATE",
            row -> new Version(row.instant(1), row.flag(2), row.text(3), row.text(4)),
            order.shop().toString(),
            order.number());
    if (known.isEmpty()) {
      boolean inserted = insert(tx, order, hash, settled, payload);
      return inserted ? open(tx, order) : put(tx, order, firstWins, settled);
    }
    Version version = known.get();
    if (version.hash.equals(hash)) {
      settle(tx, order, settled && !version.settled);
      return Stored.REPEATED;
    }
    if (firstWins) {
      return Stored.CONFLICT;
    }
    if (order.modifiedAt().isBefore(version.modifiedAt)) {
      return Stored.OLDER;
    }
    ChannelOrder before = OrderCodec.read(order.shop(), order.number(), version.payload);
    replace(tx, order, hash, settled, payload);
    if (Demand.isReaddressed(before, order)) {
      Arrangement.readdressed(tx, order);
    }
    markChanged(tx, order, Demand.isChanged(before, order));
    if (Demand.isCancelled(before, order) && isUnderWay(tx, order)) {
      RefundTable.cancelled(tx, order);
    }
    return Stored.NEWER;
  }

  /** Records that a ticket was voided after it was stored. */
  public static void cancelTicket(Tx tx, Order.Source source) throws SQLException {
    Optional<ChannelOrder> stored = channelOrder(tx, source.shop(), source.number());
    if (stored.isEmpty()) {
      return;
    }
    ChannelOrder order = stored.get();
    String payload =
        OrderCodec.write(order.toBuilder().status(Lifecycle.CANCELLED, order.status()).build());
    tx.update(
        "UPDATE heliu_channel_order SET lifecycle = ?, content_hash = ?, payload = ? WHERE shop = ?"
            + " AND number = ?",
        Lifecycle.CANCELLED,
        Digest.sha256(payload),
        payload,
        source.shop().toString(),
        source.number());
  }

  private static boolean insert(
      Tx tx, ChannelOrder order, String hash, boolean settled, String payload) throws SQLException {
    return tx.insertIfAbsent(
        "heliu_channel_order",
        CHANNEL_ORDER_COLUMNS,
        order.shop().toString(),
        order.number(),
        order.modifiedAt(),
        order.lifecycle(),
        hash,
        settled,
        payload);
  }

  private static void settle(Tx tx, ChannelOrder order, boolean due) throws SQLException {
    if (due) {
      tx.update(
          "UPDATE heliu_channel_order SET settled = TRUE WHERE shop = ? AND number = ?",
          order.shop().toString(),
          order.number());
    }
  }

  private static void replace(
      Tx tx, ChannelOrder order, String hash, boolean settled, String payload) throws SQLException {
    String shop = order.shop().toString();
    tx.update(
        "UPDATE heliu_channel_order SET modified_at = ?, lifecycle = ?, content_hash = ?, settled ="
            + " ?, payload = ? WHERE shop = ? AND number = ?",
        order.modifiedAt(),
        order.lifecycle(),
        hash,
        settled,
        payload,
        shop,
        order.number());
    lockOrders(tx, order.shop(), order.number());
    tx.update(
        SCREEN_AGAIN + ", due_at = ? WHERE state IN ('NEW', 'HELD', 'CLOSED')" + OF_SOURCE,
        due(order),
        shop,
        order.number());
  }

  /** Who splits an order just now is through before its orders are looked for. */
  private static void lockOrders(Tx tx, ShopId shop, String number) throws SQLException {
    tx.query(
        "SELECT id FROM heliu_order WHERE 1 = 1" + OF_SOURCE + " ORDER BY id FOR UPDATE",
        row -> row.text(1),
        shop.toString(),
        number);
  }

  /** A channel's version that only follows our own shipment changes nothing for what has left. */
  private static void markChanged(Tx tx, ChannelOrder order, boolean demand) throws SQLException {
    String states = demand ? "('RESERVED', 'DISPATCHED', 'SHIPPED')" : "('RESERVED')";
    tx.update(
        "UPDATE heliu_order SET hold_code = 'CHANGED', hold_note = '' WHERE state IN "
            + states
            + OF_SOURCE,
        order.shop().toString(),
        order.number());
  }

  private static boolean isUnderWay(Tx tx, ChannelOrder order) throws SQLException {
    return tx.count(
            "SELECT COUNT(*) FROM heliu_order WHERE state IN ('RESERVED', 'DISPATCHED')"
                + OF_SOURCE,
            order.shop().toString(),
            order.number())
        > 0;
  }

  /**
   * Lets the orders of a channel order be screened again because a refund of it changed. What the
   * ERP has already is not touched.
   */
  static void refundChanged(Tx tx, ShopId shop, String number) throws SQLException {
    lockOrders(tx, shop, number);
    tx.update(
        SCREEN_AGAIN + " WHERE state IN ('NEW', 'HELD', 'CLOSED')" + OF_SOURCE,
        shop.toString(),
        number);
    tx.update(
        "UPDATE heliu_order SET hold_code = 'CHANGED', hold_note = '' WHERE state = 'RESERVED'"
            + OF_SOURCE,
        shop.toString(),
        number);
  }

  private static Stored open(Tx tx, ChannelOrder order) throws SQLException {
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
    return Stored.NEW;
  }

  /** Returns the id of the order that stands for a channel order unless it is split or merged. */
  static String idOf(Order.Source source) {
    return source.shop() + "/" + source.number();
  }

  static Instant due(ChannelOrder order) {
    return Objects.requireNonNullElse(order.paidAt(), order.createdAt());
  }

  /** Tells whether a listed version, or a later one, is stored and cannot change under its time. */
  public static boolean isStored(Tx tx, ShopId shop, String number, Instant modifiedAt)
      throws SQLException {
    return tx.find(
            "SELECT modified_at, settled FROM heliu_channel_order WHERE shop = ? AND number = ?",
            row ->
                row.instant(1).isAfter(modifiedAt)
                    || (row.instant(1).equals(modifiedAt) && row.flag(2)),
            shop.toString(),
            number)
        .orElse(false);
  }

  /** Returns a channel order. */
  public static Optional<ChannelOrder> channelOrder(Tx tx, ShopId shop, String number)
      throws SQLException {
    return tx.find(
        "SELECT payload FROM heliu_channel_order WHERE shop = ? AND number = ?",
        row -> OrderCodec.read(shop, number, row.text(1)),
        shop.toString(),
        number);
  }

  /** Returns the next channel orders of a shop by number. */
  public static List<ChannelOrder> channelOrders(Tx tx, ShopId shop, String after, int limit)
      throws SQLException {
    return tx.query(
        "SELECT number, payload FROM heliu_channel_order WHERE shop = ? AND number > ? ORDER BY"
            + " shop, number FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row -> OrderCodec.read(shop, row.text(1), row.text(2)),
        shop.toString(),
        after);
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

  private record Version(Instant modifiedAt, boolean settled, String hash, String payload) {}

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
