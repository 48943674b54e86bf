package io.heliu.flow;

import io.heliu.Location;
import io.heliu.RuleProblem;
import io.heliu.Secret;
import io.heliu.internal.rules.RuleBinder;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.Recipient;
import io.heliu.order.ScreeningRule;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Rules for orders that business people change (订单规则): what is held (审单), merged (合单) and split
 * (拆单), as a JSON document that is checked as a whole. They apply after the {@link
 * DispatchSettings#rules} in code, which they cannot lift. Immutable and thread-safe.
 *
 * <p>The document has {@code zone} (of its times; Asia/Shanghai if missing) and the lists {@code
 * screen}, {@code merge} and {@code split}. Each rule has an {@code id} of its own, and may have
 * {@code from} and {@code to} (times such as 2026-11-11T20:00; from counts, to does not; compared
 * with the time of payment, or of the order if it is not paid) and {@code shops} (such as
 * taobao:my-shop; all if missing).
 *
 * <table>
 * <caption>Further fields</caption>
 * <tr><th>list</th><th>field</th><th>meaning</th></tr>
 * <tr><td>screen</td><td>code, note</td><td>why an order is held, for programs and for people</td></tr>
 * <tr><td>screen</td><td>priority</td><td>0 to 9999, 100 if missing; the lowest number that holds an
 * order tells why, then the lowest id</td></tr>
 * <tr><td>screen</td><td>when</td><td>the conditions, all of which must be true</td></tr>
 * <tr><td>merge</td><td>window</td><td>how far apart in time the first and the last of the orders that become
 * one may be, such as PT2H; at most P7D. They have one buyer, recipient, payment and currency</td></tr>
 * <tr><td>merge</td><td>pause</td><td>how long an order waits for others, at most window; not at all
 * if missing. Its units are reserved meanwhile; orders that become one take them anew before they
 * give them back, unless the stock does not cover both for that moment: then an order due earlier may
 * come first</td></tr>
 * <tr><td>merge</td><td>most</td><td>how many orders become one, 2 to 50; 20 if missing</td></tr>
 * <tr><td>merge</td><td>acrossShops</td><td>true for orders of all shops of a channel that are one
 * customer in the ERP</td></tr>
 * <tr><td>merge</td><td>acrossLocations</td><td>true if it does not matter from where orders are
 * served</td></tr>
 * <tr><td>split</td><td>by</td><td>LOCATION: one order for each location; PRESALE (预售): lines of
 * {@code skus} apart from the others</td></tr>
 * <tr><td>split</td><td>skus</td><td>what is sold before it is there; for PRESALE</td></tr>
 * </table>
 *
 * <table>
 * <caption>Conditions of a screening rule</caption>
 * <tr><th>condition</th><th>is true if</th></tr>
 * <tr><td>payment</td><td>the payment is one of UNPAID, DEPOSIT_ONLY, CASH_ON_DELIVERY, PAID</td></tr>
 * <tr><td>address</td><td>one of MISSING, WITHOUT_DISTRICT, WITHOUT_PHONE is true of it</td></tr>
 * <tr><td>amount</td><td>the buyer pays {@code min} to {@code max} of {@code currency}, such as
 * "5000.00"; bounds included</td></tr>
 * <tr><td>stockBelow</td><td>fewer units than this could still be sold of one of its SKUs once the
 * order is taken. An order that the stock does not cover is always held</td></tr>
 * <tr><td>blacklist</td><td>one of {@code buyers} (the channel's id of the buyer), {@code phones} or
 * {@code addresses} (as {@link #phoneHash} and {@link #addressHash}) has it. What a channel masks has
 * no hash: there only the buyer's id helps</td></tr>
 * <tr><td>remark</td><td>the remark of BUYER or SELLER ({@code in}; both if missing) has one of the
 * words {@code any}; full-width and capital letters do not matter</td></tr>
 * <tr><td>region</td><td>it goes to a region of {@code deny}, or to none of {@code allow}. A region is
 * province, province/city or province/city/district; each part may be a start, so that 广东 means 广东省
 * </td></tr>
 * </table>
 *
 * <p>A document is refused as a whole if a field is unknown, missing or wrong, if an id is used
 * twice, an interval ends before it begins, a least is above a most, a region is allowed and
 * denied, two screening rules give different codes for the same, two merge rules meet, or a merge
 * rule undoes a split rule. At most 2^20 characters.
 */
public final class OrderRules {
  private static final Comparator<OrderDocument.Rule> FIRST =
      Comparator.comparingInt(OrderDocument.Rule::rank).thenComparing(OrderDocument.Rule::id);
  private static final OrderRules NONE =
      new OrderRules(OrderDocument.EMPTY, Secret.of("no rule needs a key"));

  private final OrderDocument document;
  private final List<OrderDocument.Rule> screen;
  private final PersonKeys keys;

  private OrderRules(OrderDocument document, Secret key) {
    this.document = document;
    this.screen = document.screen().stream().sorted(FIRST).toList();
    this.keys = new PersonKeys(key);
  }

  /** Returns no rules. */
  public static OrderRules none() {
    return NONE;
  }

  /** Returns everything that is wrong with a document; empty if it can be used. */
  public static List<RuleProblem> check(String json) {
    return bind(json).problems();
  }

  /**
   * Reads a document.
   *
   * @param key the host's own key of the hashes in blacklists, and of those that find orders of one
   *     person; keep it as long as hashes made with it are used
   * @throws io.heliu.Fault.Configuration if something is wrong; the message has every problem
   */
  public static OrderRules parse(String json, Secret key) {
    Objects.requireNonNull(key, "key");
    return new OrderRules(bind(json).orThrow("order-rules"), key);
  }

  private static RuleBinder.Bound<OrderDocument> bind(String json) {
    return RuleBinder.bind(json, OrderDocument.class, MethodHandles.lookup());
  }

  /**
   * Returns the hash that stands for a phone in a blacklist. A country code 86 does not matter.
   *
   * @throws IllegalArgumentException if it is masked or has no digit
   */
  public static String phoneHash(String phone, Secret key) {
    return new PersonKeys(key)
        .phone(phone)
        .orElseThrow(() -> new IllegalArgumentException("phone: must be a number without mask"));
  }

  /**
   * Returns the hash that stands for an address in a blacklist: its province, city, district and
   * the rest. Blanks and punctuation do not matter.
   *
   * @throws IllegalArgumentException if it is masked or missing
   */
  public static String addressHash(Recipient recipient, Secret key) {
    return new PersonKeys(key)
        .address(recipient)
        .orElseThrow(
            () -> new IllegalArgumentException("recipient: must have an address without mask"));
  }

  /** Returns why orders must be held, as the first rule tells that holds one of them. */
  Optional<ScreeningRule.Hold> hold(Iterable<ChannelOrder> orders, LongSupplier left) {
    for (OrderDocument.Rule rule : screen) {
      for (ChannelOrder order : orders) {
        if (holds(rule, order) && rule.when().areTrueOf(order, left, keys)) {
          return Optional.of(
              new ScreeningRule.Hold(rule.code(), "rule " + rule.id() + ": " + rule.note()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean holds(Scoped rule, ChannelOrder order) {
    return rule.holds(order.shop(), dueAt(order), document.clockZone());
  }

  private static Instant dueAt(ChannelOrder order) {
    return Objects.requireNonNullElse(order.paidAt(), order.createdAt());
  }

  /** Returns a text that lines of one order share if they may stay together. */
  String part(ChannelOrder order, Order.Line line, Location location) {
    StringBuilder part = new StringBuilder();
    for (OrderDocument.Split rule : document.split()) {
      if (!holds(rule, order)) {
        continue;
      }
      if (rule instanceof OrderDocument.Presale presale) {
        part.append(presale.skus().contains(line.sku()) ? "presale " : "stock ");
      } else {
        part.append(location).append(' ');
      }
    }
    return part.toString();
  }

  /** Tells whether orders go to different recipients, as far as their channels show them. */
  boolean goApart(Collection<ChannelOrder> orders) {
    return orders.stream()
            .flatMap(order -> keys.sameRecipient(order.recipient()).stream())
            .distinct()
            .count()
        > 1;
  }

  /**
   * How an order may be merged.
   *
   * @param key what the orders have that may become one; tells nothing of the person
   * @param until up to when it waits for others
   * @param window how far apart in time the first and the last of the orders may be
   * @param most how many may become one
   */
  record Merging(String key, Instant until, Duration window, int most) {}

  /**
   * Returns how an order may be merged; empty if it may not.
   *
   * @param customer the shop's customer in the ERP
   * @param part what all its lines share
   * @param locations from where its lines are served, one after the other
   */
  Optional<Merging> merging(
      ChannelOrder order, String customer, String part, List<Location> locations) {
    String buyer = order.buyer();
    Optional<String> recipient = keys.sameRecipient(order.recipient());
    if (buyer == null || buyer.isBlank() || recipient.isEmpty()) {
      return Optional.empty();
    }
    for (OrderDocument.Merge rule : document.merge()) {
      boolean together = rule.joinsLocations() || locations.size() == 1;
      if (together && holds(rule, order)) {
        String shop = rule.joinsShops() ? order.shop().channel() : order.shop().toString();
        String location = rule.joinsLocations() ? "" : locations.get(0).code();
        String common =
            String.join(
                "\n",
                rule.id(),
                shop,
                customer,
                buyer,
                order.paid().currency().getCurrencyCode(),
                Conditions.Payment.of(order).name(),
                part,
                location,
                recipient.get());
        return Optional.of(
            new Merging(
                keys.hash("m", common),
                dueAt(order).plus(rule.waits()),
                rule.window(),
                rule.limit()));
      }
    }
    return Optional.empty();
  }
}
