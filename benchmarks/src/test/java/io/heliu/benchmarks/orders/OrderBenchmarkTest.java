package io.heliu.benchmarks.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderBenchmarkTest {
  private static final int ORDERS = 200;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void pipeline_twoHundredOrders_bringsEachIntoTheErpOnce(Pipeline.Engine engine) throws Exception {
    try (OrderWorld world = new OrderWorld(ORDERS);
        Pipeline pipeline = engine.open(world, directory)) {
      pipeline.intake();
      assertThat(world.erp().documents("SAL_SaleOrder")).isEmpty();
      pipeline.dispatch();
      world.check(pipeline);
      assertThat(world.erp().documents("SAL_SaleOrder"))
          .hasSize(ORDERS)
          .extracting(document -> document.externalNumber())
          .containsExactlyInAnyOrderElementsOf(world.shop().tradeNumbers());
      assertThat(world.shop().calls("taobao.trade.fullinfo.get")).isEqualTo(ORDERS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void check_withoutDispatch_refuses(Pipeline.Engine engine) throws Exception {
    try (OrderWorld world = new OrderWorld(3);
        Pipeline pipeline = engine.open(world, directory)) {
      pipeline.intake();
      assertThatThrownBy(() -> world.check(pipeline)).hasMessage("0 documents for 3 trades");
    }
  }

  @Test
  void run_twoSizes_givesEveryRunAndCleansUp() throws Exception {
    Path files = directory.resolve("files");
    OrderBenchmark benchmark =
        new OrderBenchmark(
            Map.of("orders", "20,40", "repeats", "2,1", "warmup", "0", "dir", files.toString()),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    List<OrderRuns> results = benchmark.run();
    assertThat(results)
        .extracting(one -> one.engine().title() + " " + one.orders() + " " + one.runs().size())
        .containsExactly("heliu 20 2", "by-hand 20 2", "heliu 40 1", "by-hand 40 1");
    assertThat(files).satisfies(path -> assertThat(Files.exists(path)).isFalse());
  }

  @Test
  void report_threeRuns_tellsMedianRatioAndGrowth() {
    OrderReport report =
        new OrderReport(
            List.of(
                runs(Pipeline.Engine.HELIU, 10, 1, 9, 2),
                runs(Pipeline.Engine.BY_HAND, 10, 3, 3, 3),
                runs(Pipeline.Engine.HELIU, 100, 20),
                runs(Pipeline.Engine.BY_HAND, 100, 30)));
    assertThat(report.lines())
        .anySatisfy(
            line ->
                assertThat(line).contains(" 10 | by-hand ").contains(" 6.00 |").contains("1.50"))
        .contains(
            "heliu: 100 orders cost 10.00 x 10 orders (intake 10.00 x, dispatch 10.00 x, processor time 10.00 x)",
            "by-hand: 100 orders cost 10.00 x 10 orders (intake 10.00 x, dispatch 10.00 x, processor time 10.00 x)");
    assertThat(report.json())
        .contains("\"engine\":\"heliu\",\"orders\":10,\"runs\":3")
        .contains("\"totalMedianSeconds\":4.0000,\"totalMinSeconds\":2.0000")
        .contains("\"from\":10,\"to\":100,\"timesTotal\":10.000");
  }

  /** Both stages of a run take the same time, all of it on a processor. */
  private static OrderRuns runs(Pipeline.Engine engine, int orders, double... seconds) {
    return new OrderRuns(
        engine,
        orders,
        Arrays.stream(seconds).mapToObj(each -> new OrderRuns.Run(each, each, 2 * each)).toList());
  }
}
