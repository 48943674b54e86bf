package io.heliu.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * The days that a report is about (统计期间), both ends inclusive.
 *
 * @param first the first day
 * @param last the last day
 * @param zone the business zone that says on which day an instant falls
 */
public record Period(LocalDate first, LocalDate last, ZoneId zone) {
  /** The zone of the Chinese platforms. */
  public static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code last} is before {@code first}
   */
  public Period {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(zone, "zone");
    Checks.that(!last.isBefore(first), "last", "must not be before first");
  }

  /**
   * Returns days in the zone Asia/Shanghai.
   *
   * @throws IllegalArgumentException if {@code last} is before {@code first}
   */
  public static Period of(LocalDate first, LocalDate last) {
    return new Period(first, last, CHINA);
  }

  /** Returns the number of days, at least 1. */
  public long days() {
    return ChronoUnit.DAYS.between(first, last) + 1;
  }

  /** Tells whether an instant falls into the period. */
  public boolean contains(Instant instant) {
    return contains(day(instant));
  }

  /** Tells whether a day is in the period. */
  public boolean contains(LocalDate day) {
    return !day.isBefore(first) && !day.isAfter(last);
  }

  /** Returns the business day of an instant. */
  public LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, zone);
  }
}
