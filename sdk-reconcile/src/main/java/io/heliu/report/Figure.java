package io.heliu.report;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key figure that states its trust. Immutable and thread-safe.
 *
 * @param kpi what it is
 * @param currency the currency of its money
 * @param value the exact value, money in minor units; null (no value) if there is nothing to divide
 *     by
 * @param reconciledShare the share of its money that is reconciled (已对账占比), exact; null if it has
 *     no money
 * @param lineIds the ids of the lines behind it, sorted: of order lines, for the auto-match rates
 *     of statement lines
 */
public record Figure(
    Kpi kpi,
    Currency currency,
    @Nullable Ratio value,
    @Nullable Ratio reconciledShare,
    List<String> lineIds) {

  /** Copies the list. */
  public Figure {
    Objects.requireNonNull(kpi, "kpi");
    Objects.requireNonNull(currency, "currency");
    lineIds = List.copyOf(lineIds);
  }

  /**
   * Returns the value as it is shown, rounded half up: money in major units, percent with two
   * digits, times with four, days with two, counts with none; null if there is no value.
   */
  public @Nullable BigDecimal shown() {
    if (value == null) {
      return null;
    }
    return switch (kpi.unit()) {
      case MONEY -> value.toDecimal(0).movePointLeft(currency.getDefaultFractionDigits());
      case COUNT -> value.toDecimal(0);
      case PERCENT -> value.toPercent();
      case TIMES -> value.toDecimal(4);
      case DAYS -> value.toDecimal(2);
    };
  }
}
