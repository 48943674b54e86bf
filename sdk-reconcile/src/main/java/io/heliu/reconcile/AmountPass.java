package io.heliu.reconcile;

/** The pass that compares lines of one channel, currency and amount by their days. */
final class AmountPass {
  private final Run run;
  private final Book left;
  private final Book right;
  private final int rule;
  private final Pass.AmountWindow pass;

  AmountPass(Run run, int rule, Pass.AmountWindow pass) {
    this.run = run;
    this.rule = rule;
    this.pass = pass;
    left = run.left;
    right = run.right;
  }

  private record AmountKey(Run run, boolean all) implements KeyJoin.Key {
    @Override
    public boolean has(Side side, int line) {
      Book book = run.book(side);
      return book.isOpen(line)
          && (all || !book.has(line, Book.SHARED))
          && !book.table.isDamaged(line);
    }

    @Override
    public long high(Side side, int line) {
      // The whole amount stands in the low half; the high half must not look like a text.
      return 0;
    }

    @Override
    public long low(Side side, int line) {
      return run.book(side).table.amounts[line];
    }

    @Override
    public boolean mixesCurrencies() {
      return false;
    }
  }

  void run() {
    boolean all = pass.scope() == Pass.AmountWindow.Scope.ALL_OPEN;
    KeyJoin.run(run, new AmountKey(run, all), IntList::new, this::match);
  }

  private void match(IntList lefts, IntList rights, IntList best) {
    left.sort(lefts, false);
    right.sort(rights, false);
    Nearest nearest =
        new Nearest(
            new Nearest.View(left, lefts.values, 0, lefts.size, false),
            new Nearest.View(right, rights.values, 0, rights.size, false),
            Tolerance.NONE,
            pass.window());
    best.clear();
    for (int i = 0; i < rights.size; i++) {
      best.add(nearest.best(Side.RIGHT, rights.values[i]));
    }
    for (int i = 0; i < lefts.size; i++) {
      int l = lefts.values[i];
      int r = nearest.best(Side.LEFT, l);
      if (r != Nearest.NOBODY) {
        decide(nearest, l, r);
      }
    }
    for (int i = 0; i < rights.size; i++) {
      if (best.values[i] != Nearest.NOBODY) {
        mark(right, rights.values[i], best.values[i]);
      }
    }
  }

  private void decide(Nearest nearest, int l, int r) {
    if (nearest.best(Side.RIGHT, r) != l) {
      mark(left, l, r);
    } else if (nearest.count(Side.LEFT, l) == 1 && nearest.count(Side.RIGHT, r) == 1) {
      run.confirm(rule, l, r);
    } else if (!run.suggest(rule, l, r)) {
      mark(left, l, r);
    }
  }

  private static void mark(Book book, int line, int candidate) {
    if (book.isOpen(line)) {
      book.set(line, Book.CANDIDATES);
      book.partners[line] = candidate;
    }
  }
}
