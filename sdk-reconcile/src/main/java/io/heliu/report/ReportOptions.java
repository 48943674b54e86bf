package io.heliu.report;

import java.time.LocalDate;
import java.util.Objects;

/**
 * How a report is made.
 *
 * @param title what stands on top, for example the merchant's name
 * @param asOf the day of the receivables' balances, usually the last of the period
 * @param basis from which date receivables age
 * @param buckets the buckets of the aging
 * @param repurchase which orders count for the repurchase rate
 */
public record ReportOptions(
    String title,
    LocalDate asOf,
    Aging.Basis basis,
    Aging.Buckets buckets,
    Kpis.Repurchase repurchase) {

  /** Checks that nothing is null. */
  public ReportOptions {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(asOf, "asOf");
    Objects.requireNonNull(basis, "basis");
    Objects.requireNonNull(buckets, "buckets");
    Objects.requireNonNull(repurchase, "repurchase");
  }

  /** Returns the usual: ages from due dates in the standard buckets, all paid orders count. */
  public static ReportOptions standard(String title, LocalDate asOf) {
    return new ReportOptions(
        title, asOf, Aging.Basis.DUE_DATE, Aging.Buckets.STANDARD, Kpis.Repurchase.ALL_PAID);
  }
}
