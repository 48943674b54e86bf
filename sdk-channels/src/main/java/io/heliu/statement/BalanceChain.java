package io.heliu.statement;

import io.heliu.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks that each balance follows from another row's balance and the row's own amount.
 *
 * <p>Files have their newest row first or last, and rows of one second in any order, so no order is
 * relied on: over all rows, each balance that a row starts from must be one that another row ends
 * with, but for the opening and the closing balance. In a file in order of time these cancel out
 * row by row, so the memory needed is small. A single break on a day that ends with its opening
 * balance looks like another order and is not seen.
 */
final class BalanceChain {
  private static final int MAX_ENDS = 10_000;
  private static final int MAX_SHOWN = 5;

  /** How often a balance was reached, less how often it was started from; never zero. */
  private final Map<Long, Integer> ends = new HashMap<>();

  private boolean unknown;

  void add(Money amount, Money balance) {
    if (!unknown) {
      count(balance.minor(), 1);
      count(balance.minus(amount).minor(), -1);
      unknown = ends.size() > MAX_ENDS;
    }
  }

  /** Takes note of a row without a balance: then nothing can be said. */
  void skip() {
    unknown = true;
  }

  private void count(long balance, int step) {
    ends.merge(balance, step, (a, b) -> a + b == 0 ? null : a + b);
  }

  /** Returns what does not follow, or null. */
  @Nullable String gap() {
    if (unknown) {
      return ends.size() > MAX_ENDS
          ? "its balances cannot be followed: its rows are in no order of time, or do not follow"
          : null;
    }
    int gaps = -1;
    List<String> loose = new ArrayList<>();
    for (Map.Entry<Long, Integer> end : new TreeMap<>(ends).entrySet()) {
      if (end.getValue() > 0) {
        gaps += end.getValue();
        loose.add(Money.fen(end.getKey()).toPlainString());
      }
    }
    return gaps < 1
        ? null
        : "its balances do not follow from its amounts in "
            + gaps
            + " places: no row goes on from "
            + String.join(", ", loose.subList(0, Math.min(MAX_SHOWN, loose.size())))
            + ", of which one may be the closing balance";
  }
}
