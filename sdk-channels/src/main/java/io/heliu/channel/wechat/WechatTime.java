package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.channel.Window;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The platform's time: Unix seconds; its days are China's, whatever zone the process has. */
final class WechatTime {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

  private WechatTime() {}

  static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant();
  }

  /** Returns how long the platform's day still lasts; its quotas start anew then. */
  static Duration untilMidnight(Instant now) {
    LocalDate tomorrow = now.atZone(ZONE).toLocalDate().plusDays(1);
    return Duration.between(now, startOf(tomorrow));
  }

  static Duration untilNextMinute(Instant now) {
    return Duration.between(now, now.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60));
  }

  /** Writes a time of RFC 3339 with milliseconds and China's offset. */
  static String rfc3339(Instant instant) {
    return MILLIS.format(OffsetDateTime.ofInstant(instant, ZONE));
  }

  /**
   * Reads a time that is told in Unix seconds or as in RFC 3339; null if it is neither, for times
   * that nothing but an order of reports depends on.
   */
  static @Nullable Instant orNull(JsonNode time) {
    try {
      if (time.isIntegralNumber() && time.canConvertToLong()) {
        return Instant.ofEpochSecond(time.longValue());
      }
      return time.isTextual() ? OffsetDateTime.parse(time.textValue()).toInstant() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * The first and the last whole second of a window; both bounds are asked for.
   *
   * @param first the first second in it
   * @param last the last second in it; before {@code first} if no whole second lies in the window
   */
  record Seconds(long first, long last) {

    /**
     * Maps a half-open window to whole seconds. Windows that touch give neighbouring seconds: none
     * twice, none between them.
     *
     * @throws IllegalArgumentException if the window is longer than the platform allows
     */
    static Seconds of(Window window, Duration longest) {
      if (window.length().compareTo(longest) > 0) {
        throw new IllegalArgumentException("window: must be at most " + longest + " long");
      }
      return of(window);
    }

    /** Maps a half-open window of any length, in the same way. */
    static Seconds of(Window window) {
      return new Seconds(ceil(window.from()), ceil(window.to()) - 1);
    }

    boolean isEmpty() {
      return last < first;
    }

    private static long ceil(Instant instant) {
      return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
    }
  }
}
