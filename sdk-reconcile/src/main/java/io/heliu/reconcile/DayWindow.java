package io.heliu.reconcile;

/**
 * Which lags are acceptable (日期窗口). The lag is the left day minus the right day in whole calendar
 * days, so a settlement line that comes two days after its order has lag 2.
 *
 * @param min the smallest lag, inclusive
 * @param max the largest lag, inclusive
 * @param expected the lag that is most likely; of two candidates the nearer one wins
 */
public record DayWindow(int min, int max, int expected) {
  private static final int LIMIT = 100_000;

  /** Settlement lines come on the order's day or up to three days later. */
  public static final DayWindow SETTLEMENT = new DayWindow(0, 3, 0);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code min} exceeds {@code max}, {@code expected} is not
   *     between them or a bound is more than 100,000 days away
   */
  public DayWindow {
    Checks.that(min >= -LIMIT, "min", "must not be below " + -LIMIT);
    Checks.that(max <= LIMIT, "max", "must not exceed " + LIMIT);
    Checks.that(min <= max, "min", "must not exceed max");
    Checks.that(min <= expected && expected <= max, "expected", "must lie between min and max");
  }

  /** Returns a window whose expected lag is the one nearest to zero. */
  public static DayWindow of(int min, int max) {
    return new DayWindow(min, max, Math.max(min, Math.min(max, 0)));
  }

  boolean contains(long lag) {
    return min <= lag && lag <= max;
  }
}
