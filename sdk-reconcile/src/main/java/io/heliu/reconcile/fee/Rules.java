package io.heliu.reconcile.fee;

import java.util.Objects;

/** Checks of arguments, with messages that name the parameter and the rule. */
final class Rules {
  private Rules() {}

  static void that(boolean ok, String name, String rule) {
    if (!ok) {
      throw new IllegalArgumentException(name + ": " + rule);
    }
  }

  static void text(String value, String name) {
    Objects.requireNonNull(value, name);
    that(!value.isBlank(), name, "must not be blank");
  }
}
