package io.heliu.reconcile.fee;

import io.heliu.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * What has been refunded of an item and given back of one of its fees so far (退款与退佣). The charged
 * fee is what is given back; minimum and cap are not applied again. A refund follows the rule
 * version of the original order, whatever applies on the day of the refund. Immutable.
 *
 * @param policy the refund policy of the original rule
 * @param rounding how shares are rounded
 * @param paid the amount that can be refunded and that the fee was charged on, not negative
 * @param fee the charged fee, not negative
 * @param refunded refunded so far
 * @param givenBack given back of the fee so far
 */
public record FeeRefund(
    RefundPolicy policy,
    RoundingMode rounding,
    Money paid,
    Money fee,
    Money refunded,
    Money givenBack) {

  /** Checks the components. */
  public FeeRefund {
    Objects.requireNonNull(policy, "policy");
    Rules.that(rounding != RoundingMode.UNNECESSARY, "rounding", "must say how to round");
    Rules.that(!paid.isNegative(), "paid", "must not be negative");
    Rules.that(!fee.isNegative(), "fee", "must not be negative");
    Rules.that(
        !refunded.isNegative() && refunded.compareTo(paid) <= 0,
        "refunded",
        "must be between zero and paid");
    Rules.that(
        !givenBack.isNegative() && givenBack.compareTo(fee) <= 0,
        "givenBack",
        "must be between zero and fee");
  }

  /** The answer to a refund. */
  public sealed interface Outcome {
    /**
     * The refund fits.
     *
     * @param feeBack what is given back of the fee with this refund
     * @param after the state after it
     */
    record Given(Money feeBack, FeeRefund after) implements Outcome {}

    /**
     * More would be refunded than was paid; nothing changes.
     *
     * @param excess by how much
     */
    record ExceedsPayment(Money excess) implements Outcome {}
  }

  /** Returns the state of a charge before any refund. */
  public static FeeRefund start(FeeCharge charge) {
    Money zero = Money.zero(charge.base().currency());
    return new FeeRefund(
        charge.rule().refund(),
        charge.rule().rounding(),
        charge.base(),
        charge.amount(),
        zero,
        zero);
  }

  /**
   * Refunds an amount. A proportional share is computed on all refunds so far and what was given
   * back before is taken off, so that the parts of a full refund add up to the fee.
   *
   * @param amount the refund as a positive amount
   * @throws IllegalArgumentException if it is not positive or of another currency
   */
  public Outcome refund(Money amount) {
    Rules.that(!amount.isNegative() && !amount.isZero(), "amount", "must be positive");
    Money total = refunded.plus(amount);
    if (total.compareTo(paid) > 0) {
      return new Outcome.ExceedsPayment(total.minus(paid));
    }
    Money due =
        switch (policy) {
          case NO_REFUND -> Money.zero(fee.currency());
          case PROPORTIONAL -> share(total);
          case FULL_REFUND -> fee;
        };
    return new Outcome.Given(
        due.minus(givenBack), new FeeRefund(policy, rounding, paid, fee, total, due));
  }

  private Money share(Money total) {
    long minor =
        BigDecimal.valueOf(fee.minor())
            .multiply(BigDecimal.valueOf(total.minor()))
            .divide(BigDecimal.valueOf(paid.minor()), 0, rounding)
            .longValueExact();
    return new Money(minor, fee.currency());
  }
}
