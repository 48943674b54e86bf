package io.heliu.report;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.catalog.Catalog;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Sale}s of the channel orders in an order book, page by page, so that it holds some
 * hundred orders at a time. What the book does not know, such as costs and customers, the host
 * tells by {@link Facts}. Thread-safe if the facts are.
 *
 * <p>A line counts in GMV with its list price times its quantity, and as delivered when the channel
 * says that it was shipped or the goods were handed over; where the channel's state leaves that
 * open, as after a refund, the parcels in the book tell it. Freight that the buyer paid is not in
 * the paid amount. A counter sale that was voided (作废) counts in GMV only: neither was it paid nor
 * did its goods leave, whatever its lines say.
 */
public final class SalesReader {
  private static final int PAGE = 500;

  private final OrderBook orders;
  private final Catalog catalog;
  private final Facts facts;

  /** What the host knows about orders and goods. */
  public interface Facts {

    /**
     * Returns what units of a SKU cost (成本).
     *
     * @param units how many; negative for returned goods, then the cost is negative, too
     */
    Money cost(Sku sku, long units);

    /** Returns the customer after identity resolution, or null if it is not known; null here. */
    default @Nullable String customer(ChannelOrder order) {
      return null;
    }

    /** Tells whether the order's money is matched; see {@link ReconciledOrders}. No here. */
    default boolean isReconciled(ChannelOrder order) {
      return false;
    }

    /**
     * Returns what the platform pays the merchant for a line on top of what the buyer paid (平台补贴):
     * a coupon or points that the platform bears. Not negative, also for returned goods; nothing
     * here.
     *
     * <p>The amount of a line in the order book is what the buyer paid, and the book does not keep
     * the subsidy. By the channels' order documentation, Taobao and Tmall tell it once for the
     * trade, as {@code platform_subsidy_fee}, which is to be shared out to the lines; a WeChat shop
     * names discounts that others than the merchant give in {@code price_info}, such as {@code
     * finder_discounted_price}, and its settlement tells which of them are paid out; counters have
     * none. A provider's bill has it in what it settles: Alipay's received amount (商家实收) has
     * Alipay's own discount (支付宝优惠) in it. What the platform takes back after a refund belongs in
     * the amount of the {@link Refund}.
     */
    default Money subsidy(ChannelOrder order, OrderLine line) {
      return Money.zero(order.paid().currency());
    }

    /** Returns what the whole order cost besides its goods; nothing here. */
    default Sale.Costs costs(ChannelOrder order) {
      return Sale.Costs.none(order.paid().currency());
    }

    /**
     * Returns the product or group that reports show; null, which is the default, for the catalog's
     * name of the SKU, or the title of the line if it has none. Titles differ from shop to shop.
     */
    default @Nullable String product(Sku sku, OrderLine line) {
      return null;
    }

    /**
     * Returns how many units of a line reached the buyer or are on their way (已发货数量), also those
     * that came back later. Here: all of them if the channel says that the line was shipped or
     * handed over, but of units that were refunded, which may never have left, only those in
     * parcels; what is in parcels if the line is paid, partly shipped, closed after a refund or in
     * an unknown state, since some channels are never told what has left; else none. Not asked for
     * counter sales that were voided.
     *
     * @param units how many were sold; negative for returned goods
     * @param inParcels asks the order book how many of them the ERP has put into parcels
     * @return from 0 to {@code units}
     */
    default long delivered(ChannelOrder order, OrderLine line, long units, LongSupplier inParcels) {
      if (order.flags().contains(OrderFlag.HANDED_OVER)) {
        return units;
      }
      return switch (line.lifecycle()) {
        case SHIPPED, COMPLETED ->
            units < 0 || line.refundedQuantity().signum() == 0
                ? units
                : Math.max(kept(line, units), inParcels.getAsLong());
        case PAID, PARTIALLY_SHIPPED, CLOSED_REFUNDED, UNKNOWN -> inParcels.getAsLong();
        case PENDING_PAYMENT, CANCELLED -> 0;
      };
    }

