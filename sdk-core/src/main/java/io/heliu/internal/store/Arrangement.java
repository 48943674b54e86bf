package io.heliu.internal.store;

import io.heliu.Sku;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Moves lines between our orders, and what joins them with the channels' orders along. */
public final class Arrangement {
  /** The code of an order that waits for others, or may be merged at once. */
  public static final String WAITING = "MERGE_WAIT";

  private static final Set<OrderState> UNDER_WAY =
      EnumSet.of(OrderState.RESERVED, OrderState.DISPATCHED, OrderState.SHIPPED);

  private Arrangement() {}

  /** Tells whether an order is in the ERP, or on its way there, so that it stays as it is. */
  public static boolean isUnderWay(Order order) {
    return UNDER_WAY.contains(order.state());
  }

  /**
   * What joins an order that was split or merged with a channel order.
   *
   * @param source the channel order
   * @param fingerprint of what it asked for then
   * @param byHand whether a person split or merged it
   */
  public record Link(Order.Source source, String fingerprint, boolean byHand) {}

  /** Returns the links of an order; empty if it was never split or merged. */
  public static List<Link> links(Tx tx, Order order) throws SQLException {
    List<Link> links = new ArrayList<>();
    for (Order.Source source : order.sources()) {
      tx.query(
          "SELECT fingerprint, by_hand FROM heliu_order_source WHERE order_id = ? AND shop = ?"
              + " AND number = ? AND fingerprint <> ''",
          row -> links.add(new Link(source, row.text(1), row.flag(2))),
          order.id(),
          source.shop().toString(),
          source.number());
    }
    return links;
  }

  /**
   * Splits an order: it stays with its first parts, each of the others gets an order of its own.
   * The units that it holds, or that are set aside for it, become theirs.
   *
   * @param parts its parts, by order
   * @param state of the new orders
   * @param byHand whether a person does it
   * @return the new orders' ids
   * @throws IllegalArgumentException if the order stands for no channel order
   */
  public static List<String> split(
      Tx tx, Order order, List<List<PartTable.Part>> parts, OrderState state, boolean byHand)
      throws SQLException {
    checkSources(order, "order");
    List<String> opened = new ArrayList<>();
    Map<String, Map<Sku, Long>> heirs = new HashMap<>();
    heirs.put(order.id(), units(parts.get(0)));
    for (List<PartTable.Part> own : parts.subList(1, parts.size())) {
      String id = open(tx, order, state);
      keep(tx, id, own, byHand);
      heirs.put(id, units(own));
      opened.add(id);
    }
    keep(tx, order.id(), parts.get(0), byHand);
    Reservations.divide(tx, List.of(order), heirs);
    return opened;
  }

  private static String open(Tx tx, Order order, OrderState state) throws SQLException {
    int part = 2;
    while (OrderTable.find(tx, order.id() + "#" + part).isPresent()) {
      part++;
    }
    String id = order.id() + "#" + part;
    tx.update(
        "INSERT INTO heliu_order (id, state, hold_code, hold_note, attempt, by_hand,"
            + " reservation, due_at) VALUES (?, ?, ?, ?, 1, FALSE, '', ?)",
        id,
        state,
        state == OrderState.HELD ? order.holdCode() : "",
        "split off " + order.id(),
        order.dueAt());
    return id;
  }

  private static Map<Sku, Long> units(List<PartTable.Part> parts) {
    Map<Sku, Long> units = new HashMap<>();
    parts.forEach(part -> units.merge(part.line().sku(), part.line().quantity(), Long::sum));
    return units;
  }

  /** An order that sends goods for an exchange would become one that stands for its source. */
  private static void checkSources(Order order, String name) {
    if (order.sources().isEmpty()) {
      throw new IllegalArgumentException(name + ": must stand for a channel order");
    }
  }

