package io.heliu.reconcile;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What to try, in which order (对账方案). Immutable and thread-safe.
 *
 * @param passes the passes; strongest evidence first, that is in the order of {@link Pass.Kind}, at
 *     most one {@link Pass.Exact}, at most 50 in all
 * @param arrival in which lags a counterpart normally arrives; a line without one is {@link
 *     Reason#EXPECTED} until this window and the waiting days are over
 * @param waitDays how many days to wait after the window has ended, not negative
 */
public record MatchPlan(List<Pass> passes, DayWindow arrival, int waitDays) {
  private static final int MAX_PASSES = 50;

  /**
   * Checks the plan as a whole; a refusal names the path of the wrong field, for example {@code
   * passes[2].ruleId}.
   *
   * @throws IllegalArgumentException if a rule of the components is broken
   */
  public MatchPlan {
    passes = List.copyOf(passes);
    Objects.requireNonNull(arrival, "arrival");
    Checks.that(!passes.isEmpty(), "passes", "must not be empty");
    Checks.that(passes.size() <= MAX_PASSES, "passes", "must be at most " + MAX_PASSES);
    Checks.that(waitDays >= 0, "waitDays", "must not be negative");
    Set<String> ruleIds = new HashSet<>();
    for (int i = 0; i < passes.size(); i++) {
      String path = "passes[" + i + "]";
      Pass pass = passes.get(i);
      Checks.that(ruleIds.add(pass.ruleId()), path + ".ruleId", "must be unique");
      if (i > 0) {
        Pass.Kind before = passes.get(i - 1).kind();
        Checks.that(
            before.compareTo(pass.kind()) <= 0,
            path + ".kind",
            pass.kind() + " must not stand after " + before);
        Checks.that(
            pass.kind() != Pass.Kind.EXACT, path + ".kind", "EXACT must stand only once, first");
      }
    }
  }

  /** Returns a plan for settlement lines with a wait of one day after the window. */
  public static MatchPlan of(Pass... passes) {
    return new MatchPlan(List.of(passes), DayWindow.SETTLEMENT, 1);
  }

  /**
   * Returns the usual plan for settlement lines in CNY: exact, 0.05 tolerance, groups without
   * tolerance, expected fees with 0.01 rounding, and amounts within the settlement window.
   */
  public static MatchPlan standard() {
    return of(
        new Pass.Exact("exact", 1),
        new Pass.RefTolerance("tolerance", 1, Tolerance.symmetric(5), DayWindow.SETTLEMENT),
        new Pass.RefGroup("group", 1, Tolerance.NONE),
        new Pass.FeeExplained("fee", 1, 1, 100),
        new Pass.AmountWindow(
            "amount", 1, DayWindow.SETTLEMENT, Pass.AmountWindow.Scope.WITHOUT_COUNTERPART));
  }
}
