package io.heliu.reconcile;

import static io.heliu.reconcile.Samples.EXACT;
import static io.heliu.reconcile.Samples.fee;
import static io.heliu.reconcile.Samples.group;
import static io.heliu.reconcile.Samples.grouped;
import static io.heliu.reconcile.Samples.line;
import static io.heliu.reconcile.Samples.open;
import static io.heliu.reconcile.Samples.pairs;
import static io.heliu.reconcile.Samples.table;
import static io.heliu.reconcile.Samples.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DecisionsTest {
  @RegisterExtension final Invariants engine = new Invariants();

  @Test
  void decisions_settledAndIgnoredLines_areNotTouchedAndCount() {
    Decisions decisions =
        new Decisions(Set.of("a", "old"), Set.of("x"), Set.of("b"), Set.of(), Set.of());
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("a", "R", "1.00", 1), line("b", "S", "2.00", 1), line("c", "R", "1.00", 2)),
            table(line("x", "Q", "9.00", 1), line("y", "S", "2.00", 1)),
            RunOptions.DEFAULT.with(decisions));
    assertThat(result.matches()).isEmpty();
    assertThat(result.summary().left().confirmed().count()).isEqualTo(1);
    assertThat(result.summary().left().ignored().count()).isEqualTo(1);
    assertThat(open(result)).containsExactly("LEFT:c:LEFT_ONLY", "RIGHT:y:RIGHT_ONLY");
  }

  @Test
  void decisions_secondPaymentOfASettledOrder_isDuplicate() {
    Decisions decisions = new Decisions(Set.of("a"), Set.of("x"), Set.of(), Set.of(), Set.of());
    MatchResult result =
        engine.run(
            MatchPlan.standard(),
            table(line("a", "R", "1.00", 1), line("b", "R", "1.00", 2)),
            table(line("x", "R", "1.00", 1), line("y", null, "1.00", 2)),
            RunOptions.DEFAULT.with(decisions));
    assertThat(open(result)).containsExactly("LEFT:b:DUPLICATE", "RIGHT:y:RIGHT_ONLY");
  }

  @Test
  void decisions_pairTakenApart_isNotProposedAgainByAnyPass() {
    Decisions decisions =
        new Decisions(
            Set.of(), Set.of(), Set.of(), Set.of(), Set.of(new Decisions.Apart("a", "x")));
    MatchPlan plan =
        MatchPlan.of(
            EXACT,
            tolerance(5),
            group(0),
            fee(),
            new Pass.AmountWindow(
                "amount", 1, DayWindow.SETTLEMENT, Pass.AmountWindow.Scope.ALL_OPEN));
    MatchResult result =
        engine.run(
            plan,
            table(line("a", "R", "1.00", 1).withGroupKey("G")),
            table(line("x", "R", "1.00", 1).withGroupKey("G").withFee(Money.fen(0))),
            RunOptions.DEFAULT.with(decisions));
    assertThat(result.matches()).isEmpty();
    assertThat(result.suggestions()).isEmpty();
    assertThat(open(result)).containsExactly("LEFT:a:AMBIGUOUS", "RIGHT:x:AMBIGUOUS");
  }

  @Test
  void decisions_pairInsideAGroup_keepsTheWholeGroupApart() {
    Decisions decisions =
        new Decisions(
            Set.of(), Set.of(), Set.of(), Set.of(), Set.of(new Decisions.Apart("a", "y")));
    MatchResult result =
        engine.run(
            MatchPlan.of(group(0)),
            table(grouped("a", "B", "5.00"), grouped("b", "C", "5.00")),
            table(grouped("x", "B", "2.00"), grouped("y", "B", "3.00"), grouped("z", "C", "5.00")),
            RunOptions.DEFAULT.with(decisions));
    assertThat(pairs(result.matches())).containsExactly("b-z");
    assertThat(result.openLines())
        .hasSize(3)
        .allSatisfy(o -> assertThat(o.reason()).isEqualTo(Reason.AMBIGUOUS));
  }

  @Test
  void run_ruleChanged_onlyOpenLinesAreLookedAtAgain() {
    LineTable left = table(line("a", "R", "1.00", 1), line("b", "S", "2.03", 1));
    LineTable right = table(line("x", "R", "1.00", 1), line("y", "S", "2.00", 1));
    MatchResult first = engine.run(MatchPlan.of(EXACT), left, right);
    Decisions standing =
        new Decisions(
            Set.copyOf(first.matches().get(0).left()),
            Set.copyOf(first.matches().get(0).right()),
            Set.of(),
            Set.of(),
            Set.of());
    MatchResult second =
        engine.run(
            MatchPlan.of(new Pass.Exact("exact", 2), tolerance(5)),
            left,
            right,
            RunOptions.DEFAULT.with(standing));
    assertThat(pairs(second.matches())).containsExactly("b-y");
    assertThat(second.summary().left().confirmed().count()).isEqualTo(2);
  }
}
