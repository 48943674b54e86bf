package io.heliu.internal.store;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Parcels, and what of our orders is in them. */
public final class ParcelTable {
  /** The order line of what is in a parcel although the order has no line of it. */
  public static final int NO_LINE = 0;

  private ParcelTable() {}

  /** Where a parcel is. */
  public enum State {
    /** Heard of from the ERP. */
    NEW,
    /** The ledger is being asked; after a crash nobody knows what it did. */
    TAKING,
    /** Taken out of the ledger; its notices are queued. */
    APPLIED,
    /** The ledger refused at least one order of it; a person must look. */
    HELD,
    /** A person said that its goods have left; what the ledger refused is about to be taken. */
    FACT,
    /** A person said that it is none of our goods. */
    DROPPED
  }

  /**
   * A parcel.
   *
   * @param erp the ERP that told of it
   * @param number that ERP's outbound number
   * @param carrier the carrier's code
   * @param waybill the waybill
   * @param round how often the ERP had it with other goods before; the ledger is asked anew then
   * @param lines what is in it
   */
  public record Parcel(
      String erp, String number, String carrier, String waybill, int round, List<Line> lines) {
    /** Returns the parcel with other lines. */
    public Parcel with(List<Line> others) {
      return new Parcel(erp, number, carrier, waybill, round, others);
    }
  }

  /**
   * Part of one of our order lines in a parcel.
   *
   * @param orderId our order
   * @param orderLine its line; {@link #NO_LINE} if the parcel has something else than was ordered
   * @param sku what
   * @param location from where
   * @param quantity units
   * @param outboundLine the ERP's line
   */
  public record Line(
      String orderId,
      int orderLine,
      Sku sku,
      Location location,
      long quantity,
      String outboundLine) {}

  /**
   * Part of an order that the ledger has given out.
   *
   * @param parcel the parcel it left with
   * @param line what left
   */
  public record Gone(String parcel, Line line) {}

  /**
   * What is known of a parcel.
   *
   * @param state where it is
   * @param contentHash the goods that the ERP told of it last, as {@link #contentHash} gives them
   * @param round how often the ERP had it with other goods before
   */
  public record Known(State state, String contentHash, int round) {}

  /** Returns a digest of the goods that leave with a parcel, in whatever order they are told. */
  public static String contentHash(List<DocumentLine> told) {
    StringBuilder goods = new StringBuilder();
    told.stream()
        .filter(line -> line.quantity() > 0)
        .map(
            line ->
                Arrays.asList(
                        line.sourceDocument(),
                        line.sourceLine(),
                        line.sku().code(),
                        line.location().code(),
                        line.quantity())
                    .toString())
        .sorted()
        .forEach(line -> goods.append(line).append('\n'));
    return Digest.sha256(goods.toString());
  }

  /** Returns what is known of a parcel. */
  public static Optional<Known> find(Tx tx, String erp, String number) throws SQLException {
    return find(tx, erp, number, "");
  }

  /** Does the same, and locks the parcel until the transaction ends. */
  public static Optional<Known> lock(Tx tx, String erp, String number) throws SQLException {
    return find(tx, erp, number, " FOR UPDATE");
  }

  private static Optional<Known> find(Tx tx, String erp, String number, String lock)
      throws SQLException {
    return tx.find(
        "SELECT state, content_hash, round FROM heliu_parcel WHERE erp = ? AND number = ?" + lock,
        row -> new Known(State.valueOf(row.text(1)), row.text(2), (int) row.number(3)),
        erp,
        number);
  }

  /** Tells whether the ledger has given out anything of a parcel. */
  public static boolean isTaken(Tx tx, String erp, String number) throws SQLException {
    return tx.count(
            "SELECT COUNT(*) FROM heliu_parcel_line WHERE erp = ? AND parcel = ? AND taken = TRUE",
            erp,
            number)
        > 0;
  }

  /** Returns what is in a parcel. */
  public static List<Line> lines(Tx tx, String erp, String number) throws SQLException {
    return select(tx, "erp = ? AND parcel = ?", erp, number);
  }

