package io.heliu.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatchPlanTest {

  @Test
  void new_sameRuleIdTwice_namesThePath() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MatchPlan.of(Samples.EXACT, Samples.group(0), Samples.group(5)))
        .withMessage("passes[2].ruleId: must be unique");
  }

  @Test
  void new_weakerBeforeStronger_namesThePath() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MatchPlan.of(Samples.group(0), Samples.tolerance(5)))
        .withMessage("passes[1].kind: REF_TOLERANCE must not stand after REF_GROUP");
  }

  @Test
  void new_secondExact_namesThePath() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MatchPlan.of(Samples.EXACT, new Pass.Exact("other", 1)))
        .withMessage("passes[1].kind: EXACT must stand only once, first");
  }

  @Test
  void new_emptyOrTooLong_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(MatchPlan::of)
        .withMessage("passes: must not be empty");
    List<Pass> many = Collections.nCopies(51, Samples.EXACT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MatchPlan(many, DayWindow.SETTLEMENT, 1))
        .withMessage("passes: must be at most 50");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MatchPlan(List.of(Samples.EXACT), DayWindow.SETTLEMENT, -1))
        .withMessage("waitDays: must not be negative");
  }

  @Test
  void pass_wrongFields_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pass.Exact("", 1))
        .withMessage("ruleId: must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pass.Exact("x", 0))
        .withMessage("version: must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pass.FeeExplained("x", 1, 2, 1))
        .withMessage("near: must not be below rounding");
  }

  @Test
  void new_severalPassesOfOneKind_areAllowed() {
    MatchPlan plan =
        MatchPlan.of(
            new Pass.RefTolerance("a", 1, Tolerance.NONE, DayWindow.SETTLEMENT),
            new Pass.RefTolerance("b", 1, Tolerance.symmetric(9), DayWindow.SETTLEMENT));
    MatchResult result =
        Reconciliation.run(
            plan,
            Samples.table(Samples.line("l", "R", "1.09", 1)),
            Samples.table(Samples.line("r", "R", "1.00", 1)));
    assertThat(result.matches().get(0).ruleId()).isEqualTo("b");
  }

  @Test
  void options_wrongTasks_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunOptions.DEFAULT.on(Runnable::run, 0))
        .withMessage("tasks: must be between 1 and 64");
  }
}
