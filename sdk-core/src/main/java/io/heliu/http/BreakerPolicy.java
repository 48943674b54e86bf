package io.heliu.http;

import java.time.Duration;

/**
 * When a gateway stops calling for an account because the remote side is down (熔断). Counted are
 * faults of the transport and errors of the remote side's own; never throttling, refused arguments
 * or refused tokens.
 *
 * @param window how many latest attempts are looked at; nothing happens before there are as many
 * @param failurePercent which share of them must have failed, 1 to 100
 * @param openFor how long calls are then refused, before some are let through as a trial; at least
 *     a second
 */
public record BreakerPolicy(int window, int failurePercent, Duration openFor) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public BreakerPolicy {
    if (window < 1) {
      throw new IllegalArgumentException("window: must be positive");
    }
    if (failurePercent < 1 || failurePercent > 100) {
      throw new IllegalArgumentException("failurePercent: must be 1 to 100");
    }
    if (openFor.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("openFor: must be at least a second");
    }
  }

  /** Returns 20 attempts, 50 percent, 30 s. */
  public static BreakerPolicy standard() {
    return new BreakerPolicy(20, 50, Duration.ofSeconds(30));
  }
}
