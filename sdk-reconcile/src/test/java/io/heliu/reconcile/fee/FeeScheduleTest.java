package io.heliu.reconcile.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeeScheduleTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final LocalDate JULY = LocalDate.of(2024, 7, 1);

  private static FeeSchedule schedule(FeeRule... rules) {
    return new FeeSchedule(List.of(rules), List.of("commission"), FeeSchedule.Stacking.PARALLEL);
  }

  private static FeeRule rule(
      String id,
      @Nullable String account,
      @Nullable String category,
      @Nullable String type,
      int priority) {
    return FeeSamples.scoped(
        id, new FeeRule.Scope("tmall", account, category, type), priority, Validity.ALWAYS);
  }

  private static String selected(FeeSchedule schedule, FeeItem item) {
    return schedule.select("commission", item).map(FeeRule::id).orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-06-30T15:59:59.999Z,A",
    "2024-06-30T16:00:00Z,B",
    "2024-07-01T00:00:00Z,B",
  })
  void select_changeOfRate_isAtMidnightInTheChannelsZone(Instant at, String id) {
    FeeRule.Scope scope = FeeRule.Scope.channel("tmall");
    FeeSchedule schedule =
        schedule(
            FeeSamples.scoped("A", scope, 1, new Validity(null, JULY, SHANGHAI)),
            FeeSamples.scoped("B", scope, 1, new Validity(JULY, null, SHANGHAI)));
    FeeItem item = FeeSamples.item("s", "", "", at, Map.of(Component.GOODS, Money.yuan("1.00")));
    assertThat(selected(schedule, item)).isEqualTo(id);
  }

  @Test
  void select_longestCategory_wins() {
    FeeSchedule schedule =
        schedule(
            rule("any", null, null, null, 1),
            rule("apparel", null, "apparel", null, 1),
            rule("shoes", null, "apparel/shoes", null, 9),
            rule("sho", null, "apparel/sho", null, 0));
    assertThat(selected(schedule, FeeSamples.goods("1.00"))).isEqualTo("shoes");
  }

  @Test
  void select_shopBeforeCategoryBeforeTypeBeforePriority() {
    FeeRule type = rule("type", null, null, "normal", 0);
    FeeRule category = rule("category", null, "apparel", null, 5);
    FeeRule shop = rule("shop", "shop1", null, null, 9);
    FeeItem item = FeeSamples.goods("1.00");
    assertThat(selected(schedule(type, category, shop), item)).isEqualTo("shop");
    assertThat(selected(schedule(type, category), item)).isEqualTo("category");
    assertThat(selected(schedule(rule("any", null, null, null, 0), type), item)).isEqualTo("type");
  }

  @Test
  void select_sameScope_lowerPriorityNumberWins() {
    FeeSchedule schedule = schedule(rule("b", null, null, null, 2), rule("c", null, null, null, 1));
    assertThat(selected(schedule, FeeSamples.goods("1.00"))).isEqualTo("c");
  }

  @Test
  void select_otherShopTypeOrChannel_isNoRule() {
    FeeItem item = FeeSamples.goods("1.00");
    assertThat(selected(schedule(rule("r", "shop2", null, null, 1)), item)).isEqualTo("none");
    assertThat(selected(schedule(rule("r", null, null, "presale", 1)), item)).isEqualTo("none");
    assertThat(selected(schedule(rule("r", null, "food", null, 1)), item)).isEqualTo("none");
    FeeRule jd = FeeRule.percent("r", "commission", "jd", FeeBase.OWED, BigDecimal.ONE);
    assertThat(selected(schedule(jd), item)).isEqualTo("none");
  }

  @Test
  void quote_noRule_isMissingAndNotZero() {
    assertThat(schedule().quote(FeeSamples.goods("1.00")))
        .isEqualTo(new FeeQuote.Missing("order-1", "commission"));
  }

  @ParameterizedTest
  @CsvSource({"PARALLEL,5.60", "CASCADING,5.57"})
  void quote_twoFees_areParallelOrCascading(FeeSchedule.Stacking stacking, String total) {
    FeeRule payment =
        FeeRule.percent("p", "payment", "tmall", FeeBase.OWED, new BigDecimal("0.006"));
    FeeSchedule schedule =
        new FeeSchedule(
            List.of(payment, FeeSamples.percent("c", "0.05")),
            List.of("commission", "payment"),
            stacking);
    FeeQuote quote = schedule.quote(FeeSamples.goods("100.00"));
    assertThat(quote).isInstanceOf(FeeQuote.Known.class);
    FeeQuote.Known known = (FeeQuote.Known) quote;
    assertThat(known.total()).isEqualTo(Money.yuan(total));
    assertThat(known.charges()).extracting(c -> c.rule().id()).containsExactly("c", "p");
    assertThat(known.exceedsPayment()).isFalse();
  }

  @Test
  void quote_feeAboveThePayment_isAllowedAndFlagged() {
    FeeQuote quote =
        schedule(FeeSamples.bounded("0.05", "2.00", null)).quote(FeeSamples.goods("1.00"));
    assertThat(((FeeQuote.Known) quote).exceedsPayment()).isTrue();
  }

  @Test
  void new_rulesThatCannotBeToldApart_namesTheRule() {
    FeeRule a = rule("a", null, null, null, 1);
    assertRefused(
        "rules[1].priority: cannot be told apart from rule a", a, rule("b", null, null, null, 1));
    assertRefused("rules[1].id: two rules have this version", a, rule("a", "s", null, null, 1));
    assertRefused(
        "rules[0].fee: must be one of [commission]",
        FeeRule.percent("p", "payment", "tmall", FeeBase.OWED, BigDecimal.ONE));
  }

  private static void assertRefused(String message, FeeRule... rules) {
    assertThatThrownBy(() -> schedule(rules))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining(message);
  }

  @Test
  void new_sameKeysAtOtherTimes_isAllowed() {
    FeeRule.Scope scope = FeeRule.Scope.channel("tmall");
    FeeSchedule schedule =
        schedule(
            FeeSamples.scoped("A", scope, 1, new Validity(null, JULY, SHANGHAI)),
            FeeSamples.scoped("B", scope, 1, new Validity(JULY, JULY.plusDays(1), SHANGHAI)));
    Optional<FeeRule> later =
        schedule.select(
            "commission",
            FeeSamples.item(
                "s",
                "",
                "",
                Instant.parse("2024-07-02T00:00:00Z"),
                Map.of(Component.GOODS, Money.yuan("1.00"))));
    assertThat(later).isEmpty();
  }
}
