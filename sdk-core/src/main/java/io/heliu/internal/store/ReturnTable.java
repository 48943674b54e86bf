package io.heliu.internal.store;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.order.RefundCase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came back for refunds, line by line. */
public final class ReturnTable {
  private ReturnTable() {}

  /**
   * Goods that came back.
   *
   * @param orderId our order that they left with
   * @param orderLine its line
   * @param sku what
   * @param location where they are now
   * @param quantity units, positive
   * @param amount what goes back to the buyer for them, not negative
   * @param outbound the ERP's number of the outbound that they left with, or null
   * @param outboundLine the line of it, or null
   */
  public record Line(
      String orderId,
      int orderLine,
      Sku sku,
      Location location,
      long quantity,
      Money amount,
      @Nullable String outbound,
      @Nullable String outboundLine) {}

  /**
   * Replaces what came back for a refund.
   *
   * @param lines what came back
   * @param send what goes out instead, for an exchange; of each line only SKU and quantity count
   */
  public static void put(Tx tx, RefundCase told, List<Line> lines, List<Line> send)
      throws SQLException {
    tx.update(
        "DELETE FROM heliu_refund_line WHERE shop = ? AND id = ?",
        told.shop().toString(),
        told.refund().id());
    List<@Nullable Object[]> rows = new ArrayList<>();
    add(rows, told, lines, "BACK");
    add(rows, told, send, "SEND");
    tx.batch(
        "INSERT INTO heliu_refund_line (shop, id, line, leg, order_id, order_line, sku, location,"
            + " quantity, amount_minor, currency, outbound, outbound_line) VALUES (?, ?, ?, ?, ?, ?,"
            + " ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }

  private static void add(
      List<@Nullable Object[]> rows, RefundCase told, List<Line> lines, String leg) {
    for (Line line : lines) {
      rows.add(
          new @Nullable Object[] {
            told.shop().toString(),
            told.refund().id(),
            rows.size() + 1,
            leg,
            line.orderId(),
            line.orderLine(),
            line.sku().code(),
            line.location().code(),
            line.quantity(),
            line.amount().minor(),
            line.amount().currency().getCurrencyCode(),
            line.outbound(),
            line.outboundLine()
          });
    }
  }

  /** Returns what came back for a refund. */
  public static List<Line> of(Tx tx, RefundCase told) throws SQLException {
    return of(tx, told, "BACK");
  }

  /** Returns what goes out instead of what came back. */
  public static List<Line> sends(Tx tx, RefundCase told) throws SQLException {
    return of(tx, told, "SEND");
  }

  private static List<Line> of(Tx tx, RefundCase told, String leg) throws SQLException {
    return tx.query(
        "SELECT order_id, order_line, sku, location, quantity, amount_minor, currency, outbound,"
            + " outbound_line FROM heliu_refund_line WHERE shop = ? AND id = ? AND leg = ? ORDER BY line",
        ReturnTable::line,
        told.shop().toString(),
        told.refund().id(),
        leg);
  }

  /** Returns everything that came back of an order for other refunds than one. */
  public static List<Line> ofOthers(Tx tx, String orderId, RefundCase told) throws SQLException {
    return tx.query(
        "SELECT order_id, order_line, sku, location, quantity, amount_minor, currency, outbound,"
            + " outbound_line FROM heliu_refund_line WHERE order_id = ? AND leg = 'BACK' AND NOT"
            + " (shop = ? AND id = ?) ORDER BY shop, id, line",
        ReturnTable::line,
        orderId,
        told.shop().toString(),
        told.refund().id());
  }

  /** Returns the SKUs of returns of which nobody knows whether the ledger has them already. */
  public static List<Sku> skusBeingTaken(Tx tx) throws SQLException {
    return tx.query(
        "SELECT DISTINCT l.sku FROM heliu_refund r JOIN heliu_refund_line l ON l.shop = r.shop AND"
            + " l.id = r.id WHERE r.state = 'TAKING_BACK' AND l.leg = 'BACK'",
        row -> new Sku(row.text(1)));
  }

  private static Line line(Tx.Row row) throws SQLException {
    return new Line(
        row.text(1),
        (int) row.number(2),
        new Sku(row.text(3)),
        new Location(row.text(4)),
        row.number(5),
        new Money(row.number(6), Currency.getInstance(row.text(7))),
        row.textOrNull(8),
        row.textOrNull(9));
  }
}
