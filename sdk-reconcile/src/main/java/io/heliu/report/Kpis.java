package io.heliu.report;

import io.heliu.Money;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The key figures of a period, each with the share of its money that is reconciled (经营指标).
 * Immutable and thread-safe.
 *
 * @param figures every {@link Kpi}, in its order
 * @param stockBasis what the average stock was taken from; null if there are no stock values
 */
public record Kpis(Map<Kpi, Figure> figures, @Nullable StockBasis stockBasis) {

  /** Copies the map. */
  public Kpis {
    figures = Collections.unmodifiableMap(new EnumMap<>(figures));
  }

  /** What an average stock was taken from. */
  public enum StockBasis {
    /** The mean of daily closing values (每日期末平均). */
    DAILY,
    /** Half of opening plus closing (期初期末平均). */
    OPENING_AND_CLOSING
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
    StockBasis basis =
        switch (input.stock().size()) {
          case 0 -> null;
          case 2 -> StockBasis.OPENING_AND_CLOSING;
          default -> StockBasis.DAILY;
        };
    return new Kpis(figures, basis);
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
