package io.heliu.identity;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves on by a second whenever it is read. */
final class TickingClock extends Clock {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private final AtomicLong seconds = new AtomicLong();

  @Override
  public Instant instant() {
    return START.plusSeconds(seconds.getAndIncrement());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("zones are not asked for");
  }
}
