package io.heliu;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Currency;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * An exact amount of money (金额): signed minor units in 64 bits plus an ISO 4217 currency.
 *
 * <p>Arithmetic is checked: a result that leaves the 64-bit range, or that would mix two
 * currencies, throws {@link ArithmeticException} or {@link IllegalArgumentException} and never
 * wraps or rounds. Immutable and thread-safe.
 *
 * @param minor the amount in minor units, for example fen (分) for CNY; may be negative
 * @param currency the currency; its default fraction digits give the scale of {@code minor}
 */
public record Money(long minor, Currency currency) implements Comparable<Money> {

  /** The Chinese yuan (人民币), two fraction digits. */
  public static final Currency CNY = Currency.getInstance("CNY");

  /** No number of so many characters exceeds 64 bits. */
  private static final int SHORT = 18;

  /**
   * Checks the components.
   *
   * @throws NullPointerException if {@code currency} is null
   * @throws IllegalArgumentException if the currency has no minor unit (such as XAU)
   */
  public Money {
    Objects.requireNonNull(currency, "currency");
    if (currency.getDefaultFractionDigits() < 0) {
      throw new IllegalArgumentException("currency: " + currency + " has no minor unit");
    }
  }

  /** Returns an amount of fen in CNY. */
  public static Money fen(long fen) {
    return new Money(fen, CNY);
  }

  /**
   * Reads an amount of yuan, exactly.
   *
   * @throws IllegalArgumentException if the text is not a plain decimal number with at most two
   *     significant fraction digits, or exceeds 64 bits of fen
   */
  public static Money yuan(String text) {
    return of(text, CNY);
  }

  /** Returns zero of the given currency. */
  public static Money zero(Currency currency) {
    return new Money(0, currency);
  }

  /**
   * Reads a plain decimal number such as {@code "-12.30"} in major units, exactly. Trailing zeros
   * beyond the currency's scale are accepted; other digits there are refused, never rounded.
   *
   * @throws IllegalArgumentException if the text is no plain decimal number (exponents are refused:
   *     spreadsheets make them out of ids), is more precise than the currency, or exceeds 64 bits
   */
  public static Money of(String text, Currency currency) {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(currency, "currency");
    if (!isPlainDecimal(text)) {
      throw new IllegalArgumentException("amount: not a plain decimal number: " + quote(text));
    }
    int point = text.indexOf('.');
    int decimals = point < 0 ? 0 : text.length() - point - 1;
    if (text.length() <= SHORT && decimals == currency.getDefaultFractionDigits()) {
      return new Money(digits(text), currency); // nearly all amounts that platforms send
    }
    return of(new BigDecimal(text), currency);
  }

