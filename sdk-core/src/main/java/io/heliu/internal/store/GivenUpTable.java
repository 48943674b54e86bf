package io.heliu.internal.store;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.order.Order;
import io.heliu.order.RefundCase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Units of our orders that will never leave, since a person said so of a refund: first the word
 * itself, then the units that it means, then that the ledger has them back.
 */
public final class GivenUpTable {
  private GivenUpTable() {}

  /**
   * A refund of which a person said that what has not left stays.
   *
   * @param shop its shop
   * @param id the channel's id of it
   */
  public record Word(ShopId shop, String id) {}

  /**
   * Units of one of our order lines that do not leave.
   *
   * @param orderId our order
   * @param orderLine its line
   * @param sku what
   * @param location from where they were to leave
   * @param quantity how many do not leave
   * @param held how many of them the ledger still holds as far as is known; not negative
   */
  public record Line(
      String orderId, int orderLine, Sku sku, Location location, long quantity, long held) {}

  /** Notes that a person says that what has not left of a refund stays. */
  static void say(Tx tx, ShopId shop, String id) throws SQLException {
    tx.update(
        "UPDATE heliu_refund SET unsent_stays = TRUE WHERE shop = ? AND id = ?",
        shop.toString(),
        id);
  }

  /**
   * Returns the next refunds of which that was said and not carried out, by shop and id.
   *
   * @param shops whose refunds; empty for all
   * @param after the last one of the page before, or null
   */
  public static List<Word> said(Tx tx, Set<ShopId> shops, @Nullable Word after, int limit)
      throws SQLException {
    List<Object> args = new ArrayList<>();
    StringBuilder where = new StringBuilder("unsent_stays = TRUE");
    if (!shops.isEmpty()) {
      where.append(" AND shop IN (?").append(", ?".repeat(shops.size() - 1)).append(")");
      shops.forEach(shop -> args.add(shop.toString()));
    }
    if (after != null) {
      where.append(" AND (shop > ? OR (shop = ? AND id > ?))");
      args.addAll(List.of(after.shop.toString(), after.shop.toString(), after.id));
    }
    return tx.query(
        "SELECT shop, id FROM heliu_refund WHERE "
            + where
            + " ORDER BY shop, id FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row -> new Word(ShopId.parse(row.text(1)), row.text(2)),
        args.toArray());
  }

  /** Tells whether it was said of a refund and is not carried out. */
  public static boolean isSaid(Tx tx, RefundCase told) throws SQLException {
    return tx.count(
            "SELECT COUNT(*) FROM heliu_refund WHERE unsent_stays = TRUE AND shop = ? AND id = ?",
            told.shop().toString(),
            told.refund().id())
        > 0;
  }

  /**
   * Notes which units are about to be given back, before the ledger is asked; returns the round.
   */
  public static int put(Tx tx, RefundCase told, List<Line> lines) throws SQLException {
    int round = 1 + lastRound(tx, told);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Line line : lines) {
      rows.add(
          new @Nullable Object[] {
            told.shop().toString(),
            told.refund().id(),
            round,
            line.orderId,
            line.orderLine,
            line.sku.code(),
            line.location.code(),
            line.quantity,
            line.held,
            false
          });
    }
    tx.batch(
        "INSERT INTO heliu_given_up (shop, id, round, order_id, order_line, sku, location,"
            + " quantity, held, released) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
    return round;
  }

  /** Returns the latest round of a refund; 0 if there was none. */
  public static int lastRound(Tx tx, RefundCase told) throws SQLException {
    return (int)
        tx.count(
            "SELECT COALESCE(MAX(round), 0) FROM heliu_given_up WHERE shop = ? AND id = ?",
            told.shop().toString(),
            told.refund().id());
  }

  /** Returns what of a refund is given up. */
  public static List<Line> of(Tx tx, RefundCase told) throws SQLException {
    return of(tx, told, "1 = 1");
  }

  /** Returns what of a refund is given up, and the ledger may still hold. */
  public static List<Line> unreleased(Tx tx, RefundCase told) throws SQLException {
    return of(tx, told, "released = FALSE");
  }

