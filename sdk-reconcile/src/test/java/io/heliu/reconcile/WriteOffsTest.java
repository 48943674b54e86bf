package io.heliu.reconcile;

import static io.heliu.reconcile.Samples.EXACT;
import static io.heliu.reconcile.Samples.fee;
import static io.heliu.reconcile.Samples.group;
import static io.heliu.reconcile.Samples.grouped;
import static io.heliu.reconcile.Samples.line;
import static io.heliu.reconcile.Samples.table;
import static io.heliu.reconcile.Samples.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Money;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteOffsTest {
  private record Seen(MatchResult result, WriteOffs writeOffs) {}

  private static final WriteOffRules LOSS =
      new WriteOffRules(Money.fen(5), WriteOffRules.Shortfall.WRITE_OFF_REST, null);

  private final List<Seen> seen = new ArrayList<>();

  /** What came in is what was written off, taken as fee or put into suspense, to the fen. */
  @AfterEach
  void moneyIsNeitherLostNorMade() {
    for (Seen each : seen) {
      for (Match match : each.result.matches()) {
        long came =
            match.left().stream().mapToLong(id -> each.result.left(id).amount().minor()).sum();
        boolean net = match.kind() == Pass.Kind.FEE_EXPLAINED;
        long used = 0;
        for (WriteOff w : each.writeOffs.proposals()) {
          if (w.matchId().equals(match.id())) {
            used += w.received().minor() + (net ? 0 : w.fee().minor());
          }
        }
        for (WriteOffs.Suspense s : each.writeOffs.suspense()) {
          used += s.matchId().equals(match.id()) ? s.amount().minor() : 0;
        }
        assertThat(used).as("%s", match).isEqualTo(came);
      }
    }
  }

  private WriteOffs writeOffs(
      WriteOffRules rules, MatchPlan plan, LineTable left, LineTable right) {
    MatchResult result = Reconciliation.run(plan, left, right);
    WriteOffs writeOffs = WriteOffs.of(result, rules);
    seen.add(new Seen(result, writeOffs));
    return writeOffs;
  }

  private static Money yuan(String text) {
    return Money.yuan(text);
  }

  @Test
  void of_grossSettlementWithChargedFee_receivedPlusFeeIsGross() {
    WriteOffs result =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(EXACT),
            table(line("a", "R", "100.00", 2).withFee(yuan("0.60"))),
            table(line("x", "R", "100.00", 1)));
    WriteOff only = result.proposals().get(0);
    assertThat(only.receivableId()).isEqualTo("x");
    assertThat(only.received()).isEqualTo(yuan("99.40"));
    assertThat(only.fee()).isEqualTo(yuan("0.60"));
    assertThat(only.isFull()).isTrue();
    assertThat(only.postingDay()).isEqualTo(Samples.DAY_1.plusDays(1));
  }

  @Test
  void of_netSettlement_feeIsTheExpectedOne() {
    WriteOffs result =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(EXACT, fee()),
            table(line("a", "R", "99.40", 1)),
            table(line("x", "R", "100.00", 1).withFee(yuan("0.60"))));
    WriteOff only = result.proposals().get(0);
    assertThat(only.received()).isEqualTo(yuan("99.40"));
    assertThat(only.fee()).isEqualTo(yuan("0.60"));
    assertThat(only.rounding()).isEqualTo(yuan("0.00"));
  }

  @ParameterizedTest
  @CsvSource({"9.95,0.05", "10.05,-0.05"})
  void of_smallDifference_goesToRoundingAndCloses(String came, String rounding) {
    WriteOffs result =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(EXACT, tolerance(5)),
            table(line("a", "R", came, 1)),
            table(line("x", "R", "10.00", 1)));
    assertThat(result.proposals().get(0).rounding()).isEqualTo(yuan(rounding));
    assertThat(result.proposals().get(0).isFull()).isTrue();
    assertThat(result.suspense()).isEmpty();
  }

  @Test
  void of_shortBeyondTheLimit_keepsTheRestOpen() {
    WriteOffs result =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(EXACT, tolerance(500)),
            table(line("a", "R", "70.00", 1), line("b", "S", "99.00", 1)),
            table(line("x", "R", "70.06", 1), line("y", "S", "100.00", 1)));
    assertThat(result.proposals())
        .extracting(WriteOff::open)
        .containsExactly(yuan("0.06"), yuan("1.00"));
    assertThat(result.proposals()).noneMatch(WriteOff::isFull);
  }

  @Test
  void of_shortBeyondTheLimitAndRuleSaysSo_writesTheRestOff() {
    WriteOffs result =
        writeOffs(
            LOSS,
            MatchPlan.of(EXACT, tolerance(500)),
            table(line("a", "R", "99.00", 1)),
            table(line("x", "R", "100.00", 1)));
    assertThat(result.proposals().get(0).loss()).isEqualTo(yuan("1.00"));
    assertThat(result.proposals().get(0).isFull()).isTrue();
  }

  @Test
  void of_tooMuchBeyondTheLimit_goesToSuspense() {
    WriteOffs result =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(EXACT, tolerance(500)),
            table(line("a", "R", "101.00", 1)),
            table(line("x", "R", "100.00", 1)));
    assertThat(result.proposals().get(0).received()).isEqualTo(yuan("100.00"));
    assertThat(result.suspense().get(0).amount()).isEqualTo(yuan("1.00"));
  }

  @Test
  void of_refund_reducesWithNegativeAmounts() {
    WriteOffs result =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(EXACT),
            table(line("a", "R", "-30.00", 1).withKind(LineKind.REFUND).withFee(yuan("-0.18"))),
            table(line("x", "R", "-30.00", 1).withKind(LineKind.REFUND)));
    WriteOff only = result.proposals().get(0);
    assertThat(only.gross()).isEqualTo(yuan("-30.00"));
    assertThat(only.received()).isEqualTo(yuan("-29.82"));
    assertThat(only.fee()).isEqualTo(yuan("-0.18"));
  }

  @Test
  void of_refundShortAndLong_keepsItsSign() {
    WriteOffs result =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(EXACT, tolerance(500)),
            table(line("a", "R", "-29.00", 1), line("b", "S", "-31.00", 1)),
            table(line("x", "R", "-30.00", 1), line("y", "S", "-30.00", 1)));
    assertThat(result.proposals())
        .extracting(WriteOff::open)
        .containsExactly(yuan("-1.00"), yuan("0.00"));
    assertThat(result.suspense().get(0).amount()).isEqualTo(yuan("-1.00"));
  }

  @Test
  void of_batchWithFees_eachReceivableGetsItsOwnFee() {
    WriteOffs result =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(group(0), fee()),
            table(grouped("a", "B", "128.80")),
            table(
                grouped("x", "B", "100.00").withFee(yuan("0.60")),
                grouped("y", "B", "60.00").withFee(yuan("0.90")),
                grouped("z", "B", "-30.00").withFee(yuan("-0.30"))));
    assertThat(result.proposals())
        .extracting(WriteOff::received)
        .containsExactly(yuan("99.40"), yuan("59.10"), yuan("-29.70"));
    assertThat(result.proposals()).allMatch(WriteOff::isFull);
  }

  @Test
  void of_batchWithOneChargedFee_isSpreadToTheFen() {
    WriteOffs result =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(group(0)),
            table(grouped("a", "B", "100.00").withFee(yuan("1.00"))),
            table(
                grouped("x", "B", "33.33"),
                grouped("y", "B", "33.33"),
                grouped("z", "B", "33.34")));
    assertThat(result.proposals())
        .extracting(WriteOff::fee)
        .containsExactly(yuan("0.33"), yuan("0.33"), yuan("0.34"));
  }

  @Test
  void of_shortBatch_leavesTheNewestReceivablesOpen() {
    WriteOffs result =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(group(10_000)),
            table(grouped("a", "B", "30.00")),
            table(
                line("x", null, "20.00", 3).withGroupKey("B"),
                line("y", null, "20.00", 1).withGroupKey("B"),
                line("z", null, "20.00", 2).withGroupKey("B")));
    assertThat(result.proposals())
        .extracting(WriteOff::open)
        .containsExactly(yuan("20.00"), yuan("0.00"), yuan("10.00"));
  }

  @Test
  void of_closedPeriod_postsOnTheFirstOpenDayAndKeepsTheDay() {
    WriteOffRules closed =
        new WriteOffRules(
            Money.fen(5), WriteOffRules.Shortfall.KEEP_OPEN, Samples.DAY_1.plusMonths(1));
    WriteOffs result =
        writeOffs(
            closed,
            MatchPlan.of(EXACT),
            table(line("a", "R", "1.00", 1)),
            table(line("x", "R", "1.00", 1)));
    assertThat(result.proposals().get(0).postingDay()).isEqualTo(Samples.DAY_1.plusMonths(1));
    assertThat(result.proposals().get(0).businessDay()).isEqualTo(Samples.DAY_1);
  }

  @Test
  void key_secondRunWithMoreLines_isTheSame() {
    LineTable right = table(line("x", "R", "1.00", 1));
    WriteOffs first =
        writeOffs(
            WriteOffRules.STANDARD, MatchPlan.of(EXACT), table(line("a", "R", "1.00", 1)), right);
    WriteOffs second =
        writeOffs(
            WriteOffRules.STANDARD,
            MatchPlan.of(EXACT),
            table(line("0", "Q", "9.00", 1), line("a", "R", "1.00", 1)),
            right);
    assertThat(second.proposals().get(0).key()).isEqualTo(first.proposals().get(0).key());
  }

  @Test
  void new_partsDoNotAddUp_isRefused() {
    Money one = Money.fen(1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new WriteOff(
                    "k",
                    "m",
                    "r",
                    List.of(),
                    one,
                    one,
                    one,
                    one,
                    one,
                    one,
                    Samples.DAY_1,
                    Samples.DAY_1))
        .withMessageStartingWith("gross: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WriteOffRules(Money.fen(-1), WriteOffRules.Shortfall.KEEP_OPEN, null))
        .withMessage("limit: must not be negative");
  }
}
