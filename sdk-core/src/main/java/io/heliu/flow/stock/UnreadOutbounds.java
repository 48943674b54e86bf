package io.heliu.flow.stock;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Outbound;
import io.heliu.internal.store.CursorTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outbounds of an ERP that the shipment flow has not read yet, as far as they are ours. The
 * feed is read page by page, and only lines that fulfil or are a document of ours are kept.
 *
 * <p>As long as no document of ours was sent, nothing in the feed can be ours: a mark of how far it
 * was read then lets the next reading start there, should the shipment flow not have run by then.
 */
final class UnreadOutbounds {
  private final Database database;
  private final Erp erp;
  private final Map<String, Told> known = new HashMap<>();
  private @Nullable String cursor;

  UnreadOutbounds(Database database, Erp erp) {
    this.database = database;
    this.erp = erp;
    this.cursor = database.inTransaction("outbound cursor", this::start).orElse(null);
  }

  /**
   * A line of an outbound that is ours.
   *
   * @param outbound the outbound's number
   * @param sku what
   * @param location from where
   * @param quantity units
   * @param fulfils whether it fulfils a document of ours; else the outbound itself is ours
   * @param corrected whether the outbound was read before, and had other goods or has again
   */
  record Line(
      String outbound,
      Sku sku,
      Location location,
      long quantity,
      boolean fulfils,
      boolean corrected) {
    Line asCorrected() {
      return new Line(outbound, sku, location, quantity, fulfils, true);
    }
  }

  /** The goods of an outbound as they were told. */
  private record Told(String content, List<Line> lines) {}

  private Optional<String> start(Tx tx) throws SQLException {
    Optional<String> shipped = CursorTable.find(tx, "shipment/" + erp.name());
    return shipped.isPresent() ? shipped : CursorTable.find(tx, mark());
  }

  private String mark() {
    return "count/" + erp.name();
  }

  /**
   * Reads on to the end of the feed; returns the lines that it has not returned before, and both
   * what was and what is of outbounds that have changed.
   */
  List<Line> read() {
    List<Line> lines = new ArrayList<>();
    while (true) {
      ErpFeeds.Slice<Outbound> slice = erp.feeds().outbounds(cursor);
      List<Line> ours =
          database.inTransaction(
              "unread outbounds",
              tx -> {
                if (slice.nextCursor() != null && !Outbox.anySent(tx, erp.name())) {
                  CursorTable.put(tx, mark(), slice.nextCursor());
                }
                return ours(tx, slice.rows());
              });
      lines.addAll(ours);
      if (slice.isEmpty() || slice.nextCursor() == null) {
        return lines;
      }
      cursor = slice.nextCursor();
    }
  }

  private List<Line> ours(Tx tx, List<Outbound> outbounds) throws SQLException {
    List<Line> ours = new ArrayList<>();
    for (Outbound outbound : outbounds) {
      String number = outbound.number();
      boolean own = Outbox.find(tx, erp.name(), number).isPresent();
      List<DocumentLine> told = own ? outbound.lines() : fulfilling(tx, outbound);
      Told before = known.get(number);
      if (before == null && !own) {
        before = stored(tx, number);
      }
      if (before == null && told.isEmpty()) {
        continue;
      }
      String content = ParcelTable.contentHash(told);
      boolean corrected = before != null && !before.content.equals(content);
      if (known.containsKey(number) && !corrected) {
        continue;
      }
      List<Line> lines = new ArrayList<>();
      for (DocumentLine line : told) {
        lines.add(new Line(number, line.sku(), line.location(), line.quantity(), !own, corrected));
      }
      ours.addAll(lines);
      if (before != null && corrected) {
        before.lines.forEach(line -> ours.add(line.asCorrected()));
      }
      known.put(number, new Told(content, lines));
    }
    return ours;
  }

  private List<DocumentLine> fulfilling(Tx tx, Outbound outbound) throws SQLException {
    List<DocumentLine> lines = new ArrayList<>();
    for (DocumentLine line : outbound.lines()) {
      String source = line.sourceDocument();
      if (source != null && Outbox.find(tx, erp.name(), source).isPresent()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Returns what the shipment flow read of an outbound, or null if it has not. */
  private @Nullable Told stored(Tx tx, String number) throws SQLException {
    Optional<ParcelTable.Known> parcel = ParcelTable.find(tx, erp.name(), number);
    if (parcel.isEmpty()) {
      return null;
    }
    List<Line> lines = new ArrayList<>();
    for (ParcelTable.Line line : ParcelTable.lines(tx, erp.name(), number)) {
      lines.add(new Line(number, line.sku(), line.location(), line.quantity(), true, false));
    }
    return new Told(parcel.get().contentHash(), lines);
  }
}
