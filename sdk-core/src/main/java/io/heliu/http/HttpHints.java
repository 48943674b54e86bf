package io.heliu.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What an answer's headers say about time (RFC 9110, sections 6.6.1 and 10.2.3). */
final class HttpHints {
  private static final int MAX_DIGITS = 9;

  private HttpHints() {}

  /** Returns the answer's Date, or null if there is none or it is not readable. */
  static @Nullable Instant date(WireResponse response) {
    String text = response.header("Date");
    return text == null ? null : date(text);
  }

  /**
   * Returns how long the answer asks us to wait; zero if it does not, or not readably.
   *
   * @param now the time that a date is compared with if the answer has no date of its own
   */
  static Duration retryAfter(WireResponse response, @Nullable Instant now) {
    String text = response.header("Retry-After");
    if (text == null) {
      return Duration.ZERO;
    }
    String value = text.strip();
    if (value.length() <= MAX_DIGITS && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return value.isEmpty() ? Duration.ZERO : Duration.ofSeconds(Long.parseLong(value));
    }
    Instant until = date(value);
    Instant own = date(response);
    Instant from = own == null ? now : own;
    if (until == null || from == null || until.isBefore(from)) {
      return Duration.ZERO;
    }
    return Duration.between(from, until);
  }

  private static @Nullable Instant date(String text) {
    try {
      return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
