package io.heliu.reconcile;

import java.util.ArrayList;
import java.util.List;

/** Says why lines of one reference, open on both sides, do not match. */
final class Differences {
  private final Book left;
  private final Book right;
  private final List<Pass.RefTolerance> tolerances = new ArrayList<>();
  private final List<Pass.FeeExplained> fees = new ArrayList<>();

  Differences(Run run) {
    left = run.left;
    right = run.right;
    for (Pass pass : run.plan.passes()) {
      if (pass instanceof Pass.RefTolerance tolerance) {
        tolerances.add(tolerance);
      } else if (pass instanceof Pass.FeeExplained fee) {
        fees.add(fee);
      }
    }
  }

  /** Explains the lines of one reference; both lists are sorted and not empty. */
  void explain(IntList lefts, IntList rights) {
    explainDuplicates(left, lefts);
    explainDuplicates(right, rights);
    IntList seenLeft = new IntList();
    IntList seenRight = new IntList();
    Segments.forEach(
        left,
        lefts,
        right,
        rights,
        false,
        (leftView, rightView) -> {
          Nearest nearest = new Nearest(leftView, rightView, null, null);
          for (int i = leftView.from(); i < leftView.to(); i++) {
            seenLeft.add(lefts.values[i]);
            explainPair(Side.LEFT, lefts.values[i], nearest);
          }
          for (int i = rightView.from(); i < rightView.to(); i++) {
            seenRight.add(rights.values[i]);
            explainPair(Side.RIGHT, rights.values[i], nearest);
          }
        });
    explainCurrencies(left, lefts, seenLeft, rights.values[0]);
    explainCurrencies(right, rights, seenRight, lefts.values[0]);
  }

  private static void explainDuplicates(Book book, IntList lines) {
    for (int i = 0; i < lines.size; i++) {
      if (book.has(lines.values[i], Book.SURPLUS)) {
        book.explain(lines.values[i], Reason.DUPLICATE, Book.NOBODY);
      }
    }
  }

  private void explainPair(Side side, int line, Nearest nearest) {
    int other = nearest.best(side, line);
    if (other == Nearest.NOBODY) {
      return; // only lines of the opposite sign: nothing to compare with
    }
    Book book = side == Side.LEFT ? left : right;
    Reason reason = side == Side.LEFT ? reason(line, other) : reason(other, line);
    book.explain(line, reason, other);
  }

  /**
   * Both lists are sorted by currency; {@code seen} are the lines whose currency both sides have.
   */
  private static void explainCurrencies(Book book, IntList lines, IntList seen, int counterpart) {
    int next = 0;
    for (int i = 0; i < lines.size; i++) {
      if (next < seen.size && seen.values[next] == lines.values[i]) {
        next++;
      } else {
        book.explain(lines.values[i], Reason.CURRENCY_MISMATCH, counterpart);
      }
    }
  }

  private Reason reason(int l, int r) {
    long leftAmount = left.table.amounts[l];
    long rightAmount = right.table.amounts[r];
    long lag = (long) left.table.days[l] - right.table.days[r];
    boolean near = false;
    boolean late = false;
    for (Pass.RefTolerance pass : tolerances) {
      if (pass.tolerance().allows(leftAmount, rightAmount)) {
        late |= !pass.window().contains(lag);
        near |= pass.window().contains(lag);
      }
    }
    if (near) {
      return Reason.AMBIGUOUS;
    }
    if (late) {
      return Reason.DATE_OUT_OF_WINDOW;
    }
    return leftAmount == rightAmount ? Reason.AMBIGUOUS : feeReason(l, r);
  }

  private Reason feeReason(int l, int r) {
    if (fees.isEmpty()) {
      return Reason.AMOUNT_MISMATCH;
    }
    long missing = right.table.amounts[r] - left.table.amounts[l];
    boolean charged = left.table.hasFee(l) && left.table.fee(l) == missing;
    if (!right.table.hasFee(r)) {
      return charged ? Reason.FEE_DATA_MISSING : Reason.AMOUNT_MISMATCH;
    }
    long off = Math.abs(Math.subtractExact(missing, right.table.fee(r)));
    boolean within = false;
    boolean near = charged;
    for (Pass.FeeExplained pass : fees) {
      within |= off <= pass.rounding();
      near |= off <= pass.near();
    }
    if (within) {
      return Reason.AMBIGUOUS;
    }
    return near ? Reason.FEE_VARIANCE : Reason.AMOUNT_MISMATCH;
  }
}
