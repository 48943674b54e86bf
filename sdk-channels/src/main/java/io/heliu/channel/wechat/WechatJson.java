package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Money;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the platform's JSON: ids as text or number, whole fen, and seconds. */
final class WechatJson {
  /** Seconds of 2101-01-01 UTC; a time in milliseconds lies far behind. */
  private static final long LATEST = 4_133_980_800L;

  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  private WechatJson() {}

  /** Returns an id given as text or as number, every digit kept; null if missing or empty. */
  static @Nullable String id(JsonNode node, String... path) {
    JsonNode value = Json.at(node, path);
    if (value.isNumber() && !value.isIntegralNumber()) {
      throw new MalformedJson(
          String.join(".", path) + ": must not be a number with a fraction or exponent");
    }
    return optional(node, path);
  }

  static String requireId(JsonNode node, String... path) {
    return required(id(node, path), path);
  }

  /** Returns the ids of a list; a number among them keeps its digits. */
  static List<String> ids(JsonNode node, String... path) {
    List<String> ids = new ArrayList<>();
    for (JsonNode element : Json.list(node, path)) {
      try {
        ids.add(requireId(element));
      } catch (MalformedJson e) {
        throw new MalformedJson(String.join(".", path) + ": must be a list of ids");
      }
    }
    return ids;
  }

  /** Returns a text; null if it is missing, null or blank. */
  static @Nullable String optional(JsonNode node, String... path) {
    String text = Json.text(node, path);
    return text == null || text.isBlank() ? null : text;
  }

  /** Returns a text without blanks around it, or an empty one. */
  static String textOrEmpty(JsonNode node, String... path) {
    String text = optional(node, path);
    return text == null ? "" : text.strip();
  }

  /** Returns an amount in whole fen; a decimal point is an error of the protocol. */
  static @Nullable Money fen(JsonNode node, String... path) {
    String text = optional(node, path);
    if (text == null) {
      return null;
    }
    if (!WHOLE.matcher(text).matches()) {
      throw new MalformedJson(String.join(".", path) + ": must be whole fen");
    }
    return Money.fen(Long.parseLong(text));
  }

  static Money fenOrZero(JsonNode node, String... path) {
    Money amount = fen(node, path);
    return amount == null ? Money.fen(0) : amount;
  }

  static Money requireFen(JsonNode node, String... path) {
    return required(fen(node, path), path);
  }

  static long longOrZero(JsonNode node, String... path) {
    Long value = Json.longOf(node, path);
    return value == null ? 0 : value;
  }

  static boolean isTrue(JsonNode node, String... path) {
    return Boolean.TRUE.equals(Json.bool(node, path));
  }

  /** Returns a time given in seconds; null if it is missing or zero, as of what never happened. */
  static @Nullable Instant time(JsonNode node, String... path) {
    long seconds = longOrZero(node, path);
    if (seconds == 0) {
      return null;
    }
    if (seconds < 0 || seconds >= LATEST) {
      throw new MalformedJson(
          String.join(".", path) + ": must be a time of 1970 to 2100, in seconds");
    }
    return Instant.ofEpochSecond(seconds);
  }

  static Instant requireTime(JsonNode node, String... path) {
    return required(time(node, path), path);
  }

  private static <T> T required(@Nullable T value, String... path) {
    if (value == null) {
      throw new MalformedJson(String.join(".", path) + ": must not be missing or empty");
    }
    return value;
  }
}
