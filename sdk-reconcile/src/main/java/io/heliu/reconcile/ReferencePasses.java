package io.heliu.reconcile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The passes that compare lines of one channel and reference. */
final class ReferencePasses {
  private final Run run;
  private final Book left;
  private final Book right;

  /** Groups with open lines on both sides, as (left count, right count, lines …). */
  private List<IntList> rests = List.of();

  ReferencePasses(Run run) {
    this.run = run;
    left = run.left;
    right = run.right;
  }

  /** Joins both sides by reference and, if {@code exact}, matches equal amounts on the way. */
  void join(boolean exact) {
    rests =
        KeyJoin.run(
            left.table.size,
            right.table.size,
            new ReferenceKey(run),
            run.workers,
            IntList::new,
            exact ? this::matchExact : this::keepOpen);
  }

  private record ReferenceKey(Run run) implements KeyJoin.Key {
    @Override
    public boolean has(Side side, int line) {
      return run.book(side).table.references[line] >= 0;
    }

    @Override
    public long hash(Side side, int line) {
      return run.book(side).table.referenceHashes[line];
    }

    @Override
    public boolean same(Side sideA, int a, Side sideB, int b) {
      Book bookA = run.book(sideA);
      Book bookB = run.book(sideB);
      return bookA.channel(a) == bookB.channel(b)
          && Bytes.same(
              bookA.table.texts,
              bookA.table.references[a],
              bookB.table.texts,
              bookB.table.references[b]);
    }
  }

  private void matchExact(IntList lefts, IntList rights, IntList rest) {
    if (lefts.size == 1 && rights.size == 1) {
      int l = lefts.values[0];
      int r = rights.values[0];
      boolean equal =
          left.table.amounts[l] == right.table.amounts[r]
              && left.currency(l) == right.currency(r)
              && left.isOpen(l)
              && right.isOpen(r);
      if (equal && run.confirm(0, l, r)) {
        return;
      }
    } else {
      left.sort(lefts, false);
      right.sort(rights, false);
      markTwins(left, lefts);
      markTwins(right, rights);
      IntList openLefts = open(left, lefts);
      IntList openRights = open(right, rights);
      pairEqual(0, openLefts, openRights, false);
    }
    keepOpen(lefts, rights, rest);
  }

  /** Marks open lines that have the amount of a settled line of their own side. */
  private static void markTwins(Book book, IntList sorted) {
    int from = 0;
    boolean settled = false;
    for (int i = 0; i <= sorted.size; i++) {
      if (i == sorted.size || !sameAmount(book, sorted.values[from], sorted.values[i])) {
        for (int k = from; settled && k < i; k++) {
          book.set(sorted.values[k], Book.SURPLUS);
        }
        from = i;
        settled = false;
      }
      settled |= i < sorted.size && book.states[sorted.values[i]] == Book.SETTLED;
    }
  }

  private static boolean sameAmount(Book book, int a, int b) {
    return book.currency(a) == book.currency(b) && book.table.amounts[a] == book.table.amounts[b];
  }

  /** Matches the k-th left with the k-th right line of equal amount; marks what is left over. */
  private void pairEqual(int rule, IntList lefts, IntList rights, boolean net) {
    int i = 0;
    int j = 0;
    while (i < lefts.size && j < rights.size) {
      int order = compare(lefts.values[i], rights.values[j], net);
      if (order < 0) {
        i++;
      } else if (order > 0) {
        j++;
      } else {
        int l = lefts.values[i];
        int r = rights.values[j];
        while (i < lefts.size
            && j < rights.size
            && compare(lefts.values[i], r, net) == 0
            && compare(l, rights.values[j], net) == 0) {
          confirmSameSign(rule, lefts.values[i++], rights.values[j++]);
        }
        for (; !net && i < lefts.size && compare(lefts.values[i], r, false) == 0; i++) {
          left.set(lefts.values[i], Book.SURPLUS);
        }
        for (; !net && j < rights.size && compare(l, rights.values[j], false) == 0; j++) {
          right.set(rights.values[j], Book.SURPLUS);
        }
      }
    }
  }

