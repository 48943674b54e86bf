package io.heliu.internal.store;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.order.RefundCase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came back for refunds, parcel by parcel and line by line. */
public final class ReturnTable {
  private static final String LINES =
      "SELECT order_id, order_line, sku, location, quantity, amount_minor, currency, outbound,"
          + " outbound_line FROM heliu_refund_line WHERE ";

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
   * A parcel in which goods of a refund came back.
   *
   * @param number 1 for the first
   * @param last whether it was told that nothing more is expected
   * @param document the number of the ERP's return document; null until the ledger has the goods
   */
  public record Arrival(int number, boolean last, @Nullable String document) {}

  /**
   * Notes what came back for a refund with a parcel that was not noted before.
   *
   * @param lines what came back
   * @param send what goes out instead, for an exchange; of each line only SKU and quantity count
   */
  public static void put(Tx tx, RefundCase told, Arrival arrival, List<Line> lines, List<Line> send)
      throws SQLException {
    tx.update(
        "INSERT INTO heliu_arrival (shop, id, arrival, is_last, document) VALUES (?, ?, ?, ?, ?)",
        told.shop().toString(),
        told.refund().id(),
        arrival.number,
        arrival.last,
        arrival.document);
    List<@Nullable Object[]> rows = new ArrayList<>();
    add(rows, told, arrival, lines, "BACK");
    add(rows, told, arrival, send, "SEND");
    tx.batch(
        "INSERT INTO heliu_refund_line (shop, id, arrival, line, leg, order_id, order_line, sku,"
            + " location, quantity, amount_minor, currency, outbound, outbound_line) VALUES (?, ?, ?,"
            + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
    if (arrival.last) {
      setAllBack(tx, told);
    }
  }

  private static void add(
      List<@Nullable Object[]> rows,
      RefundCase told,
      Arrival arrival,
      List<Line> lines,
      String leg) {
    for (Line line : lines) {
      rows.add(
          new @Nullable Object[] {
            told.shop().toString(),
            told.refund().id(),
            arrival.number,
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

  /** Notes that nothing more is to come back for a refund. */
  static void setAllBack(Tx tx, RefundCase told) throws SQLException {
    tx.update(
        "UPDATE heliu_refund SET all_back = TRUE WHERE shop = ? AND id = ?",
        told.shop().toString(),
        told.refund().id());
  }

  /** Tells whether somebody said that nothing more is to come back for a refund. */
  public static boolean isAllBack(Tx tx, RefundCase told) throws SQLException {
    return tx.count(
            "SELECT COUNT(*) FROM heliu_refund WHERE shop = ? AND id = ? AND all_back = TRUE",
            told.shop().toString(),
            told.refund().id())
        > 0;
  }

  /** Returns the parcels in which goods of a refund came back, by number. */
  public static List<Arrival> arrivals(Tx tx, ShopId shop, String id) throws SQLException {
    return tx.query(
        "SELECT arrival, is_last, document FROM heliu_arrival WHERE shop = ? AND id = ? ORDER BY"
            + " arrival",
        row -> new Arrival((int) row.number(1), row.flag(2), row.textOrNull(3)),
        shop.toString(),
        id);
  }

  /** Returns the numbers of the ERP's return documents of a refund, by arrival. */
  public static List<String> documents(Tx tx, ShopId shop, String id) throws SQLException {
    List<String> documents = new ArrayList<>();
    for (Arrival arrival : arrivals(tx, shop, id)) {
      if (arrival.document != null) {
        documents.add(arrival.document);
      }
    }
    return documents;
  }

  /** Notes the number of an arrival's return document. */
  public static void setDocument(Tx tx, RefundCase told, int arrival, String document)
      throws SQLException {
    tx.update(
        "UPDATE heliu_arrival SET document = ? WHERE shop = ? AND id = ? AND arrival = ?",
        document,
        told.shop().toString(),
        told.refund().id(),
        arrival);
    tx.update(
        "UPDATE heliu_refund SET document = ? WHERE shop = ? AND id = ? AND document IS NULL",
        document,
        told.shop().toString(),
        told.refund().id());
  }

  /** Returns what came back for a refund with all parcels. */
  public static List<Line> of(Tx tx, RefundCase told) throws SQLException {
    return tx.query(
        LINES + "shop = ? AND id = ? AND leg = 'BACK' ORDER BY arrival, line",
        ReturnTable::line,
        told.shop().toString(),
        told.refund().id());
  }

  /** Returns what came back for a refund with one parcel. */
  public static List<Line> of(Tx tx, RefundCase told, int arrival) throws SQLException {
    return of(tx, told, arrival, "BACK");
  }

  /** Returns what was told to go out instead with one parcel. */
  public static List<Line> sends(Tx tx, RefundCase told, int arrival) throws SQLException {
    return of(tx, told, arrival, "SEND");
  }

  /** Returns what goes out instead of what came back, as it was told first. */
  public static List<Line> sends(Tx tx, RefundCase told) throws SQLException {
    for (Arrival arrival : arrivals(tx, told.shop(), told.refund().id())) {
      List<Line> lines = sends(tx, told, arrival.number);
      if (!lines.isEmpty()) {
        return lines;
      }
    }
    return List.of();
  }

  private static List<Line> of(Tx tx, RefundCase told, int arrival, String leg)
      throws SQLException {
    return tx.query(
        LINES + "shop = ? AND id = ? AND arrival = ? AND leg = ? ORDER BY line",
        ReturnTable::line,
        told.shop().toString(),
        told.refund().id(),
        arrival,
        leg);
  }

  /** Returns everything that came back of an order for other refunds than one. */
  public static List<Line> ofOthers(Tx tx, String orderId, RefundCase told) throws SQLException {
    return tx.query(
        LINES
            + "order_id = ? AND leg = 'BACK' AND NOT (shop = ? AND id = ?) ORDER BY shop, id,"
            + " arrival, line",
        ReturnTable::line,
        orderId,
        told.shop().toString(),
        told.refund().id());
  }

  /** Returns the SKUs of returns of which nobody knows whether the ledger has them already. */
  public static List<Sku> skusBeingTaken(Tx tx) throws SQLException {
    return tx.query(
        "SELECT DISTINCT l.sku FROM heliu_refund r JOIN heliu_arrival a ON a.shop = r.shop AND a.id"
            + " = r.id JOIN heliu_refund_line l ON l.shop = a.shop AND l.id = a.id AND l.arrival ="
            + " a.arrival WHERE r.state = 'TAKING_BACK' AND a.document IS NULL AND l.leg = 'BACK'",
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
