package io.heliu.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The passes that compare the sums of lines of one channel and group key. */
final class GroupPasses {
  private final Run run;
  private final Book left;
  private final Book right;

  GroupPasses(Run run) {
    this.run = run;
    left = run.left;
    right = run.right;
  }

  private record GroupKey(Run run) implements KeyJoin.Key {
    @Override
    public boolean has(Side side, int line) {
      Book book = run.book(side);
      return book.isOpen(line) && book.table.hasGroup(line);
    }

    @Override
    public long high(Side side, int line) {
      return half(side, 2 * line);
    }

    @Override
    public long low(Side side, int line) {
      return half(side, 2 * line + 1);
    }

    private long half(Side side, int place) {
      long[] groups = run.book(side).table.groups;
      return groups == null ? KeyCode.NONE : groups[place];
    }

    @Override
    public boolean mixesCurrencies() {
      return true;
    }
  }

  private boolean hasGroups() {
    return left.table.groups != null && right.table.groups != null;
  }

  private <C> List<C> join(Supplier<C> makeChunk, KeyJoin.Groups<C> groups) {
    return KeyJoin.run(run, new GroupKey(run), makeChunk, groups);
  }

  /** Matches groups whose sums agree; with {@code net}, the right sum is less expected fees. */
  void sums(int rule, Tolerance tolerance, boolean net) {
    if (!hasGroups()) {
      return;
    }
    List<List<Run.Group>> chunks =
        join(
            ArrayList::new,
            (lefts, rights, chunk) -> {
              if (agrees(lefts, rights, tolerance, net) && !run.isApart(lefts, rights)) {
                chunk.add(new Run.Group(rule, lefts.toArray(), rights.toArray()));
              }
            });
    chunks.forEach(chunk -> chunk.forEach(run::confirm));
  }

  private boolean agrees(IntList lefts, IntList rights, Tolerance tolerance, boolean net) {
    if (!oneCurrency(lefts, rights) || net && !allHaveFees(rights)) {
      return false;
    }
    long leftSum = sum(left, lefts, false);
    long rightSum = sum(right, rights, false);
    return tolerance.allows(leftSum, net ? sum(right, rights, true) : rightSum)
        && Long.signum(leftSum) == Long.signum(rightSum);
  }

  private boolean allHaveFees(IntList rights) {
    for (int i = 0; i < rights.size; i++) {
      if (!right.table.hasFee(rights.values[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean oneCurrency(IntList lefts, IntList rights) {
    int currency = left.currency(lefts.values[0]);
    return oneCurrency(left, lefts, currency) && oneCurrency(right, rights, currency);
  }

  private static boolean oneCurrency(Book book, IntList lines, int currency) {
    for (int i = 0; i < lines.size; i++) {
      if (book.currency(lines.values[i]) != currency) {
        return false;
      }
    }
    return true;
  }

  private static long sum(Book book, IntList lines, boolean net) {
    long sum = 0;
    for (int i = 0; i < lines.size; i++) {
      sum = Math.addExact(sum, book.amount(lines.values[i], net));
    }
    return sum;
  }

  /** Says why the lines of groups that both sides have are open. */
  void explain() {
    if (!hasGroups() || run.plan.passes().stream().noneMatch(GroupPasses::usesGroups)) {
      return;
    }
    List<List<Run.Group>> chunks =
        join(
            ArrayList::new,
            (lefts, rights, chunk) ->
                chunk.add(new Run.Group(0, lefts.toArray(), rights.toArray())));
    chunks.forEach(chunk -> chunk.forEach(this::explain));
  }

  private static boolean usesGroups(Pass pass) {
    return pass.kind() == Pass.Kind.REF_GROUP || pass.kind() == Pass.Kind.FEE_EXPLAINED;
  }

  private void explain(Run.Group group) {
    IntList lefts = new IntList(group.left());
    IntList rights = new IntList(group.right());
    if (!oneCurrency(lefts, rights)) {
      explain(left, group.left(), Reason.CURRENCY_MISMATCH, group.right()[0]);
      explain(right, group.right(), Reason.CURRENCY_MISMATCH, group.left()[0]);
      return;
    }
    if (run.isApart(lefts, rights)) {
      explain(left, group.left(), Reason.AMBIGUOUS, Book.NOBODY);
      explain(right, group.right(), Reason.AMBIGUOUS, Book.NOBODY);
      return;
    }
    long gap = Math.subtractExact(sum(left, lefts, false), sum(right, rights, false));
    int number = Book.group(run.gaps.size());
    run.gaps.add(new Run.Gap(gap));
    explain(left, group.left(), Reason.PAYOUT_DIFFERENCE, number);
    explain(right, group.right(), Reason.PAYOUT_DIFFERENCE, number);
  }

  private static void explain(Book book, int[] lines, Reason reason, int partner) {
    for (int line : lines) {
      book.explain(line, reason, partner);
    }
  }
}
