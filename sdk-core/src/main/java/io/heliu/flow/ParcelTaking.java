package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.internal.flow.Keys;
import io.heliu.internal.flow.OrderEnd;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.GivenUpTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Answer;
import io.heliu.inventory.Command;
import io.heliu.inventory.StockLedger;
import io.heliu.inventory.StockLine;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes what parcels have of our orders out of the ledger, and ends orders of which all has left.
 */
final class ParcelTaking {
  private final Database database;
  private final String erp;
  private final StockLedger ledger;
  private final Listener listener;

  ParcelTaking(Database database, String erp, StockLedger ledger, Listener listener) {
    this.database = database;
    this.erp = erp;
    this.ledger = ledger;
    this.listener = listener;
  }

  /**
   * What a batch came to.
   *
   * @param applied parcels that were taken out
   * @param held parcels of which something was not
   * @param more whether there may be others
   */
  record Taken(long applied, long held, boolean more) {}

  /** What a parcel has of one of our orders, and the ledger's command for it. */
  private record Part(Order order, Command command) {}

  /** A parcel, and what of it the ledger is asked for; a person decides on the rest. */
  private record Taking(ParcelTable.Parcel parcel, ParcelTable.Parcel asked, List<Part> parts) {}

  Taken take(int batch) {
    List<Taking> takings = database.inTransaction("new parcels", tx -> takings(tx, batch));
    List<Command> commands =
        takings.stream().flatMap(t -> t.parts.stream()).map(Part::command).toList();
    List<Answer> answers = ledger.applyAll(commands);
    int held =
        database.inTransaction(
            "record parcels",
            tx -> {
              int refused = 0;
              int at = 0;
              for (Taking taking : takings) {
                List<Answer> own = answers.subList(at, at + taking.parts.size());
                at += own.size();
                refused += record(tx, taking, own) ? 0 : 1;
              }
              return refused;
            });
    if (held > 0) {
      alertRefused(takings, answers);
    }
    return new Taken(takings.size() - held, held, takings.size() == batch);
  }

  /**
   * Notes that parcels are about to be taken, one shipment for each order in them. The orders are
   * locked for that, so that nothing of a parcel under way is given up.
   */
  private List<Taking> takings(Tx tx, int batch) throws SQLException {
    List<Taking> takings = new ArrayList<>();
    for (ParcelTable.Parcel parcel : ParcelTable.open(tx, erp, batch)) {
      ParcelTable.setState(tx, parcel, ParcelTable.State.TAKING);
      Map<String, List<ParcelTable.Line>> byOrder = new TreeMap<>();
      for (ParcelTable.Line line : parcel.lines()) {
        if (line.orderLine() != ParcelTable.NO_LINE) {
          byOrder.computeIfAbsent(line.orderId(), id -> new ArrayList<>()).add(line);
        }
      }
      List<Part> parts = new ArrayList<>();
      List<ParcelTable.Line> asked = new ArrayList<>();
      for (Map.Entry<String, List<ParcelTable.Line>> one : byOrder.entrySet()) {
        Order order = OrderTable.lock(tx, one.getKey()).orElseThrow();
        List<ParcelTable.Line> lines = wanted(tx, order, one.getValue());
        if (!lines.isEmpty()) {
          asked.addAll(lines);
          parts.add(new Part(order, ship(parcel, order, lines)));
        }
      }
      takings.add(new Taking(parcel, parcel.with(asked), parts));
    }
    return takings;
  }

  private static Command ship(
      ParcelTable.Parcel parcel, Order order, List<ParcelTable.Line> lines) {
    String key =
        parcel.round() == 0
            ? Keys.of("ship", parcel.number(), order.id())
            : Keys.of("ship", parcel.number(), order.id(), "" + parcel.round());
    String held = order.reservation();
    held = held.isEmpty() ? Keys.of(order.id()) : held;
    List<StockLine> stock =
        lines.stream()
            .map(line -> new StockLine(line.sku(), line.location(), line.quantity()))
            .toList();
    return new Command.Ship(key, held, stock);
  }

