package io.heliu.http;

import java.time.Duration;

/**
 * Limits of the default transport.
 *
 * @param connect how long connecting may take
 * @param read how long the remote side may stay silent
 * @param call how long one attempt may take in all
 * @param maxBodyBytes the largest answer accepted
 */
public record TransportSettings(Duration connect, Duration read, Duration call, long maxBodyBytes) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public TransportSettings {
    Durations.positive(connect, "connect");
    Durations.positive(read, "read");
    Durations.positive(call, "call");
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes: must be positive");
    }
  }

  /** Returns 10 s to connect, 30 s of silence, 60 s in all, 32 MiB. */
  public static TransportSettings defaults() {
    return new TransportSettings(
        Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), 32L << 20);
  }
}