    /** Returns how many units were not refunded; the channel counts in a unit of its own. */
    private static long kept(OrderLine line, long units) {
      BigDecimal refunded =
          BigDecimal.valueOf(units)
              .multiply(line.refundedQuantity())
              .divide(line.quantity(), 0, RoundingMode.UP);
      return BigDecimal.valueOf(units).subtract(refunded).max(BigDecimal.ZERO).longValueExact();
    }

    /**
     * Returns the region; the recipient's province here, by its short name (浙江 for 浙江省) because
     * channels write it differently, empty if it is not known.
     */
    default String region(ChannelOrder order) {
      return Provinces.name(order.recipient().province());
    }
  }

  /**
   * What was read.
   *
   * @param sales the orders
   * @param unresolved the ids of lines that the catalog does not know: they stand in the sales with
   *     no cost, so profit is too high by what they cost, which the reports say if {@link
   *     ReportInput#withUncosted} has them
   * @param missing the orders of refunds that the book does not have
   */
  public record Reading(List<Sale> sales, List<String> unresolved, List<Order.Source> missing) {
    /** Copies the lists. */
    public Reading {
      sales = List.copyOf(sales);
      unresolved = List.copyOf(unresolved);
      missing = List.copyOf(missing);
    }
  }

  private SalesReader(OrderBook orders, Catalog catalog, Facts facts) {
    this.orders = Objects.requireNonNull(orders, "orders");
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    this.facts = Objects.requireNonNull(facts, "facts");
  }

  /** Returns a reader. */
  public static SalesReader of(OrderBook orders, Catalog catalog, Facts facts) {
    return new SalesReader(orders, catalog, facts);
  }

  /**
   * Reads the orders of shops that were placed or paid in a period, in the order of shops and
   * numbers. Enough if nothing older was refunded in the period.
   *
   * @throws io.heliu.Fault.Store if the database fails
   */
  public Reading read(List<ShopId> shops, Period period) {
    return read(shops, period, List.of());
  }

  /**
   * Reads the orders of shops that were placed or paid in a period, then those of refunds that were
   * not, however old they are and of whatever shop, each group in the order of shops and numbers.
   * Older orders add nothing but their refunds to the figures of the period.
   *
   * @param refunded the orders of the refunds that are booked in the period; some may be of the
   *     period, or named more than once
   * @throws io.heliu.Fault.Store if the database fails
   */
  public Reading read(List<ShopId> shops, Period period, Collection<Order.Source> refunded) {
    List<Sale> sales = new ArrayList<>();
    List<String> unresolved = new ArrayList<>();
    List<Order.Source> missing = new ArrayList<>();
    Set<Order.Source> older = new LinkedHashSet<>(refunded);
    for (ShopId shop : shops) {
      forEach(
          shop,
          order -> {
            Instant paidAt = paidAt(order);
            boolean isPaidInside = paidAt != null && period.contains(paidAt);
            if (isPaidInside || period.contains(order.createdAt())) {
              sales.add(sale(order, unresolved));
              older.remove(new Order.Source(order.shop(), order.number()));
            }
          });
    }
    older.stream()
        .sorted(
            Comparator.comparing((Order.Source source) -> source.shop().toString())
                .thenComparing(Order.Source::number))
        .forEach(
            source ->
                orders
                    .channelOrder(source.shop(), source.number())
                    .ifPresentOrElse(
                        order -> sales.add(sale(order, unresolved)), () -> missing.add(source)));
    return new Reading(sales, unresolved, missing);
  }

  private void forEach(ShopId shop, Consumer<ChannelOrder> action) {
    String after = "";
    List<ChannelOrder> page;
    do {
      page = orders.channelOrders(shop, after, PAGE);
      for (ChannelOrder order : page) {
        action.accept(order);
        after = order.number();
      }
    } while (page.size() == PAGE);
  }

