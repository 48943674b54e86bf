package io.heliu.reconcile;

import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How to run a plan. Nothing in here but the day and the decisions changes a result.
 *
 * @param asOf the business day of the run, from which {@link Reason#EXPECTED} is judged; null if no
 *     line is to be called expected
 * @param decisions what people and earlier runs have decided
 * @param executor where up to {@code tasks − 1} tasks are run beside the caller's thread; it may be
 *     busy or refuse to start them, the caller's thread does the rest. It must run or drop what it
 *     has accepted
 * @param tasks into how many tasks a step is cut, at least 1
 */
public record RunOptions(
    @Nullable LocalDate asOf, Decisions decisions, Executor executor, int tasks) {

  /** No day, no decisions, everything on the caller's thread. */
  public static final RunOptions DEFAULT = new RunOptions(null, Decisions.NONE, Runnable::run, 1);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code tasks} is not between 1 and 64
   */
  public RunOptions {
    Objects.requireNonNull(decisions, "decisions");
    Objects.requireNonNull(executor, "executor");
    Checks.that(tasks >= 1 && tasks <= 64, "tasks", "must be between 1 and 64");
  }

  /** Returns the same options as of this day. */
  public RunOptions asOf(LocalDate day) {
    return new RunOptions(Objects.requireNonNull(day, "day"), decisions, executor, tasks);
  }

  /** Returns the same options with these decisions. */
  public RunOptions with(Decisions newDecisions) {
    return new RunOptions(asOf, newDecisions, executor, tasks);
  }

  /** Returns the same options with this many tasks at once, helped by the executor. */
  public RunOptions on(Executor newExecutor, int newTasks) {
    return new RunOptions(asOf, decisions, newExecutor, newTasks);
  }
}
