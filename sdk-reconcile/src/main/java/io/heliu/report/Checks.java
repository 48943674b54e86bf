package io.heliu.report;

import io.heliu.Money;
import java.util.Currency;
import java.util.Objects;

/** Checks of arguments, with messages that name the parameter and the rule. */
final class Checks {
  private Checks() {}

  static void that(boolean ok, String name, String rule) {
    if (!ok) {
      throw new IllegalArgumentException(name + ": " + rule);
    }
  }

  static String id(String value, String name) {
    Objects.requireNonNull(value, name);
    that(!value.isBlank(), name, "must not be blank");
    return value;
  }

  static void currency(Money amount, Currency currency, String name) {
    Objects.requireNonNull(amount, name);
    that(amount.currency().equals(currency), name, "must be in " + currency);
  }
}
