package io.heliu.benchmarks.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.benchmarks.reading.Contest.Contestant;
import io.heliu.benchmarks.reading.Contest.Tally;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingBenchmarkTest {
  @TempDir Path directory;

  @Test
  void run_smallContests_everyReaderFindsEverything() throws Exception {
    List<ReadingReport.Result> results =
        new ReadingBenchmark(
                Map.of(
                    "orders",
                    "6",
                    "rows",
                    "40",
                    "seconds",
                    "0",
                    "warmups",
                    "1",
                    "repeats",
                    "2",
                    "dir",
                    directory.toString()))
            .run();

    assertThat(results)
        .flatExtracting(
            result ->
                result.rates().stream()
                    .map(rate -> result.contest().name() + " " + rate.name())
                    .toList())
        .containsExactly(
            "taobao-orders heliu",
            "taobao-orders heliu-call",
            "taobao-orders jackson-tree",
            "wechat-orders heliu",
            "wechat-orders heliu-call",
            "wechat-orders jackson-tree",
            "kingdee-outbounds heliu",
            "kingdee-outbounds jackson-tree",
            "pos-tickets heliu",
            "pos-tickets fastcsv",
            "pos-tickets split",
            "pos-tickets by-hand",
            "alipay-trades heliu",
            "alipay-trades fastcsv",
            "alipay-trades split",
            "alipay-funds heliu",
            "alipay-funds fastcsv",
            "alipay-funds split",
            "wechatpay-trades heliu",
            "wechatpay-trades fastcsv",
            "wechatpay-trades split",
            "wechatpay-funds heliu",
            "wechatpay-funds fastcsv",
            "wechatpay-funds split");
    assertThat(results)
        .allSatisfy(result -> assertThat(result.rates().get(0).perSecond()).hasSize(2));
  }

  @Test
  void contestant_findsSomethingElse_hasNoTimes() {
    Contestant wrong = new Contestant("heliu", new Tally(3, 10), () -> new Tally(3, 9));
    assertThatThrownBy(wrong::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("heliu found");
  }

  @Test
  void report_twoReaders_tellsTheRatioBothWays() {
    Tally found = new Tally(1, 0);
    Contest contest =
        new Contest(
            "some-orders",
            "orders",
            10,
            1000,
            List.of(
                new Contestant("heliu", found, () -> found),
                new Contestant("rival", found, () -> found)));
    ReadingReport report =
        new ReadingReport(
            List.of(
                new ReadingReport.Result(
                    contest,
                    List.of(
                        new Rate("heliu", new double[] {50, 10, 60}, new double[] {60, 60, 60}),
                        new Rate(
                            "rival",
                            new double[] {100, 100, 100},
                            new double[] {100, 100, 100})))));

    assertThat(report.lines().get(4)).contains("| rival", " 0.50 |", " 0.60 |");
    assertThat(report.json())
        .contains("\"reader\":\"rival\"", "\"heliuTimes\":0.500,\"heliuTimesByCpu\":0.600");
  }
}
