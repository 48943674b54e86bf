package io.heliu.benchmarks.reading;

import java.util.List;

/**
 * Several readers of the same bytes.
 *
 * @param name what is read
 * @param unit what is counted
 * @param rows how many there are
 * @param bytes how many bytes they are in
 * @param contestants who reads; Heliu first
 */
record Contest(String name, String unit, long rows, long bytes, List<Contestant> contestants) {

  Contest {
    contestants = List.copyOf(contestants);
  }

  /**
   * A reader.
   *
   * @param name its name
   * @param found what it must find each time, or its times do not count
   * @param task reads everything once and tells what it found
   */
  record Contestant(String name, Tally found, Task task) {

    /**
     * Reads everything once.
     *
     * @throws IllegalStateException if it did not find what is there
     */
    void read() throws Exception {
      Tally tally = task.run();
      if (!tally.equals(found)) {
        throw new IllegalStateException(name + " found " + tally + " instead of " + found);
      }
    }
  }

  /** Reads everything once. */
  interface Task {
    Tally run() throws Exception;
  }

  /**
   * What was found.
   *
   * @param rows how many rows, or answers for a reader that knows nothing of rows
   * @param fen the sum of their amounts; zero for a reader that knows nothing of amounts
   */
  record Tally(long rows, long fen) {
    Tally plus(long more) {
      return new Tally(rows + 1, fen + more);
    }
  }
}
