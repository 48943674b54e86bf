package io.heliu.flow;

import io.heliu.Sku;
import io.heliu.internal.flow.Cell;
import io.heliu.internal.flow.Keys;
import io.heliu.internal.flow.OrderEnd;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.GivenUpTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Command;
import io.heliu.inventory.StockLedger;
import io.heliu.inventory.StockLine;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes held parcels whose goods have left, as a person said, out of the ledger: as a fact,
 * whatever the ledger has of them. What their orders still hold of the same goods is given back.
 */
final class HeldParcels {
  private final Database database;
  private final String erp;
  private final StockLedger ledger;

  HeldParcels(Database database, String erp, StockLedger ledger) {
    this.database = database;
    this.erp = erp;
    this.ledger = ledger;
  }

  /** Takes a batch; returns how many. */
  int take(int batch) {
    List<ParcelTable.Parcel> parcels =
        database.inTransaction(
            "parcels that have left",
            tx -> ParcelTable.untakenParcels(tx, erp, ParcelTable.State.FACT, batch));
    for (ParcelTable.Parcel parcel : parcels) {
      Map<String, List<StockLine>> byOrder = byOrder(parcel);
      for (Map.Entry<String, List<StockLine>> one : byOrder.entrySet()) {
        Order order =
            database.inTransaction(
                "order of a parcel", tx -> OrderTable.find(tx, one.getKey()).orElseThrow());
        List<StockLine> owed =
            database.inTransaction(
                "what an order may hold of a parcel", tx -> owed(tx, parcel, order));
        ledger.apply(
            new Command.Consume(
                Keys.of("fact", erp, parcel.number(), order.id()),
                Keys.of(order.id()),
                one.getValue()));
        giveBack(parcel, order, owed);
      }
      database.inTransaction("record parcel", tx -> record(tx, parcel, byOrder.keySet()));
    }
    return parcels.size();
  }

  private static Map<String, List<StockLine>> byOrder(ParcelTable.Parcel parcel) {
    Map<String, List<StockLine>> byOrder = new LinkedHashMap<>();
    for (ParcelTable.Line line : parcel.lines()) {
      byOrder
          .computeIfAbsent(line.orderId(), id -> new ArrayList<>())
          .add(new StockLine(line.sku(), line.location(), line.quantity()));
    }
    return byOrder;
  }

  /**
   * Returns what of a parcel its order can still hold, as it was ordered: what was given up of a
   * line is not, and of a substitute it is what that stands for.
   */
  private static List<StockLine> owed(Tx tx, ParcelTable.Parcel parcel, Order order)
      throws SQLException {
    Map<Integer, Long> room = new HashMap<>();
    Map<Integer, Sku> ordered = new HashMap<>();
    Map<Integer, Long> givenUp = GivenUpTable.ofOrder(tx, order.id());
    Map<Integer, Long> gone = ParcelTable.takenOfOrder(tx, order.id());
    for (Order.Line line : order.lines()) {
      ordered.put(line.line(), line.sku());
      if (givenUp.containsKey(line.line())) {
        long left = givenUp.get(line.line()) + gone.getOrDefault(line.line(), 0L);
        room.put(line.line(), Math.max(0, line.quantity() - left));
      }
    }
    List<StockLine> owed = new ArrayList<>();
    for (ParcelTable.Line line : parcel.lines()) {
      Sku sku = ordered.get(line.orderLine());
      if (line.orderId().equals(order.id()) && sku != null) {
        long most = room.getOrDefault(line.orderLine(), Long.MAX_VALUE);
        long units = Math.min(line.quantity(), most);
        room.computeIfPresent(line.orderLine(), (number, left) -> left - units);
        if (units > 0) {
          owed.add(new StockLine(sku, line.location(), units));
        }
      }
    }
    return owed;
  }

  /**
   * Gives back what the order holds of goods that have left, at first where they left. After a
   * crash less may be held than before, and the ledger refuses the same key with other content: it
   * was given back then.
   */
  private void giveBack(ParcelTable.Parcel parcel, Order order, List<StockLine> left) {
    Map<Cell, Long> held = new LinkedHashMap<>();
    ledger
        .reservation(order.reservation())
        .filter(reservation -> reservation.state().open())
        .ifPresent(
            reservation ->
                reservation
                    .lines()
                    .forEach(
                        line -> held.put(new Cell(line.sku(), line.location()), line.remaining())));
    List<StockLine> back = new ArrayList<>();
    List<StockLine> elsewhere = new ArrayList<>();
    for (StockLine line : left) {
      long units = take(held, new Cell(line.sku(), line.location()), line.quantity(), back);
      if (units < line.quantity()) {
        elsewhere.add(new StockLine(line.sku(), line.location(), line.quantity() - units));
      }
    }
    for (StockLine line : elsewhere) {
      long missing = line.quantity();
      for (Cell cell : List.copyOf(held.keySet())) {
        if (cell.sku().equals(line.sku()) && missing > 0) {
          missing -= take(held, cell, missing, back);
        }
      }
    }
    if (!back.isEmpty()) {
      String key = Keys.of("fact-release", erp, parcel.number(), order.id());
      ledger.apply(new Command.Release(key, order.reservation(), back, "its goods have left"));
    }
  }

  /** Takes units of a cell off what is held; returns how many there were. */
  private static long take(Map<Cell, Long> held, Cell cell, long wanted, List<StockLine> back) {
    long units = Math.min(held.getOrDefault(cell, 0L), wanted);
    if (units > 0) {
      held.merge(cell, -units, Long::sum);
      back.add(new StockLine(cell.sku(), cell.location(), units));
    }
    return units;
  }

  private static boolean record(Tx tx, ParcelTable.Parcel parcel, Set<String> orders)
      throws SQLException {
    ParcelTable.setAllTaken(tx, parcel);
    ParcelTable.setState(tx, parcel, ParcelTable.State.APPLIED);
    Map<Order.Source, Set<String>> told = new LinkedHashMap<>();
    for (String id : orders) {
      Order order = OrderTable.lock(tx, id).orElseThrow();
      GivenUpTable.leave(tx, order, ParcelTable.takenOfOrder(tx, id));
      ParcelTaking.collect(parcel, order, told);
      OrderEnd.reach(tx, id);
    }
    for (Map.Entry<Order.Source, Set<String>> one : told.entrySet()) {
      ShipmentNotices.add(tx, parcel, one.getKey(), one.getValue());
    }
    return true;
  }
}
