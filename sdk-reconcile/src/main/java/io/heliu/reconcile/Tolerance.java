package io.heliu.reconcile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * How far two amounts may be apart (容差). With d = left − right the pair passes when −under ≤ d ≤
 * over, both bounds inclusive; a rate widens a bound that is smaller than the rate times the base,
 * rounded down to the minor unit. Whatever the tolerance, amounts of opposite sign never pass and
 * zero passes with zero only.
 *
 * @param under how much less the left side may be, in minor units, not negative
 * @param over how much more the left side may be, in minor units, not negative
 * @param rate an exact share of the base, for example 0.001 for 0.1 %; from 0 to below 1
 * @param base what the rate is taken of
 */
public record Tolerance(long under, long over, BigDecimal rate, Base base) {

  /** What a rate is taken of; always the amounts without their signs. */
  public enum Base {
    /** The larger of the two amounts. */
    MAX,
    /** The smaller of the two amounts. */
    MIN,
    /** The left amount. */
    LEFT,
    /** The right amount. */
    RIGHT,
    /** The mean of the two amounts. */
    AVERAGE
  }

  /** No difference at all. */
  public static final Tolerance NONE = symmetric(0);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a bound is negative or the rate is not in [0, 1)
   */
  public Tolerance {
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(base, "base");
    Checks.that(under >= 0, "under", "must not be negative");
    Checks.that(over >= 0, "over", "must not be negative");
    Checks.that(
        rate.signum() >= 0 && rate.compareTo(BigDecimal.ONE) < 0, "rate", "must be in [0, 1)");
    Checks.that(rate.scale() <= 12 && rate.scale() >= 0, "rate", "must have at most 12 decimals");
  }

  /** Returns a tolerance of this many minor units in both directions. */
  public static Tolerance symmetric(long minor) {
    return new Tolerance(minor, minor, BigDecimal.ZERO, Base.MAX);
  }

  /** Returns a tolerance that differs by direction, for a payment short by a bank's fee. */
  public static Tolerance asymmetric(long under, long over) {
    return new Tolerance(under, over, BigDecimal.ZERO, Base.MAX);
  }

  /** Returns the same bounds, widened by this share of the larger amount. */
  public Tolerance withRate(BigDecimal newRate) {
    return new Tolerance(under, over, newRate, base);
  }

  /** Tells whether a left and a right amount of one currency, in minor units, pass. */
  public boolean allows(long left, long right) {
    if (Long.signum(left) != Long.signum(right)) {
      return false;
    }
    long difference = left - right;
    if (-under <= difference && difference <= over) {
      return true;
    }
    return rate.signum() > 0
        && BigInteger.valueOf(difference).abs().compareTo(share(left, right)) <= 0;
  }

  private BigInteger share(long left, long right) {
    BigDecimal l = BigDecimal.valueOf(left).abs();
    BigDecimal r = BigDecimal.valueOf(right).abs();
    BigDecimal of =
        switch (base) {
          case MAX -> l.max(r);
          case MIN -> l.min(r);
          case LEFT -> l;
          case RIGHT -> r;
          case AVERAGE -> l.add(r).multiply(new BigDecimal("0.5"));
        };
    return of.multiply(rate).setScale(0, RoundingMode.DOWN).toBigIntegerExact();
  }
}
