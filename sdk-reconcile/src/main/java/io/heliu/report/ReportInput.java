package io.heliu.report;

import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a report is made of, in one currency. Start with {@link #of} and add what there is;
 * figures whose facts are missing have no value. Immutable and thread-safe.
 *
 * @param period the days that are reported
 * @param currency the currency of every amount; a business in two currencies makes two reports
 * @param sales the orders placed or paid in the period, and the older ones that were refunded in it
 * @param refunds all refunds of these orders up to the end of the period, older ones included
 * @param receivables what is owed
 * @param stock closing values, at most one a day: one for each day of the period, or two, opening
 *     and closing; the value of the day before the period is the opening. Other values are shown,
 *     but give no average, see {@link Kpis.StockBasis}
 * @param autoMatch how the statements were matched, or null if they were not
 * @param uncosted the ids of lines of the sales of which nobody knows what their goods cost (成本未知),
 *     such as those that {@link SalesReader.Reading#unresolved} names; the reports say how much
 *     money that is
 */
public record ReportInput(
    Period period,
    Currency currency,
    List<Sale> sales,
    List<Refund> refunds,
    Receivables receivables,
    List<StockValue> stock,
    @Nullable AutoMatch autoMatch,
    List<String> uncosted) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if an amount is in another currency than {@code currency}, two
   *     stock values are of one day, one is of a day that is neither in the period nor the day
   *     before it, or {@code uncosted} names a line that is not in the sales
   */
  public ReportInput {
    Objects.requireNonNull(period, "period");
    Objects.requireNonNull(currency, "currency");
    sales = List.copyOf(sales);
    refunds = List.copyOf(refunds);
    Objects.requireNonNull(receivables, "receivables");
    stock = List.copyOf(stock);
    sales.forEach(sale -> Checks.currency(sale.lines().get(0).paid(), currency, "sales"));
    refunds.forEach(refund -> Checks.currency(refund.amount(), currency, "refunds"));
    receivables.items().forEach(item -> Checks.currency(item.amount(), currency, "receivables"));
    receivables
        .credits()
        .forEach(credit -> Checks.currency(credit.amount(), currency, "receivables"));
    receivables
        .unmatched()
        .forEach(line -> Checks.currency(line.amount(), currency, "receivables"));
    stock.forEach(value -> Checks.currency(value.atCost(), currency, "stock"));
    Checks.that(
        stock.stream().map(StockValue::day).distinct().count() == stock.size(),
        "stock",
        "must have at most one value a day");
    for (StockValue value : stock) {
      Checks.that(
          period.contains(value.day()) || period.contains(value.day().plusDays(1)),
          "stock",
          "must be of a day of the period or of the day before it");
    }
    if (autoMatch != null) {
      Checks.currency(autoMatch.matchedAmount(), currency, "autoMatch");
    }
    uncosted = List.copyOf(uncosted);
    Checks.that(areLines(uncosted, sales), "uncosted", "must name lines of the sales");
  }

  private static boolean areLines(List<String> ids, List<Sale> sales) {
    Set<String> left = new HashSet<>(ids);
    if (!left.isEmpty()) {
      sales.forEach(sale -> sale.lines().forEach(line -> left.remove(line.id())));
    }
    return left.isEmpty();
  }

  /** Returns an input with nothing but orders. */
  public static ReportInput of(Period period, Currency currency, List<Sale> sales) {
    return new ReportInput(
        period, currency, sales, List.of(), Receivables.none(), List.of(), null, List.of());
  }

  /** Returns this input with these refunds. */
  public ReportInput withRefunds(List<Refund> refunds) {
    return new ReportInput(
        period, currency, sales, refunds, receivables, stock, autoMatch, uncosted);
  }

  /** Returns this input with these receivables. */
  public ReportInput withReceivables(Receivables receivables) {
    return new ReportInput(
        period, currency, sales, refunds, receivables, stock, autoMatch, uncosted);
  }

  /** Returns this input with these stock values. */
  public ReportInput withStock(List<StockValue> stock) {
    return new ReportInput(
        period, currency, sales, refunds, receivables, stock, autoMatch, uncosted);
  }

  /** Returns this input with these lines named as without a known cost. */
  public ReportInput withUncosted(List<String> uncosted) {
    return new ReportInput(
        period, currency, sales, refunds, receivables, stock, autoMatch, uncosted);
  }

  /** Returns this input with this matching. */
  public ReportInput withAutoMatch(AutoMatch autoMatch) {
    return new ReportInput(
        period, currency, sales, refunds, receivables, stock, autoMatch, uncosted);
  }
}
