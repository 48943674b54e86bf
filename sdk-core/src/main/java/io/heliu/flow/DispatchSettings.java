package io.heliu.flow;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.ScreeningRule;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How orders are dispatched. Start with {@link #from} and change what differs.
 *
 * <p>Units that an order has reserved are given to nobody else unless the order, or a line of it,
 * does not want them any more: the channel cancelled or reduced it, a refund was paid, or a person
 * closed it ({@link io.heliu.order.OrderBook#close}). Orders that are split or merged pass them on.
 * While an order waits it keeps (留货):
 *
 * <table>
 *   <caption>What a held order keeps, by its code</caption>
 *   <tr><th>held as</th><th>keeps</th></tr>
 *   <tr><td>any code that is not named below</td><td>takes or keeps all that is paid, or paid on
 *     delivery, and not paid back; lines with an open refund, too; of unpaid orders as
 *     {@code unpaid} says; of goods for an exchange all</td></tr>
 *   <tr><td>{@code UNKNOWN_ITEM}</td><td>the same, of the lines whose items are known</td></tr>
 *   <tr><td>{@code REFUNDED_IN_PART}</td><td>the same, and all that it was given of the line of
 *     which no whole number of units is left</td></tr>
 *   <tr><td>{@code OUT_OF_STOCK}</td><td>what it has, as far as it wants units of these SKUs,
 *     from wherever; takes nothing new</td></tr>
 *   <tr><td>{@code SOURCE_CHANGED}</td><td>what it has, as far as its channel orders still ask for
 *     it; takes nothing new</td></tr>
 *   <tr><td>{@code UNKNOWN_STATUS}</td><td>what it has; takes nothing new</td></tr>
 *   <tr><td>{@code SHIPPED_OUTSIDE}, or any code while the channel says that goods have
 *     left</td><td>what it has, until a person decides; takes nothing new</td></tr>
 *   <tr><td>{@code SEVERAL_ERPS}, {@code OUT_OF_BOUNDS}</td><td>what it has, of all lines; takes
 *     nothing new</td></tr>
 *   <tr><td>{@code SPLIT_BY_HAND}, {@code MERGED_BY_HAND}</td><td>what the orders had that it is
 *     made of; of a split, each its lines</td></tr>
 *   <tr><td>{@code MERGE_WAIT}, {@code NUMBER_TAKEN}, {@code ERP_HAS_OLDER},
 *     {@code ERP_REJECTED}</td><td>all of it</td></tr>
 * </table>
 *
 * @param rules the screening rules, all of which must agree
 * @param routing from where a line of a channel order is served
 * @param numbering the ERP document's number of an order; unique over all ERPs, and the same every
 *     time
 * @param zone the zone of the documents' business date
 * @param booking the day a document is dated, given the business day of its order: the same while
 *     its period is open, the first open day if it comes late (迟到, 关账)
 * @param batch how many orders a step takes, 1 to 1000
 * @param shops the shops whose orders go to the flow's ERP, if there are several ERPs; empty for
 *     every shop
 * @param orderRules the rules that are data: screening, merging, splitting
 * @param clock tells whether an order waited long enough for others to merge with
 * @param unpaid of which unpaid orders units are kept: of those whose shop takes the units off when
 *     an order is placed (拍下减库存), not of those whose shop does so when it is paid (付款减库存)
 */
public record DispatchSettings(
    List<ScreeningRule> rules,
    Routing routing,
    Function<Order, String> numbering,
    ZoneId zone,
    UnaryOperator<LocalDate> booking,
    int batch,
    Set<ShopId> shops,
    OrderRules orderRules,
    Clock clock,
    Predicate<ChannelOrder> unpaid) {

  private static final int MAX_BATCH = 1000;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the batch is not 1 to 1000
   */
  public DispatchSettings {
    rules = List.copyOf(rules);
    Objects.requireNonNull(routing, "routing");
    Objects.requireNonNull(numbering, "numbering");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(booking, "booking");
    shops = Set.copyOf(shops);
    Objects.requireNonNull(orderRules, "orderRules");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(unpaid, "unpaid");
    if (batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException("batch: must be 1 to " + MAX_BATCH);
    }
  }

  /**
   * Returns the standard rules, everything served from one location, documents numbered {@code
   * SO-<channel>-<order number>}, China's time, 200 orders a step, one ERP, no rules as data.
   */
  public static DispatchSettings from(Location location) {
    return from((order, sku) -> location);
  }

  /** Returns the same with a routing of its own. */
  public static DispatchSettings from(Routing routing) {
    return new DispatchSettings(
        ScreeningRule.standard(),
        routing,
        DispatchSettings::number,
        ZoneId.of("Asia/Shanghai"),
        day -> day,
        200,
        Set.of(),
        OrderRules.none(),
        Clock.systemUTC(),
        order -> true);
  }

  /** Returns the same settings with other screening rules. */
  public DispatchSettings withRules(List<ScreeningRule> rules) {
    return new DispatchSettings(
        rules, routing, numbering, zone, booking, batch, shops, orderRules, clock, unpaid);
  }

  /** Returns the same settings with other rules that are data, and the clock they go by. */
  public DispatchSettings withOrderRules(OrderRules orderRules, Clock clock) {
    return new DispatchSettings(
        rules, routing, numbering, zone, booking, batch, shops, orderRules, clock, unpaid);
  }

  /** Returns the same settings with another routing. */
  public DispatchSettings withRouting(Routing routing) {
    return new DispatchSettings(
        rules, routing, numbering, zone, booking, batch, shops, orderRules, clock, unpaid);
  }

  /** Returns the same settings with another numbering. */
  public DispatchSettings withNumbering(Function<Order, String> numbering) {
    return new DispatchSettings(
        rules, routing, numbering, zone, booking, batch, shops, orderRules, clock, unpaid);
  }

  /** Returns the same settings with another booking. */
  public DispatchSettings withBooking(UnaryOperator<LocalDate> booking) {
    return new DispatchSettings(
        rules, routing, numbering, zone, booking, batch, shops, orderRules, clock, unpaid);
  }

  /** Returns the same settings with other steps. */
  public DispatchSettings withBatch(int batch) {
    return new DispatchSettings(
        rules, routing, numbering, zone, booking, batch, shops, orderRules, clock, unpaid);
  }

  /**
   * Returns the same settings for the shops of one of several ERPs. Each shop belongs to one flow;
   * an order that was merged over the shops of several ERPs is held as {@code SEVERAL_ERPS}.
   */
  public DispatchSettings withShops(Set<ShopId> shops) {
    return new DispatchSettings(
        rules, routing, numbering, zone, booking, batch, shops, orderRules, clock, unpaid);
  }

  /** Returns the same settings for shops of which only some keep units for unpaid orders. */
  public DispatchSettings withUnpaid(Predicate<ChannelOrder> unpaid) {
    return new DispatchSettings(
        rules, routing, numbering, zone, booking, batch, shops, orderRules, clock, unpaid);
  }

  boolean serves(ShopId shop) {
    return shops.isEmpty() || shops.contains(shop);
  }

  /** Returns a booking that moves everything before a day to that day. */
  public static UnaryOperator<LocalDate> openFrom(LocalDate firstOpenDay) {
    Objects.requireNonNull(firstOpenDay, "firstOpenDay");
    return day -> day.isBefore(firstOpenDay) ? firstOpenDay : day;
  }

  /** Returns {@code SO-<channel>-<order number>}, and for a part of a split its number behind. */
  public static String number(Order order) {
    String id = order.id();
    String shop = id.substring(0, id.indexOf('/'));
    for (Order.Source source : Candidate.sourcesOf(order)) {
      if (id.startsWith(source.shop() + "/")) {
        shop = source.shop().toString();
      }
    }
    String channel = shop.substring(0, shop.indexOf(':'));
    return "SO-" + channel + "-" + id.substring(shop.length() + 1).replace('#', '-');
  }
}
