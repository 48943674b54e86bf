package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderBook;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Channel orders, each in the version that counts, and what a version does to our orders. */
public final class ChannelOrderTable {
  private static final List<String> COLUMNS =
      List.of("shop", "number", "modified_at", "lifecycle", "content_hash", "settled", "payload");
  private static final String OF_SOURCE =
      " AND id IN (SELECT order_id FROM heliu_order_source WHERE shop = ? AND number = ?)";

  private ChannelOrderTable() {}

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
    Optional<Version> known = lock(tx, order);
    if (known.isEmpty()) {
      if (!insert(tx, order, hash, settled, payload)) {
        return put(tx, order, firstWins, settled);
      }
      OrderTable.open(tx, order);
      return Stored.NEW;
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
    follow(tx, before, order);
    return Stored.NEWER;
  }

  private static Optional<Version> lock(Tx tx, ChannelOrder order) throws SQLException {
    return tx.find(
        "SELECT modified_at, settled, content_hash, payload FROM heliu_channel_order WHERE shop"
            + " = ? AND number = ? FOR UPDATE",
        row -> new Version(row.instant(1), row.flag(2), row.text(3), row.text(4)),
        order.shop().toString(),
        order.number());
  }

  /** Does to our orders what a newer version asks for. */
  private static void follow(Tx tx, ChannelOrder before, ChannelOrder order) throws SQLException {
    if (Demand.isReaddressed(before, order)) {
      Arrangement.readdressed(tx, order);
    }
    markChanged(tx, order, Demand.isChanged(before, order));
    if (Demand.isCancelled(before, order) && isUnderWay(tx, order)) {
      RefundTable.cancelled(tx, order);
    }
  }

  /** Records that a ticket was voided after it was stored. */
  public static void cancelTicket(Tx tx, Order.Source source) throws SQLException {
    Optional<ChannelOrder> stored = find(tx, source.shop(), source.number());
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
        COLUMNS,
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
        OrderTable.SCREEN_AGAIN
            + ", due_at = ? WHERE state IN ('NEW', 'HELD', 'CLOSED') AND hold_code <> 'CLOSED_BY_HAND'"
            + OF_SOURCE,
        OrderTable.due(order),
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
        OrderTable.SCREEN_AGAIN
            + " WHERE state IN ('NEW', 'HELD', 'CLOSED') AND hold_code <> 'CLOSED_BY_HAND'"
            + OF_SOURCE,
        shop.toString(),
        number);
    tx.update(
        "UPDATE heliu_order SET hold_code = 'CHANGED', hold_note = '' WHERE state = 'RESERVED'"
            + OF_SOURCE,
        shop.toString(),
        number);
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
  public static Optional<ChannelOrder> find(Tx tx, ShopId shop, String number) throws SQLException {
    return tx.find(
        "SELECT payload FROM heliu_channel_order WHERE shop = ? AND number = ?",
        row -> OrderCodec.read(shop, number, row.text(1)),
        shop.toString(),
        number);
  }

  /** Returns the next channel orders of a shop by number. */
  public static List<ChannelOrder> list(Tx tx, ShopId shop, String after, int limit)
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

  private record Version(Instant modifiedAt, boolean settled, String hash, String payload) {}
}
