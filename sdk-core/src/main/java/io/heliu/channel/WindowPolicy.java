package io.heliu.channel;

import java.time.Duration;
import java.util.Objects;

/**
 * How a source wants to be pulled, as data. A platform differs from another in these values, not in
 * code.
 *
 * @param length how long one window may be
 * @param overlap how far a window reaches back into the one before it
 * @param settle how long to wait after a window's end before it is read, so that late writes of the
 *     source are in it
 * @param history how far back the source answers
 * @param paging in which order pages are read
 * @param pageSize rows asked for per page
 */
public record WindowPolicy(
    Duration length,
    Duration overlap,
    Duration settle,
    Duration history,
    Paging paging,
    int pageSize) {

  /** In which order the pages of a window are read. */
  public enum Paging {
    /**
     * From the last page to the first: for sources that sort newest first, where a row that changes
     * moves towards page 1 while we read.
     */
    REVERSE_PAGES,
    /** From page 1 on, while the source says that there are more. */
    FORWARD_PAGES,
    /** From cursor to cursor, while the source gives one. */
    CURSOR
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a duration is negative, the length or page size not
   *     positive, or the overlap not shorter than the length
   */
  public WindowPolicy {
    Objects.requireNonNull(paging, "paging");
    if (length.isZero() || length.isNegative()) {
      throw new IllegalArgumentException("length: must be positive");
    }
    if (overlap.isNegative() || overlap.compareTo(length) >= 0) {
      throw new IllegalArgumentException("overlap: must be at least 0 and less than the length");
    }
    if (settle.isNegative()) {
      throw new IllegalArgumentException("settle: must not be negative");
    }
    if (history.compareTo(length) < 0) {
      throw new IllegalArgumentException("history: must be at least the length");
    }
    if (pageSize < 1) {
      throw new IllegalArgumentException("pageSize: must be at least 1");
    }
  }
}
