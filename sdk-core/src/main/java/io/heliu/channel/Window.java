package io.heliu.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A half-open span of a source's modification time (时间窗).
 *
 * @param from the first instant in it
 * @param to the first instant after it; later than {@code from}
 */
public record Window(Instant from, Instant to) {

  /**
   * Checks the order of the instants.
   *
   * @throws IllegalArgumentException if {@code to} is not after {@code from}
   */
  public Window {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    if (!to.isAfter(from)) {
      throw new IllegalArgumentException("to: must be after from");
    }
  }

  /** Returns how long it is. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** Tells whether an instant lies in it. */
  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(to);
  }
}
