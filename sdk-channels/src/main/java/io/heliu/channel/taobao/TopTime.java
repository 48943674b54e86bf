package io.heliu.channel.taobao;

import io.heliu.channel.Window;
import io.heliu.internal.json.WallTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The platform's clock face: whole seconds in China's zone, whatever zone the process has. */
final class TopTime {
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  static final Duration MAX_WINDOW = Duration.ofDays(1);

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private TopTime() {}

  static String format(Instant instant) {
    return FORMAT.format(instant.atZone(ZONE));
  }

  /**
   * Reads a time.
   *
   * @throws java.time.format.DateTimeParseException if it has another form
   */
  static Instant parse(String text) {
    LocalDateTime time = WallTime.parse(text, ' ');
    return (time == null ? LocalDateTime.parse(text, FORMAT) : time).atZone(ZONE).toInstant();
  }

  static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant();
  }

  /** Returns how long the platform's day still lasts; its quotas start anew then. */
  static Duration untilMidnight(Instant now) {
    LocalDate tomorrow = now.atZone(ZONE).toLocalDate().plusDays(1);
    return Duration.between(now, startOf(tomorrow));
  }

  /**
   * The first and the last whole second of a window; both bounds count on the wire.
   *
   * @param first the first second in it
   * @param last the last second in it; before {@code first} if no whole second lies in the window
   */
  record Seconds(Instant first, Instant last) {

    /**
     * Maps a half-open window to whole seconds. Stamps of the platform are whole seconds, so the
     * stamps in the window are those from the first second not before its start to the last second
     * before its end. Windows that touch give neighbouring seconds: none twice, none between them.
     *
     * @throws IllegalArgumentException if the window is longer than the platform's day
     */
    static Seconds of(Window window) {
      if (window.length().compareTo(MAX_WINDOW) > 0) {
        throw new IllegalArgumentException("window: must be at most one day long");
      }
      return new Seconds(ceil(window.from()), ceil(window.to()).minusSeconds(1));
    }

    boolean isEmpty() {
      return last.isBefore(first);
    }

    private static Instant ceil(Instant instant) {
      Instant floor = instant.truncatedTo(ChronoUnit.SECONDS);
      return floor.equals(instant) ? floor : floor.plusSeconds(1);
    }
  }
}
