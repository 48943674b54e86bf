package io.heliu.flow;

import io.heliu.ShopId;
import io.heliu.internal.store.Arrangement;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Digest;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.PartTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Splits and merges orders as the rules say, before their units are taken and their documents made,
 * and undoes it when their channel orders change. What it changes is there at once or not at all,
 * and is screened anew.
 *
 * <p>Units that the orders hold already stay theirs: what several orders held becomes the merged
 * one's, what one order held is divided among those that it becomes, or becomes again. The ledger
 * puts the new reservations in the place of the old ones in one step, so that neither an order that
 * is due earlier nor another process comes between; and what is held for an order stays held until
 * that order was screened, however long it waits for a person.
 */
final class Arranger {
  /** The code of an order that waits for others, or may be merged at once. */
  static final String WAITING = Arrangement.WAITING;

  private final Database database;
  private final String flow;
  private final Clock clock;

  /**
   * Creates an arranger.
   *
   * @param erp the ERP whose orders it merges
   * @param shops the shops whose orders go there; empty for every shop
   */
  Arranger(Database database, String erp, Set<ShopId> shops, Clock clock) {
    this.database = database;
    this.flow = erp + "\n" + new TreeSet<>(shops);
    this.clock = clock;
  }

  /** Returns the note of an order that waits, which is no earlier; notes sort as their times do. */
  static String waitNote(Instant until) {
    return note(until.plusSeconds(1).minusNanos(1));
  }

  private static String note(Instant at) {
    return "until " + at.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Lets orders that waited long enough go on; they keep their code. */
  void wake() {
    database.inTransaction(
        "end of waiting",
        tx ->
            tx.update(
                "UPDATE heliu_order SET state = 'NEW' WHERE state = 'HELD' AND hold_code = ? AND"
                    + " hold_note <= ?",
                WAITING,
                note(clock.instant())));
  }

  /** Splits and merges orders of a batch, or undoes it; tells whether there was any. */
  boolean arrange(List<DispatchFlow.Screened> batch) {
    List<DispatchFlow.Screened> concerned =
        batch.stream().filter(one -> isMoved(one) || isMergeable(one)).toList();
    if (concerned.isEmpty()) {
      return false;
    }
    return database.inTransaction(
        "arrange orders",
        tx -> {
          boolean any = false;
          for (DispatchFlow.Screened one : concerned) {
            if (DispatchFlow.isUnchanged(tx, one.order())) {
              any |= prepare(tx, one);
            }
          }
          for (DispatchFlow.Screened one : concerned) {
            any |= isMergeable(one) && merge(tx, one);
          }
          return any;
        });
  }

  private static boolean isMoved(DispatchFlow.Screened one) {
    return one.verdict() instanceof Screening.Split || one.verdict() instanceof Screening.Undo;
  }

  private static boolean isMergeable(DispatchFlow.Screened one) {
    return one.verdict() instanceof Screening.Take take && take.merging() != null;
  }

  /**
   * Splits an order, undoes that, or puts an order where others find it to merge with; tells
   * whether lines moved.
   */
  private boolean prepare(Tx tx, DispatchFlow.Screened one) throws SQLException {
    Order order = one.order();
    if (one.verdict() instanceof Screening.Undo) {
      return Arrangement.undo(tx, order);
    }
    if (one.verdict() instanceof Screening.Split split) {
      List<List<PartTable.Part>> parts = new ArrayList<>();
      for (List<Order.Line> part : split.parts()) {
        parts.add(PartTable.make(tx, part));
      }
      Arrangement.split(tx, order, parts, OrderState.NEW, false);
      OrderTable.nextAttempt(tx, order.id());
      return true;
    }
    if (one.verdict() instanceof Screening.Take take && take.merging() != null) {
      OrderTable.setLines(tx, order.id(), take.lines());
      OrderTable.setState(tx, order.id(), OrderState.NEW, WAITING, order.holdNote());
      Arrangement.forgetMerging(tx, order.id());
      tx.update(
          "INSERT INTO heliu_order_merge (order_id, merge_key) VALUES (?, ?)",
          order.id(),
          key(take.merging()));
    }
    return false;
  }

  /**
   * Several companies may have the same rules and customers, and orders over two ERPs are stuck.
   */
  private String key(OrderRules.Merging merging) {
    return Digest.sha256(flow + "\n" + merging.key());
  }

  /** Merges others into an order that waits no more; tells whether there were any. */
  private boolean merge(Tx tx, DispatchFlow.Screened one) throws SQLException {
    if (!(one.verdict() instanceof Screening.Take take)
        || take.merging() == null
        || waits(take.merging())
        || !DispatchFlow.isUnchanged(tx, one.order())) {
      return false;
    }
    String id = one.order().id();
    List<Order> others = new ArrayList<>();
    for (String other : mates(tx, one.order(), take.merging())) {
      Optional<Order> found = OrderTable.lock(tx, other);
      found.filter(Arranger::mayMerge).ifPresent(others::add);
    }
    for (Order other : others) {
      Arrangement.merge(tx, other, OrderTable.lock(tx, id).orElseThrow(), false);
    }
    Arrangement.forgetMerging(tx, id);
    if (!others.isEmpty()) {
      OrderTable.setState(tx, id, OrderState.NEW, "", "");
      OrderTable.nextAttempt(tx, id);
    }
    return !others.isEmpty();
  }

  /** Tells whether an order is to wait for others. */
  boolean waits(OrderRules.Merging merging) {
    return clock.instant().isBefore(merging.until());
  }

  private static boolean mayMerge(Order order) {
    return order.holdCode().equals(WAITING)
        && (order.state() == OrderState.NEW || order.state() == OrderState.HELD);
  }

  /** Returns the others that are all within the window, together with the order; earliest first. */
  private List<String> mates(Tx tx, Order order, OrderRules.Merging merging) throws SQLException {
    Duration window = merging.window();
    List<Mate> near =
        tx.query(
            "SELECT o.id, o.due_at FROM heliu_order_merge m JOIN heliu_order o ON o.id = m.order_id"
                + " WHERE m.merge_key = ? AND o.id <> ? AND o.hold_code = ? AND o.due_at >= ? AND"
                + " o.due_at <= ? ORDER BY o.due_at, o.id FETCH FIRST "
                + (merging.most() - 1)
                + " ROWS ONLY",
            row -> new Mate(row.text(1), row.instant(2)),
            key(merging),
            order.id(),
            WAITING,
            order.dueAt().minus(window),
            order.dueAt().plus(window));
    boolean earlier = !near.isEmpty() && near.get(0).dueAt.isBefore(order.dueAt());
    Instant latest = (earlier ? near.get(0).dueAt : order.dueAt()).plus(window);
    return near.stream().filter(mate -> !mate.dueAt.isAfter(latest)).map(Mate::id).toList();
  }

  private record Mate(String id, Instant dueAt) {}
}
