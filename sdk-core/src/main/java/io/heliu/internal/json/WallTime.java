package io.heliu.internal.json;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one form in which platforms write most of their times, {@code 2024-06-18 10:30:05}. A
 * page of orders holds several for each order, and a formatter takes longer for one of them than
 * Jackson for the whole order.
 */
public final class WallTime {
  private static final String SHAPE = "0000-00-00 00:00:00";

  private WallTime() {}

  /**
   * Reads a time.
   *
   * @param separator what stands between day and time of day
   * @return null if the text has another form or is no time of the calendar
   */
  public static @Nullable LocalDateTime parse(String text, char separator) {
    if (text.length() != SHAPE.length() || !shaped(text, separator)) {
      return null;
    }
    try {
      return LocalDateTime.of(
          number(text, 0, 4),
          number(text, 5, 7),
          number(text, 8, 10),
          number(text, 11, 13),
          number(text, 14, 16),
          number(text, 17, 19));
    } catch (DateTimeException e) {
      return null; // such as the 30th of February
    }
  }

  private static boolean shaped(String text, char separator) {
    for (int i = 0; i < SHAPE.length(); i++) {
      char c = text.charAt(i);
      char wanted = SHAPE.charAt(i) == ' ' ? separator : SHAPE.charAt(i);
      if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }
}
