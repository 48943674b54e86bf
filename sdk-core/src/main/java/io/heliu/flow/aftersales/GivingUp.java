package io.heliu.flow.aftersales;

import io.heliu.Location;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.SalesOrder;
import io.heliu.internal.flow.Cell;
import io.heliu.internal.flow.Keys;
import io.heliu.internal.flow.OrderEnd;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.GivenUpTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Answer;
import io.heliu.inventory.Command;
import io.heliu.inventory.Reason;
import io.heliu.inventory.Reservation;
import io.heliu.inventory.StockLedger;
import io.heliu.inventory.StockLine;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives back the units of closed refunds that will never leave, as a person said, and ends their
 * orders. Which units these are is noted before the ledger is asked, so that whoever comes after a
 * crash asks for the same.
 */
final class GivingUp {
  private final Database database;
  private final StockLedger ledger;
  private final AfterSalesSettings settings;

  GivingUp(Database database, StockLedger ledger, AfterSalesSettings settings) {
    this.database = database;
    this.ledger = ledger;
    this.settings = settings;
  }

  /** The units of a refund, by our order, and under which number the ledger is asked for them. */
  private record Plan(RefundCase told, int round, Map<Order, List<GivenUpTable.Line>> lines) {}

  /** Carries out what was said of refunds, but of those whose goods are moving; tells of any. */
  boolean run() {
    boolean moved = false;
    GivenUpTable.@Nullable Word last = null;
    List<GivenUpTable.Word> words;
    do {
      words = words(last);
      for (GivenUpTable.Word word : words) {
        last = word;
        Optional<Plan> plan = database.inTransaction("units to give up", tx -> plan(tx, word));
        plan.ifPresent(this::carryOut);
        moved |= plan.isPresent();
      }
    } while (words.size() == settings.batch());
    return moved;
  }

  private List<GivenUpTable.Word> words(GivenUpTable.@Nullable Word after) {
    return database.inTransaction(
        "refunds to give up",
        tx -> GivenUpTable.said(tx, settings.shops(), after, settings.batch()));
  }

  /** Notes which units are given up; empty if that cannot be told yet. */
  private static Optional<Plan> plan(Tx tx, GivenUpTable.Word word) throws SQLException {
    RefundCase told = RefundTable.lock(tx, word.shop(), word.id()).orElseThrow().told();
    if (!GivenUpTable.isSaid(tx, told)) {
      return Optional.empty();
    }
    List<GivenUpTable.Line> lines = GivenUpTable.unreleased(tx, told);
    if (lines.isEmpty()) {
      Optional<List<UnsentUnits>> unsent = unsent(tx, told);
      if (unsent.isEmpty()) {
        return Optional.empty();
      }
      lines = lines(tx, unsent.get());
      GivenUpTable.put(tx, told, lines);
    }
    Map<String, Order> orders = new HashMap<>();
    Map<Order, List<GivenUpTable.Line>> byOrder = new HashMap<>();
    for (GivenUpTable.Line line : lines) {
      if (!orders.containsKey(line.orderId())) {
        orders.put(line.orderId(), OrderTable.lock(tx, line.orderId()).orElseThrow());
      }
      byOrder.computeIfAbsent(orders.get(line.orderId()), order -> new ArrayList<>()).add(line);
    }
    return Optional.of(new Plan(told, GivenUpTable.lastRound(tx, told), byOrder));
  }

  /** Returns what has not left; empty if that is not decided yet. */
  private static Optional<List<UnsentUnits>> unsent(Tx tx, RefundCase told) throws SQLException {
    List<Order> orders = new ArrayList<>(SoldGoods.read(tx, told).orders());
    List<UnsentUnits> unsent = new ArrayList<>(UnsentUnits.of(tx, told, orders));
    String sent = told.replacement();
    if (sent != null && !told.refund().sendsGoods()) {
      Order replacement = OrderTable.lock(tx, sent).orElseThrow();
      orders.add(replacement);
      if (replacement.state() == OrderState.DISPATCHED) {
        unsent.addAll(UnsentUnits.all(tx, replacement));
      }
    }
    for (Order order : orders) {
      if (isMoving(tx, told, order)) {
        return Optional.empty();
      }
    }
    return Optional.of(unsent);
  }

  /** Tells whether it is not decided yet whether units of an order leave. */
  private static boolean isMoving(Tx tx, RefundCase told, Order order) throws SQLException {
    if (order.state() == OrderState.RESERVED && !RefundTable.isSeen(tx, told, order.id())) {
      OrderTable.setChanged(tx, order.id());
      return true;
    }
    return order.state() == OrderState.DISPATCHED
        && (ParcelTable.isMoving(tx, order.id()) || isAsked(tx, order));
  }

