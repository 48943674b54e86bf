package io.heliu.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exact fraction in lowest terms. It is rounded only when it is shown, half up on the absolute
 * value (四舍五入).
 *
 * @param numerator the numerator; carries the sign
 * @param denominator the denominator, positive
 */
public record Ratio(BigInteger numerator, BigInteger denominator) {

  /**
   * Reduces the fraction.
   *
   * @throws IllegalArgumentException if the denominator is not positive
   */
  public Ratio {
    Objects.requireNonNull(numerator, "numerator");
    Checks.that(denominator.signum() > 0, "denominator", "must be positive");
    BigInteger divisor = numerator.gcd(denominator);
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  /** Returns the fraction, or null (no value) if the denominator is zero. */
  public static @Nullable Ratio of(long numerator, long denominator) {
    return of(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /** Returns the fraction, or null (no value) if the denominator is zero. */
  public static @Nullable Ratio of(BigInteger numerator, BigInteger denominator) {
    return switch (denominator.signum()) {
      case 0 -> null;
      case 1 -> new Ratio(numerator, denominator);
      default -> new Ratio(numerator.negate(), denominator.negate());
    };
  }

  /** Returns a whole number as a fraction. */
  static Ratio whole(long number) {
    return new Ratio(BigInteger.valueOf(number), BigInteger.ONE);
  }

  /**
   * Returns the value with so many fraction digits, rounded half up on the absolute value.
   *
   * @param scale the number of fraction digits, not negative
   */
  public BigDecimal toDecimal(int scale) {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), scale, RoundingMode.HALF_UP);
  }

  /** Returns the value in percent with two fraction digits, for example {@code 33.33}. */
  public BigDecimal toPercent() {
    return new Ratio(numerator.multiply(BigInteger.valueOf(100)), denominator).toDecimal(2);
  }

  /** Returns {@code numerator/denominator}. */
  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