  /** A till voids a ticket as a whole: its payment and its lines stay as they were booked. */
  private static boolean isVoided(ChannelOrder order) {
    return order.lifecycle() == Lifecycle.CANCELLED
        && order.flags().contains(OrderFlag.HANDED_OVER);
  }

  private static @Nullable Instant paidAt(ChannelOrder order) {
    return isVoided(order) ? null : order.paidAt();
  }

  private Sale sale(ChannelOrder order, List<String> unresolved) {
    List<Sale.Line> lines = new ArrayList<>();
    for (OrderLine line : order.lines()) {
      lines.add(line(order, line, unresolved));
    }
    return new Sale(
        order.shop(),
        order.number(),
        facts.region(order),
        facts.customer(order),
        order.createdAt(),
        paidAt(order),
        facts.isReconciled(order),
        facts.costs(order),
        lines);
  }

  private Sale.Line line(ChannelOrder order, OrderLine line, List<String> unresolved) {
    String id = order.shop() + "/" + order.number() + "/" + line.number();
    Catalog.ItemRef item =
        new Catalog.ItemRef(line.itemId(), line.variantId(), line.merchantCode(), line.barcode());
    Money cost = Money.zero(order.paid().currency());
    Sku sku;
    long units = whole(line.quantity());
    List<Catalog.Units> parts = List.of();
    if (catalog.resolve(order.shop(), item, line.quantity())
        instanceof Catalog.Resolution.Resolved resolved) {
      sku = resolved.sku();
      parts = resolved.units();
      for (Catalog.Units part : parts) {
        cost = cost.plus(facts.cost(part.sku(), part.quantity()));
        units = part.sku().equals(sku) ? part.quantity() : units;
      }
    } else {
      sku = unknown(line);
      unresolved.add(id);
    }
    return new Sale.Line(
        id,
        sku,
        product(sku, line),
        units,
        signed(line.price().times(line.quantity(), RoundingMode.HALF_UP), units),
        paid(order, line, units),
        cost,
        delivered(order, line, parts, units));
  }

  private Money paid(ChannelOrder order, OrderLine line, long units) {
    Money subsidy = facts.subsidy(order, line);
    Checks.that(!subsidy.isNegative(), "subsidy", "must not be negative");
    return signed(line.amount(), units).plus(signed(subsidy, units));
  }

  private long delivered(
      ChannelOrder order, OrderLine line, List<Catalog.Units> content, long units) {
    return isVoided(order)
        ? 0
        : facts.delivered(order, line, units, () -> inParcels(order, line, content, units));
  }

  private String product(Sku sku, OrderLine line) {
    String product = facts.product(sku, line);
    return product == null ? catalog.name(sku).orElseGet(line::title) : product;
  }

  /** Channels give the amounts of returned goods with or without a sign. */
  private static Money signed(Money amount, long units) {
    return units < 0 ? amount.abs().negated() : amount;
  }

  /** Rounds away from zero: a part of a weighed good is still sold. */
  private static long whole(BigDecimal quantity) {
    return quantity.setScale(0, RoundingMode.UP).longValueExact();
  }

  private static Sku unknown(OrderLine line) {
    String code = line.merchantCode() == null ? line.itemId() : line.merchantCode();
    return new Sku(code == null || code.isBlank() ? "?" : code);
  }

  /** Counts whole units: of a kit as many as the part that left least allows. */
  private long inParcels(
      ChannelOrder order, OrderLine line, List<Catalog.Units> content, long units) {
    if (units <= 0 || content.isEmpty()) {
      return 0;
    }
    Map<Sku, Long> shipped =
        orders.shipped(order.shop(), order.number()).getOrDefault(line.number(), Map.of());
    long count = units;
    for (Catalog.Units part : content) {
      long left = shipped.getOrDefault(part.sku(), 0L);
      count = Math.min(count, Math.multiplyExact(left, units) / part.quantity());
    }
    return count;
  }
}
