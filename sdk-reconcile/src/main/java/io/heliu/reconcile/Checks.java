package io.heliu.reconcile;

import java.util.Objects;

/** Checks of arguments, with messages that name the parameter and the rule. */
final class Checks {
  private static final int MAX_TEXT = 200;

  private Checks() {}

  /** Returns the text if it is not blank, has no control characters and at most 200 characters. */
  static String text(String value, String name) {
    Objects.requireNonNull(value, name);
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + ": must not be blank");
    }
    if (value.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          name + ": must have at most " + MAX_TEXT + " characters, has " + value.length());
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new IllegalArgumentException(name + ": must not contain control characters");
      }
    }
    return value;
  }

  static void that(boolean ok, String name, String rule) {
    if (!ok) {
      throw new IllegalArgumentException(name + ": " + rule);
    }
  }
}
