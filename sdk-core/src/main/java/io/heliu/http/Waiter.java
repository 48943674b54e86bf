package io.heliu.http;

import java.time.Duration;

/**
 * How a gateway waits, and what it measures the wait with. Thread-safe. A test hands in one whose
 * time only moves when something waits.
 */
public interface Waiter {

  /** Returns the time in nanoseconds since some moment; it never goes back. */
  long nanoTime();

  /**
   * Waits on the current thread.
   *
   * @param duration how long; not negative
   * @throws InterruptedException if the thread was interrupted
   */
  void sleep(Duration duration) throws InterruptedException;

  /** Returns the one that really waits. */
  static Waiter system() {
    return new Waiter() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
      }
    };
  }
}
