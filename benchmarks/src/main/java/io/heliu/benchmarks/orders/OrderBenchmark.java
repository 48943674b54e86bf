package io.heliu.benchmarks.orders;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures how many orders a second go from a shop through the order book and the stock ledger into
 * an ERP, and beside it, in turns, the same work written by hand. Shop and ERP are stand-ins in
 * this process. Every run is checked: each order is in the ERP exactly once, with its amount, and
 * the stock that is left is right; otherwise no times are printed.
 *
 * <p>Arguments: {@code --orders=10000,100000 --repeats=3,1 --warmup=10000 --dir=target/orders
 * --engines=heliu,by-hand --json=file}. With several numbers of orders the growth from the first to
 * the last is printed.
 */
public final class OrderBenchmark {
  private final int[] orders;
  private final int[] repeats;
  private final int warmup;
  private final Path directory;
  private final List<Pipeline.Engine> engines;
  private final PrintStream out;

  OrderBenchmark(Map<String, String> options, PrintStream out) {
    orders = numbers(options.getOrDefault("orders", "10000,100000"));
    repeats = numbers(options.getOrDefault("repeats", "3,1"));
    if (repeats.length != orders.length) {
      throw new IllegalArgumentException("repeats: must be as many as orders");
    }
    warmup = Integer.parseInt(options.getOrDefault("warmup", "10000"));
    directory = Path.of(options.getOrDefault("dir", "target/orders"));
    engines =
        Arrays.stream(options.getOrDefault("engines", "heliu,by-hand").split(","))
            .map(OrderBenchmark::engine)
            .toList();
    this.out = out;
  }

  private static int[] numbers(String list) {
    return Arrays.stream(list.split(",")).mapToInt(Integer::parseInt).toArray();
  }

  private static Pipeline.Engine engine(String title) {
    return Arrays.stream(Pipeline.Engine.values())
        .filter(engine -> engine.title().equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("engines: unknown engine " + title));
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
    OrderBenchmark benchmark = new OrderBenchmark(options, System.out);
    List<OrderRuns> results = benchmark.run();
    OrderReport report = new OrderReport(results);
    report.lines().forEach(System.out::println);
    String json = options.get("json");
    if (json != null) {
      Files.writeString(Path.of(json), report.json());
    }
  }

  /** Runs every size with every engine, in turns, after a warm-up. */
  List<OrderRuns> run() throws Exception {
    for (Pipeline.Engine engine : warmup > 0 ? engines : List.<Pipeline.Engine>of()) {
      run(engine, warmup);
    }
    List<OrderRuns> results = new ArrayList<>();
    for (int size = 0; size < orders.length; size++) {
      Map<Pipeline.Engine, List<OrderRuns.Run>> runs = new EnumMap<>(Pipeline.Engine.class);
      for (int repeat = 0; repeat < repeats[size]; repeat++) {
        for (Pipeline.Engine engine : engines) {
          OrderRuns.Run run = run(engine, orders[size]);
          out.printf(
              Locale.ROOT,
              "%d orders, %s: intake %.2f s, dispatch %.2f s, cpu %.2f s%n",
              orders[size],
              engine.title(),
              run.intake(),
              run.dispatch(),
              run.cpu());
          runs.computeIfAbsent(engine, e -> new ArrayList<>()).add(run);
        }
      }
      for (Pipeline.Engine engine : engines) {
        results.add(new OrderRuns(engine, orders[size], runs.getOrDefault(engine, List.of())));
      }
    }
    return results;
  }

  private OrderRuns.Run run(Pipeline.Engine engine, int count) throws Exception {
    clear();
    Files.createDirectories(directory);
    try (OrderWorld world = new OrderWorld(count);
        Pipeline pipeline = engine.open(world, directory)) {
      System.gc();
      long cpu = cpuNanos();
      long start = System.nanoTime();
      pipeline.intake();
      long stored = System.nanoTime();
      pipeline.dispatch();
      long done = System.nanoTime();
      double used = (cpuNanos() - cpu) / 1e9;
      world.check(pipeline);
      return new OrderRuns.Run((stored - start) / 1e9, (done - stored) / 1e9, used);
    } finally {
      clear();
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private void clear() throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
