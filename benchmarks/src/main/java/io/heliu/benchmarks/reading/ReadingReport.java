package io.heliu.benchmarks.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells the results as a table and as JSON. */
final class ReadingReport {
  private static final String HEAD =
      "| what              | unit      | bytes/row | reader       |       /s |      min |      max |"
          + " heliu / it | by processor time |";
  private static final String RULE =
      "|-------------------|-----------|-----------|--------------|----------|----------|----------|"
          + "------------|-------------------|";

  /**
   * What a contest gave.
   *
   * @param contest the contest
   * @param rates the rates of its contestants, in its order
   */
  record Result(Contest contest, List<Rate> rates) {}

  private final List<Result> results;

  ReadingReport(List<Result> results) {
    this.results = List.copyOf(results);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Runtime.getRuntime().availableProcessors()
            + " cores, Java "
            + Runtime.version().feature()
            + "; median, min and max of "
            + results.get(0).rates().get(0).perSecond().length
            + " rounds");
    lines.add(HEAD);
    lines.add(RULE);
    for (Result result : results) {
      Contest contest = result.contest();
      Rate heliu = result.rates().get(0);
      for (Rate rate : result.rates()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "| %-17s | %-9s | %9d | %-12s | %8.0f | %8.0f | %8.0f | %10.2f | %17.2f |",
                contest.name(),
                contest.unit(),
                contest.bytes() / contest.rows(),
                rate.name(),
                rate.median(),
                rate.min(),
                rate.max(),
                heliu.median() / rate.median(),
                heliu.cpuMedian() / rate.cpuMedian()));
      }
    }
    return lines;
  }

  String json() {
    List<String> all = new ArrayList<>();
    for (Result result : results) {
      Rate heliu = result.rates().get(0);
      for (Rate rate : result.rates()) {
        all.add(json(result.contest(), heliu, rate));
      }
    }
    return "{\"benchmark\":\"reading\",\"java\":"
        + Runtime.version().feature()
        + ",\"cores\":"
        + Runtime.getRuntime().availableProcessors()
        + ",\"results\":["
        + String.join(",", all)
        + "]}\n";
  }

  private static String json(Contest contest, Rate heliu, Rate rate) {
    return String.format(
        Locale.ROOT,
        "{\"what\":\"%s\",\"unit\":\"%s\",\"rows\":%d,\"bytes\":%d,\"reader\":\"%s\",\"rounds\":%d,"
            + "\"perSecondMedian\":%.1f,\"perSecondMin\":%.1f,\"perSecondMax\":%.1f,"
            + "\"heliuTimes\":%.3f,\"heliuTimesByCpu\":%.3f}",
        contest.name(),
        contest.unit(),
        contest.rows(),
        contest.bytes(),
        rate.name(),
        rate.perSecond().length,
        rate.median(),
        rate.min(),
        rate.max(),
        heliu.median() / rate.median(),
        heliu.cpuMedian() / rate.cpuMedian());
  }
}
