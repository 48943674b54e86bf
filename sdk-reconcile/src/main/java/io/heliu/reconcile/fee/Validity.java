package io.heliu.reconcile.fee;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a rule applies (有效期): from the start of a day to before the start of another, in the
 * channel's zone.
 *
 * @param from the first day; null for always before {@code to}
 * @param to the day on whose start it ends, exclusive; null for ever
 * @param zone the channel's zone, for Chinese platforms Asia/Shanghai
 */
public record Validity(@Nullable LocalDate from, @Nullable LocalDate to, ZoneId zone) {

  /** For ever, in Asia/Shanghai. */
  public static final Validity ALWAYS = new Validity(null, null, ZoneId.of("Asia/Shanghai"));

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code to} is not after {@code from}
   */
  public Validity {
    Objects.requireNonNull(zone, "zone");
    Rules.that(from == null || to == null || from.isBefore(to), "to", "must be after from");
  }

  /** Tells whether the instant falls into the interval. */
  public boolean contains(Instant at) {
    return !at.isBefore(start()) && at.isBefore(end());
  }

  boolean overlaps(Validity other) {
    return start().isBefore(other.end()) && other.start().isBefore(end());
  }

  private Instant start() {
    return from == null ? Instant.MIN : from.atStartOfDay(zone).toInstant();
  }

  private Instant end() {
    return to == null ? Instant.MAX : to.atStartOfDay(zone).toInstant();
  }
}
