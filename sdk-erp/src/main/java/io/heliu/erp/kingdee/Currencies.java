package io.heliu.erp.kingdee;

import java.util.Currency;
import java.util.Map;

/** Currencies by the ERP's numbers. */
final class Currencies {
  private final Map<Currency, String> numbers;

  Currencies(Map<Currency, String> numbers) {
    this.numbers = numbers;
  }

  /**
   * Returns the currency of a number.
   *
   * @throws IllegalArgumentException if the settings have none
   */
  Currency of(String number) {
    for (Map.Entry<Currency, String> entry : numbers.entrySet()) {
      if (entry.getValue().equals(number)) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException("currency: the settings have none of number " + number);
  }
}
