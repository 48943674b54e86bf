package io.heliu.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * Finds the best counterpart of a line among lines sorted by amount, day and id, all of one
 * currency. A look-up steps over the amounts within the tolerance and searches days by bisection,
 * so equal lines in any number cost no more than a few.
 */
final class Nearest {
  /** No candidate. */
  static final int NOBODY = -1;

  private final View left;
  private final View right;
  private final @Nullable Tolerance tolerance;
  private final @Nullable DayWindow window;

  /** Lines {@code [from, to)} of a sorted list, with or without their expected fee. */
  record View(Book book, int[] lines, int from, int to, boolean net) {
    long amountAt(int place) {
      return book.amount(lines[place], net);
    }

    int dayAt(int place) {
      return book.table.days[lines[place]];
    }

    /** Returns the first place in [low, high) whose amount is at least {@code amount}. */
    int firstAmount(int low, int high, long amount) {
      int a = low;
      int b = high;
      while (a < b) {
        int middle = (a + b) >>> 1;
        if (amountAt(middle) < amount) {
          a = middle + 1;
        } else {
          b = middle;
        }
      }
      return a;
    }

    /** Returns the first place in [low, high), all of one amount, not before {@code day}. */
    int firstDay(int low, int high, long day) {
      int a = low;
      int b = high;
      while (a < b) {
        int middle = (a + b) >>> 1;
        if (dayAt(middle) < day) {
          a = middle + 1;
        } else {
          b = middle;
        }
      }
      return a;
    }

    /** Returns the end of the run of one amount that starts at {@code place}. */
    int amountEnd(int place) {
      long amount = amountAt(place);
      return amount == Long.MAX_VALUE ? to : firstAmount(place, to, amount + 1);
    }
  }

  /**
   * Creates the finder.
   *
   * @param tolerance how far amounts may be apart; null for any amount of the same sign
   * @param window how far days may be apart; null for any
   */
  Nearest(View left, View right, @Nullable Tolerance tolerance, @Nullable DayWindow window) {
    this.left = left;
    this.right = right;
    this.tolerance = tolerance;
    this.window = window;
  }

  /** Returns the best counterpart of a line, or {@link #NOBODY}. */
  int best(Side side, int line) {
    View mine = side == Side.LEFT ? left : right;
    View other = side == Side.LEFT ? right : left;
    long amount = mine.book.amount(line, mine.net);
    int up = other.firstAmount(other.from, other.to, amount);
    int down = up - 1;
    while (true) {
      boolean upOpen = up < other.to && allows(side, amount, other.amountAt(up));
      boolean downOpen = down >= other.from && allows(side, amount, other.amountAt(down));
      if (!upOpen && !downOpen) {
        return NOBODY;
      }
      long above = upOpen ? other.amountAt(up) - amount : Long.MAX_VALUE;
      long below = downOpen ? amount - other.amountAt(down) : Long.MAX_VALUE;
      int candidate = NOBODY;
      if (above <= below) {
        int end = other.amountEnd(up);
        candidate = nearestDay(side, line, up, end);
        up = end;
      }
      if (below <= above) {
        int start = other.firstAmount(other.from, down, other.amountAt(down));
        candidate = better(side, line, candidate, nearestDay(side, line, start, down + 1));
        down = start - 1;
      }
      if (candidate != NOBODY) {
        return candidate;
      }
    }
  }

  /** Returns how many counterparts of the line's amount stand in the window. */
  int count(Side side, int line) {
    if (window == null) {
      throw new IllegalStateException("count needs a window");
    }
    View mine = side == Side.LEFT ? left : right;
    View other = side == Side.LEFT ? right : left;
    long amount = mine.book.amount(line, mine.net);
    int from = other.firstAmount(other.from, other.to, amount);
    if (from == other.to || other.amountAt(from) != amount) {
      return 0;
    }
    int to = other.amountEnd(from);
    long day = mine.book.table.days[line];
    long first = side == Side.LEFT ? day - window.max() : day + window.min();
    long last = side == Side.LEFT ? day - window.min() : day + window.max();
    return other.firstDay(from, to, last + 1) - other.firstDay(from, to, first);
  }

  private boolean allows(Side side, long mine, long other) {
    if (tolerance == null) {
      return Long.signum(mine) == Long.signum(other);
    }
    return side == Side.LEFT ? tolerance.allows(mine, other) : tolerance.allows(other, mine);
  }

  /** Returns the best line of [from, to), all of one amount, or {@link #NOBODY}. */
  private int nearestDay(Side side, int line, int from, int to) {
    View other = side == Side.LEFT ? right : left;
    int expected = expectedLag();
    long day = (side == Side.LEFT ? left : right).book.table.days[line];
    long target = side == Side.LEFT ? day - expected : day + expected;
    int after = other.firstDay(from, to, target);
    int result = after < to ? inWindow(side, day, other, after) : NOBODY;
    if (after > from) {
      int before = other.firstDay(from, after, other.dayAt(after - 1));
      result = better(side, line, result, inWindow(side, day, other, before));
    }
    return result;
  }

  private int expectedLag() {
    return window == null ? 0 : window.expected();
  }

  private int inWindow(Side side, long day, View other, int place) {
    long lag = side == Side.LEFT ? day - other.dayAt(place) : other.dayAt(place) - day;
    return window == null || window.contains(lag) ? other.lines[place] : NOBODY;
  }

  /** Returns the better of two candidates at the same amount difference. */
  private int better(Side side, int line, int a, int b) {
    if (a == NOBODY || b == NOBODY) {
      return a == NOBODY ? b : a;
    }
    int order = Long.compare(offset(side, line, a), offset(side, line, b));
    if (order == 0 && side == Side.LEFT) {
      order = Integer.compare(right.book.table.days[a], right.book.table.days[b]);
    }
    return order < 0 || order == 0 && a < b ? a : b;
  }

  private long offset(Side side, int line, int candidate) {
    int l = side == Side.LEFT ? line : candidate;
    int r = side == Side.LEFT ? candidate : line;
    long lag = (long) left.book.table.days[l] - right.book.table.days[r];
    return Math.abs(lag - expectedLag());
  }
}
