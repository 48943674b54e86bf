package io.heliu.reconcile.fee;

import io.heliu.Money;
import io.heliu.ShopId;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;

/**
 * An order or order line as the fee rules see it. Fees are rounded per item, so an item must be
 * what the channel rounds by, usually the order line.
 *
 * @param id the order or line, for messages and reports
 * @param shop the shop
 * @param category the category path such as {@code "apparel/shoes"}; empty if not known
 * @param orderType the channel's order type; empty if not known
 * @param at the instant by which the channel chooses the rule, usually the time of payment
 * @param amounts the components, not negative, all of one currency; missing ones are zero
 */
public record FeeItem(
    String id,
    ShopId shop,
    String category,
    String orderType,
    Instant at,
    Map<Component, Money> amounts) {

  /**
   * Checks the components and copies the map.
   *
   * @throws IllegalArgumentException if {@code amounts} is empty, has a negative amount or more
   *     than one currency
   */
  public FeeItem {
    Rules.text(id, "id");
    Objects.requireNonNull(shop, "shop");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(orderType, "orderType");
    Objects.requireNonNull(at, "at");
    amounts = Map.copyOf(amounts);
    Rules.that(!amounts.isEmpty(), "amounts", "must not be empty");
    Currency first = amounts.values().iterator().next().currency();
    amounts.forEach(
        (component, amount) -> {
          String path = "amounts[" + component + "]";
          Rules.that(!amount.isNegative(), path, "must not be negative");
          Rules.that(amount.currency().equals(first), path, "must have one currency with the rest");
        });
  }

  /** Returns the currency. */
  public Currency currency() {
    return amounts.values().iterator().next().currency();
  }

  /** Returns a component, zero if it is missing. */
  public Money amount(Component component) {
    return amounts.getOrDefault(component, Money.zero(currency()));
  }

  /** Returns what the buyer pays: goods, freight and tax less coupons and points. */
  public Money paid() {
    return amount(Component.GOODS)
        .plus(amount(Component.FREIGHT))
        .plus(amount(Component.TAX))
        .minus(amount(Component.MERCHANT_COUPON))
        .minus(amount(Component.PLATFORM_COUPON))
        .minus(amount(Component.POINTS));
  }
}
