package io.heliu.http;

import java.time.Instant;

/**
 * Remembers which pushes were taken (防重放). Thread-safe; shared by all that receive pushes.
 *
 * <p>Where pushes arrive at several processes, or must not be taken again after a restart, use
 * {@link io.heliu.store.JdbcReplayGuard}, or implement it over what else they share.
 */
public interface ReplayGuard {

  /** Returns a guard in memory that remembers the last 100 000 keys; one process only. */
  static ReplayGuard inMemory() {
    return new MemoryReplayGuard(100_000);
  }

  /**
   * Remembers a push.
   *
   * @param key what tells it from every other; a receiver may give several keys of one push
   * @param now the time
   * @param until from when on it may be forgotten: from then on its time alone has it refused
   * @return whether it is new
   */
  boolean first(String key, Instant now, Instant until);

  /** Forgets a push that could not be dealt with, so that it may come again. */
  void forget(String key);
}
