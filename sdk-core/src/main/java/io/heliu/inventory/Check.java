package io.heliu.inventory;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Checks of arguments, with messages that name the parameter and the rule. */
final class Check {
  private Check() {}

  static final int MAX_TEXT = 200;

  /** A bound far above any stock, low enough that a thousand of them still fit into 64 bits. */
  static final long MAX_QUANTITY = 1_000_000_000_000_000L;

  static final int MAX_LINES = 1_000;

  static String text(String value, String name) {
    Objects.requireNonNull(value, name);
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + ": must not be blank");
    }
    if (value.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          name + ": must have at most " + MAX_TEXT + " characters, has " + value.length());
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(name + ": must not contain control characters");
    }
    return value;
  }

  static void range(long value, String name) {
    if (value > MAX_QUANTITY || value < -MAX_QUANTITY) {
      throw new IllegalArgumentException(name + ": must be within +/-" + MAX_QUANTITY);
    }
  }

  static void notNegative(long value, String name) {
    if (value < 0) {
      throw new IllegalArgumentException(name + ": must not be negative, is " + value);
    }
    range(value, name);
  }

  static void lineCount(Collection<?> lines) {
    if (lines.size() > MAX_LINES) {
      throw new IllegalArgumentException(
          "lines: must be at most " + MAX_LINES + ", are " + lines.size());
    }
  }

  static void notEmpty(Collection<?> lines) {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("lines: must not be empty");
    }
    lineCount(lines);
  }

  static void positive(Iterable<StockLine> lines) {
    for (StockLine line : lines) {
      if (line.quantity() < 0) {
        throw new IllegalArgumentException(
            "quantity: must be positive, is " + line.quantity() + " for " + line.sku());
      }
    }
  }

  static void replaced(List<String> reservations, String key) {
    if (reservations.size() > MAX_LINES) {
      throw new IllegalArgumentException(
          "replaces: must be at most " + MAX_LINES + ", are " + reservations.size());
    }
    for (String reservation : reservations) {
      text(reservation, "replaces");
      if (reservation.equals(key)) {
        throw new IllegalArgumentException("replaces: must not hold the key itself");
      }
    }
  }

  static void divided(List<String> reservations) {
    if (reservations.isEmpty() || reservations.size() > MAX_LINES) {
      throw new IllegalArgumentException(
          "reservations: must be 1 to " + MAX_LINES + ", are " + reservations.size());
    }
    reservations.forEach(reservation -> text(reservation, "reservations"));
  }

  /** Each part has an id of its own, and is none of those that it takes the place of. */
  static void parts(List<String> reservations, List<Command.Divide.Part> parts) {
    if (parts.size() > MAX_LINES) {
      throw new IllegalArgumentException(
          "parts: must be at most " + MAX_LINES + ", are " + parts.size());
    }
    Set<String> ids = new HashSet<>(reservations);
    if (!parts.stream().allMatch(part -> ids.add(part.id()))) {
      throw new IllegalArgumentException("parts: must have ids of their own");
    }
  }
}