  private static boolean isAsked(Tx tx, Order order) throws SQLException {
    return Outbox.ofOrder(tx, order.id()).stream()
        .anyMatch(entry -> entry.state() == Outbox.State.CANCELLING);
  }

  private static List<GivenUpTable.Line> lines(Tx tx, List<UnsentUnits> unsent)
      throws SQLException {
    List<GivenUpTable.Line> lines = new ArrayList<>();
    for (UnsentUnits one : unsent) {
      String id = one.order().id();
      int line = one.line().line();
      Location from = location(tx, id, line);
      lines.add(new GivenUpTable.Line(id, line, one.line().sku(), from, one.units(), one.units()));
    }
    return lines;
  }

  /** The ERP's document has each line at the location where it is reserved. */
  private static Location location(Tx tx, String orderId, int line) throws SQLException {
    for (Outbox.Entry entry : Outbox.ofOrder(tx, orderId)) {
      if (entry.state() == Outbox.State.DONE && entry.document() instanceof SalesOrder document) {
        for (DocumentLine one : document.lines()) {
          if (one.line().equals("" + line)) {
            return one.location();
          }
        }
      }
    }
    throw new SQLException("order " + orderId + " is in the ERP without its line " + line);
  }

  private void carryOut(Plan plan) {
    boolean exceeds = false;
    for (Map.Entry<Order, List<GivenUpTable.Line>> one : plan.lines.entrySet()) {
      List<StockLine> stock = new ArrayList<>();
      for (GivenUpTable.Line line : one.getValue()) {
        if (line.held() > 0) {
          stock.add(new StockLine(line.sku(), line.location(), line.held()));
        }
      }
      exceeds |= !stock.isEmpty() && isTooMuch(release(plan, one.getKey(), stock));
    }
    if (exceeds) {
      List<GivenUpTable.Line> held = held(plan);
      database.inTransaction("give up what is held", tx -> tryAgain(tx, plan, held));
    } else {
      database.inTransaction("record what is given up", tx -> record(tx, plan));
    }
  }

  private Answer release(Plan plan, Order order, List<StockLine> stock) {
    String reservation = order.reservation();
    RefundCase told = plan.told;
    String key =
        Keys.of(
            "give-up", told.shop().toString(), told.refund().id(), plan.round + "", reservation);
    return ledger.apply(new Command.Release(key, reservation, stock, "it will never leave"));
  }

  /** A refusal for another reason means that nothing is held any more. */
  private static boolean isTooMuch(Answer answer) {
    return answer instanceof Answer.Refused refused && refused.reason() == Reason.EXCEEDS_REMAINDER;
  }

  /** Returns the lines with what the ledger still holds of them. */
  private List<GivenUpTable.Line> held(Plan plan) {
    List<GivenUpTable.Line> result = new ArrayList<>();
    plan.lines.forEach(
        (order, lines) -> {
          Map<Cell, Long> left = new HashMap<>();
          ledger
              .reservation(order.reservation())
              .map(Reservation::lines)
              .orElse(List.of())
              .forEach(line -> left.put(new Cell(line.sku(), line.location()), line.remaining()));
          for (GivenUpTable.Line line : lines) {
            Cell cell = new Cell(line.sku(), line.location());
            long units = Math.min(line.held(), left.getOrDefault(cell, 0L));
            left.merge(cell, -units, Long::sum);
            result.add(
                new GivenUpTable.Line(
                    line.orderId(),
                    line.orderLine(),
                    line.sku(),
                    line.location(),
                    line.quantity(),
                    units));
          }
        });
    return result;
  }

  /** Lets what is held be asked for under another number, unless somebody else did. */
  private static boolean tryAgain(Tx tx, Plan plan, List<GivenUpTable.Line> held)
      throws SQLException {
    RefundCase told = plan.told;
    RefundTable.lock(tx, told.shop(), told.refund().id());
    boolean open = GivenUpTable.isSaid(tx, told) && !GivenUpTable.unreleased(tx, told).isEmpty();
    if (open && GivenUpTable.lastRound(tx, told) == plan.round) {
      GivenUpTable.tryAgain(tx, told, held);
    }
    return true;
  }

  private static boolean record(Tx tx, Plan plan) throws SQLException {
    RefundTable.lock(tx, plan.told.shop(), plan.told.refund().id());
    GivenUpTable.carriedOut(tx, plan.told);
    Map<String, Order> orders = new TreeMap<>();
    plan.lines.keySet().forEach(order -> orders.put(order.id(), order));
    for (String id : orders.keySet()) {
      OrderEnd.reach(tx, id);
    }
    return true;
  }
}
