package io.heliu.reconcile;

import static io.heliu.reconcile.Samples.EXACT;
import static io.heliu.reconcile.Samples.SHOP;
import static io.heliu.reconcile.Samples.amountWindow;
import static io.heliu.reconcile.Samples.fee;
import static io.heliu.reconcile.Samples.group;
import static io.heliu.reconcile.Samples.grouped;
import static io.heliu.reconcile.Samples.line;
import static io.heliu.reconcile.Samples.open;
import static io.heliu.reconcile.Samples.pairs;
import static io.heliu.reconcile.Samples.table;
import static io.heliu.reconcile.Samples.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import io.heliu.ShopId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconciliationTest {
  @RegisterExtension final Invariants engine = new Invariants();

  @Test
  void exact_sameReferenceAndAmount_isConfirmed() {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT),
            table(line("a", "R1", "10.00", 2)),
            table(line("x", "R1", "10.00", 1)));
    assertThat(pairs(result.matches())).containsExactly("a-x");
    assertThat(result.matches().get(0).difference()).isEqualTo(Money.fen(0));
    assertThat(result.openLines()).isEmpty();
  }

  @Test
  void exact_paidTwice_firstByDayThenIdMatchesAndTheOtherIsDuplicate() {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("b", "R", "10.00", 2), line("a", "R", "10.00", 1)),
            table(line("x", "R", "10.00", 1)));
    assertThat(pairs(result.matches())).containsExactly("a-x");
    assertThat(open(result)).containsExactly("LEFT:b:DUPLICATE");
  }

  @Test
  void exact_dayDecidesBeforeId() {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("a", "R", "10.00", 2), line("b", "R", "10.00", 1)),
            table(line("x", "R", "10.00", 1)));
    assertThat(pairs(result.matches())).containsExactly("b-x");
  }

  @Test
  void exact_severalEqualLines_pairKthWithKth() {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("a", "R", "5.00", 1), line("b", "R", "5.00", 2), line("c", "R", "7.00", 1)),
            table(
                line("x", "R", "5.00", 1),
                line("y", "R", "5.00", 1),
                line("z", "R", "5.00", 3),
                line("w", "R", "7.00", 9)));
    assertThat(pairs(result.matches())).containsExactly("a-x", "b-y", "c-w");
    assertThat(open(result)).containsExactly("RIGHT:z:DUPLICATE");
  }

  @Test
  void exact_surplusLine_isNotTakenForAnotherReference() {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("a", "R", "10.00", 1), line("b", "R", "10.00", 1)),
            table(line("x", "R", "10.00", 1), line("y", null, "10.00", 1)));
    assertThat(pairs(result.matches())).containsExactly("a-x");
    assertThat(open(result)).containsExactly("LEFT:b:DUPLICATE", "RIGHT:y:RIGHT_ONLY");
  }

  @ParameterizedTest
  @CsvSource({
    "10.05,10.00,5,0.05",
    "9.95,10.00,5,-0.05",
    "-10.05,-10.00,5,-0.05",
  })
  void tolerance_onTheBound_isConfirmedWithItsDifference(
      String left, String right, long fen, String difference) {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT, tolerance(fen)),
            table(line("a", "R", left, 1)),
            table(line("x", "R", right, 1)));
    assertThat(result.matches()).hasSize(1);
    assertThat(result.matches().get(0).difference()).isEqualTo(Money.yuan(difference));
  }

  @Test
  void tolerance_beyondTheBound_isAmountMismatchWithDifferenceAndCounterpart() {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT, tolerance(5)),
            table(line("a", "R", "10.06", 1)),
            table(line("x", "R", "10.00", 1)));
    assertThat(open(result)).containsExactly("LEFT:a:AMOUNT_MISMATCH", "RIGHT:x:AMOUNT_MISMATCH");
    assertThat(result.openLines().get(0).counterpart()).isEqualTo("x");
    assertThat(result.openLines())
        .allSatisfy(o -> assertThat(o.difference()).isEqualTo(Money.yuan("0.06")));
  }

  @Test
  void tolerance_lateLine_isDateOutOfWindow() {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT, tolerance(5)),
            table(line("a", "R", "10.01", 5)),
            table(line("x", "R", "10.00", 1)));
    assertThat(open(result))
        .containsExactly("LEFT:a:DATE_OUT_OF_WINDOW", "RIGHT:x:DATE_OUT_OF_WINDOW");
  }

  @Test
  void tolerance_severalCandidates_takesSmallestAmountDifferenceThenLag() {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT, tolerance(5)),
            table(line("a", "R", "10.02", 3)),
            table(
                line("w", "R", "10.05", 3),
                line("x", "R", "10.01", 1),
                line("y", "R", "10.03", 2),
                line("z", "R", "10.03", 2)));
    assertThat(pairs(result.matches())).containsExactly("a-y");
  }

  @Test
  void tolerance_notMutualBest_staysOpenAsAmbiguous() {
    MatchResult result =
        engine.run(
            MatchPlan.of(tolerance(5)),
            table(line("a", "R", "10.00", 1), line("b", "R", "10.00", 1)),
            table(line("x", "R", "10.01", 1), line("y", "R", "10.02", 1)));
    assertThat(pairs(result.matches())).containsExactly("a-x");
    assertThat(open(result)).containsExactly("LEFT:b:AMBIGUOUS", "RIGHT:y:AMBIGUOUS");
  }

  @Test
  void zero_matchesOnlyZero() {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("a", "R", "0.00", 1), line("b", "S", "0.00", 1)),
            table(line("x", "R", "0.00", 1), line("y", "S", "0.01", 1)));
    assertThat(pairs(result.matches())).containsExactly("a-x");
    assertThat(open(result)).containsExactly("LEFT:b:LEFT_ONLY", "RIGHT:y:RIGHT_ONLY");
  }

  @Test
  void oppositeSigns_neverMatch() {
    MatchPlan wide =
        MatchPlan.of(
            EXACT,
            tolerance(1_000_000),
            group(1_000_000),
            new Pass.FeeExplained("fee", 1, 1_000_000, 1_000_000),
            amountWindow());
    Line refund = line("a", "R", "-10.00", 1).withGroupKey("G");
    Line order = line("x", "R", "10.00", 1).withGroupKey("G").withFee(Money.yuan("20.00"));
    MatchResult result = engine.run(wide, table(refund), table(order));
    assertThat(result.matches()).isEmpty();
    assertThat(result.suggestions()).isEmpty();
  }

  @Test
  void currencies_sameNumber_isCurrencyMismatchWithoutDifference() {
    Line left =
        Line.payment("a", SHOP, "R", new Money(1000, Currency.getInstance("HKD")), Samples.DAY_1);
    MatchResult result =
        engine.run(MatchPlan.standard(), table(left), table(line("x", "R", "10.00", 1)));
    assertThat(open(result))
        .containsExactly("LEFT:a:CURRENCY_MISMATCH", "RIGHT:x:CURRENCY_MISMATCH");
    assertThat(result.openLines()).allSatisfy(o -> assertThat(o.difference()).isNull());
  }

  @Test
  void channels_ofTwoLines_mustBeTheSame() {
    Line left = Line.payment("a", new ShopId("jd", "s"), "R", Money.yuan("1"), Samples.DAY_1);
    MatchResult result =
        engine.run(MatchPlan.standard(), table(left), table(line("x", "R", "1.00", 1)));
    assertThat(open(result)).containsExactly("LEFT:a:LEFT_ONLY", "RIGHT:x:RIGHT_ONLY");
  }

  @ParameterizedTest
  @CsvSource({"000123,123,false", "ＴＢ１２３,TB123,true", "`tb-1 23,TB123,true"})
  void references_areComparedInTheirCommonForm(String left, String right, boolean equal) {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT),
            table(line("a", left, "1.00", 1)),
            table(line("x", right, "1.00", 1)));
    assertThat(result.matches()).hasSize(equal ? 1 : 0);
  }

  @Test
  void reference_destroyedBySpreadsheet_isNeverUsedAsKey() {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("a", "4.2E+27", "1.00", 1)),
            table(line("x", "4.2E+27", "1.00", 1)));
    assertThat(open(result))
        .containsExactly("LEFT:a:VALIDATION_FAILED", "RIGHT:x:VALIDATION_FAILED");
  }

  @Test
  void group_nineteenPaymentParts_matchOneOrder() {
    List<Line> parts = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      parts.add(grouped("p%02d".formatted(i), "order-1", "1.00"));
    }
    MatchResult result =
        engine.run(
            MatchPlan.standard(), LineTable.of(parts), table(grouped("x", "ORDER1", "19.00")));
    assertThat(result.matches()).hasSize(1);
    assertThat(result.matches().get(0).left()).hasSize(19);
    assertThat(result.matches().get(0).kind()).isEqualTo(Pass.Kind.REF_GROUP);
  }

  @Test
  void group_negativeBatch_matchesAsNegative() {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(grouped("a", "B", "-3.00")),
            table(grouped("x", "B", "2.00"), grouped("y", "B", "-5.00")));
    assertThat(pairs(result.matches())).containsExactly("a-x+y");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1"})
  void group_payoutOffByOneFen_isPayoutDifferenceUnlessTolerated(long fen, int matches) {
    MatchResult result =
        engine.run(
            MatchPlan.of(group(fen)),
            table(grouped("a", "B", "5.01")),
            table(grouped("x", "B", "2.00"), grouped("y", "B", "3.00")));
    assertThat(result.matches()).hasSize(matches);
    if (matches == 0) {
      assertThat(result.openLines())
          .hasSize(3)
          .allSatisfy(
              o -> {
                assertThat(o.reason()).isEqualTo(Reason.PAYOUT_DIFFERENCE);
                assertThat(o.difference()).isEqualTo(Money.yuan("0.01"));
              });
    }
  }

  @Test
  void group_twoCurrencies_isCurrencyMismatch() {
    Line yen =
        Line.payment("y", SHOP, null, new Money(300, Currency.getInstance("JPY")), Samples.DAY_1)
            .withGroupKey("B");
    MatchResult result =
        engine.run(
            MatchPlan.of(group(0)),
            table(grouped("a", "B", "5.00")),
            table(grouped("x", "B", "2.00"), yen));
    assertThat(result.openLines())
        .hasSize(3)
        .allSatisfy(o -> assertThat(o.reason()).isEqualTo(Reason.CURRENCY_MISMATCH));
  }

  @Test
  void group_sumBeyond64Bits_isAnErrorAndNeverWraps() {
    String half = "80000000000000000.00";
    LineTable left = table(grouped("a", "B", half), grouped("b", "B", half));
    LineTable right = table(grouped("x", "B", "1.00"));
    assertThatThrownBy(() -> Reconciliation.run(MatchPlan.of(group(0)), left, right))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void fee_differenceEqualsExpectedFee_isConfirmedWithTheFee() {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT, tolerance(5), fee()),
            table(line("a", "R", "99.40", 1)),
            table(line("x", "R", "100.00", 1).withFee(Money.yuan("0.60"))));
    assertThat(pairs(result.matches())).containsExactly("a-x");
    assertThat(result.matches().get(0).fee()).isEqualTo(Money.yuan("0.60"));
    assertThat(result.matches().get(0).difference()).isEqualTo(Money.yuan("-0.60"));
  }

  @Test
  void fee_severalEqualNetAmounts_pairKthWithKth() {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT, fee()),
            table(line("a", "R", "99.40", 1), line("b", "R", "99.40", 2)),
            table(
                line("x", "R", "100.00", 1).withFee(Money.yuan("0.60")),
                line("y", "R", "100.00", 2).withFee(Money.yuan("0.60"))));
    assertThat(pairs(result.matches())).containsExactly("a-x", "b-y");
  }

  @ParameterizedTest
  @CsvSource({
    "99.35,0.60,,FEE_VARIANCE",
    "98.39,0.60,,AMOUNT_MISMATCH",
    "90.00,0.60,10.00,FEE_VARIANCE",
    "99.40,,0.60,FEE_DATA_MISSING",
    "99.40,,,AMOUNT_MISMATCH",
  })
  void fee_notAsExpected_isExplained(String paid, String expected, String charged, Reason reason) {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT, fee()),
            table(line("a", "R", paid, 1).withFee(charged == null ? null : Money.yuan(charged))),
            table(
                line("x", "R", "100.00", 1)
                    .withFee(expected == null ? null : Money.yuan(expected))));
    assertThat(open(result)).containsExactly("LEFT:a:" + reason, "RIGHT:x:" + reason);
  }

  @Test
  void fee_roundingDifference_isAcceptedWhenThePlanSaysSo() {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT, new Pass.FeeExplained("fee", 1, 1, 1)),
            table(line("a", "R", "99.41", 1)),
            table(line("x", "R", "100.00", 1).withFee(Money.yuan("0.60"))));
    Match match = result.matches().get(0);
    assertThat(match.difference().plus(match.fee())).isEqualTo(Money.yuan("0.01"));
  }

  @Test
  void fee_ofAGroup_isTheSumOfExpectedFees() {
    MatchResult result =
        engine.run(
            MatchPlan.of(group(0), fee()),
            table(grouped("a", "B", "198.80")),
            table(
                grouped("x", "B", "100.00").withFee(Money.yuan("0.60")),
                grouped("y", "B", "100.00").withFee(Money.yuan("0.60"))));
    assertThat(pairs(result.matches())).containsExactly("a-x+y");
    assertThat(result.matches().get(0).fee()).isEqualTo(Money.yuan("1.20"));
  }

  @Test
  void amount_uniqueOnBothSides_isConfirmed() {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("a", null, "10.00", 4), line("b", "X99", "11.00", 2)),
            table(line("x", "R1", "10.00", 1), line("y", "R2", "11.00", 1)));
    assertThat(pairs(result.matches())).containsExactly("a-x", "b-y");
  }

  @ParameterizedTest
  @CsvSource({"5", "0"})
  void amount_outOfWindow_isNotMatched(int day) {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("a", null, "10.00", day)),
            table(line("x", "R1", "10.00", 1)));
    assertThat(open(result)).containsExactly("LEFT:a:LEFT_ONLY", "RIGHT:x:RIGHT_ONLY");
  }

  @Test
  void amount_notUnique_isSuggestedAndTheRestAmbiguous() {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("a", null, "10.00", 2), line("b", null, "10.00", 3)),
            table(line("x", "R1", "10.00", 2)));
    assertThat(result.matches()).isEmpty();
    assertThat(pairs(result.suggestions())).containsExactly("a-x");
    assertThat(open(result)).containsExactly("LEFT:b:AMBIGUOUS");
    assertThat(result.openLines().get(0).counterpart()).isEqualTo("x");
  }

  @Test
  void emptySide_allLinesAreOneSidedAndTheSummaryBalances() {
    MatchResult result =
        engine.run(MatchPlan.standard(), table(), table(line("x", "R", "1.00", 1)));
    assertThat(open(result)).containsExactly("RIGHT:x:RIGHT_ONLY");
    assertThat(result.summary().right().open().count()).isEqualTo(1);
    assertThat(result.summary().left().total().count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"5,EXPECTED", "6,RIGHT_ONLY"})
  void missingCounterpart_isExpectedUntilWindowEndPlusOneDay(int day, Reason reason) {
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(),
            table(line("x", "R", "1.00", 1)),
            RunOptions.DEFAULT.asOf(Samples.DAY_1.plusDays(day - 1)));
    assertThat(open(result)).containsExactly("RIGHT:x:" + reason);
  }

  @Test
  void refund_ofUnknownOrder_isRefundWithoutOrder() {
    Line refund = line("a", "R", "-1.00", 1).withKind(LineKind.REFUND);
    MatchResult result = engine.run(MatchPlan.standard(), table(refund), table());
    assertThat(open(result)).containsExactly("LEFT:a:REFUND_WITHOUT_ORDER");
  }

  @Test
  void matchId_dependsOnLinesRuleAndVersionOnly() {
    LineTable left = table(line("a", "R", "1.00", 1), line("b", "Q", "2.00", 1));
    LineTable right = table(line("x", "R", "1.00", 1));
    String id = engine.run(MatchPlan.of(EXACT), left, right).matches().get(0).id();
    String smaller =
        engine
            .run(MatchPlan.standard(), table(line("a", "R", "1.00", 1)), right)
            .matches()
            .get(0)
            .id();
    String newer =
        engine.run(MatchPlan.of(new Pass.Exact("exact", 2)), left, right).matches().get(0).id();
    assertThat(smaller).isEqualTo(id).hasSize(64);
    assertThat(newer).isNotEqualTo(id);
  }

  @Test
  void summary_namesWhatEachPassAndReasonHolds() {
    MatchResult result =
        engine.run(
            MatchPlan.of(EXACT, tolerance(5)),
            table(line("a", "R", "1.00", 1), line("b", "S", "2.01", 1), line("c", "T", "4.00", 1)),
            table(line("x", "R", "1.00", 1), line("y", "S", "2.00", 1)));
    Summary summary = result.summary();
    assertThat(summary.passes().get(0).confirmedLeft())
        .isEqualTo(new Summary.Tally(1, List.of(Money.yuan("1.00"))));
    assertThat(summary.passes().get(1).confirmedLeft())
        .isEqualTo(new Summary.Tally(1, List.of(Money.yuan("2.01"))));
    assertThat(summary.passes().get(1).confirmedRight())
        .isEqualTo(new Summary.Tally(1, List.of(Money.yuan("2.00"))));
    assertThat(summary.reasons())
        .containsExactly(
            new Summary.ReasonTotals(
                Side.LEFT, Reason.LEFT_ONLY, new Summary.Tally(1, List.of(Money.yuan("4.00")))));
  }
}