  /** Stores a parcel; tells whether it is new. */
  public static boolean put(Tx tx, Parcel parcel, String contentHash) throws SQLException {
    boolean fresh =
        tx.insertIfAbsent(
            "heliu_parcel",
            List.of("erp", "number", "carrier", "waybill", "state", "content_hash", "round"),
            parcel.erp(),
            parcel.number(),
            parcel.carrier(),
            parcel.waybill(),
            State.NEW,
            contentHash,
            parcel.round());
    if (fresh) {
      putLines(tx, parcel);
    }
    return fresh;
  }

  private static void putLines(Tx tx, Parcel parcel) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Line line : parcel.lines()) {
      rows.add(
          new @Nullable Object[] {
            parcel.erp(),
            parcel.number(),
            rows.size() + 1,
            line.orderId(),
            line.orderLine(),
            line.sku().code(),
            line.location().code(),
            line.quantity(),
            line.outboundLine(),
            false
          });
    }
    tx.batch(
        "INSERT INTO heliu_parcel_line (erp, parcel, line, order_id, order_line, sku, location,"
            + " quantity, outbound_line, taken) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }

  /** Forgets what is in a parcel of which nothing was taken. */
  public static void clear(Tx tx, String erp, String number) throws SQLException {
    tx.update("DELETE FROM heliu_parcel_line WHERE erp = ? AND parcel = ?", erp, number);
  }

  /** Gives a parcel that was cleared other goods, and has the ledger be asked for them. */
  public static void fill(Tx tx, Parcel parcel, String contentHash) throws SQLException {
    putLines(tx, parcel);
    tx.update(
        "UPDATE heliu_parcel SET state = ?, content_hash = ?, round = ? WHERE erp = ? AND number ="
            + " ?",
        State.NEW,
        contentHash,
        parcel.round(),
        parcel.erp(),
        parcel.number());
  }

  /** Notes which goods the ERP told of a parcel last, whatever is stored of them. */
  public static void setContentHash(Tx tx, String erp, String number, String contentHash)
      throws SQLException {
    tx.update(
        "UPDATE heliu_parcel SET content_hash = ? WHERE erp = ? AND number = ?",
        contentHash,
        erp,
        number);
  }

  /** Gives a parcel another carrier or waybill; tells whether it is stored with others. */
  public static boolean correct(Tx tx, String erp, String number, String carrier, String waybill)
      throws SQLException {
    return tx.update(
            "UPDATE heliu_parcel SET carrier = ?, waybill = ? WHERE erp = ? AND number = ? AND"
                + " (carrier <> ? OR waybill <> ?)",
            carrier,
            waybill,
            erp,
            number,
            carrier,
            waybill)
        == 1;
  }

  /** Returns an ERP's parcels that the ledger was not asked about yet or may have been. */
  public static List<Parcel> open(Tx tx, String erp, int limit) throws SQLException {
    List<Parcel> parcels = new ArrayList<>();
    for (Parcel head :
        tx.query(
            "SELECT number, carrier, waybill, round FROM heliu_parcel WHERE erp = ? AND state IN"
                + " ('NEW', 'TAKING') ORDER BY number FETCH FIRST "
                + limit
                + " ROWS ONLY",
            row -> head(erp, row),
            erp)) {
      parcels.add(head.with(lines(tx, erp, head.number)));
    }
    return parcels;
  }

  /** Returns an ERP's parcels in a state, each with what was not taken out of the ledger. */
  public static List<Parcel> untakenParcels(Tx tx, String erp, State state, int limit)
      throws SQLException {
    List<Parcel> parcels = new ArrayList<>();
    for (Parcel head :
        tx.query(
            "SELECT number, carrier, waybill, round FROM heliu_parcel WHERE erp = ? AND state = ?"
                + " ORDER BY number FETCH FIRST "
                + limit
                + " ROWS ONLY",
            row -> head(erp, row),
            erp,
            state)) {
      parcels.add(head.with(untaken(tx, erp, head.number)));
    }
    return parcels;
  }

  private static Parcel head(String erp, Tx.Row row) throws SQLException {
    return new Parcel(erp, row.text(1), row.text(2), row.text(3), (int) row.number(4), List.of());
  }

  /** Returns what of a parcel was not taken out of the ledger. */
  public static List<Line> untaken(Tx tx, String erp, String number) throws SQLException {
    return select(tx, "erp = ? AND parcel = ? AND taken = FALSE", erp, number);
  }

  /** Notes that everything in a parcel is taken out of the ledger. */
  public static void setAllTaken(Tx tx, Parcel parcel) throws SQLException {
    tx.update(
        "UPDATE heliu_parcel_line SET taken = TRUE WHERE erp = ? AND parcel = ?",
        parcel.erp(),
        parcel.number());
  }

  /** Decides on a held parcel; tells whether it was held. */
  public static boolean decide(Tx tx, String erp, String number, State state) throws SQLException {
    return tx.update(
            "UPDATE heliu_parcel SET state = ? WHERE erp = ? AND number = ? AND state = 'HELD'",
            state,
            erp,
            number)
        == 1;
  }

  /**
   * What is in a parcel and was not taken out of the ledger.
   *
   * @param parcel the parcel's number
   * @param line what it is
   */
  public record Untaken(String parcel, Line line) {}

  /** Returns what is in an ERP's parcels in a state and was not taken out of the ledger. */
  public static List<Untaken> untaken(Tx tx, String erp, State state) throws SQLException {
    return tx.query(
        "SELECT l.order_id, l.order_line, l.sku, l.location, l.quantity, l.outbound_line, l.parcel"
            + " FROM heliu_parcel_line l JOIN heliu_parcel p ON p.erp = l.erp AND p.number ="
            + " l.parcel WHERE p.erp = ? AND p.state = ? AND l.taken = FALSE",
        row -> new Untaken(row.text(7), line(row)),
        erp,
        state);
  }

  /** Notes that the ledger has given out what a parcel has of an order, as far as it is given. */
  public static void setTaken(Tx tx, Parcel parcel, String orderId) throws SQLException {
    Set<Integer> lines = new TreeSet<>();
    parcel.lines().stream()
        .filter(line -> line.orderId().equals(orderId))
        .forEach(line -> lines.add(line.orderLine()));
    for (int line : lines) {
      tx.update(
          "UPDATE heliu_parcel_line SET taken = TRUE WHERE erp = ? AND parcel = ? AND order_id = ?"
              + " AND order_line = ?",
          parcel.erp(),
          parcel.number(),
          orderId,
          line);
    }
  }

  /**
   * Tells whether the ledger is being asked, or about to be, for anything in parcels of an order.
   */
  public static boolean isMoving(Tx tx, String orderId) throws SQLException {
    return tx.count(
            "SELECT COUNT(*) FROM heliu_parcel_line l JOIN heliu_parcel p ON p.erp = l.erp AND"
                + " p.number = l.parcel WHERE l.order_id = ? AND p.state IN ('NEW', 'TAKING',"
                + " 'FACT')",
            orderId)
        > 0;
  }

  /** Returns the units of each line of an order that the ledger has given out. */
  public static Map<Integer, Long> takenOfOrder(Tx tx, String orderId) throws SQLException {
    Map<Integer, Long> taken = new TreeMap<>();
    tx.query(
        "SELECT order_line, SUM(quantity) FROM heliu_parcel_line WHERE order_id = ? AND taken ="
            + " TRUE GROUP BY order_line",
        row -> taken.put((int) row.number(1), row.number(2)),
        orderId);
    return taken;
  }

  /**
   * Returns the units of each line of a channel order that are in parcels, by SKU, without what was
   * dropped.
   */
  public static Map<String, Map<Sku, Long>> ofChannelOrder(Tx tx, ShopId shop, String number)
      throws SQLException {
    Map<String, Map<Sku, Long>> shipped = new TreeMap<>();
    tx.query(
        "SELECT l.channel_line, p.sku, SUM(p.quantity) FROM heliu_order_source s JOIN"
            + " heliu_order_line l ON l.order_id = s.order_id AND l.shop = s.shop AND l.number ="
            + " s.number JOIN heliu_parcel_line p ON p.order_id = l.order_id AND p.order_line ="
            + " l.line WHERE s.shop = ? AND s.number = ? AND (p.taken = TRUE OR NOT EXISTS (SELECT 1"
            + " FROM heliu_parcel c WHERE c.erp = p.erp AND c.number = p.parcel AND c.state ="
            + " 'DROPPED')) GROUP BY l.channel_line, p.sku",
        row ->
            shipped
                .computeIfAbsent(row.text(1), line -> new HashMap<>())
                .put(new Sku(row.text(2)), row.number(3)),
        shop.toString(),
        number);
    return shipped;
  }

  /** Returns the units of each line of an order that are in parcels, without what was dropped. */
  public static Map<Integer, Long> standingOfOrder(Tx tx, String orderId) throws SQLException {
    Map<Integer, Long> standing = new TreeMap<>();
    tx.query(
        "SELECT l.order_line, SUM(l.quantity) FROM heliu_parcel_line l JOIN heliu_parcel p ON p.erp"
            + " = l.erp AND p.number = l.parcel WHERE l.order_id = ? AND (l.taken = TRUE OR p.state"
            + " <> 'DROPPED') GROUP BY l.order_line",
        row -> standing.put((int) row.number(1), row.number(2)),
        orderId);
    return standing;
  }

  /**
   * Has goods in a held parcel that stand for no line of their order stand for one; tells whether
   * there are such goods.
   */
  public static boolean stand(Tx tx, String erp, String number, Line goods, int orderLine)
      throws SQLException {
    Optional<Integer> row =
        tx.find(
            "SELECT MIN(line) FROM heliu_parcel_line WHERE erp = ? AND parcel = ? AND order_id = ?"
                + " AND order_line = ? AND sku = ? AND location = ? AND quantity = ? AND taken ="
                + " FALSE HAVING COUNT(*) > 0",
            found -> (int) found.number(1),
            erp,
            number,
            goods.orderId(),
            NO_LINE,
            goods.sku().code(),
            goods.location().code(),
            goods.quantity());
    if (row.isEmpty()) {
      return false;
    }
    return tx.update(
            "UPDATE heliu_parcel_line SET order_line = ? WHERE erp = ? AND parcel = ? AND line = ?",
            orderLine,
            erp,
            number,
            row.get())
        == 1;
  }

  /** Returns what of an order is in any parcel. */
  public static List<Line> linesOfOrder(Tx tx, String orderId) throws SQLException {
    return select(tx, "order_id = ?", orderId);
  }

  private static List<Line> select(Tx tx, String condition, Object... values) throws SQLException {
    return tx.query(
        "SELECT order_id, order_line, sku, location, quantity, outbound_line FROM heliu_parcel_line"
            + " WHERE "
            + condition
            + " ORDER BY erp, parcel, line",
        ParcelTable::line,
        values);
  }

  private static Line line(Tx.Row row) throws SQLException {
    return new Line(
        row.text(1),
        (int) row.number(2),
        new Sku(row.text(3)),
        new Location(row.text(4)),
        row.number(5),
        row.text(6));
  }

  /** Returns what of an order the ledger has given out, by parcel. */
  public static List<Gone> gone(Tx tx, String orderId) throws SQLException {
    return tx.query(
        "SELECT order_id, order_line, sku, location, quantity, outbound_line, parcel FROM"
            + " heliu_parcel_line WHERE order_id = ? AND taken = TRUE ORDER BY parcel, line",
        row -> new Gone(row.text(7), line(row)),
        orderId);
  }

  /** Tells whether a parcel is stored. */
  public static boolean exists(Tx tx, String erp, String number) throws SQLException {
    return tx.count("SELECT COUNT(*) FROM heliu_parcel WHERE erp = ? AND number = ?", erp, number)
        > 0;
  }

  /** Moves a parcel to a state. */
  public static void setState(Tx tx, Parcel parcel, State state) throws SQLException {
    tx.update(
        "UPDATE heliu_parcel SET state = ? WHERE erp = ? AND number = ?",
        state,
        parcel.erp(),
        parcel.number());
  }
}
