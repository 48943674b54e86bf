package io.heliu.report;

import io.heliu.Money;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Receivables and unmatched settlement lines by age, as of a day (应收账龄表). A payment after that day
 * is not deducted but stands beside; a document after that day is not there yet. Other buckets
 * never change a total. Immutable and thread-safe.
 *
 * @param asOf the day
 * @param basis from which date ages count
 * @param buckets the buckets
 * @param rows customers in code-point order, each as one row of receivables with its unapplied
 *     credits behind it, one row a credit
 * @param total all rows together: the balance of the ledger as of the day
 * @param unmatched the settlement lines that are matched with nothing, a row a platform in
 *     code-point order; they age from the statement date on any basis, and are not in {@code total}
 * @param unmatchedTotal all of them together
 */
public record Aging(
    LocalDate asOf,
    Basis basis,
    Buckets buckets,
    List<Row> rows,
    Row total,
    List<Row> unmatched,
    Row unmatchedTotal) {

  /** Copies the lists. */
  public Aging {
    Objects.requireNonNull(asOf, "asOf");
    Objects.requireNonNull(basis, "basis");
    Objects.requireNonNull(buckets, "buckets");
    rows = List.copyOf(rows);
    Objects.requireNonNull(total, "total");
    unmatched = List.copyOf(unmatched);
    Objects.requireNonNull(unmatchedTotal, "unmatchedTotal");
  }

  /** From which date an age counts. */
  public enum Basis {
    /** From the due date: days overdue (逾期天数). */
    DUE_DATE,
    /** From the date of the document (单据日期). */
    DOCUMENT_DATE
  }

  /** What a row is. */
  public enum Kind {
    /** The open receivables of a customer. */
    RECEIVABLE,
    /** A credit that is not applied, as a negative amount (未核销收款). */
    CREDIT,
    /** The sum of receivables and credits. */
    TOTAL,
    /** Settlement lines of a platform that are matched with nothing (未匹配结算流水). */
    UNMATCHED,
    /** The sum of what is not matched. */
    UNMATCHED_TOTAL
  }

  /**
   * Buckets of days: not due, then one up to each bound, then the rest.
   *
   * @param upperBounds the last day of each bucket, inclusive; positive and strictly increasing;
   *     the first bucket starts at 1 day
   */
  public record Buckets(List<Integer> upperBounds) {
    /** Not due, 1–30, 31–60, 61–90, 91 and more days. */
    public static final Buckets STANDARD = new Buckets(List.of(30, 60, 90));

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a bound is not greater than the one before it, or than
     *     zero
     */
    public Buckets {
      upperBounds = List.copyOf(upperBounds);
      int last = 0;
      for (int bound : upperBounds) {
        Checks.that(bound > last, "upperBounds", "must be positive and strictly increasing");
        last = bound;
      }
    }

    /** Returns the number of buckets. */
    public int size() {
      return upperBounds.size() + 2;
    }

    /** Returns the bucket of an age: 0 if it is not above zero. */
    public int indexOf(long days) {
      if (days <= 0) {
        return 0;
      }
      int index = 1;
      for (int bound : upperBounds) {
        if (days <= bound) {
          return index;
        }
        index++;
      }
      return index;
    }

    /** Returns a bucket as {@code NOT_DUE}, {@code 1-30} or {@code 91+}. */
    public String name(int index) {
      Objects.checkIndex(index, size());
      if (index == 0) {
        return "NOT_DUE";
      }
      int from = index == 1 ? 1 : upperBounds.get(index - 2) + 1;
      return index == size() - 1 ? from + "+" : from + "-" + upperBounds.get(index - 1);
    }
  }

  /**
   * A row.
   *
   * @param customer the customer, or the platform of unmatched lines; empty in totals
   * @param kind what it is
   * @param date the date of a credit; null in other rows
   * @param amounts one amount a bucket
   * @param balance their sum
   * @param futurePayments what was paid after the day of the report and is not deducted
   * @param reconciledShare the share of its money that is reconciled (已对账占比); null if it has none
   * @param lineIds the ids of the receivables, credits or settlement lines behind it, sorted
   */
  public record Row(
      String customer,
      Kind kind,
      @Nullable LocalDate date,
      List<Money> amounts,
      Money balance,
      Money futurePayments,
      @Nullable Ratio reconciledShare,
      List<String> lineIds) {

    /** Copies the lists. */
    public Row {
      Objects.requireNonNull(customer, "customer");
      Objects.requireNonNull(kind, "kind");
      amounts = List.copyOf(amounts);
      Objects.requireNonNull(balance, "balance");
      Objects.requireNonNull(futurePayments, "futurePayments");
      lineIds = List.copyOf(lineIds);
    }
  }

  /**
   * Ages receivables.
   *
   * @param currency the currency of all amounts
   * @throws IllegalArgumentException if an amount is in another currency
   */
  public static Aging of(
      Receivables receivables, Currency currency, LocalDate asOf, Basis basis, Buckets buckets) {
    TreeMap<String, Sum> customers = new TreeMap<>();
    for (Receivables.Item item : receivables.items()) {
      if (!item.documentDate().isAfter(asOf)) {
        customers
            .computeIfAbsent(item.customer(), c -> new Sum(currency, buckets))
            .add(item, asOf, basis);
      }
    }
    Map<String, List<Receivables.Credit>> credits = credits(receivables, asOf);
    credits
        .keySet()
        .forEach(customer -> customers.computeIfAbsent(customer, c -> new Sum(currency, buckets)));
    Sum total = new Sum(currency, buckets);
    List<Row> rows = new ArrayList<>();
    customers.forEach(
        (customer, sum) -> {
          total.add(sum);
          if (!sum.isEmpty()) {
            rows.add(sum.row(customer, Kind.RECEIVABLE, null));
          }
          for (Receivables.Credit credit : credits.getOrDefault(customer, List.of())) {
            Sum part = new Sum(currency, buckets);
            part.add(credit, asOf);
            total.add(part);
            rows.add(part.row(customer, Kind.CREDIT, credit.date()));
          }
        });
    Sum open = new Sum(currency, buckets);
    return new Aging(
        asOf,
        basis,
        buckets,
        rows,
        total.row("", Kind.TOTAL, null),
        unmatched(receivables, asOf, open),
        open.row("", Kind.UNMATCHED_TOTAL, null));
  }

  private static List<Row> unmatched(Receivables receivables, LocalDate asOf, Sum total) {
    TreeMap<String, Sum> platforms = new TreeMap<>();
    for (Receivables.Unmatched line : receivables.unmatched()) {
      if (!line.statementDate().isAfter(asOf)) {
        platforms.computeIfAbsent(line.platform(), p -> total.empty()).add(line, asOf);
      }
    }
    List<Row> rows = new ArrayList<>();
    platforms.forEach(
        (platform, sum) -> {
          total.add(sum);
          rows.add(sum.row(platform, Kind.UNMATCHED, null));
        });
    return rows;
  }

  /** Returns the credits up to a day by customer, each customer's in the order of their dates. */
  private static Map<String, List<Receivables.Credit>> credits(
      Receivables receivables, LocalDate asOf) {
    return receivables.credits().stream()
        .filter(credit -> !credit.date().isAfter(asOf))
        .sorted(
            Comparator.comparing(Receivables.Credit::date).thenComparing(Receivables.Credit::id))
        .collect(Collectors.groupingBy(Receivables.Credit::customer));
  }

  private static final class Sum {
    private final Buckets buckets;
    private final Money[] amounts;
    private final Trust trust = new Trust();
    private Money future;

    Sum(Currency currency, Buckets buckets) {
      this.buckets = buckets;
      amounts = new Money[buckets.size()];
      Arrays.fill(amounts, Money.zero(currency));
      future = Money.zero(currency);
    }

    void add(Receivables.Item item, LocalDate asOf, Basis basis) {
      Money open = item.amount();
      for (Receivables.Payment payment : item.payments()) {
        if (payment.date().isAfter(asOf)) {
          future = future.plus(payment.amount());
        } else {
          open = open.minus(payment.amount());
        }
      }
      LocalDate from = basis == Basis.DUE_DATE ? item.dueDate() : item.documentDate();
      put(from, asOf, open);
      if (!open.isZero()) {
        trust.add(item.id(), open, item.reconciled());
      }
    }

    void add(Receivables.Credit credit, LocalDate asOf) {
      put(credit.date(), asOf, credit.amount().negated());
      trust.add(credit.id(), credit.amount(), false);
    }

    void add(Receivables.Unmatched line, LocalDate asOf) {
      put(line.statementDate(), asOf, line.amount());
      trust.add(line.id(), line.amount(), false);
    }

    Sum empty() {
      return new Sum(future.currency(), buckets);
    }

    private void put(LocalDate from, LocalDate asOf, Money amount) {
      int bucket = buckets.indexOf(ChronoUnit.DAYS.between(from, asOf));
      amounts[bucket] = amounts[bucket].plus(amount);
    }

    void add(Sum other) {
      for (int i = 0; i < amounts.length; i++) {
        amounts[i] = amounts[i].plus(other.amounts[i]);
      }
      future = future.plus(other.future);
      trust.add(other.trust);
    }

    boolean isEmpty() {
      return trust.lineIds().isEmpty() && future.isZero();
    }

    Row row(String customer, Kind kind, @Nullable LocalDate date) {
      Money balance = future.minus(future);
      for (Money amount : amounts) {
        balance = balance.plus(amount);
      }
      return new Row(
          customer, kind, date, List.of(amounts), balance, future, trust.share(), trust.lineIds());
    }
  }
}
