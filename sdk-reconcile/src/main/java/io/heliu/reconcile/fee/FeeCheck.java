package io.heliu.reconcile.fee;

import io.heliu.Money;
import java.util.Objects;

/**
 * The comparison of an expected fee with the one that was charged (费用核对).
 *
 * @param status the verdict
 * @param ruleId the rule that the expectation follows from
 * @param expected the expected fee
 * @param charged the charged fee
 * @param difference charged minus expected
 */
public record FeeCheck(
    Status status, String ruleId, Money expected, Money charged, Money difference) {

  /** The verdicts. */
  public enum Status {
    /** Equal. */
    OK,
    /** Within the tolerance; the difference is posted as a rounding difference (尾差). */
    ROUNDING,
    /** Beyond the tolerance. */
    FEE_VARIANCE
  }

  /** Checks that nothing is null. */
  public FeeCheck {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(ruleId, "ruleId");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(charged, "charged");
    Objects.requireNonNull(difference, "difference");
  }

  /**
   * Compares one fee.
   *
   * @param expected the expected fee with its rule
   * @param charged what the channel charged
   * @param tolerance the largest rounding difference, inclusive, not negative; usually 0.01
   * @throws IllegalArgumentException if the currencies differ or the tolerance is negative
   */
  public static FeeCheck of(FeeCharge expected, Money charged, Money tolerance) {
    return of(expected.rule().id(), expected.amount(), charged, tolerance);
  }

  /**
   * Compares the sum of all fees of an order or line.
   *
   * @param expected the expected fees
   * @param charged what the channel charged in all
   * @param tolerance the largest rounding difference, inclusive, not negative; usually 0.01
   * @return the comparison, its rule ids joined by {@code +}
   * @throws IllegalArgumentException if the currencies differ or the tolerance is negative
   */
  public static FeeCheck of(FeeQuote.Known expected, Money charged, Money tolerance) {
    String ruleIds =
        String.join("+", expected.charges().stream().map(charge -> charge.rule().id()).toList());
    return of(ruleIds, expected.total(), charged, tolerance);
  }

  private static FeeCheck of(String ruleId, Money expected, Money charged, Money tolerance) {
    Rules.that(!tolerance.isNegative(), "tolerance", "must not be negative");
    Money difference = charged.minus(expected);
    Status status = Status.FEE_VARIANCE;
    if (difference.isZero()) {
      status = Status.OK;
    } else if (difference.abs().compareTo(tolerance) <= 0) {
      status = Status.ROUNDING;
    }
    return new FeeCheck(status, ruleId, expected, charged, difference);
  }
}