  private int compare(int l, int r, boolean net) {
    int order = Integer.compare(left.currency(l), right.currency(r));
    return order != 0 ? order : Long.compare(left.table.amounts[l], right.amount(r, net));
  }

  private void confirmSameSign(int rule, int l, int r) {
    if (Long.signum(left.table.amounts[l]) == Long.signum(right.table.amounts[r])) {
      run.confirm(rule, l, r);
    }
  }

  private void keepOpen(IntList lefts, IntList rights, IntList rest) {
    IntList openLefts = open(left, lefts);
    IntList openRights = open(right, rights);
    markShared(left, openLefts);
    markShared(right, openRights);
    if (openLefts.size > 0 && openRights.size > 0) {
      rest.add(openLefts.size);
      rest.add(openRights.size);
      rest.addAll(openLefts);
      rest.addAll(openRights);
    }
  }

  private static void markShared(Book book, IntList lines) {
    for (int i = 0; i < lines.size; i++) {
      book.set(lines.values[i], Book.SHARED);
    }
  }

  private static IntList open(Book book, IntList lines) {
    IntList open = new IntList();
    for (int i = 0; i < lines.size; i++) {
      if (book.isOpen(lines.values[i])) {
        open.add(lines.values[i]);
      }
    }
    return open;
  }

  /** Takes the open lines of one reference, unsorted. */
  private interface Rest {
    void group(IntList lefts, IntList rights);
  }

  private void forEachRest(Rest action) {
    run.workers.forEach(
        rests.size(),
        number -> {
          IntList rest = rests.get(number);
          IntList lefts = new IntList();
          IntList rights = new IntList();
          for (int at = 0; at < rest.size; ) {
            int leftFrom = at + 2;
            int rightFrom = leftFrom + rest.values[at];
            int end = rightFrom + rest.values[at + 1];
            fillOpen(left, rest, leftFrom, rightFrom, lefts);
            fillOpen(right, rest, rightFrom, end, rights);
            if (lefts.size > 0 && rights.size > 0) {
              action.group(lefts, rights);
            }
            at = end;
          }
        });
  }

  private static void fillOpen(Book book, IntList from, int start, int end, IntList into) {
    into.clear();
    for (int i = start; i < end; i++) {
      if (book.isOpen(from.values[i])) {
        into.add(from.values[i]);
      }
    }
  }

  void tolerance(int rule, Pass.RefTolerance pass) {
    forEachRest(
        (lefts, rights) -> {
          left.sort(lefts, false);
          right.sort(rights, false);
          mutualBest(rule, lefts, rights, pass.tolerance(), pass.window(), false);
        });
  }

  void fee(int rule, Pass.FeeExplained pass) {
    Tolerance rounding = Tolerance.symmetric(pass.rounding());
    forEachRest(
        (lefts, rights) -> {
          IntList withFee = new IntList();
          for (int i = 0; i < rights.size; i++) {
            if (right.table.hasFee(rights.values[i])) {
              withFee.add(rights.values[i]);
            }
          }
          left.sort(lefts, false);
          right.sort(withFee, true);
          pairEqual(rule, lefts, withFee, true);
          IntList openLefts = open(left, lefts);
          IntList openRights = open(right, withFee);
          mutualBest(rule, openLefts, openRights, rounding, null, true);
        });
  }

  private void mutualBest(
      int rule,
      IntList lefts,
      IntList rights,
      Tolerance tolerance,
      @Nullable DayWindow window,
      boolean net) {
    Segments.forEach(
        left,
        lefts,
        right,
        rights,
        net,
        (leftView, rightView) -> {
          Nearest nearest = new Nearest(leftView, rightView, tolerance, window);
          for (int i = leftView.from(); i < leftView.to(); i++) {
            int l = lefts.values[i];
            int r = nearest.best(Side.LEFT, l);
            if (r != Nearest.NOBODY && nearest.best(Side.RIGHT, r) == l) {
              confirmSameSign(rule, l, r);
            }
          }
        });
  }

  /** Says why the lines that share a reference with open lines of the other side are open. */
  void explain() {
    Differences differences = new Differences(run);
    forEachRest(
        (lefts, rights) -> {
          left.sort(lefts, false);
          right.sort(rights, false);
          differences.explain(lefts, rights);
        });
  }
}
