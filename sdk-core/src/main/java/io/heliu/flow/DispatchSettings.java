package io.heliu.flow;

import io.heliu.Location;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.ScreeningRule;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How orders are dispatched.
 *
 * @param rules the screening rules, all of which must agree
 * @param routing from where a channel order is served
 * @param numbering the ERP document's number of an order; unique, and the same every time
 * @param zone the zone of the documents' business date
 * @param booking the day a document is dated, given the business day of its order: the same while
 *     its period is open, the first open day if it comes late (迟到, 关账)
 * @param batch how many orders a step takes, 1 to 1000
 */
public record DispatchSettings(
    List<ScreeningRule> rules,
    Function<ChannelOrder, Location> routing,
    Function<Order, String> numbering,
    ZoneId zone,
    UnaryOperator<LocalDate> booking,
    int batch) {

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
    if (batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException("batch: must be 1 to " + MAX_BATCH);
    }
  }

  /**
   * Returns the standard rules, everything served from one location, documents numbered {@code
   * SO-<channel>-<order number>}, China's time, 200 orders a step.
   */
  public static DispatchSettings from(Location location) {
    return new DispatchSettings(
        ScreeningRule.standard(),
        order -> location,
        DispatchSettings::number,
        ZoneId.of("Asia/Shanghai"),
        day -> day,
        200);
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
    for (Order.Source source : Screening.sourcesOf(order)) {
      if (id.startsWith(source.shop() + "/")) {
        shop = source.shop().toString();
      }
    }
    String channel = shop.substring(0, shop.indexOf(':'));
    return "SO-" + channel + "-" + id.substring(shop.length() + 1).replace('#', '-');
  }
}
