package io.heliu.benchmarks.reading;

import java.util.Arrays;

/**
 * The measured rounds of a contestant.
 *
 * @param name its name
 * @param perSecond rows for each second of the clock, by round
 * @param perCpuSecond rows for each second of processor time, by round
 */
record Rate(String name, double[] perSecond, double[] perCpuSecond) {

  double median() {
    return median(perSecond);
  }

  double cpuMedian() {
    return median(perCpuSecond);
  }

  double min() {
    return Arrays.stream(perSecond).min().orElse(0);
  }

  double max() {
    return Arrays.stream(perSecond).max().orElse(0);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
