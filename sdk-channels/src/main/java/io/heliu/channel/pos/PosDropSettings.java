package io.heliu.channel.pos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where files are dropped, how a finished one is told from one that is still being written, and how
 * much is read at most.
 *
 * @param directory the drop directory (投递目录); {@code done} and {@code error} are made in it
 * @param ready how a finished file is recognised
 * @param quiet how long size and time of a file must not change, for {@link Ready#QUIET}
 * @param maxBytes the largest file that is read
 * @param maxRows the most rows that are read; they bound the memory used
 * @param maxLineLength the most characters of a row
 */
public record PosDropSettings(
    Path directory, Ready ready, Duration quiet, long maxBytes, int maxRows, int maxLineLength) {

  /** How a finished file is recognised. */
  public enum Ready {
    /**
     * A companion file says so: {@code day.csv.ok}, {@code day.csv.done}, {@code day.ok} or {@code
     * day.done} beside {@code day.csv}.
     */
    MARKER,
    /** The sender writes {@code day.csv.tmp} and renames it, so that a csv is always finished. */
    RENAMED,
    /**
     * Size and time have not changed between two scans that lie a while apart. The weakest of the
     * three.
     */
    QUIET
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a limit is not positive
   */
  public PosDropSettings {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(ready, "ready");
    if (quiet.isZero() || quiet.isNegative()) {
      throw new IllegalArgumentException("quiet: must be positive");
    }
    positive(maxBytes, "maxBytes");
    positive(maxRows, "maxRows");
    positive(maxLineLength, "maxLineLength");
  }

  private static void positive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be positive");
    }
  }

  /** Returns settings with 30 s of quiet, 64 MiB, 200 000 rows and 16 384 characters a row. */
  public static PosDropSettings of(Path directory, Ready ready) {
    return new PosDropSettings(
        directory, ready, Duration.ofSeconds(30), 64L << 20, 200_000, 16_384);
  }
}