  /** Reads a number as if it had no point. */
  private static long digits(String text) {
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        number = 10 * number + c - '0';
      }
    }
    return text.startsWith("-") ? -number : number;
  }

  /**
   * Converts a decimal number of major units, exactly.
   *
   * @throws IllegalArgumentException if it is more precise than the currency or exceeds 64 bits
   */
  public static Money of(BigDecimal major, Currency currency) {
    Objects.requireNonNull(major, "major");
    Objects.requireNonNull(currency, "currency");
    try {
      BigDecimal minor = major.movePointRight(Math.max(0, currency.getDefaultFractionDigits()));
      return new Money(minor.longValueExact(), currency);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "amount: "
              + quote(major.toString())
              + " does not fit 64 bits of minor units of "
              + currency
              + " exactly",
          e);
    }
  }

  private static boolean isPlainDecimal(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int digits = 0;
    int points = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.') {
        points++;
      } else {
        return false;
      }
    }
    return digits > 0 && digits <= 40 && points <= 1;
  }

  private static String quote(String text) {
    return '"' + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + '"';
  }

  /**
   * Returns the sum.
   *
   * @throws IllegalArgumentException if the currencies differ
   * @throws ArithmeticException if the sum leaves 64 bits
   */
  public Money plus(Money other) {
    return new Money(Math.addExact(minor, sameCurrency(other).minor), currency);
  }

  /**
   * Returns the difference.
   *
   * @throws IllegalArgumentException if the currencies differ
   * @throws ArithmeticException if the difference leaves 64 bits
   */
  public Money minus(Money other) {
    return new Money(Math.subtractExact(minor, sameCurrency(other).minor), currency);
  }

  /**
   * Returns the amount with the opposite sign.
   *
   * @throws ArithmeticException if it leaves 64 bits
   */
  public Money negated() {
    return new Money(Math.negateExact(minor), currency);
  }

  /**
   * Returns the amount without its sign.
   *
   * @throws ArithmeticException if it leaves 64 bits
   */
  public Money abs() {
    return minor < 0 ? negated() : this;
  }

  /**
   * Returns the amount times a whole number.
   *
   * @throws ArithmeticException if the product leaves 64 bits
   */
  public Money times(long factor) {
    return new Money(Math.multiplyExact(minor, factor), currency);
  }

  /**
   * Returns the amount times an exact rate, rounded once to the minor unit. The rounding is done on
   * the absolute value and the sign restored, so that a full refund of a charge is its exact
   * negative.
   *
   * @throws ArithmeticException if the product leaves 64 bits, or needs rounding that {@code mode}
   *     forbids
   */
  public Money times(BigDecimal rate, RoundingMode mode) {
    BigDecimal product = BigDecimal.valueOf(minor).multiply(rate);
    BigDecimal rounded = product.abs().setScale(0, mode);
    return new Money(
        (product.signum() < 0 ? rounded.negate() : rounded).longValueExact(), currency);
  }

  /**
   * Splits the amount over weights by largest remainder; ties go to the lower index. The parts
   * always sum to the whole.
   *
   * @param weights non-negative weights, at least one of them positive
   * @throws IllegalArgumentException if a weight is negative or all are zero
   */
  public Money[] split(long... weights) {
    BigInteger total = BigInteger.ZERO;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] < 0) {
        throw new IllegalArgumentException("weights[" + i + "]: must not be negative");
      }
      total = total.add(BigInteger.valueOf(weights[i]));
    }
    if (total.signum() == 0) {
      throw new IllegalArgumentException("weights: at least one must be positive");
    }
    BigInteger whole = BigInteger.valueOf(minor).abs();
    long[] parts = new long[weights.length];
    BigInteger[] remainders = new BigInteger[weights.length];
    long left = whole.longValueExact();
    for (int i = 0; i < weights.length; i++) {
      BigInteger[] share = whole.multiply(BigInteger.valueOf(weights[i])).divideAndRemainder(total);
      parts[i] = share[0].longValueExact();
      remainders[i] = share[1];
      left -= parts[i];
    }
    if (left > 0) {
      IntStream.range(0, remainders.length)
          .boxed()
          .sorted(Comparator.comparing((Integer i) -> remainders[i]).reversed())
          .limit(left)
          .forEach(i -> parts[i]++);
    }
    Money[] result = new Money[weights.length];
    for (int i = 0; i < parts.length; i++) {
      result[i] = new Money(minor < 0 ? -parts[i] : parts[i], currency);
    }
    return result;
  }

  /** Tells whether the amount is zero. */
  public boolean isZero() {
    return minor == 0;
  }

  /** Tells whether the amount is below zero. */
  public boolean isNegative() {
    return minor < 0;
  }

  /** Returns the amount in major units, with the currency's scale. */
  public BigDecimal toDecimal() {
    return BigDecimal.valueOf(minor, currency.getDefaultFractionDigits());
  }

  /** Returns the amount in major units as plain text, for example {@code "-12.30"}. */
  public String toPlainString() {
    return toDecimal().toPlainString();
  }

  private Money sameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "currency: " + other.currency + " cannot be combined with " + currency);
    }
    return other;
  }

  /**
   * Compares two amounts of the same currency.
   *
   * @throws IllegalArgumentException if the currencies differ
   */
  @Override
  public int compareTo(Money other) {
    return Long.compare(minor, sameCurrency(other).minor);
  }

  /** Returns the currency code and the amount, for example {@code "CNY 12.30"}. */
  @Override
  public String toString() {
    return currency.getCurrencyCode() + " " + toPlainString();
  }
}
