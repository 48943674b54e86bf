package io.heliu.http.standin;

import io.heliu.http.Waiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A time that moves when it is told to, or when something waits: clock and waiter in one, so that
 * tests of delays take none. Thread-safe.
 */
public final class ManualTime extends Clock implements Waiter {
  private final ZoneId zone;
  private final State state;

  /** Creates a time that starts at this instant, in UTC. */
  public ManualTime(Instant start) {
    this(ZoneOffset.UTC, new State(start));
  }

  private ManualTime(ZoneId zone, State state) {
    this.zone = zone;
    this.state = state;
  }

  /** Moves on. */
  public void advance(Duration duration) {
    synchronized (state) {
      state.passed = state.passed.plus(duration);
    }
  }

  /** Returns the waits so far, in order. */
  public List<Duration> slept() {
    synchronized (state) {
      return List.copyOf(state.slept);
    }
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    synchronized (state) {
      state.slept.add(duration);
      state.passed = state.passed.plus(duration);
    }
  }

  @Override
  public long nanoTime() {
    synchronized (state) {
      return state.passed.toNanos();
    }
  }

  @Override
  public Instant instant() {
    synchronized (state) {
      return state.start.plus(state.passed);
    }
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new ManualTime(Objects.requireNonNull(other, "zone"), state);
  }

  private static final class State {
    private final Instant start;
    private final List<Duration> slept = new ArrayList<>();
    private Duration passed = Duration.ZERO;

    private State(Instant start) {
      this.start = Objects.requireNonNull(start, "start");
    }
  }
}
