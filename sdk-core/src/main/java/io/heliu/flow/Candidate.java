package io.heliu.flow;

import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.RefundEffect;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.Reservations;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.RefundCase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An order with what the channels say of it.
 *
 * @param order the order
 * @param sources its channel orders, in the order's own sequence
 * @param arranged how it was split or merged, in which case its lines are not to be redone
 * @param refunds the refund cases of its channel orders; what they leave is in the sources
 * @param cancelled how many documents of it the ERP took back
 * @param off whether it sends goods for an exchange that is none any more
 * @param surplus reservations that are set aside for the order, and those that nobody wants
 */
record Candidate(
    Order order,
    Map<Order.Source, ChannelOrder> sources,
    Arranged arranged,
    List<RefundCase> refunds,
    int cancelled,
    boolean off,
    List<Reservations.Surplus> surplus) {
  private static final int MOST_SURPLUS = 1000;

  /** Tells whether it sends goods for an exchange: it has lines, but stands for no order. */
  boolean isReplacement() {
    return order.sources().isEmpty() && !order.lines().isEmpty();
  }

  /** Returns the reservations that are set aside for the order until it has what it wants. */
  List<Reservations.Surplus> own() {
    return surplus.stream().filter(one -> one.orderId().equals(order.id())).toList();
  }

  /** Tells whether all goes that its channel orders name, and no refund takes any of it. */
  boolean isWhole() {
    return refunds.isEmpty()
        && sources.values().stream()
            .allMatch(one -> one.lines().stream().allMatch(line -> Screening.isWanted(one, line)));
  }

  /** Reads orders with what the channels say of them. */
  static List<Candidate> read(Tx tx, List<Order> orders) throws SQLException {
    Map<Order.Source, List<RefundCase>> cases =
        RefundTable.ofOrders(
            tx, orders.stream().flatMap(order -> order.sources().stream()).toList());
    Map<String, List<Reservations.Surplus>> surplus =
        Reservations.ofOrders(tx, orders.stream().map(Order::id).toList());
    List<Reservations.Surplus> unwanted =
        orders.isEmpty() ? List.of() : Reservations.unwanted(tx, MOST_SURPLUS);
    List<Candidate> candidates = new ArrayList<>();
    for (Order order : orders) {
      List<Reservations.Surplus> own = new ArrayList<>(unwanted);
      own.addAll(surplus.getOrDefault(order.id(), List.of()));
      candidates.add(read(tx, order, cases, own));
    }
    return candidates;
  }

  private static Candidate read(
      Tx tx,
      Order order,
      Map<Order.Source, List<RefundCase>> cases,
      List<Reservations.Surplus> surplus)
      throws SQLException {
    Map<Order.Source, ChannelOrder> sources = new LinkedHashMap<>();
    List<RefundCase> refunds = new ArrayList<>();
    for (Order.Source source : sourcesOf(order)) {
      ChannelOrder told =
          ChannelOrderTable.find(tx, source.shop(), source.number())
              .orElseThrow(() -> new SQLException("order " + order.id() + " lost its source"));
      List<RefundCase> own = cases.getOrDefault(source, List.of());
      refunds.addAll(own);
      sources.put(source, RefundEffect.leave(told, own));
    }
    Arranged arranged = Arranged.read(tx, order, sources);
    // Only what was dispatched before can have been taken back.
    int cancelled = order.attempt() == 1 ? 0 : Outbox.cancelled(tx, order.id());
    boolean off = order.sources().isEmpty() && isOff(tx, order);
    return new Candidate(order, sources, arranged, refunds, cancelled, off, surplus);
  }

  private static boolean isOff(Tx tx, Order order) throws SQLException {
    for (Order.Source source : sourcesOf(order)) {
      for (RefundCase told : RefundTable.ofOrder(tx, source.shop(), source.number())) {
        if (order.id().equals(told.replacement()) && !told.refund().sendsGoods()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the channel orders that an order stands for, or sends goods on account of. */
  static Collection<Order.Source> sourcesOf(Order order) {
    if (!order.sources().isEmpty()) {
      return order.sources();
    }
    Set<Order.Source> sources = new LinkedHashSet<>();
    order.lines().forEach(line -> sources.add(line.source()));
    return sources;
  }
}
