package io.heliu.reconcile;

import java.util.Objects;

/**
 * Matches the lines of two books by a plan (对账).
 *
 * <p>The result is a function of the plan, the lines and the decisions alone: it does not depend on
 * the order of the lines, on the number of tasks, or on the time. Each line is used at most once.
 * The cost grows in proportion to the number of lines.
 */
public final class Reconciliation {
  private Reconciliation() {}

  /**
   * Runs a plan on the caller's thread, without a day and without decisions.
   *
   * @throws ArithmeticException if a sum or a difference of amounts leaves 64 bits
   */
  public static MatchResult run(MatchPlan plan, LineTable left, LineTable right) {
    return run(plan, left, right, RunOptions.DEFAULT);
  }

  /**
   * Runs a plan.
   *
   * @param plan what to try, in which order
   * @param left the lines of the outside
   * @param right the lines of our books
   * @param options the day of the run, the decisions, and who helps
   * @throws ArithmeticException if a sum or a difference of amounts leaves 64 bits
   */
  public static MatchResult run(
      MatchPlan plan, LineTable left, LineTable right, RunOptions options) {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(left, "left");
    Objects.requireNonNull(right, "right");
    Objects.requireNonNull(options, "options");
    Run run = new Run(plan, left, right, options);
    run.execute();
    return new MatchResult(run);
  }
}
