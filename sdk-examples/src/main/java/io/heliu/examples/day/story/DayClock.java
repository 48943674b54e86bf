package io.heliu.examples.day.story;

import io.heliu.http.Waiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time of the day that is played; it moves when the day says so, and never back. Who waits in
 * it does not really wait.
 */
public final class DayClock extends Clock implements Waiter {
  private volatile Instant now;

  public DayClock(Instant start) {
    this.now = start;
  }

  /** Moves the time on; a time in the past changes nothing. */
  public void moveTo(Instant instant) {
    if (instant.isAfter(now)) {
      now = instant;
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration duration) {}

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
