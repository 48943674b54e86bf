package io.heliu.reconcile.fee;

import io.heliu.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One fee of a channel for some of its orders (计费规则).
 *
 * @param id the id of the rule
 * @param version the version of the rule, from 1; an order keeps the version that it was charged by
 * @param fee which fee it is, for example {@code "commission"} or {@code "payment"}; an order is
 *     charged each fee once
 * @param scope which orders it is for
 * @param priority among rules of equally exact scope the lower number wins
 * @param validity when it applies
 * @param base what the fee is taken of
 * @param rate how the fee grows with the base
 * @param rounding how the exact fee is rounded to the minor unit, on its absolute value
 * @param min the smallest fee; null for none. Not applied to a zero base
 * @param cap the largest fee (封顶); null for none
 * @param refund what is given back on a refund
 */
public record FeeRule(
    String id,
    int version,
    String fee,
    Scope scope,
    int priority,
    Validity validity,
    FeeBase base,
    FeeRate rate,
    RoundingMode rounding,
    @Nullable Money min,
    @Nullable Money cap,
    RefundPolicy refund) {

  /**
   * Which orders a rule is for. Null means any; a rule that names more wins over one that names
   * less: the shop counts more than the category, the longer category more than the shorter one,
   * and the category more than the order type.
   *
   * @param channel the channel's code
   * @param account the account on the channel; only with a channel
   * @param category a category path; it and everything below it
   * @param orderType the channel's order type
   */
  public record Scope(
      String channel,
      @Nullable String account,
      @Nullable String category,
      @Nullable String orderType) {

    /** Checks that the channel is there. */
    public Scope {
      Rules.text(channel, "channel");
      Rules.that(category == null || !category.isBlank(), "category", "must be null or not blank");
    }

    /** Returns a scope of all orders of a channel. */
    public static Scope channel(String channel) {
      return new Scope(channel, null, null, null);
    }

    boolean covers(FeeItem item) {
      return channel.equals(item.shop().channel())
          && (account == null || account.equals(item.shop().account()))
          && (orderType == null || orderType.equals(item.orderType()))
          && (category == null
              || item.category().equals(category)
              || item.category().startsWith(category + "/"));
    }
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if an id is blank, {@code version} is below 1, {@code
   *     rounding} is UNNECESSARY, a bound is negative or {@code min} exceeds {@code cap}
   */
  public FeeRule {
    Rules.text(id, "id");
    Rules.that(version >= 1, "version", "must be at least 1");
    Rules.text(fee, "fee");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(validity, "validity");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(rate, "rate");
    Rules.that(rounding != RoundingMode.UNNECESSARY, "rounding", "must say how to round");
    Rules.that(min == null || !min.isNegative(), "min", "must not be negative");
    Rules.that(cap == null || !cap.isNegative(), "cap", "must not be negative");
    Rules.that(min == null || cap == null || min.compareTo(cap) <= 0, "min", "must not exceed cap");
    Objects.requireNonNull(refund, "refund");
  }

  /** Returns a rule for all orders of a channel: a share of a base, rounded half up. */
  public static FeeRule percent(
      String id, String fee, String channel, FeeBase base, BigDecimal rate) {
    return new FeeRule(
        id,
        1,
        fee,
        Scope.channel(channel),
        100,
        Validity.ALWAYS,
        base,
        new FeeRate.Percent(rate),
        RoundingMode.HALF_UP,
        null,
        null,
        RefundPolicy.PROPORTIONAL);
  }

  /**
   * Returns the fee of a base: the rate, rounded, at least the minimum, at most the cap; zero for a
   * zero base.
   *
   * @throws IllegalArgumentException if the base is negative or of another currency than the rule
   * @throws ArithmeticException if the fee leaves 64 bits
   */
  public Money feeOf(Money baseAmount) {
    Rules.that(!baseAmount.isNegative(), "baseAmount", "must not be negative");
    if (baseAmount.isZero()) {
      return baseAmount;
    }
    long minor = rate.of(baseAmount).setScale(0, rounding).longValueExact();
    Money fee = new Money(minor, baseAmount.currency());
    if (min != null && fee.compareTo(min) < 0) {
      fee = min;
    }
    return cap != null && fee.compareTo(cap) > 0 ? cap : fee;
  }
}
