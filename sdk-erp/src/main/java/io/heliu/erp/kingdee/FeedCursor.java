package io.heliu.erp.kingdee;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the outbound feed is: the latest approval given out, in seconds as queries show it, and
 * what was given out in the span that will be read again. Written as {@code 1|time=ids;time=ids},
 * with runs of ids as {@code first-last}.
 */
final class FeedCursor {
  private static final String VERSION = "1|";

  private final TreeMap<LocalDateTime, TreeSet<Long>> seen = new TreeMap<>();

  private FeedCursor() {}

  /**
   * Reads a cursor.
   *
   * @throws IllegalArgumentException if this feed did not write it
   */
  static FeedCursor parse(@Nullable String text) {
    FeedCursor cursor = new FeedCursor();
    if (text == null) {
      return cursor;
    }
    try {
      if (!text.startsWith(VERSION)) {
        throw new IllegalArgumentException("version");
      }
      for (String second : text.substring(VERSION.length()).split(";", -1)) {
        int mark = second.indexOf('=');
        LocalDateTime time = LocalDateTime.parse(second.substring(0, mark));
        for (String run : second.substring(mark + 1).split(",", -1)) {
          cursor.addRun(time, run);
        }
      }
      return cursor;
    } catch (IllegalArgumentException | DateTimeParseException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("cursor: must be one that this feed gave", e);
    }
  }

  private void addRun(LocalDateTime time, String run) {
    int dash = run.indexOf('-');
    long first = Long.parseLong(dash < 0 ? run : run.substring(0, dash));
    long last = dash < 0 ? first : Long.parseLong(run.substring(dash + 1));
    if (last < first) {
      throw new IllegalArgumentException("run");
    }
    for (long id = first; id <= last; id++) {
      add(time, id);
    }
  }

  /** Returns where to read from; null for the beginning. */
  @Nullable LocalDateTime from(Duration overlap) {
    return seen.isEmpty() ? null : seen.lastKey().minus(overlap);
  }

  /** Remembers a document; false if it was known. */
  boolean add(LocalDateTime approved, long id) {
    return seen.computeIfAbsent(approved.truncatedTo(ChronoUnit.SECONDS), time -> new TreeSet<>())
        .add(id);
  }

  /** Forgets what will not be read again. */
  void prune(Duration overlap) {
    LocalDateTime from = from(overlap);
    if (from != null) {
      seen.headMap(from.truncatedTo(ChronoUnit.SECONDS)).clear();
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(VERSION);
    for (Map.Entry<LocalDateTime, TreeSet<Long>> second : seen.entrySet()) {
      if (text.length() > VERSION.length()) {
        text.append(';');
      }
      text.append(second.getKey()).append('=');
      writeRuns(text, second.getValue());
    }
    return text.toString();
  }

  private static void writeRuns(StringBuilder text, TreeSet<Long> ids) {
    long first = ids.first();
    long last = first;
    for (long id : ids.tailSet(first, false)) {
      if (id != last + 1) {
        writeRun(text, first, last).append(',');
        first = id;
      }
      last = id;
    }
    writeRun(text, first, last);
  }

  private static StringBuilder writeRun(StringBuilder text, long first, long last) {
    text.append(first);
    return first == last ? text : text.append('-').append(last);
  }
}
