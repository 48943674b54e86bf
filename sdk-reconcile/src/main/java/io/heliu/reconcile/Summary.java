package io.heliu.reconcile;

import io.heliu.Money;
import java.util.List;
import java.util.Objects;

/**
 * Counts and amounts of a run (对账汇总). On each side the lines that are confirmed, suggested, open
 * and ignored add up to all lines, in count and in the amount of every currency; a summary that
 * does not balance cannot be made.
 *
 * @param left the left side
 * @param right the right side
 * @param passes what each pass has found, in the order of the plan
 * @param reasons the open lines by side and reason, without empty ones
 */
public record Summary(
    SideTotals left, SideTotals right, List<PassTotals> passes, List<ReasonTotals> reasons) {

  /** Copies the lists. */
  public Summary {
    Objects.requireNonNull(left, "left");
    Objects.requireNonNull(right, "right");
    passes = List.copyOf(passes);
    reasons = List.copyOf(reasons);
  }

  /**
   * Lines and their amounts.
   *
   * @param count the number of lines
   * @param amounts the sums, one a currency in the order of currency codes, without currencies that
   *     have no line
   */
  public record Tally(long count, List<Money> amounts) {
    /** Copies the list. */
    public Tally {
      amounts = List.copyOf(amounts);
    }
  }

  /**
   * One side.
   *
   * @param confirmed lines in a match, including those that were settled before the run
   * @param suggested lines in a suggestion
   * @param open lines with a reason
   * @param ignored lines that somebody has voided
   * @param total all lines of the table
   */
  public record SideTotals(
      Tally confirmed, Tally suggested, Tally open, Tally ignored, Tally total) {

    /**
     * Checks that the parts add up to the total.
     *
     * @throws IllegalStateException if they do not
     */
    public SideTotals {
      Balance balance = new Balance();
      balance.add(confirmed, 1);
      balance.add(suggested, 1);
      balance.add(open, 1);
      balance.add(ignored, 1);
      balance.add(total, -1);
      balance.check();
    }
  }

  /**
   * What a pass has found.
   *
   * @param kind the kind of the pass
   * @param ruleId the id of the rule
   * @param version the version of the rule
   * @param confirmedLeft the left lines that it confirmed
   * @param confirmedRight the right lines that it confirmed
   * @param suggestedLeft the left lines that it suggested
   * @param suggestedRight the right lines that it suggested
   */
  public record PassTotals(
      Pass.Kind kind,
      String ruleId,
      int version,
      Tally confirmedLeft,
      Tally confirmedRight,
      Tally suggestedLeft,
      Tally suggestedRight) {}

  /**
   * The open lines of one side and reason.
   *
   * @param side the side
   * @param reason the reason
   * @param lines the lines
   */
  public record ReasonTotals(Side side, Reason reason, Tally lines) {}
}
