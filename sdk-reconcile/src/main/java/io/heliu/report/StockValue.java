package io.heliu.report;

import io.heliu.Money;
import java.time.LocalDate;
import java.util.Objects;

/**
 * What the stock was worth at the end of a day, at cost (期末库存成本).
 *
 * @param day the day
 * @param atCost the value of all units on hand, not negative
 */
public record StockValue(LocalDate day, Money atCost) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the value is negative
   */
  public StockValue {
    Objects.requireNonNull(day, "day");
    Checks.that(!atCost.isNegative(), "atCost", "must not be negative");
  }
}
