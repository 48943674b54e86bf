package io.heliu.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.heliu.ShopId;
import io.heliu.channel.ShipmentSink;
import io.heliu.internal.json.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What channels are to hear of parcels, and what they answered. */
public final class NoticeTable {
  private NoticeTable() {}

  /**
   * Names a notice.
   *
   * @param erp the ERP that told of the parcel
   * @param parcel the parcel's number there
   * @param shop the shop
   * @param number the channel's order number
   * @param part 1 for the first notice of the order in the parcel, and so on
   */
  public record Key(String erp, String parcel, ShopId shop, String number, int part) {}

  /**
   * A notice to a channel.
   *
   * @param content what to tell
   */
  public record Notice(Key key, ShipmentSink.Parcel content) {}

  /**
   * What a notice says.
   *
   * @param carrier the parcel's carrier
   * @param waybill the parcel's waybill
   * @param lines what of the channel's lines is in it
   */
  public record Row(
      Key key, State state, String carrier, String waybill, List<ShipmentSink.Line> lines) {
    /** Tells whether the channel has not answered yet; it may have heard nevertheless. */
    public boolean queued() {
      return state == State.PENDING;
    }
  }

  /** What became of a notice. */
  public enum State {
    /** It is to be sent. */
    PENDING,
    /** The channel knows. */
    SENT,
    /** The channel refused it. */
    REFUSED
  }

  /** Returns the notices of a channel order, of each parcel in their order. */
  public static List<Row> ofChannelOrder(Tx tx, ShopId shop, String number) throws SQLException {
    return tx.query(
        "SELECT n.erp, n.parcel, n.part, n.state, p.carrier, p.waybill, n.lines FROM heliu_notice n"
            + " JOIN heliu_parcel p ON p.erp = n.erp AND p.number = n.parcel WHERE n.shop = ? AND"
            + " n.number = ? ORDER BY n.erp, n.parcel, n.part",
        row ->
            new Row(
                new Key(row.text(1), row.text(2), shop, number, (int) row.number(3)),
                State.valueOf(row.text(4)),
                row.text(5),
                row.text(6),
                readLines(row.text(7))),
        shop.toString(),
        number);
  }

  /**
   * Queues a notice, or has one that is queued say something else.
   *
   * @param whole whether this is all of the channel's order
   */
  public static void put(Tx tx, Key key, List<ShipmentSink.Line> lines, boolean whole)
      throws SQLException {
    ArrayNode json = Json.array();
    lines.forEach(line -> json.addObject().put("line", line.number()).put("units", line.units()));
    String text = Json.write(json);
    int known =
        tx.update(
            "UPDATE heliu_notice SET lines = ?, whole = ? WHERE erp = ? AND parcel = ? AND shop = ?"
                + " AND number = ? AND part = ? AND state = 'PENDING'",
            text,
            whole,
            key.erp,
            key.parcel,
            key.shop.toString(),
            key.number,
            key.part);
    if (known == 0) {
      tx.update(
          "INSERT INTO heliu_notice (erp, parcel, shop, number, part, lines, whole, state, code,"
              + " message) VALUES (?, ?, ?, ?, ?, ?, ?, 'PENDING', '', '')",
          key.erp,
          key.parcel,
          key.shop.toString(),
          key.number,
          key.part,
          text,
          whole);
    }
  }

  /** Returns a shop's queued notices of an ERP's parcels. */
  public static List<Notice> queued(Tx tx, String erp, ShopId shop, int limit) throws SQLException {
    return tx.query(
        "SELECT n.parcel, n.number, n.part, n.lines, p.carrier, p.waybill, n.whole FROM"
            + " heliu_notice n JOIN heliu_parcel p ON p.erp = n.erp AND p.number = n.parcel WHERE"
            + " n.erp = ? AND n.shop = ? AND n.state = 'PENDING' ORDER BY n.parcel, n.number,"
            + " n.part FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row ->
            new Notice(
                new Key(erp, row.text(1), shop, row.text(2), (int) row.number(3)),
                new ShipmentSink.Parcel(
                    row.text(2),
                    row.flag(7) ? List.of() : readLines(row.text(4)),
                    row.text(5),
                    row.text(6))),
        erp,
        shop.toString());
  }

  /** Reads the lines of a notice as they are stored. */
  public static List<ShipmentSink.Line> readLines(String json) {
    List<ShipmentSink.Line> lines = new ArrayList<>();
    for (JsonNode line : Json.list(Json.parse(json))) {
      lines.add(
          new ShipmentSink.Line(Json.requireText(line, "line"), Json.requireLong(line, "units")));
    }
    return lines;
  }

  /** Records what a channel answered to a notice. */
  public static void settle(Tx tx, Key key, ShipmentSink.Result result) throws SQLException {
    String message = result.message();
    tx.update(
        "UPDATE heliu_notice SET state = ?, code = ?, message = ? WHERE erp = ? AND parcel = ?"
            + " AND shop = ? AND number = ? AND part = ?",
        result.outcome() == ShipmentSink.Outcome.REFUSED ? "REFUSED" : "SENT",
        result.code().length() <= 200 ? result.code() : result.code().substring(0, 200),
        message.length() <= 1000 ? message : message.substring(0, 1000),
        key.erp,
        key.parcel,
        key.shop.toString(),
        key.number,
        key.part);
  }

  /** Queues what channels refused of a parcel. */
  public static void queueRefused(Tx tx, String erp, String parcel) throws SQLException {
    tx.update(
        "UPDATE heliu_notice SET state = 'PENDING' WHERE erp = ? AND parcel = ? AND state ="
            + " 'REFUSED'",
        erp,
        parcel);
  }

  /** Tells whether a channel has anything of a parcel. */
  public static boolean isSent(Tx tx, String erp, String parcel) throws SQLException {
    return tx.count(
            "SELECT COUNT(*) FROM heliu_notice WHERE erp = ? AND parcel = ? AND state = 'SENT'",
            erp,
            parcel)
        > 0;
  }
}
