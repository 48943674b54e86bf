package io.heliu.flow.stock;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.internal.flow.Cell;
import io.heliu.internal.store.DocumentCodec;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Reservations;
import io.heliu.internal.store.ReturnTable;
import io.heliu.internal.store.Tx;
import io.heliu.internal.store.VoidTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What only one of ERP and ledger knows yet, by cell, and the SKUs about which nothing can be said.
 */
final class StockInFlight {
  private static final int PAGE = 500;

  private final Map<Cell, List<StockDrift.Movement>> movements = new HashMap<>();
  private final Set<Sku> unknown = new HashSet<>();

  /**
   * Reads what is under way.
   *
   * @param erp the ERP's name
   * @param unread outbounds of the ERP that were there before it was asked for its counts
   * @param since those that came while it was asked, which may be in the counts or not
   */
  static StockInFlight read(
      Tx tx, String erp, List<UnreadOutbounds.Line> unread, List<UnreadOutbounds.Line> since)
      throws SQLException {
    StockInFlight result = new StockInFlight();
    outbounds(
        tx,
        erp,
        Outbox.State.PENDING,
        Outbox.State.REJECTED,
        (document, line) ->
            result.add(line.sku(), line.location(), document.number(), line.quantity()));
    outbounds(
        tx,
        erp,
        Outbox.State.SENDING,
        Outbox.State.UNKNOWN,
        (document, line) -> result.unknown.add(line.sku()));
    ParcelTable.untaken(tx, erp, ParcelTable.State.TAKING)
        .forEach(untaken -> result.unknown.add(untaken.line().sku()));
    ParcelTable.untaken(tx, erp, ParcelTable.State.FACT)
        .forEach(untaken -> result.unknown.add(untaken.line().sku()));
    for (ParcelTable.State state : List.of(ParcelTable.State.NEW, ParcelTable.State.HELD)) {
      for (ParcelTable.Untaken untaken : ParcelTable.untaken(tx, erp, state)) {
        ParcelTable.Line line = untaken.line();
        result.add(line.sku(), line.location(), untaken.parcel(), -line.quantity());
      }
    }
    result.unknown.addAll(Reservations.skusBeingTaken(tx));
    result.unknown.addAll(ReturnTable.skusBeingTaken(tx));
    result.unknown.addAll(VoidTable.skusBeingGivenBack(tx));
    for (UnreadOutbounds.Line line : unread) {
      if (line.corrected()) {
        result.unknown.add(line.sku());
      } else if (line.fulfils() && !ParcelTable.exists(tx, erp, line.outbound())) {
        result.add(line.sku(), line.location(), line.outbound(), -line.quantity());
      }
    }
    since.forEach(line -> result.unknown.add(line.sku()));
    return result;
  }

  /** Goes through our outbounds in one of two states; a page of them is in memory. */
  private static void outbounds(
      Tx tx, String erp, Outbox.State a, Outbox.State b, BiConsumer<Outbound, DocumentLine> each)
      throws SQLException {
    List<Outbox.Entry> page;
    String after = "";
    do {
      page = Outbox.listAfter(tx, erp, DocumentCodec.Kind.OUTBOUND, a, b, after, PAGE);
      for (Outbox.Entry entry : page) {
        Outbound document = (Outbound) entry.document();
        document.lines().forEach(line -> each.accept(document, line));
        after = document.number();
      }
    } while (page.size() == PAGE);
  }

  private void add(Sku sku, Location location, String document, long units) {
    movements
        .computeIfAbsent(new Cell(sku, location), cell -> new ArrayList<>())
        .add(new StockDrift.Movement(document, units));
  }

  boolean isUnknown(Sku sku) {
    return unknown.contains(sku);
  }

  List<StockDrift.Movement> of(Cell cell) {
    return movements.getOrDefault(cell, List.of());
  }
}
