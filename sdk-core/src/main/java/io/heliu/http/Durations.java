package io.heliu.http;

import java.time.Duration;

/** Checks of durations, with messages that name the parameter and the rule. */
final class Durations {
  private Durations() {}

  static Duration positive(Duration duration, String name) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(name + ": must be positive");
    }
    return duration;
  }

  static Duration notNegative(Duration duration, String name) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + ": must not be negative");
    }
    return duration;
  }
}