  /**
   * Leaves out what was given up, whatever the ledger has: it may hold as many units of the same
   * SKU for another line.
   */
  private static List<ParcelTable.Line> wanted(Tx tx, Order order, List<ParcelTable.Line> packed)
      throws SQLException {
    if (isGivenUp(order)) {
      return List.of();
    }
    Map<Integer, Long> givenUp = GivenUpTable.ofOrder(tx, order.id());
    if (givenUp.isEmpty()) {
      return packed;
    }
    Map<Integer, Long> room = new TreeMap<>();
    Map<Integer, Long> gone = ParcelTable.takenOfOrder(tx, order.id());
    for (Order.Line line : order.lines()) {
      long stays = givenUp.getOrDefault(line.line(), 0L);
      if (stays > 0) {
        long open = line.quantity() - stays - gone.getOrDefault(line.line(), 0L);
        room.put(line.line(), open);
      }
    }
    for (ParcelTable.Line line : packed) {
      room.computeIfPresent(line.orderLine(), (number, open) -> open - line.quantity());
    }
    return packed.stream().filter(line -> room.getOrDefault(line.orderLine(), 0L) >= 0).toList();
  }

  private static boolean isGivenUp(Order order) {
    return order.state() == OrderState.CLOSED && order.holdCode().equals(OrderEnd.GIVEN_UP);
  }

  /** Records what the ledger gave out; tells whether it gave out all of the parcel. */
  private static boolean record(Tx tx, Taking taking, List<Answer> answers) throws SQLException {
    ParcelTable.Parcel parcel = taking.parcel;
    Map<Order.Source, Set<String>> told = new LinkedHashMap<>();
    boolean all = taking.asked.lines().size() == parcel.lines().size();
    for (int i = 0; i < answers.size(); i++) {
      Order order = taking.parts.get(i).order;
      if (answers.get(i) instanceof Answer.Refused) {
        all = false;
        continue;
      }
      ParcelTable.setTaken(tx, taking.asked, order.id());
      collect(taking.asked, order, told);
      OrderEnd.reach(tx, order.id());
    }
    ParcelTable.setState(tx, parcel, all ? ParcelTable.State.APPLIED : ParcelTable.State.HELD);
    for (Map.Entry<Order.Source, Set<String>> one : told.entrySet()) {
      ShipmentNotices.add(tx, parcel, one.getKey(), one.getValue());
    }
    return all;
  }

  private void alertRefused(List<Taking> takings, List<Answer> answers) {
    int at = 0;
    for (Taking taking : takings) {
      for (ParcelTable.Line line : taking.parcel.lines()) {
        if (!taking.asked.lines().contains(line)) {
          alertLine(taking.parcel, line);
        }
      }
      for (Part part : taking.parts) {
        if (answers.get(at++) instanceof Answer.Refused refused) {
          String why = part.order.id() + ": " + refused.reason() + " " + refused.detail();
          alert("PARCEL_REFUSED", taking.parcel.number() + ", order " + why);
        }
      }
    }
  }

  private void alertLine(ParcelTable.Parcel parcel, ParcelTable.Line line) {
    String goods = parcel.number() + " has " + line.quantity() + " of " + line.sku();
    if (line.orderLine() == ParcelTable.NO_LINE) {
      String other = ", which order " + line.orderId() + " does not: decide on the work list";
      alert("PARCEL_SUBSTITUTED", goods + other);
    } else {
      String back = ", given up of order " + line.orderId() + ": decide on the work list";
      alert("PARCEL_GIVEN_UP", goods + back);
    }
  }

  private void alert(String code, String detail) {
    listener.alerted(new Listener.Alert("shipment", code, detail));
  }

  /** Adds the channel lines of an order that are in a parcel. */
  static void collect(ParcelTable.Parcel parcel, Order order, Map<Order.Source, Set<String>> told) {
    Map<Integer, Order.Line> lines = new TreeMap<>();
    order.lines().forEach(line -> lines.put(line.line(), line));
    for (ParcelTable.Line packed : parcel.lines()) {
      Order.Line line = lines.get(packed.orderLine());
      // Goods sent for an exchange are no shipment of the channel's order.
      boolean stands = line != null && order.sources().contains(line.source());
      if (packed.orderId().equals(order.id()) && line != null && stands) {
        told.computeIfAbsent(line.source(), s -> new HashSet<>()).add(line.channelLine());
      }
    }
  }
}
