package io.heliu.examples.day;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of the day that is played; it moves when the day says so, and never back. */
final class DayClock extends Clock {
  private volatile Instant now;

  DayClock(Instant start) {
    this.now = start;
  }

  /** Moves the time on; a time in the past changes nothing. */
  void moveTo(Instant instant) {
    if (instant.isAfter(now)) {
      now = instant;
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(now, zone);
  }
}
