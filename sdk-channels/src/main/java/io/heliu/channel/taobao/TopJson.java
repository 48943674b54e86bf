package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Money;
import io.heliu.channel.Page;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the platform's JSON: doubly nested lists, ids, yuan and times in China's zone. */
final class TopJson {
  private TopJson() {}

  /**
   * Returns the elements of a list, in its normal form ({@code "trades":{"trade":[...]}}) or its
   * simplified one ({@code "trades":[...]}). An empty list may come as an empty object or not at
   * all.
   */
  static List<JsonNode> rows(JsonNode node, String list, String element) {
    return Json.at(node, list).isObject() ? Json.list(node, list, element) : Json.list(node, list);
  }

  /**
   * Reads the elements one by one; one that cannot be read is kept in its raw form and costs no
   * other.
   *
   * @param id the name of the elements' id
   */
  static <T> Page<T> page(
      List<JsonNode> elements, String id, boolean hasMore, Function<JsonNode, T> reader) {
    List<T> rows = new ArrayList<>(elements.size());
    List<Page.Malformed> malformed = new ArrayList<>();
    for (JsonNode element : elements) {
      try {
        rows.add(reader.apply(element));
      } catch (MalformedJson e) {
        malformed.add(
            new Page.Malformed(
                findId(element, id), Json.write(element), String.valueOf(e.getMessage())));
      }
    }
    return new Page<>(rows, malformed, hasMore, null);
  }

  /** Returns an id if it can be read. */
  static @Nullable String findId(JsonNode element, String name) {
    try {
      return id(element, name);
    } catch (MalformedJson e) {
      return null; // The row is reported as malformed anyway, then without an id.
    }
  }

  /** Returns an id: its text twin if it came, else the digits of the number; null if missing. */
  static @Nullable String id(JsonNode node, String name) {
    String twin = optional(node, name + "_str");
    JsonNode number = Json.at(node, name);
    if (twin == null && number.isNumber() && !number.isIntegralNumber()) {
      throw new MalformedJson(name + ": must not be a number with a fraction or exponent");
    }
    return twin == null ? optional(node, name) : twin;
  }

  static String requireId(JsonNode node, String name) {
    String id = id(node, name);
    if (id == null) {
      throw new MalformedJson(name + ": must not be missing or empty");
    }
    return id;
  }

  /** Returns a text; null if it is missing, null or blank. */
  static @Nullable String optional(JsonNode node, String name) {
    String text = Json.text(node, name);
    return text == null || text.isBlank() ? null : text;
  }

  /** Returns an amount given in yuan; null if missing. */
  static @Nullable Money yuan(JsonNode node, String name) {
    String text = optional(node, name);
    if (text == null) {
      return null;
    }
    try {
      return Money.yuan(text.strip());
    } catch (IllegalArgumentException e) {
      throw new MalformedJson(name + ": must be yuan with at most two decimals");
    }
  }

  static Money yuanOrZero(JsonNode node, String name) {
    Money amount = yuan(node, name);
    return amount == null ? Money.zero(Money.CNY) : amount;
  }

  static Money requireYuan(JsonNode node, String name) {
    Money amount = yuan(node, name);
    if (amount == null) {
      throw new MalformedJson(name + ": must not be missing or empty");
    }
    return amount;
  }

  static @Nullable Instant time(JsonNode node, String name) {
    String text = optional(node, name);
    if (text == null) {
      return null;
    }
    try {
      return TopTime.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedJson(name + ": must be a time such as 2024-06-18 10:30:05");
    }
  }

  static Instant requireTime(JsonNode node, String name) {
    Instant time = time(node, name);
    if (time == null) {
      throw new MalformedJson(name + ": must not be missing or empty");
    }
    return time;
  }
}