  /** Leaves an order with these parts only; rules do not merge it any more. */
  private static void keep(Tx tx, String id, List<PartTable.Part> parts, boolean byHand)
      throws SQLException {
    clear(tx, id);
    OrderTable.setLines(tx, id, PartTable.lines(parts));
    PartTable.put(tx, id, parts);
    Set<Order.Source> seen = new HashSet<>();
    for (PartTable.Part part : parts) {
      Order.Source source = part.line().source();
      if (seen.add(source)) {
        link(tx, id, source, fingerprint(tx, source), byHand);
      }
    }
  }

  private static void clear(Tx tx, String id) throws SQLException {
    forgetMerging(tx, id);
    tx.update("DELETE FROM heliu_order_source WHERE order_id = ?", id);
    PartTable.put(tx, id, List.of());
    OrderTable.setLines(tx, id, List.of());
  }

  private static void link(
      Tx tx, String id, Order.Source source, String fingerprint, boolean byHand)
      throws SQLException {
    tx.update(
        "INSERT INTO heliu_order_source (order_id, shop, number, fingerprint, by_hand) VALUES (?,"
            + " ?, ?, ?, ?)",
        id,
        source.shop().toString(),
        source.number(),
        fingerprint,
        byHand);
  }

  private static ChannelOrder told(Tx tx, Order.Source source) throws SQLException {
    return ChannelOrderTable.find(tx, source.shop(), source.number())
        .orElseThrow(() -> new SQLException("channel order " + source + " is not stored"));
  }

  private static String fingerprint(Tx tx, Order.Source source) throws SQLException {
    return Demand.fingerprint(told(tx, source));
  }

  /** Tells whether the channel order of a link still asks for what it asked for then. */
  public static boolean isAsked(Tx tx, Link link) throws SQLException {
    return link.fingerprint.equals(fingerprint(tx, link.source));
  }

  /** Takes an order out of those that rules may merge. */
  public static void forgetMerging(Tx tx, String id) throws SQLException {
    tx.update("DELETE FROM heliu_order_merge WHERE order_id = ?", id);
  }

  /**
   * Moves the lines of an order into another one and closes it; the units that it holds, or that
   * are set aside for it, become the other's.
   *
   * @param byHand whether a person does it
   * @throws IllegalArgumentException if they differ in currency, or one stands for no channel order
   */
  public static void merge(Tx tx, Order from, Order into, boolean byHand) throws SQLException {
    checkSources(from, "from");
    checkSources(into, "into");
    List<PartTable.Part> parts = new ArrayList<>(PartTable.ofOrMade(tx, into));
    int next = parts.stream().mapToInt(part -> part.line().line()).max().orElse(0);
    for (PartTable.Part part : PartTable.ofOrMade(tx, from)) {
      if (!parts.isEmpty()
          && !parts.get(0).ofAmount().currency().equals(part.ofAmount().currency())) {
        throw new IllegalArgumentException("into: must have the same currency");
      }
      parts.add(part.numbered(++next));
    }
    keep(tx, into.id(), parts, byHand);
    clear(tx, from.id());
    Reservations.bequeath(tx, from, into.id());
    OrderTable.setState(tx, from.id(), OrderState.CLOSED, "MERGED", "into " + into.id());
  }

  /**
   * Lets an order that a person releases go as its channel orders are now. Lines that no order was
   * given are its own then.
   */
  public static void accept(Tx tx, Order order) throws SQLException {
    for (Link link : links(tx, order)) {
      tx.update(
          "UPDATE heliu_order_source SET fingerprint = ? WHERE order_id = ? AND shop = ? AND number"
              + " = ?",
          fingerprint(tx, link.source),
          order.id(),
          link.source.shop().toString(),
          link.source.number());
    }
  }

  /** Gives an order lines that no order was given; tells whether that is so. */
  public static boolean adopt(Tx tx, Order order, List<Order.Line> lines) throws SQLException {
    for (Order.Line line : lines) {
      // Two orders may want the same line at once; one of them waits here for the other.
      tx.query(
          "SELECT number FROM heliu_channel_order WHERE shop = ? AND number = ? FOR UPDATE",
          row -> row.text(1),
          line.source().shop().toString(),
          line.source().number());
      if (PartTable.isGiven(tx, line)) {
        return false;
      }
    }
    PartTable.add(tx, order.id(), PartTable.make(tx, lines));
    return true;
  }

