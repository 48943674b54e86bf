package io.heliu.reconcile.fee;

import io.heliu.Money;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What changed fee rules would do to orders that are there already (费率试算). Nothing is stored, and
 * one order at a time is in memory.
 *
 * @param items how many orders or lines were computed
 * @param changed how many of them have other fees, or lose or gain a rule
 * @param missingBefore how many have a fee without a rule under the rules of now
 * @param missingAfter the same under the changed rules
 * @param totals the sums by fee and currency, sorted by both; without the items that miss a rule
 */
public record FeeDryRun(
    long items, long changed, long missingBefore, long missingAfter, List<Total> totals) {

  /** Copies the list. */
  public FeeDryRun {
    totals = List.copyOf(totals);
  }

  /**
   * The sums of a fee.
   *
   * @param fee the fee
   * @param before under the rules of now
   * @param after under the changed rules
   */
  public record Total(String fee, Money before, Money after) {
    /** Checks that nothing is null. */
    public Total {
      Objects.requireNonNull(fee, "fee");
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(after, "after");
    }

    /** Returns how much more the changed rules take; negative if less. */
    public Money difference() {
      return after.minus(before);
    }
  }

  /**
   * Computes the fees under both schedules.
   *
   * @param items the orders or lines, read once
   * @throws ArithmeticException if a sum leaves 64 bits
   */
  public static FeeDryRun of(FeeSchedule before, FeeSchedule after, Iterator<FeeItem> items) {
    long[] counts = new long[4];
    Map<String, Total> totals = new TreeMap<>();
    while (items.hasNext()) {
      FeeItem item = items.next();
      FeeQuote old = before.quote(item);
      FeeQuote changed = after.quote(item);
      counts[0]++;
      counts[1] += fees(old).equals(fees(changed)) ? 0 : 1;
      counts[2] += old instanceof FeeQuote.Missing ? 1 : 0;
      counts[3] += changed instanceof FeeQuote.Missing ? 1 : 0;
      if (old instanceof FeeQuote.Known was && changed instanceof FeeQuote.Known is) {
        Money zero = Money.zero(item.currency());
        was.charges().forEach(charge -> add(totals, charge, charge.amount(), zero));
        is.charges().forEach(charge -> add(totals, charge, zero, charge.amount()));
      }
    }
    return new FeeDryRun(
        counts[0], counts[1], counts[2], counts[3], new ArrayList<>(totals.values()));
  }

  private static List<Object> fees(FeeQuote quote) {
    List<Object> fees = new ArrayList<>();
    if (quote instanceof FeeQuote.Known known) {
      for (FeeCharge charge : known.charges()) {
        fees.add(charge.rule().fee());
        fees.add(charge.amount());
      }
    } else {
      fees.add("missing");
    }
    return fees;
  }

  private static void add(Map<String, Total> totals, FeeCharge charge, Money before, Money after) {
    String fee = charge.rule().fee();
    Currency currency = before.currency();
    totals.merge(
        fee + "\n" + currency,
        new Total(fee, before, after),
        (sum, more) ->
            new Total(fee, sum.before().plus(more.before()), sum.after().plus(more.after())));
  }
}
