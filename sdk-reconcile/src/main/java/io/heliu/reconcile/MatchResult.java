package io.heliu.reconcile;

import io.heliu.Money;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a run has found (对账结果). The lists are views that make their elements when asked, so that a
 * result of millions of lines stays small; matches come in the order of the plan's passes and then
 * of the smallest left id, open lines left before right and then by id. Immutable and thread-safe.
 */
public final class MatchResult {
  private final Run run;
  private final int[] confirmed;
  private final int[] suggested;
  private final int[] openLeft;
  private final int[] openRight;
  private final Summary summary;

  MatchResult(Run run) {
    this.run = run;
    confirmed = byRule(Book.CONFIRMED);
    suggested = byRule(Book.SUGGESTED);
    openLeft = open(run.left);
    openRight = open(run.right);
    summary = summarise();
  }

  /** Returns the confirmed matches. */
  public List<Match> matches() {
    return new View<>(confirmed.length, i -> match(confirmed[i], Book.CONFIRMED));
  }

  /** Returns the matches that a person should confirm or refuse. */
  public List<Match> suggestions() {
    return new View<>(suggested.length, i -> match(suggested[i], Book.SUGGESTED));
  }

  /** Returns the lines that are neither matched nor suggested, each with its reason (差错). */
  public List<OpenLine> openLines() {
    return new View<>(
        openLeft.length + openRight.length,
        i ->
            i < openLeft.length
                ? openLine(Side.LEFT, openLeft[i])
                : openLine(Side.RIGHT, openRight[i - openLeft.length]));
  }

  /** Returns counts and amounts; they balance on both sides. */
  public Summary summary() {
    return summary;
  }

  /**
   * Returns the left line with this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Line left(String id) {
    return line(run.left, id);
  }

  /**
   * Returns the right line with this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Line right(String id) {
    return line(run.right, id);
  }

  /**
   * Writes the open lines as comma-separated values with a header line (RFC 4180): to be encoded as
   * UTF-8. Texts that a spreadsheet would take for a formula get a leading apostrophe.
   *
   * @throws IOException if {@code out} fails
   */
  public void writeOpenLines(Appendable out) throws IOException {
    OpenLineCsv.write(openLines(), out);
  }

  private static Line line(Book book, String id) {
    int index = book.table.indexOf(id);
    Checks.that(index >= 0, "id", "no line has the id " + id);
    return book.table.line(index);
  }

  /** Returns the first left line of every match, in the order of rules, then ids. */
  private int[] byRule(byte kind) {
    int[] starts = new int[run.plan.passes().size() + 1];
    for (int line = 0; line < run.left.table.size; line++) {
      int rule = run.left.rule(line, kind);
      if (rule >= 0 && isFirst(line)) {
        starts[rule + 1]++;
      }
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] result = new int[starts[starts.length - 1]];
    for (int line = 0; line < run.left.table.size; line++) {
      int rule = run.left.rule(line, kind);
      if (rule >= 0 && isFirst(line)) {
        result[starts[rule]++] = line;
      }
    }
    return result;
  }

  private boolean isFirst(int leftLine) {
    int number = run.groups.isEmpty() ? -1 : Book.groupNumber(run.left.partners[leftLine]);
    return number < 0 || run.groups.get(number).left()[0] == leftLine;
  }

  private static int[] open(Book book) {
    IntList lines = new IntList();
    for (int line = 0; line < book.table.size; line++) {
      if (book.isOpen(line)) {
        lines.add(line);
      }
    }
    return lines.toArray();
  }

  private Match match(int firstLeft, byte kind) {
    int partner = run.left.partners[firstLeft];
    int number = Book.groupNumber(partner);
    int[] lefts = number < 0 ? new int[] {firstLeft} : run.groups.get(number).left();
    int[] rights = number < 0 ? new int[] {partner} : run.groups.get(number).right();
    Pass pass = run.plan.passes().get(run.left.rule(firstLeft, kind));
    boolean net = pass.kind() == Pass.Kind.FEE_EXPLAINED;
    long fee = 0;
    long difference = 0;
    for (int l : lefts) {
      difference = Math.addExact(difference, run.left.table.amounts[l]);
    }
    for (int r : rights) {
      difference = Math.subtractExact(difference, run.right.table.amounts[r]);
      fee = net ? Math.addExact(fee, run.right.table.fee(r)) : 0;
    }
    List<String> leftIds = ids(run.left, lefts);
    List<String> rightIds = ids(run.right, rights);
    return new Match(
        Digest.match(leftIds, rightIds, pass),
        pass.kind(),
        pass.ruleId(),
        pass.version(),
        leftIds,
        rightIds,
        money(run.left, firstLeft, difference),
        money(run.left, firstLeft, fee));
  }

  private static List<String> ids(Book book, int[] lines) {
    List<String> ids = new ArrayList<>(lines.length);
    for (int line : lines) {
      ids.add(book.table.id(line));
    }
    return ids;
  }

  private static Money money(Book book, int line, long minor) {
    Currency currency = book.table.profileList.get(book.table.profiles[line]).currency();
    return new Money(minor, currency);
  }

  private OpenLine openLine(Side side, int line) {
    Book book = run.book(side);
    Book other = side == Side.LEFT ? run.right : run.left;
    Reason reason = Reason.values()[book.reasons[line]];
    int partner = book.partners[line];
    int gap = Book.groupNumber(partner);
    if (gap >= 0) {
      Money difference = money(book, line, run.gaps.get(gap).difference());
      return new OpenLine(side, book.table.line(line), reason, null, difference);
    }
    if (partner < 0) {
      return new OpenLine(side, book.table.line(line), reason, null, null);
    }
    return new OpenLine(
        side,
        book.table.line(line),
        reason,
        other.table.id(partner),
        difference(book, line, other, partner, side));
  }

  private static @Nullable Money difference(
      Book book, int line, Book other, int partner, Side side) {
    if (book.currency(line) != other.currency(partner)) {
      return null;
    }
    long d = Math.subtractExact(book.table.amounts[line], other.table.amounts[partner]);
    return money(book, line, side == Side.LEFT ? d : -d);
  }

  private Summary summarise() {
    Tallies left = new Tallies(run, run.left);
    Tallies right = new Tallies(run, run.right);
    List<Summary.PassTotals> passes = new ArrayList<>();
    for (int rule = 0; rule < run.plan.passes().size(); rule++) {
      Pass pass = run.plan.passes().get(rule);
      passes.add(
          new Summary.PassTotals(
              pass.kind(),
              pass.ruleId(),
              pass.version(),
              left.confirmed(rule),
              right.confirmed(rule),
              left.suggested(rule),
              right.suggested(rule)));
    }
    List<Summary.ReasonTotals> reasons = new ArrayList<>();
    for (Side side : Side.values()) {
      for (Reason reason : Reason.values()) {
        Summary.Tally lines = (side == Side.LEFT ? left : right).open(reason);
        if (lines.count() > 0) {
          reasons.add(new Summary.ReasonTotals(side, reason, lines));
        }
      }
    }
    return new Summary(left.totals(), right.totals(), passes, reasons);
  }

  /** A list that makes its elements when asked. */
  private static final class View<T> extends AbstractList<T> implements RandomAccess {
    private final int size;
    private final IntFunction<T> element;

    View(int size, IntFunction<T> element) {
      this.size = size;
      this.element = element;
    }

    @Override
    public T get(int index) {
      return element.apply(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
      return size;
    }
  }
}