  /** Notes that a channel order goes elsewhere than when our orders were split or merged. */
  static void readdressed(Tx tx, ChannelOrder order) throws SQLException {
    tx.update(
        "UPDATE heliu_order_source SET fingerprint = 'READDRESSED' WHERE shop = ? AND number = ?"
            + " AND fingerprint <> ''",
        order.shop().toString(),
        order.number());
  }

  /**
   * Orders that share channel orders, over however many steps.
   *
   * @param orders their ids
   * @param sources the channel orders
   */
  public record Group(TreeSet<String> orders, Set<Order.Source> sources) {}

  /** Returns the orders that an order shares channel orders with, itself among them. */
  public static Group group(Tx tx, Order order) throws SQLException {
    Group group = new Group(new TreeSet<>(Set.of(order.id())), new HashSet<>());
    Deque<Order.Source> open = new ArrayDeque<>(order.sources());
    while (!open.isEmpty()) {
      Order.Source source = open.remove();
      if (group.sources.add(source)) {
        for (String id : OrderTable.idsOf(tx, source)) {
          if (group.orders.add(id)) {
            OrderTable.find(tx, id).ifPresent(other -> open.addAll(other.sources()));
          }
        }
      }
    }
    return group;
  }

  /**
   * Undoes what rules split or merged: each channel order has one order of its own again, which is
   * screened anew, and what was split off is closed. The units that they hold go to the orders of
   * the channel orders that they were taken for.
   *
   * @return whether it is undone; not if an order of the group is under way
   */
  public static boolean undo(Tx tx, Order order) throws SQLException {
    Group group = group(tx, order);
    TreeSet<String> ids = new TreeSet<>(group.orders);
    Set<String> again = new HashSet<>();
    group.sources.forEach(source -> again.add(OrderTable.idOf(source)));
    ids.addAll(again);
    List<Order> locked = new ArrayList<>();
    for (String id : ids) {
      Optional<Order> one = OrderTable.lock(tx, id);
      one.ifPresent(locked::add);
    }
    boolean stands =
        locked.stream().anyMatch(one -> group.orders.contains(one.id()) && isUnderWay(one));
    if (stands || !group(tx, order).equals(group)) {
      return false;
    }
    giveToSources(tx, locked);
    for (Order one : locked) {
      clear(tx, one.id());
      if (!again.contains(one.id())) {
        OrderTable.setState(tx, one.id(), OrderState.CLOSED, "MERGED", "arranged anew");
      }
    }
    for (Order.Source source : group.sources) {
      String id = OrderTable.idOf(source);
      tx.update(
          OrderTable.SCREEN_AGAIN + ", due_at = ? WHERE id = ?",
          OrderTable.due(told(tx, source)),
          id);
      link(tx, id, source, "", false);
    }
    return true;
  }

  /** Lets the orders that channel orders have again have the units that were taken for them. */
  private static void giveToSources(Tx tx, List<Order> orders) throws SQLException {
    Map<String, List<PartTable.Part>> parts = new HashMap<>();
    for (Order order : orders) {
      for (PartTable.Part part : PartTable.ofOrMade(tx, order)) {
        String heir = OrderTable.idOf(part.line().source());
        parts.computeIfAbsent(heir, id -> new ArrayList<>()).add(part);
      }
    }
    Map<String, Map<Sku, Long>> heirs = new HashMap<>();
    parts.forEach((heir, own) -> heirs.put(heir, units(own)));
    if (heirs.size() > 1) {
      Reservations.divide(tx, orders, heirs);
      return;
    }
    for (String heir : heirs.keySet()) {
      for (Order order : orders) {
        Reservations.bequeath(tx, order, heir);
      }
    }
  }
}
