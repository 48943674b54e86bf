package io.heliu.reconcile.fee;

import io.heliu.Money;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a fee is taken of (计费基数): the sum of the included components less the sum of the subtracted
 * ones; the others do not count. Never below zero.
 *
 * @param included the components that count
 * @param subtracted the components that are taken off
 */
public record FeeBase(Set<Component> included, Set<Component> subtracted) {

  /** Goods less the merchant's coupons. */
  public static final FeeBase GOODS_AFTER_COUPON =
      new FeeBase(Set.of(Component.GOODS), Set.of(Component.MERCHANT_COUPON));

  /** What the buyer pays: goods and freight less every coupon and points. */
  public static final FeeBase BUYER_PAYMENT =
      new FeeBase(
          Set.of(Component.GOODS, Component.FREIGHT),
          Set.of(Component.MERCHANT_COUPON, Component.PLATFORM_COUPON, Component.POINTS));

  /** What the merchant is owed before fees: goods and freight less the merchant's coupons. */
  public static final FeeBase OWED =
      new FeeBase(Set.of(Component.GOODS, Component.FREIGHT), Set.of(Component.MERCHANT_COUPON));

  /**
   * Copies the sets.
   *
   * @throws IllegalArgumentException if nothing is included or a component is in both sets
   */
  public FeeBase {
    included = Set.copyOf(included);
    subtracted = Set.copyOf(subtracted);
    Rules.that(!included.isEmpty(), "included", "must not be empty");
    for (Component component : subtracted) {
      Rules.that(!included.contains(component), "subtracted", component + " is included already");
    }
  }

  /**
   * Returns the base of an order or line.
   *
   * @throws ArithmeticException if a sum leaves 64 bits
   */
  public Money of(FeeItem item) {
    Money base = Money.zero(item.currency());
    for (Component component : EnumSet.allOf(Component.class)) {
      if (included.contains(component)) {
        base = base.plus(item.amount(component));
      } else if (subtracted.contains(component)) {
        base = base.minus(item.amount(component));
      }
    }
    return base.isNegative() ? Money.zero(item.currency()) : base;
  }
}
