package io.heliu.reconcile;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Gives every open line that has no reason yet the one that applies to it alone. */
final class Explaining {
  private final Run run;

  Explaining(Run run) {
    this.run = run;
  }

  void damaged() {
    for (Side side : Side.values()) {
      Book book = run.book(side);
      for (int line = 0; book.table.hasDamage && line < book.table.size; line++) {
        if (book.isOpen(line) && book.table.isDamaged(line)) {
          book.explain(line, Reason.VALIDATION_FAILED, Book.NOBODY);
        }
      }
    }
  }

  void rest(@Nullable LocalDate asOf) {
    DayWindow arrival = run.plan.arrival();
    // A left line waits for a right one as long as the window reaches before its own day.
    long leftWait = (long) run.plan.waitDays() - arrival.min();
    long rightWait = (long) run.plan.waitDays() + arrival.max();
    long today = asOf == null ? Long.MAX_VALUE : asOf.toEpochDay();
    rest(run.left, Reason.LEFT_ONLY, today, leftWait);
    rest(run.right, Reason.RIGHT_ONLY, today, rightWait);
  }

  private static void rest(Book book, Reason alone, long today, long wait) {
    for (int line = 0; line < book.table.size; line++) {
      if (book.isOpen(line) && book.reasons[line] == Book.UNKNOWN) {
        boolean waiting = today <= book.table.days[line] + wait;
        Reason reason = reason(book, line, alone, waiting);
        int partner = reason == Reason.AMBIGUOUS ? book.partners[line] : Book.NOBODY;
        book.explain(line, reason, partner);
      }
    }
  }

  private static Reason reason(Book book, int line, Reason alone, boolean waiting) {
    if (book.has(line, Book.SURPLUS)) {
      return Reason.DUPLICATE;
    }
    if (book.has(line, Book.CANDIDATES)) {
      return Reason.AMBIGUOUS;
    }
    if (waiting) {
      return Reason.EXPECTED;
    }
    LineKind kind = book.table.profileList.get(book.table.profiles[line]).kind();
    boolean lost =
        alone == Reason.LEFT_ONLY
            && kind == LineKind.REFUND
            && book.table.hasReference(line)
            && !book.has(line, Book.SHARED);
    return lost ? Reason.REFUND_WITHOUT_ORDER : alone;
  }
}
