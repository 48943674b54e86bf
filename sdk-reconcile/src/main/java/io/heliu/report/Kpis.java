package io.heliu.report;

import io.heliu.Money;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The key figures of a period, each with the share of its money that is reconciled (经营指标).
 * Immutable and thread-safe.
 *
 * @param figures every {@link Kpi}, in its order
 * @param stockBasis what the average stock was taken from
 */
public record Kpis(Map<Kpi, Figure> figures, StockBasis stockBasis) {

  /** Copies the map. */
  public Kpis {
    Objects.requireNonNull(stockBasis, "stockBasis");
    figures = Collections.unmodifiableMap(new EnumMap<>(figures));
  }

  /** What an average stock was taken from. */
  public enum StockBasis {
    /**
     * The mean of the closing values of all days of the period (每日期末平均), also beside an opening
     * value if the period has several days.
     */
    DAILY,
    /**
     * Half of opening plus closing (期初期末平均): two values only, the closing values of the day before
     * the period, or else of its first day, and of its last day; so of a period of one day, its
     * opening and its closing.
     */
    OPENING_AND_CLOSING,
    /** The values do not tell the average: figures that need it have no value. */
    NONE
  }

  /** Which paid orders count for the repurchase rate. */
  public enum Repurchase {
    /** All of them. */
    ALL_PAID,
    /** Those that were not wholly refunded (剔除全额退款). */
    WITHOUT_FULLY_REFUNDED
  }

  /**
   * Computes the figures.
   *
   * @throws IllegalArgumentException if a line, an order, or a refund of a line occurs twice
   */
  public static Kpis of(ReportInput input, Repurchase repurchase) {
    return of(input, Bookings.of(input).list(), repurchase);
  }

  static Kpis of(ReportInput input, List<Booking> bookings, Repurchase repurchase) {
    Map<Kpi, Figure> figures = new EnumMap<>(Kpi.class);
    for (Figure figure : OrderFigures.of(input, repurchase)) {
      figures.put(figure.kpi(), figure);
    }
    for (Figure figure : ProfitFigures.of(input, bookings)) {
      figures.put(figure.kpi(), figure);
    }
    return new Kpis(figures, AverageStock.of(input).basis());
  }

  /** Returns a figure. */
  public Figure get(Kpi kpi) {
    return Objects.requireNonNull(figures.get(kpi), "kpi");
  }

  /** A figure that is plain money. */
  static Figure money(Kpi kpi, Money amount, Trust trust) {
    return new Figure(
        kpi, amount.currency(), Ratio.whole(amount.minor()), trust.share(), trust.lineIds());
  }
}
