package io.heliu;

import java.util.Objects;

/** Checks of arguments, with messages that name the parameter and the rule. */
final class Check {
  private Check() {}

  static final int MAX_ID_LENGTH = 200;

  /** Returns the text if it may be an id: not blank, no control characters, at most 200 long. */
  static String id(String value, String name) {
    Objects.requireNonNull(value, name);
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + ": must not be blank");
    }
    if (value.length() > MAX_ID_LENGTH) {
      throw new IllegalArgumentException(
          name + ": must have at most " + MAX_ID_LENGTH + " characters, has " + value.length());
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new IllegalArgumentException(name + ": must not contain control characters");
      }
    }
    return value;
  }
}
