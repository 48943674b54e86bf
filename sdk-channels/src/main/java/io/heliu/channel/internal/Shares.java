package io.heliu.channel.internal;

import io.heliu.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What the lines of an order bring in, so that they add up to what is paid for them. */
public final class Shares {
  private Shares() {}

  /** Returns the sum; zero yuan of nothing. */
  public static Money sum(List<Money> amounts) {
    Money sum = Money.zero(Money.CNY);
    for (Money amount : amounts) {
      sum = sum.plus(amount);
    }
    return sum;
  }

  /**
   * Puts what rounding has left over, at most a fen for each line, on the last line that takes it.
   *
   * @param takes whether the line of an index takes it; the first does if no other one does
   * @return null if more is left over than rounding can explain
   */
  public static @Nullable List<Money> settle(
      List<Money> amounts, Money target, IntPredicate takes) {
    Money rest = target.minus(sum(amounts));
    if (rest.abs().minor() > amounts.size()) {
      return null;
    }
    int last = amounts.size() - 1;
    while (last > 0 && !takes.test(last)) {
      last--;
    }
    List<Money> settled = new ArrayList<>(amounts);
    settled.set(last, settled.get(last).plus(rest));
    return settled;
  }

  /** Shares a target out in proportion to the lines' own amounts, to the last fen. */
  public static List<Money> spread(List<Money> amounts, Money target) {
    return List.of(target.split(amounts.stream().mapToLong(Money::minor).toArray()));
  }
}
