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
import io.heliu.internal.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final Set<String> known = new HashSet<>();
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
   */
  record Line(String outbound, Sku sku, Location location, long quantity, boolean fulfils) {}

  private Optional<String> start(Tx tx) throws SQLException {
    Optional<String> shipped = CursorTable.find(tx, "shipment/" + erp.name());
    return shipped.isPresent() ? shipped : CursorTable.find(tx, mark());
  }

  private String mark() {
    return "count/" + erp.name();
  }

  /** Reads on to the end of the feed; returns the lines that it has not returned before. */
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
      ours.forEach(line -> known.add(line.outbound));
      if (slice.isEmpty() || slice.nextCursor() == null) {
        return lines;
      }
      cursor = slice.nextCursor();
    }
  }

  private List<Line> ours(Tx tx, List<Outbound> outbounds) throws SQLException {
    List<Line> ours = new ArrayList<>();
    Set<String> seen = new HashSet<>(known);
    for (Outbound outbound : outbounds) {
      if (!seen.add(outbound.number())) {
        continue;
      }
      boolean own = Outbox.find(tx, erp.name(), outbound.number()).isPresent();
      for (DocumentLine line : outbound.lines()) {
        String source = line.sourceDocument();
        boolean fulfils = !own && source != null && Outbox.find(tx, erp.name(), source).isPresent();
        if (own || fulfils) {
          ours.add(
              new Line(outbound.number(), line.sku(), line.location(), line.quantity(), fulfils));
        }
      }
    }
    return ours;
  }
}
