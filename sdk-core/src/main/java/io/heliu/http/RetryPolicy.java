package io.heliu.http;

import java.time.Duration;

/**
 * How often and how long a call is tried. The n-th retry waits a random time between zero and
 * {@code firstDelay} doubled n-1 times, unless the remote side said how long to wait.
 *
 * @param maxAttempts attempts in all; 1 for no retry. A replay after a token or clock refresh does
 *     not count
 * @param firstDelay upper bound of the first delay
 * @param maxDelay upper bound of every delay of our own; a wait that the remote side asks for may
 *     be longer
 * @param deadline how long after the call's begin the last attempt may start
 */
public record RetryPolicy(
    int maxAttempts, Duration firstDelay, Duration maxDelay, Duration deadline) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there is no attempt, a duration is not positive, or the
   *     first delay exceeds the longest
   */
  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts: must be positive");
    }
    Durations.positive(firstDelay, "firstDelay");
    Durations.positive(maxDelay, "maxDelay");
    Durations.positive(deadline, "deadline");
    if (firstDelay.compareTo(maxDelay) > 0) {
      throw new IllegalArgumentException("firstDelay: must not exceed maxDelay");
    }
  }

  /** Returns 4 attempts, delays from 200 ms to 10 s, 60 s in all. */
  public static RetryPolicy standard() {
    return new RetryPolicy(
        4, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(60));
  }

  /** Returns a single attempt. */
  public static RetryPolicy never() {
    return new RetryPolicy(
        1, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofMinutes(1));
  }

  /** Returns the longest delay of our own before a retry; 1 is the first. */
  Duration bound(int retry) {
    long factor = 1L << Math.min(retry - 1, 30);
    return maxDelay.dividedBy(factor).compareTo(firstDelay) <= 0
        ? maxDelay
        : firstDelay.multipliedBy(factor);
  }
}