  private static List<Line> of(Tx tx, RefundCase told, String condition) throws SQLException {
    return tx.query(
        "SELECT order_id, order_line, sku, location, quantity, held FROM heliu_given_up WHERE shop ="
            + " ? AND id = ? AND "
            + condition
            + " ORDER BY order_id, order_line, round",
        row ->
            new Line(
                row.text(1),
                (int) row.number(2),
                new Sku(row.text(3)),
                new Location(row.text(4)),
                row.number(5),
                row.number(6)),
        told.shop().toString(),
        told.refund().id());
  }

  /** Puts what the ledger holds of units in place of what was thought, for another try. */
  public static void tryAgain(Tx tx, RefundCase told, List<Line> lines) throws SQLException {
    int round = put(tx, told, lines);
    tx.update(
        "DELETE FROM heliu_given_up WHERE shop = ? AND id = ? AND released = FALSE AND round < ?",
        told.shop().toString(),
        told.refund().id(),
        round);
  }

  /** Notes that what a person said of a refund is carried out. */
  public static void carriedOut(Tx tx, RefundCase told) throws SQLException {
    tx.update(
        "UPDATE heliu_given_up SET released = TRUE WHERE shop = ? AND id = ?",
        told.shop().toString(),
        told.refund().id());
    tx.update(
        "UPDATE heliu_refund SET unsent_stays = FALSE WHERE shop = ? AND id = ?",
        told.shop().toString(),
        told.refund().id());
  }

  /** Returns the units of each line of an order that are given up. */
  public static Map<Integer, Long> ofOrder(Tx tx, String orderId) throws SQLException {
    return ofOrder(tx, orderId, "1 = 1");
  }

  /** Returns the units of each line of an order that are given up and not held any more. */
  public static Map<Integer, Long> releasedOfOrder(Tx tx, String orderId) throws SQLException {
    return ofOrder(tx, orderId, "released = TRUE");
  }

  private static Map<Integer, Long> ofOrder(Tx tx, String orderId, String condition)
      throws SQLException {
    Map<Integer, Long> units = new TreeMap<>();
    tx.query(
        "SELECT order_line, SUM(quantity) FROM heliu_given_up WHERE order_id = ? AND "
            + condition
            + " GROUP BY order_line",
        row -> units.put((int) row.number(1), row.number(2)),
        orderId);
    return units;
  }

  /** Forgets what was given up of an order that starts anew; tells whether anything was. */
  public static boolean forget(Tx tx, String orderId) throws SQLException {
    return tx.update("DELETE FROM heliu_given_up WHERE order_id = ?", orderId) > 0;
  }

  /** Notes that units have left after all: nothing of a line is both gone and given up. */
  public static void leave(Tx tx, Order order, Map<Integer, Long> gone) throws SQLException {
    Map<Integer, Long> given = ofOrder(tx, order.id());
    for (Order.Line line : order.lines()) {
      long units = given.getOrDefault(line.line(), 0L);
      long room = Math.max(0, line.quantity() - gone.getOrDefault(line.line(), 0L));
      if (units > room) {
        leave(tx, order.id(), line.line(), units - room);
      }
    }
  }

  private static void leave(Tx tx, String orderId, int line, long units) throws SQLException {
    long left = units;
    for (Object[] row :
        tx.query(
            "SELECT shop, id, round, quantity FROM heliu_given_up WHERE order_id = ? AND order_line"
                + " = ? ORDER BY shop, id, round",
            row -> new Object[] {row.text(1), row.text(2), (int) row.number(3), row.number(4)},
            orderId,
            line)) {
      long taken = Math.min(left, (long) row[3]);
      left -= taken;
      tx.update(
          "UPDATE heliu_given_up SET quantity = quantity - ? WHERE shop = ? AND id = ? AND round ="
              + " ? AND order_id = ? AND order_line = ?",
          taken,
          row[0],
          row[1],
          row[2],
          orderId,
          line);
    }
  }
}
