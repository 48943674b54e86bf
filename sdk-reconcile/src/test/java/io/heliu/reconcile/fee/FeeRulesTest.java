package io.heliu.reconcile.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.ShopId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fee rules as a document, and what a changed one would do. */
final class FeeRulesTest {
  private static final String BASE = "\"base\":{\"included\":[\"GOODS\"]}";
  private static final String RATE = "\"rate\":{\"by\":\"PERCENT\",\"rate\":\"%s\"}";

  private static String document(String... rules) {
    return "{\"fees\":[\"commission\"],\"rules\":[" + String.join(",", rules) + "]}";
  }

  private static String rule(String id, String more) {
    return "{\"id\":\""
        + id
        + "\",\"fee\":\"commission\",\"channel\":\"demo\",\"refund\":\"PROPORTIONAL\","
        + more
        + "}";
  }

  private static String percent(String id, String rate, String more) {
    return rule(id, BASE + "," + RATE.formatted(rate) + more);
  }

  private static FeeItem item(long fen, String paidAt) {
    return new FeeItem(
        "o1",
        new ShopId("demo", "one"),
        "apparel/shoes",
        "",
        Instant.parse(paidAt),
        Map.of(Component.GOODS, Money.fen(fen)));
  }

  private static Money fee(FeeSchedule schedule, FeeItem item) {
    return ((FeeQuote.Known) schedule.quote(item)).total();
  }

  @ParameterizedTest
  @CsvSource({"true,2300", "false,1600"})
  void parse_tiers_computeAsPublished(boolean marginal, long fen) {
    FeeSchedule read =
        FeeRules.parse(
            document(
                rule(
                    "t",
                    BASE
                        + ",\"rate\":{\"by\":\"TIERS\",\"marginal\":"
                        + marginal
                        + ",\"steps\":[{\"upTo\":\"100.00\",\"rate\":\"0.05\"},"
                        + "{\"upTo\":500,\"rate\":0.03},{\"rate\":\"0.02\"}]}")));

    assertThat(fee(read, item(80_000, "2026-11-11T00:00:00Z"))).isEqualTo(Money.fen(fen));
  }

  @ParameterizedTest
  @CsvSource({"1000,10", "19900,119", "900000,5000"})
  void parse_minimumAndCap_bound(long base, long fen) {
    FeeSchedule read =
        FeeRules.parse(document(percent("p", "0.006", ",\"min\":\"0.10\",\"cap\":\"50.00\"")));

    assertThat(fee(read, item(base, "2026-11-11T00:00:00Z"))).isEqualTo(Money.fen(fen));
  }

  @Test
  void parse_ruleChangesAtMidnight_isDecidedInTheZone() {
    FeeSchedule read =
        FeeRules.parse(
            document(
                percent("a", "0.05", ",\"to\":\"2024-07-01\""),
                percent("b", "0.04", ",\"from\":\"2024-07-01\"")));

    assertThat(fee(read, item(10_000, "2024-06-30T15:59:59Z"))).isEqualTo(Money.fen(500));
    assertThat(fee(read, item(10_000, "2024-06-30T16:00:00Z"))).isEqualTo(Money.fen(400));
  }

