package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.reconcile.DayWindow;
import io.heliu.reconcile.Line;
import io.heliu.reconcile.LineTable;
import io.heliu.reconcile.MatchPlan;
import io.heliu.reconcile.MatchResult;
import io.heliu.reconcile.Pass;
import io.heliu.reconcile.Reconciliation;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reports take from the result of a matching. */
final class MatchingTest {
  private static final LocalDate DAY = LocalDate.of(2024, 3, 1);

  private static Line line(String id, String reference, String yuan) {
    return Line.payment(id, Samples.SHOP, reference, Money.yuan(yuan), DAY);
  }

  private static MatchResult run(List<Line> left, List<Line> right) {
    return Reconciliation.run(
        MatchPlan.of(new Pass.Exact("exact", 1)), LineTable.of(left), LineTable.of(right));
  }

  @Test
  void reconciledOrders_matchedOrder_isReconciledHoweverItsNumberIsWritten() {
    ReconciledOrders orders =
        ReconciledOrders.of(
            run(List.of(line("L1", "`TB-1", "10.00")), List.of(line("R1", "TB1", "10.00"))));

    assertThat(orders.contains(Samples.SHOP, "tb1")).isTrue();
    assertThat(orders.contains(new ShopId("taobao", "other"), "TB1")).isFalse();
    assertThat(orders.contains(Samples.SHOP, "TB2")).isFalse();
  }

  @Test
  void reconciledOrders_oneLineOpen_isNotReconciled() {
    ReconciledOrders orders =
        ReconciledOrders.of(
            run(
                List.of(line("L1", "TB1", "10.00")),
                List.of(line("R1", "TB1", "10.00"), line("R2", "TB1", "7.00"))));

    assertThat(orders.contains(Samples.SHOP, "TB1")).isFalse();
  }

  @Test
  void reconciledOrders_damagedNumber_isNotReconciled() {
    ReconciledOrders orders = ReconciledOrders.of(run(List.of(), List.of()));

    assertThat(orders.contains(Samples.SHOP, "4.2E+27")).isFalse();
  }

  @Test
  void autoMatch_result_countsLinesAndAmountsWithoutTheirSigns() {
    AutoMatch match =
        AutoMatch.of(
            run(
                List.of(
                    line("L1", "A", "10.00"), line("L2", "B", "-4.00"), line("L3", "C", "1.00")),
                List.of(line("R1", "A", "10.00"), line("R2", "B", "-4.00"))),
            Money.CNY);

    assertThat(match.matched()).containsExactlyInAnyOrder("L1", "L2");
    assertThat(match.unmatched()).containsExactly("L3");
    assertThat(match.matchedAmount()).isEqualTo(Money.yuan("14.00"));
    assertThat(match.unmatchedAmount()).isEqualTo(Money.yuan("1.00"));
  }

  @Test
  void autoMatch_suggestion_isNotMatchedWithoutAPerson() {
    Pass.AmountWindow amount =
        new Pass.AmountWindow(
            "amount", 1, DayWindow.SETTLEMENT, Pass.AmountWindow.Scope.WITHOUT_COUNTERPART);
    List<Line> left =
        List.of(
            Line.payment("L1", Samples.SHOP, null, Money.yuan("5.00"), DAY),
            Line.payment("L2", Samples.SHOP, null, Money.yuan("5.00"), DAY));
    List<Line> right = List.of(line("R1", "A", "5.00"), line("R2", "B", "5.00"));
    MatchResult result =
        Reconciliation.run(MatchPlan.of(amount), LineTable.of(left), LineTable.of(right));
    AutoMatch match = AutoMatch.of(result, Money.CNY);

    assertThat(match.matched()).isEmpty();
    assertThat(match.unmatched()).containsExactlyInAnyOrder("L1", "L2");
    assertThat(ReconciledOrders.of(result).contains(Samples.SHOP, "A")).isFalse();
  }

  @Test
  void autoMatch_otherCurrency_isNotCounted() {
    MatchResult result = run(List.of(line("L1", "A", "10.00")), List.of(line("R1", "A", "10.00")));

    assertThat(AutoMatch.of(result, Currency.getInstance("HKD")).matched()).isEmpty();
  }
}
