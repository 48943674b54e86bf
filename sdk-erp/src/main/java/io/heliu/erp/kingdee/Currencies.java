package io.heliu.erp.kingdee;

import java.util.Currency;
import java.util.HashMap;
import java.util.Map;

/** Currencies by the ERP's numbers. */
final class Currencies {
  private final Map<String, Currency> currencies = new HashMap<>();

  Currencies(Map<Currency, String> numbers) {
    numbers.forEach((currency, number) -> currencies.putIfAbsent(number, currency));
  }

  /**
   * Returns the currency of a number.
   *
   * @throws IllegalArgumentException if the settings have none
   */
  Currency of(String number) {
    Currency currency = currencies.get(number);
    if (currency == null) {
      throw new IllegalArgumentException("currency: the settings have none of number " + number);
    }
    return currency;
  }
}
