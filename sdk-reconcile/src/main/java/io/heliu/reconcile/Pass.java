package io.heliu.reconcile;

import java.util.Objects;

/**
 * One step of a {@link MatchPlan} (对账规则). A pass sees only the lines that no earlier pass has
 * taken. Every pass compares lines of one channel and one currency only.
 *
 * <p>{@link #ruleId} names the pass in matches and reports; {@link #version} must grow when the
 * meaning of the rule changes, so that matches made by the old rule can be told apart.
 */
public sealed interface Pass {

  /** The kinds of passes, in the order in which they must stand in a plan. */
  enum Kind {
    /** {@link Exact}. */
    EXACT,
    /** {@link RefTolerance}. */
    REF_TOLERANCE,
    /** {@link RefGroup}. */
    REF_GROUP,
    /** {@link FeeExplained}. */
    FEE_EXPLAINED,
    /** {@link AmountWindow}. */
    AMOUNT_WINDOW
  }

  /** Returns the id of the rule, unique in its plan. */
  String ruleId();

  /** Returns the version of the rule, from 1. */
  int version();

  /** Returns the kind. */
  Kind kind();

  /**
   * Same reference and same amount. Of several such lines the k-th left one in the order of (day,
   * id) is matched with the k-th right one; what is left over is a {@link Reason#DUPLICATE}.
   *
   * @param ruleId the id of the rule
   * @param version the version of the rule
   */
  record Exact(String ruleId, int version) implements Pass {
    /** Checks the components. */
    public Exact {
      check(ruleId, version);
    }

    @Override
    public Kind kind() {
      return Kind.EXACT;
    }
  }

  /**
   * Same reference, amounts within a tolerance and days within a window, and each line the best
   * candidate of the other. Candidates are ordered by amount difference, distance from the expected
   * lag, right day, right id, left id.
   *
   * @param ruleId the id of the rule
   * @param version the version of the rule
   * @param tolerance how far the amounts may be apart
   * @param window how far the days may be apart
   */
  record RefTolerance(String ruleId, int version, Tolerance tolerance, DayWindow window)
      implements Pass {
    /** Checks the components. */
    public RefTolerance {
      check(ruleId, version);
      Objects.requireNonNull(tolerance, "tolerance");
      Objects.requireNonNull(window, "window");
    }

    @Override
    public Kind kind() {
      return Kind.REF_TOLERANCE;
    }
  }

  /**
   * Same group key: the sum of all open left lines equals the sum of all open right lines within a
   * tolerance (1:N, N:1 and N:M).
   *
   * @param ruleId the id of the rule
   * @param version the version of the rule
   * @param tolerance how far the two sums may be apart
   */
  record RefGroup(String ruleId, int version, Tolerance tolerance) implements Pass {
    /** Checks the components. */
    public RefGroup {
      check(ruleId, version);
      Objects.requireNonNull(tolerance, "tolerance");
    }

    @Override
    public Kind kind() {
      return Kind.REF_GROUP;
    }
  }

  /**
   * Same reference (or same group key, by sums), and the left amount is the right amount less the
   * fee that the right line expects. Several lines of the same net amount are matched as in {@link
   * Exact}. A difference of at most {@code rounding} is accepted as a rounding difference; anything
   * else is a {@link Reason#FEE_VARIANCE} when it is near, and not matched.
   *
   * @param ruleId the id of the rule
   * @param version the version of the rule
   * @param rounding the largest accepted rounding difference in minor units, not negative
   * @param near up to which distance from the expected fee, in minor units, a difference is called
   *     a fee variance rather than an amount mismatch; not below {@code rounding}
   */
  record FeeExplained(String ruleId, int version, long rounding, long near) implements Pass {
    /** Checks the components. */
    public FeeExplained {
      check(ruleId, version);
      Checks.that(rounding >= 0, "rounding", "must not be negative");
      Checks.that(near >= rounding, "near", "must not be below rounding");
    }

    @Override
    public Kind kind() {
      return Kind.FEE_EXPLAINED;
    }
  }

  /**
   * No usable reference: same amount and days within a window. Confirmed only if each line is the
   * single candidate of the other; other pairs that are each other's best candidate are suggested.
   *
   * @param ruleId the id of the rule
   * @param version the version of the rule
   * @param window how far the days may be apart
   * @param scope which open lines take part
   */
  record AmountWindow(String ruleId, int version, DayWindow window, Scope scope) implements Pass {
    /** Which open lines an amount pass looks at. */
    public enum Scope {
      /** Lines without a reference, or whose reference nobody on the other side has. */
      WITHOUT_COUNTERPART,
      /** Every open line, even one whose own reference points to another line. */
      ALL_OPEN
    }

    /** Checks the components. */
    public AmountWindow {
      check(ruleId, version);
      Objects.requireNonNull(window, "window");
      Objects.requireNonNull(scope, "scope");
    }

    @Override
    public Kind kind() {
      return Kind.AMOUNT_WINDOW;
    }
  }

  private static void check(String ruleId, int version) {
    Checks.text(ruleId, "ruleId");
    Checks.that(version >= 1, "version", "must be at least 1");
  }
}
