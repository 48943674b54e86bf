package io.heliu.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures three matching passes on the standard data: our engine, DuckDB (in the Maven profile
 * {@code rivals}) and plain Java, one after the other in turns, with lines already loaded. Refuses
 * to print times if the engines disagree about a single pair.
 *
 * <p>Arguments: {@code --lines=1000000 --threads=1 --warmups=3 --repeats=5
 * --engines=heliu,duckdb,plain-java --json=file}.
 */
public final class MatchingBenchmark {
  private static final String DUCKDB = "io.heliu.benchmarks.DuckDbMatcher";

  private final int lines;
  private final int threads;
  private final int warmups;
  private final int repeats;
  private final List<String> engines;
  private final PrintStream out;

  private MatchingBenchmark(Map<String, String> options, PrintStream out) {
    lines = Integer.parseInt(options.getOrDefault("lines", "1000000"));
    threads = Integer.parseInt(options.getOrDefault("threads", "1"));
    warmups = Integer.parseInt(options.getOrDefault("warmups", "3"));
    repeats = Integer.parseInt(options.getOrDefault("repeats", "5"));
    engines = List.of(options.getOrDefault("engines", "heliu,duckdb,plain-java").split(","));
    this.out = out;
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
    MatchingBenchmark benchmark = new MatchingBenchmark(options, System.out);
    List<Timing> timings = benchmark.run();
    benchmark.print(timings);
    String json = options.get("json");
    if (json != null) {
      benchmark.write(timings, Path.of(json));
    }
  }

  private List<Timing> run() throws Exception {
    List<Matcher> matchers = open();
    try {
      double[] loads = load(matchers);
      long[][] nanos = measure(matchers);
      checkAgreement(matchers);
      List<Timing> timings = new ArrayList<>();
      for (int i = 0; i < loads.length; i++) {
        timings.add(new Timing(matchers.get(i).name(), loads[i], nanos[i]));
      }
      return timings;
    } finally {
      for (Matcher matcher : matchers) {
        matcher.close();
      }
    }
  }

  /** Loads the data into every engine; the data itself is not kept. */
  private double[] load(List<Matcher> matchers) throws Exception {
    StandardData data = new StandardData(lines);
    out.printf(
        Locale.ROOT,
        "left %d, right %d (exact %d, within tolerance %d, fee %d, lost reference %d, left only %d,"
            + " duplicates %d)%n",
        data.left.size,
        data.right.size,
        data.exact,
        data.withinTolerance,
        data.fee,
        data.lostReference,
        data.leftOnly,
        data.duplicates);
    double[] seconds = new double[matchers.size()];
    for (int i = 0; i < seconds.length; i++) {
      long start = System.nanoTime();
      matchers.get(i).load(data);
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    return seconds;
  }

  private List<Matcher> open() throws Exception {
    List<Matcher> matchers = new ArrayList<>();
    for (String engine : engines) {
      switch (engine) {
        case "heliu" -> matchers.add(new HeliuMatcher(threads));
        case "plain-java" -> matchers.add(new PlainMatcher());
        case "duckdb" -> openDuckDb(matchers);
        default -> throw new IllegalArgumentException("engines: unknown engine " + engine);
      }
    }
    return matchers;
  }

  private void openDuckDb(List<Matcher> matchers) throws Exception {
    try {
      Class<?> type = Class.forName(DUCKDB);
      matchers.add((Matcher) type.getDeclaredConstructor(int.class).newInstance(threads));
    } catch (ClassNotFoundException e) {
      out.println("duckdb is left out: build with -Privals");
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("duckdb does not start", e.getCause());
    }
  }

  /** Runs the engines in turns, so that a busy moment of the machine meets all of them. */
  private long[][] measure(List<Matcher> matchers) throws Exception {
    long[][] nanos = new long[matchers.size()][repeats];
    for (int round = -warmups; round < repeats; round++) {
      for (int i = 0; i < nanos.length; i++) {
        System.gc();
        long start = System.nanoTime();
        matchers.get(i).match();
        long taken = System.nanoTime() - start;
        if (round >= 0) {
          nanos[i][round] = taken;
        }
      }
    }
    return nanos;
  }

  private void checkAgreement(List<Matcher> matchers) throws Exception {
    if (matchers.size() == 1) {
      return;
    }
    List<long[]> first = matchers.get(0).pairs();
    out.printf(
        Locale.ROOT,
        "pairs: exact %d, tolerance %d, amount %d%n",
        first.get(0).length,
        first.get(1).length,
        first.get(2).length);
    for (Matcher other : matchers.subList(1, matchers.size())) {
      List<long[]> pairs = other.pairs();
      for (int pass = 0; pass < first.size(); pass++) {
        if (!Arrays.equals(first.get(pass), pairs.get(pass))) {
          throw new IllegalStateException(
              "pass " + (pass + 1) + ": " + other.name() + " finds other pairs");
        }
      }
      out.println("same pairs in every pass: " + other.name());
    }
  }

  private void print(List<Timing> timings) {
    double ours = timings.get(0).median();
    out.println(machine());
    out.println("| engine       | median s |    min s |    max s |  x first |   load s |");
    out.println("|--------------|----------|----------|----------|----------|----------|");
    timings.forEach(timing -> out.println(timing.row(ours)));
  }

  private String machine() {
    return lines
        + " orders, "
        + threads
        + " thread(s), "
        + Runtime.getRuntime().availableProcessors()
        + " cores, Java "
        + Runtime.version().feature()
        + ", heap limit "
        + Runtime.getRuntime().maxMemory() / (1 << 20)
        + " MiB";
  }

  private void write(List<Timing> timings, Path file) throws IOException {
    double ours = timings.get(0).median();
    List<String> engineTexts = timings.stream().map(timing -> timing.json(ours)).toList();
    Files.writeString(
        file,
        "{\"benchmark\":\"matching\",\"lines\":"
            + lines
            + ",\"threads\":"
            + threads
            + ",\"java\":"
            + Runtime.version().feature()
            + ",\"cores\":"
            + Runtime.getRuntime().availableProcessors()
            + ",\"engines\":["
            + String.join(",", engineTexts)
            + "]}\n");
  }
}
