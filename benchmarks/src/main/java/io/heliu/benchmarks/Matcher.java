package io.heliu.benchmarks;

import java.util.List;

/** An engine that runs the three passes of the benchmark on lines that it has loaded. */
interface Matcher extends AutoCloseable {
  /** Returns the name for tables and files. */
  String name();

  /** Takes the lines over into the engine's own store. */
  void load(StandardData data) throws Exception;

  /** Runs the three passes; this is what is measured. */
  void match() throws Exception;

  /**
   * Returns what the last run found: for each pass the pairs as {@code left id << 32 | right id},
   * sorted.
   */
  List<long[]> pairs() throws Exception;

  @Override
  void close() throws Exception;
}
