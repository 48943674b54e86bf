package io.heliu.benchmarks.orders;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The measured runs of one engine with one number of orders.
 *
 * @param engine who ran
 * @param orders how many orders
 * @param runs the times of each repetition
 */
record OrderRuns(Pipeline.Engine engine, int orders, List<Run> runs) {

  /**
   * The seconds that one repetition took.
   *
   * @param intake of the first stage
   * @param dispatch of the second stage
   * @param cpu of processor time in both, all threads of this process and thus the stand-ins too
   */
  record Run(double intake, double dispatch, double cpu) {
    double total() {
      return intake + dispatch;
    }
  }

  private double median(ToDoubleFunction<Run> stage) {
    double[] sorted = runs.stream().mapToDouble(stage).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double intake() {
    return median(Run::intake);
  }

  double dispatch() {
    return median(Run::dispatch);
  }

  double total() {
    return median(Run::total);
  }

  double cpu() {
    return median(Run::cpu);
  }

  private double[] totals() {
    return runs.stream().mapToDouble(Run::total).sorted().toArray();
  }

  double min() {
    return totals()[0];
  }

  double max() {
    return Arrays.stream(totals()).max().orElse(0);
  }

  String row(OrderRuns first) {
    return String.format(
        Locale.ROOT,
        "| %7d | %-8s | %8.0f | %10.0f | %8.0f | %8.2f | %8.2f | %8.2f | %8.2f | %4d | %7.2f |",
        orders,
        engine.title(),
        orders / intake(),
        orders / dispatch(),
        orders / total(),
        total(),
        min(),
        max(),
        cpu(),
        runs.size(),
        total() / first.total());
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"engine\":\"%s\",\"orders\":%d,\"runs\":%d,\"intakeMedianSeconds\":%.4f,"
            + "\"dispatchMedianSeconds\":%.4f,\"totalMedianSeconds\":%.4f,\"totalMinSeconds\":%.4f,"
            + "\"totalMaxSeconds\":%.4f,\"cpuMedianSeconds\":%.4f,\"ordersPerSecond\":%.1f}",
        engine.title(),
        orders,
        runs.size(),
        intake(),
        dispatch(),
        total(),
        min(),
        max(),
        cpu(),
        orders / total());
  }

  /** Tells how the times grew since a run with fewer orders. */
  String growth(OrderRuns small) {
    return String.format(
        Locale.ROOT,
        "%s: %d orders cost %.2f x %d orders (intake %.2f x, dispatch %.2f x, processor"
            + " time %.2f x)",
        engine.title(),
        orders,
        total() / small.total(),
        small.orders,
        intake() / small.intake(),
        dispatch() / small.dispatch(),
        cpu() / small.cpu());
  }

  String growthJson(OrderRuns small) {
    return String.format(
        Locale.ROOT,
        "{\"engine\":\"%s\",\"from\":%d,\"to\":%d,\"timesTotal\":%.3f,\"timesIntake\":%.3f,"
            + "\"timesDispatch\":%.3f,\"timesCpu\":%.3f}",
        engine.title(),
        small.orders,
        orders,
        total() / small.total(),
        intake() / small.intake(),
        dispatch() / small.dispatch(),
        cpu() / small.cpu());
  }
}
