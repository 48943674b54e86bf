package io.heliu.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many calls a system allows (限流). Each account has its own allowance of each operation.
 *
 * @param standard the rule of every operation without one of its own, or null for no limit
 * @param operations the rules of single operations
 * @param maxWait how long a call waits for its turn before it gives up with {@link
 *     io.heliu.Fault.Throttled}
 */
public record RateLimits(@Nullable Rule standard, Map<String, Rule> operations, Duration maxWait) {

  /**
   * Copies the rules.
   *
   * @throws IllegalArgumentException if the wait is negative
   */
  public RateLimits {
    operations = Map.copyOf(operations);
    Durations.notNegative(maxWait, "maxWait");
  }

  /** Returns limits that never hold a call back. */
  public static RateLimits none() {
    return new RateLimits(null, Map.of(), Duration.ZERO);
  }

  /** Returns one rule for every operation, and up to 10 s of waiting. */
  public static RateLimits of(Rule standard) {
    return new RateLimits(
        Objects.requireNonNull(standard, "standard"), Map.of(), Duration.ofSeconds(10));
  }

  /** Returns the same limits with a rule for one operation. */
  public RateLimits with(String operation, Rule rule) {
    Map<String, Rule> more = new HashMap<>(operations);
    more.put(operation, rule);
    return new RateLimits(standard, more, maxWait);
  }

  /** Returns the rule of an operation, or null if it has no limit. */
  @Nullable Rule rule(String operation) {
    return operations.getOrDefault(operation, standard);
  }

  /**
   * A rule.
   *
   * @param calls how many calls
   * @param period in how long
   */
  public record Rule(int calls, Duration period) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Rule {
      if (calls < 1) {
        throw new IllegalArgumentException("calls: must be positive");
      }
      Durations.positive(period, "period");
    }

    /** Returns a rule of so many calls a second. */
    public static Rule perSecond(int calls) {
      return new Rule(calls, Duration.ofSeconds(1));
    }
  }
}
