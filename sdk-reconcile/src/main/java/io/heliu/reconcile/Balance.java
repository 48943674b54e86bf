package io.heliu.reconcile;

import io.heliu.Money;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;

/** Adds tallies with a sign and checks that nothing is left. */
final class Balance {
  private final Map<Currency, Long> sums = new HashMap<>();
  private long count;

  void add(Summary.Tally tally, int sign) {
    count += sign * tally.count();
    for (Money amount : tally.amounts()) {
      // Only whether everything cancels out matters, so passing the 64-bit range on the way is
      // fine.
      sums.merge(amount.currency(), sign * amount.minor(), Long::sum);
    }
  }

  void check() {
    if (count != 0 || sums.values().stream().anyMatch(sum -> sum != 0)) {
      throw new IllegalStateException(
          "summary: does not balance, off by " + count + " lines and " + sums);
    }
  }
}
