package io.heliu.benchmarks.reading;

import io.heliu.benchmarks.reading.Contest.Contestant;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how fast answers and files become Heliu's values: pages of orders beside Jackson's tree
 * of the same answers, bills and till files beside readers that only split lines. No network; files
 * of bills are in memory. Every round is checked: a reader that does not find every row and, where
 * it reads them, every fen, has no times.
 *
 * <p>Arguments: {@code --orders=50 --rows=100000 --seconds=1 --warmups=5 --repeats=7
 * --dir=target/reading --only=taobao-orders,... --json=file}.
 */
public final class ReadingBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<String, String> options;
  private final int warmups;
  private final int repeats;
  private final long roundNanos;

  ReadingBenchmark(Map<String, String> options) {
    this.options = Map.copyOf(options);
    this.warmups = number("warmups", "5");
    this.repeats = number("repeats", "7");
    this.roundNanos = (long) (Double.parseDouble(options.getOrDefault("seconds", "1")) * 1e9);
    if (repeats < 1) {
      throw new IllegalArgumentException("repeats: must be positive");
    }
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (!arg.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("args: must read --name=value, got " + arg);
      }
      options.put(arg.substring(2, equals), arg.substring(equals + 1));
    }
    ReadingReport report = new ReadingReport(new ReadingBenchmark(options).run());
    report.lines().forEach(System.out::println);
    String json = options.get("json");
    if (json != null) {
      Files.writeString(Path.of(json), report.json());
    }
  }

  private int number(String name, String otherwise) {
    return Integer.parseInt(options.getOrDefault(name, otherwise));
  }

  /** Holds every contest that was asked for. */
  List<ReadingReport.Result> run() throws Exception {
    List<ReadingReport.Result> results = new ArrayList<>();
    for (Contest contest : contests()) {
      results.add(run(contest));
    }
    return results;
  }

  private List<Contest> contests() throws Exception {
    int orders = number("orders", "50");
    int rows = number("rows", "100000");
    Path directory = Path.of(options.getOrDefault("dir", "target/reading"));
    Files.createDirectories(directory);
    List<Contest> contests = new ArrayList<>();
    add(contests, "taobao-orders", () -> Orders.taobao(orders));
    add(contests, "wechat-orders", () -> Orders.wechat(orders));
    add(contests, "kingdee-outbounds", () -> Orders.kingdee(10 * orders));
    add(contests, "pos-tickets", () -> Tickets.pos(directory, rows / 2));
    add(contests, "alipay-trades", () -> Bills.alipayTrades(rows));
    add(contests, "alipay-funds", () -> Bills.alipayFunds(rows));
    add(contests, "wechatpay-trades", () -> Bills.wechatTrades(rows));
    add(contests, "wechatpay-funds", () -> Bills.wechatFunds(rows));
    if (contests.isEmpty()) {
      throw new IllegalArgumentException("only: must name a contest");
    }
    return contests;
  }

  private interface Maker {
    Contest make() throws Exception;
  }

  private void add(List<Contest> contests, String name, Maker maker) throws Exception {
    String only = options.get("only");
    if (only == null || List.of(only.split(",", -1)).contains(name)) {
      contests.add(maker.make());
    }
  }

  /** Lets the contestants read in turns, so that a slow moment of the machine hits them all. */
  private ReadingReport.Result run(Contest contest) throws Exception {
    List<Contestant> all = contest.contestants();
    double[][] clock = new double[all.size()][repeats];
    double[][] cpu = new double[all.size()][repeats];
    for (int round = -warmups; round < repeats; round++) {
      for (int i = 0; i < all.size(); i++) {
        double[] rates = round(contest, all.get(i));
        if (round >= 0) {
          clock[i][round] = rates[0];
          cpu[i][round] = rates[1];
        }
      }
    }
    List<Rate> rates = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      rates.add(new Rate(all.get(i).name(), clock[i], cpu[i]));
    }
    return new ReadingReport.Result(contest, rates);
  }

  /** Reads again and again for the time of a round, at least once. */
  private double[] round(Contest contest, Contestant contestant) throws Exception {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long rows = 0;
    long passed;
    do {
      contestant.read();
      rows += contest.rows();
      passed = System.nanoTime() - start;
    } while (passed < roundNanos);
    long used = Math.max(1, THREADS.getCurrentThreadCpuTime() - cpu);
    return new double[] {rows * 1e9 / passed, rows * 1e9 / used};
  }
}
