package io.heliu.flow;

import io.heliu.internal.store.Arrangement;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.PartTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * How an order was split or merged.
 *
 * @param parts what it was given
 * @param siblings the other orders that were given parts of its channel orders, by id
 * @param changed the channel orders that ask for something else than then
 * @param unplaced what of its channel orders is to go and was given to no order
 * @param stands whether that is not undone: a person did it, or an order of the group is under way
 * @param byHand whether a person did it
 */
record Arranged(
    List<PartTable.Part> parts,
    List<Sibling> siblings,
    List<Order.Source> changed,
    List<Unplaced> unplaced,
    boolean stands,
    boolean byHand) {

  /** How an order is that was never split or merged. */
  static final Arranged NOT =
      new Arranged(List.of(), List.of(), List.of(), List.of(), false, false);

  /** Another order, and what it was given. */
  record Sibling(Order order, List<PartTable.Part> parts) {}

  /** A line that no order was given. */
  record Unplaced(Order.Source source, OrderLine line) {}

  /**
   * Reads it.
   *
   * @param left what refunds leave of the order's channel orders
   */
  static Arranged read(Tx tx, Order order, Map<Order.Source, ChannelOrder> left)
      throws SQLException {
    List<Arrangement.Link> links = Arrangement.links(tx, order);
    if (links.isEmpty()) {
      return NOT;
    }
    List<PartTable.Part> parts = PartTable.of(tx, order.id());
    List<Sibling> siblings = siblings(tx, order);
    List<Order.Source> changed = new ArrayList<>();
    for (Arrangement.Link link : links) {
      if (!Arrangement.isAsked(tx, link)) {
        changed.add(link.source());
      }
    }
    boolean stands = false;
    boolean byHand = false;
    for (String id : Arrangement.group(tx, order).orders()) {
      Order one = OrderTable.find(tx, id).orElseThrow();
      stands |= !id.equals(order.id()) && Arrangement.isUnderWay(one);
      byHand |= Arrangement.links(tx, one).stream().anyMatch(Arrangement.Link::byHand);
    }
    return new Arranged(
        parts, siblings, changed, unplaced(left, parts, siblings), stands || byHand, byHand);
  }

  private static List<Sibling> siblings(Tx tx, Order order) throws SQLException {
    TreeSet<String> ids = new TreeSet<>();
    for (Order.Source source : order.sources()) {
      ids.addAll(OrderTable.idsOf(tx, source));
    }
    ids.remove(order.id());
    List<Sibling> siblings = new ArrayList<>();
    for (String id : ids) {
      siblings.add(new Sibling(OrderTable.find(tx, id).orElseThrow(), PartTable.of(tx, id)));
    }
    return siblings;
  }

  private static List<Unplaced> unplaced(
      Map<Order.Source, ChannelOrder> left, List<PartTable.Part> own, List<Sibling> siblings) {
    List<PartTable.Part> given = new ArrayList<>(own);
    siblings.forEach(sibling -> given.addAll(sibling.parts));
    List<Unplaced> unplaced = new ArrayList<>();
    left.forEach(
        (source, order) ->
            order.lines().stream()
                .filter(line -> Screening.isWanted(order, line))
                .filter(line -> given.stream().noneMatch(part -> isOf(part, source, line)))
                .forEach(line -> unplaced.add(new Unplaced(source, line))));
    return unplaced;
  }

  private static boolean isOf(PartTable.Part part, Order.Source source, OrderLine line) {
    return part.line().source().equals(source) && part.line().channelLine().equals(line.number());
  }

  /** Tells whether the order was ever split or merged. */
  boolean is() {
    return !parts.isEmpty();
  }

  /** Returns what it was given, whatever refunds took of it. */
  List<Order.Line> lines() {
    return PartTable.lines(parts);
  }

  /** Tells whether refunds, or the channels, closed everything that it was given. */
  boolean isOver(Map<Order.Source, ChannelOrder> left) {
    return parts.stream()
        .allMatch(
            part -> {
              ChannelOrder order = Objects.requireNonNull(left.get(part.line().source()), "source");
              return order.lines().stream()
                  .filter(line -> line.number().equals(part.line().channelLine()))
                  .allMatch(
                      line ->
                          Screening.isOver(line.lifecycle()) || Screening.isWanted(order, line));
            });
  }
}
