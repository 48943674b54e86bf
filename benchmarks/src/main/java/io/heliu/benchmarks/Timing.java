package io.heliu.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * The measured times of one engine.
 *
 * @param engine its name
 * @param loadSeconds the time to take the lines over, measured once
 * @param nanos the times of the measured runs
 */
record Timing(String engine, double loadSeconds, long[] nanos) {

  double median() {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    long twice = sorted.length % 2 == 1 ? 2 * sorted[middle] : sorted[middle - 1] + sorted[middle];
    return twice / 2e9;
  }

  double min() {
    return Arrays.stream(nanos).min().orElse(0) / 1e9;
  }

  double max() {
    return Arrays.stream(nanos).max().orElse(0) / 1e9;
  }

  String row(double ours) {
    return String.format(
        Locale.ROOT,
        "| %-12s | %8.3f | %8.3f | %8.3f | %8.2f | %8.3f |",
        engine,
        median(),
        min(),
        max(),
        median() / ours,
        loadSeconds);
  }

  String json(double ours) {
    return String.format(
        Locale.ROOT,
        "{\"engine\":\"%s\",\"medianSeconds\":%.6f,\"minSeconds\":%.6f,\"maxSeconds\":%.6f,"
            + "\"timesOurs\":%.3f,\"loadSeconds\":%.3f,\"runs\":%d}",
        engine,
        median(),
        min(),
        max(),
        median() / ours,
        loadSeconds,
        nanos.length);
  }
}
