package io.heliu.benchmarks.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Tells the results as a table and as JSON. */
final class OrderReport {
  private static final String HEAD =
      "|  orders | engine   | intake/s | dispatch/s |  total/s | median s |    min s |    max s |"
          + "    cpu s | runs | x first |";
  private static final String RULE =
      "|---------|----------|----------|------------|----------|----------|----------|----------|"
          + "----------|------|---------|";

  private final List<OrderRuns> results;

  OrderReport(List<OrderRuns> results) {
    this.results = results;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        cores()
            + " cores, Java "
            + Runtime.version().feature()
            + ", heap limit "
            + Runtime.getRuntime().maxMemory() / (1 << 20)
            + " MiB");
    lines.add(HEAD);
    lines.add(RULE);
    results.forEach(result -> lines.add(result.row(first(result.orders()))));
    lines.addAll(growths(OrderRuns::growth));
    return lines;
  }

  String json() {
    return "{\"benchmark\":\"orders\",\"java\":"
        + Runtime.version().feature()
        + ",\"cores\":"
        + cores()
        + ",\"results\":["
        + String.join(",", results.stream().map(OrderRuns::json).toList())
        + "],\"growth\":["
        + String.join(",", growths(OrderRuns::growthJson))
        + "]}\n";
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private OrderRuns first(int orders) {
    return results.stream().filter(one -> one.orders() == orders).findFirst().orElseThrow();
  }

  /** Compares each engine's last size with its first. */
  private List<String> growths(BiFunction<OrderRuns, OrderRuns, String> words) {
    List<String> lines = new ArrayList<>();
    OrderRuns last = results.get(results.size() - 1);
    for (OrderRuns small : results) {
      for (OrderRuns large : results) {
        boolean ends = small.orders() == results.get(0).orders() && large.orders() == last.orders();
        if (ends && large.orders() != small.orders() && large.engine() == small.engine()) {
          lines.add(words.apply(large, small));
        }
      }
    }
    return lines;
  }
}