  @Test
  void parse_scopeAndFlatAmount_areKept() {
    FeeSchedule read =
        FeeRules.parse(
            document(
                percent("all", "0.05", ""),
                rule(
                    "shoes",
                    BASE
                        + ",\"category\":\"apparel\",\"rate\":{\"by\":\"FLAT\",\"amount\":\"1.50\"}")));

    assertThat(fee(read, item(10_000, "2026-11-11T00:00:00Z"))).isEqualTo(Money.fen(150));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"rate\":{\"by\":\"LUCK\"} | /rules/0/rate/by | one of [FLAT, PERCENT, TIERS]",
        "\"rate\":{\"by\":\"PERCENT\",\"rate\":1.1} | /rules/0/rate/rate | at most 1",
        "\"rate\":{\"by\":\"PERCENT\",\"rate\":\"5%\"} | /rules/0/rate/rate | a number such as 12.30",
        "\"rate\":{\"by\":\"FLAT\",\"amount\":\"0.001\"} | /rules/0/rate/amount | an amount that CNY can have",
        "\"rate\":{\"by\":\"FLAT\",\"amount\":-1} | /rules/0/rate/amount | at least 0",
        "\"rate\":{\"by\":\"TIERS\",\"marginal\":true,\"steps\":[{\"upTo\":1,\"rate\":0}]} | /rules/0/rate/steps/0/upTo | nothing in the last step",
        "\"rate\":{\"by\":\"TIERS\",\"marginal\":true,\"steps\":[{\"upTo\":2,\"rate\":0},{\"upTo\":2,\"rate\":0},{\"rate\":0}]} | /rules/0/rate/steps/1/upTo | more than 2",
        "\"rate\":{\"by\":\"TIERS\",\"marginal\":true,\"steps\":[{\"rate\":0},{\"rate\":0}]} | /rules/0/rate/steps/0/upTo | an amount",
      })
  void check_wrongRate_namesPlaceAndWhatIsAllowed(String rate, String pointer, String allowed) {
    assertOne(document(rule("r", BASE + "," + rate)), pointer, allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ",\"min\":2,\"cap\":1 | /rules/0/min | at most cap, which is 1",
        ",\"min\":0.001 | /rules/0/min | an amount that CNY can have",
        ",\"from\":\"2026-11-12\",\"to\":\"2026-11-12\" | /rules/0/to | a day after from, which is 2026-11-12",
        ",\"rounding\":\"UNNECESSARY\" | /rules/0/rounding | a mode that rounds",
        ",\"priority\":-1 | /rules/0/priority | at least 0",
        ",\"category\":\"/a\" | /rules/0/category | a path such as apparel/shoes",
        ",\"discount\":1 | /rules/0/discount | one of the fields [id, version, fee, channel, account, category, orderType, priority, from, to, base, rate, rounding, min, cap, refund]",
      })
  void check_wrongField_namesPlaceAndWhatIsAllowed(String more, String pointer, String allowed) {
    assertOne(document(percent("r", "0.05", more)), pointer, allowed);
  }

  @Test
  void check_veryLongPath_isDecidedWithoutRecursion() {
    String path = "a/".repeat(1_900) + "a";

    assertThat(FeeRules.check(document(percent("r", "0.05", ",\"category\":\"" + path + "\""))))
        .isEmpty();
  }

  @Test
  void check_numberWithALargeExponent_isRefused() {
    assertThat(FeeRules.check("{\"version\":1e99999999999}"))
        .anySatisfy(
            problem -> {
              assertThat(problem.pointer()).isEqualTo("/version");
              assertThat(problem.allowed()).contains("40 digits");
            });
  }

  private static void assertOne(String json, String pointer, String allowed) {
    assertThat(FeeRules.check(json))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(problem.allowed()).isEqualTo(allowed);
            });
  }

  @Test
  void check_componentIncludedAndSubtracted_isRefused() {
    assertOne(
        document(
            rule(
                "r",
                RATE.formatted("0.1")
                    + ",\"base\":{\"included\":[\"GOODS\",\"TAX\"],"
                    + "\"subtracted\":[\"POINTS\",\"TAX\"]}")),
        "/rules/0/base/subtracted/1",
        "a component that is not included");
  }

  @Test
  void check_rulesThatContradict_areRefused() {
    assertOne(
        document(percent("a", "0.05", ""), percent("b", "0.04", ",\"from\":\"2026-01-01\"")),
        "/rules/1/priority",
        "another priority, scope or time than rule a has");
    assertOne(
        document(percent("a", "0.05", ""), percent("a", "0.04", ",\"priority\":1")),
        "/rules/1/id",
        "an id and version of its own; /rules/0 has them");
    assertOne(
        document(percent("a", "0.05", "").replace("\"commission\"", "\"other\"")),
        "/rules/0/fee",
        "one of [commission]");
  }

  @Test
  void parse_nothing_throws() {
    assertThatThrownBy(() -> FeeRules.parse("{}"))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("/fees: found nothing, allowed is between 1 and 50 entries");
  }

  @Test
  void dryRun_changedRate_showsTotalsBeforeAndAfter() {
    FeeSchedule before = FeeRules.parse(document(percent("a", "0.05", "")));
    FeeSchedule after = FeeRules.parse(document(percent("a", "0.04", ",\"from\":\"2026-11-11\"")));
    List<FeeItem> items =
        List.of(
            item(10_000, "2026-11-11T00:00:00Z"),
            item(1, "2026-11-11T00:00:00Z"),
            item(20_000, "2026-11-01T00:00:00Z"));

    FeeDryRun run = FeeDryRun.of(before, after, items.iterator());

    assertThat(run)
        .isEqualTo(
            new FeeDryRun(
                3,
                2,
                0,
                1,
                List.of(new FeeDryRun.Total("commission", Money.fen(500), Money.fen(400)))));
    assertThat(run.totals().get(0).difference()).isEqualTo(Money.fen(-100));
  }
}
