package io.heliu.reconcile;

import java.util.Objects;
import java.util.Set;

/**
 * What people and earlier runs have decided; it outranks every rule. Ids that are in neither table
 * are ignored, so decisions may be kept for longer than a run.
 *
 * @param settledLeft left lines that stand in a match already, automatic or manual; they are not
 *     touched and count as confirmed
 * @param settledRight the same for right lines
 * @param ignoredLeft left lines that somebody has voided with a reason; they count as ignored
 * @param ignoredRight the same for right lines
 * @param apart pairs that somebody has taken apart; they are neither matched nor suggested again,
 *     alone or in a group
 */
public record Decisions(
    Set<String> settledLeft,
    Set<String> settledRight,
    Set<String> ignoredLeft,
    Set<String> ignoredRight,
    Set<Apart> apart) {

  /** No decisions. */
  public static final Decisions NONE =
      new Decisions(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

  /** Copies the sets. */
  public Decisions {
    settledLeft = Set.copyOf(settledLeft);
    settledRight = Set.copyOf(settledRight);
    ignoredLeft = Set.copyOf(ignoredLeft);
    ignoredRight = Set.copyOf(ignoredRight);
    apart = Set.copyOf(apart);
  }

  /**
   * A left and a right line that must not be paired.
   *
   * @param left the id of the left line
   * @param right the id of the right line
   */
  public record Apart(String left, String right) {
    /** Checks that nothing is null. */
    public Apart {
      Objects.requireNonNull(left, "left");
      Objects.requireNonNull(right, "right");
    }
  }
}
