package io.heliu.identity;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Checks of arguments, with messages that name the parameter and the rule, never the value. */
final class Checks {
  private static final int MAX_TEXT = 200;

  /** What sources write where they have no value; as a key it would join strangers. */
  private static final Set<String> NO_VALUE =
      Set.of("null", "nil", "none", "undefined", "nan", "n/a", "0", "-", "--", "无", "匿名");

  private Checks() {}

  static String text(String value, String name) {
    return text(value, name, MAX_TEXT);
  }

  /** Returns the text if it is not blank, not too long and a database can store it. */
  static String text(String value, String name, int max) {
    Objects.requireNonNull(value, name);
    that(!value.isBlank(), name, "must not be blank");
    that(value.length() <= max, name, "must have at most " + max + " characters");
    that(
        value.codePoints().noneMatch(Checks::isUnstorable),
        name,
        "must not contain control characters or half surrogate pairs");
    return value;
  }

  /** Returns the text without blanks around it if it can be somebody's identifier. */
  static String identifier(String value, String name) {
    String stripped = text(value, name).strip();
    that(
        !NO_VALUE.contains(stripped.toLowerCase(Locale.ROOT)),
        name,
        "must not be a word for a missing value");
    return stripped;
  }

  /** Tells whether a text that a source wrote can be somebody's identifier. */
  static boolean isIdentifier(String value) {
    return !value.isBlank()
        && value.length() <= MAX_TEXT
        && value.codePoints().noneMatch(Checks::isUnstorable)
        && !NO_VALUE.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  static void that(boolean ok, String name, String rule) {
    if (!ok) {
      throw new IllegalArgumentException(name + ": " + rule);
    }
  }

  private static boolean isUnstorable(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
