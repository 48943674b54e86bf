package io.heliu.reconcile;

import io.heliu.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;

/** Counts lines and adds amounts by what happened to them, in one walk over a side. */
final class Tallies {
  private static final int REASONS = Reason.values().length;

  private final int rules;
  private final List<String> currencies;
  private final long[] counts;
  private final long[] sums;
  private final long[] allCounts;
  private final long[] allSums;

  Tallies(Run run, Book book) {
    rules = run.plan.passes().size();
    currencies = List.copyOf(run.currencies.keySet());
    int width = Math.max(1, currencies.size());
    int buckets = (2 * rules + REASONS + 2) * width;
    counts = new long[buckets];
    sums = new long[buckets];
    allCounts = new long[width];
    allSums = new long[width];
    for (int line = 0; line < book.table.size; line++) {
      int currency = book.currency(line);
      int cell = bucket(book, line) * width + currency;
      long amount = book.table.amounts[line];
      counts[cell]++;
      sums[cell] = Math.addExact(sums[cell], amount);
      allCounts[currency]++;
      allSums[currency] = Math.addExact(allSums[currency], amount);
    }
  }

  private int bucket(Book book, int line) {
    return switch (book.states[line]) {
      case Book.CONFIRMED -> book.rules[line];
      case Book.SUGGESTED -> rules + book.rules[line];
      case Book.OPEN -> 2 * rules + book.rules[line];
      case Book.SETTLED -> 2 * rules + REASONS;
      default -> 2 * rules + REASONS + 1;
    };
  }

  Summary.Tally confirmed(int rule) {
    return tally(rule, rule + 1);
  }

  Summary.Tally suggested(int rule) {
    return tally(rules + rule, rules + rule + 1);
  }

  Summary.Tally open(Reason reason) {
    return tally(2 * rules + reason.ordinal(), 2 * rules + reason.ordinal() + 1);
  }

  Summary.SideTotals totals() {
    int settled = 2 * rules + REASONS;
    Summary.Tally confirmed = plus(tally(0, rules), tally(settled, settled + 1));
    return new Summary.SideTotals(
        confirmed,
        tally(rules, 2 * rules),
        tally(2 * rules, settled),
        tally(settled + 1, settled + 2),
        all());
  }

  private Summary.Tally all() {
    return tally(allCounts, allSums);
  }

  private Summary.Tally tally(int from, int to) {
    long[] count = new long[currencies.size()];
    long[] sum = new long[currencies.size()];
    for (int bucket = from; bucket < to; bucket++) {
      for (int c = 0; c < count.length; c++) {
        count[c] += counts[bucket * count.length + c];
        sum[c] = Math.addExact(sum[c], sums[bucket * count.length + c]);
      }
    }
    return tally(count, sum);
  }

  private Summary.Tally tally(long[] count, long[] sum) {
    long lines = 0;
    List<Money> amounts = new ArrayList<>();
    for (int c = 0; c < currencies.size(); c++) {
      lines += count[c];
      if (count[c] > 0) {
        amounts.add(new Money(sum[c], Currency.getInstance(currencies.get(c))));
      }
    }
    return new Summary.Tally(lines, amounts);
  }

  private static Summary.Tally plus(Summary.Tally a, Summary.Tally b) {
    List<Money> amounts = new ArrayList<>(a.amounts());
    for (Money amount : b.amounts()) {
      int at = 0;
      while (at < amounts.size() && !amounts.get(at).currency().equals(amount.currency())) {
        at++;
      }
      if (at < amounts.size()) {
        amounts.set(at, amounts.get(at).plus(amount));
      } else {
        amounts.add(amount);
      }
    }
    amounts.sort(Comparator.comparing(m -> m.currency().getCurrencyCode()));
    return new Summary.Tally(a.count() + b.count(), amounts);
  }
}
