package io.heliu.erp.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.erp.database.ChangeFeed.Overlapping;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where feeds are, as texts that a host stores. */
final class Cursors {
  private Cursors() {}

  private static IllegalArgumentException foreign(@Nullable Throwable cause) {
    return new IllegalArgumentException("cursor: must be one that this feed gave", cause);
  }

  private static JsonNode parsed(String cursor) {
    try {
      return Json.parse(cursor);
    } catch (MalformedJson e) {
      throw foreign(e);
    }
  }

  /** Writes the position of a row. */
  static String position(List<String> position) {
    return Json.write(array(position));
  }

  /**
   * Reads the position of a row.
   *
   * @throws IllegalArgumentException if it cannot be one in this order
   */
  static List<String> position(String cursor, List<KeyColumn> order) {
    return fitting(texts(parsed(cursor)), order);
  }

  private static List<String> fitting(List<String> position, List<KeyColumn> order) {
    if (position.size() != order.size()) {
      throw foreign(null);
    }
    try {
      for (int i = 0; i < order.size(); i++) {
        order.get(i).encode(position.get(i));
      }
    } catch (NumberFormatException | DateTimeException e) {
      throw foreign(e);
    }
    return position;
  }

  private static ArrayNode array(Iterable<String> texts) {
    ArrayNode array = Json.array();
    texts.forEach(array::add);
    return array;
  }

  private static List<String> texts(JsonNode node) {
    if (!node.isArray()) {
      throw foreign(null);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isTextual()) {
        throw foreign(null);
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /**
   * Where a feed is that reads its table in sweeps, each from some way before the end of the one
   * before.
   *
   * @param from where this sweep starts; null for the beginning
   * @param to where it ends; null if it has not started
   * @param after the last row of it that was read, or null
   * @param seen marks of the rows that earlier sweeps gave out and this one will meet
   * @param met marks of the rows of this sweep that the next one will meet
   */
  record Sweep(
      @Nullable String from,
      @Nullable String to,
      @Nullable List<String> after,
      Set<String> seen,
      Set<String> met) {

    static Sweep start() {
      return new Sweep(null, null, null, Set.of(), Set.of());
    }

    /**
     * Reads a sweep of a feed.
     *
     * @throws IllegalArgumentException if it cannot be one of it
     */
    static Sweep parse(String cursor, Overlapping changes, List<KeyColumn> order) {
      JsonNode node = parsed(cursor);
      if (!node.isObject()) {
        throw foreign(null);
      }
      List<String> after = node.has("after") ? fitting(texts(node.get("after")), order) : null;
      return new Sweep(
          value(node, "from", changes),
          value(node, "to", changes),
          after,
          new LinkedHashSet<>(texts(node.path("seen"))),
          new LinkedHashSet<>(texts(node.path("met"))));
    }

    private static @Nullable String value(JsonNode node, String name, Overlapping changes) {
      try {
        String value = Json.text(node, name);
        if (value != null) {
          changes.floor(value);
        }
        return value;
      } catch (MalformedJson | NumberFormatException | DateTimeException e) {
        throw foreign(e);
      }
    }

    String text() {
      ObjectNode node = Json.object();
      node.put("from", from);
      node.put("to", to);
      if (after != null) {
        node.set("after", array(after));
      }
      node.set("seen", array(seen));
      node.set("met", array(met));
      return Json.write(node);
    }
  }
}
