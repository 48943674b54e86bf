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
    public long hash(Side side, int line) {
      Book book = run.book(side);
      return Bytes.mix(book.table.amounts[line] * 0x9E3779B97F4A7C15L ^ book.channelSeed(line));
    }

    @Override
    public boolean same(Side sideA, int a, Side sideB, int b) {
      Book bookA = run.book(sideA);
      Book bookB = run.book(sideB);
      return bookA.table.amounts[a] == bookB.table.amounts[b]
          && bookA.channel(a) == bookB.channel(b)
          && bookA.currency(a) == bookB.currency(b);
    }
  }

  void run() {
    boolean all = pass.scope() == Pass.AmountWindow.Scope.ALL_OPEN;
    KeyJoin.run(
        left.table.size,
        right.table.size,
        new AmountKey(run, all),
        run.workers,
        IntList::new,
        this::match);
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
