package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The shapes of answers: field selection, doubly nested lists, the simplified form, escapes. */
final class Shape {
  /** Lists and the name of their elements in the normal form. */
  private static final Map<String, String> LISTS =
      Map.of(
          "trades", "trade",
          "orders", "order",
          "promotion_details", "promotion_detail",
          "refunds", "refund",
          "items", "item",
          "skus", "sku",
          "bills", "bill",
          "messages", "tmc_message");

  private Shape() {}

  /**
   * Puts a list into an answer. An empty one comes as an empty object or not at all, as on the
   * platform.
   */
  static void list(ObjectNode body, String name, List<ObjectNode> rows, boolean absentIfEmpty) {
    if (rows.isEmpty() && absentIfEmpty) {
      return;
    }
    ObjectNode list = body.putObject(name);
    if (!rows.isEmpty()) {
      list.putArray(LISTS.get(name)).addAll(rows);
    }
  }

  /** Returns only the fields that were asked for; {@code orders.oid} asks for part of the lines. */
  static ObjectNode select(ObjectNode row, Set<String> fields) {
    ObjectNode selected = Json.object();
    for (Iterator<Map.Entry<String, JsonNode>> all = row.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> field = all.next();
      String name = field.getKey();
      if (fields.contains(name)) {
        selected.set(name, field.getValue());
      } else if (fields.stream().anyMatch(wanted -> wanted.startsWith(name + "."))) {
        selected.set(name, part(name, field.getValue(), fields));
      }
    }
    return selected;
  }

  private static JsonNode part(String name, JsonNode list, Set<String> fields) {
    Set<String> inner = new LinkedHashSet<>();
    for (String field : fields) {
      if (field.startsWith(name + ".")) {
        inner.add(field.substring(name.length() + 1));
      }
    }
    ObjectNode copy = Json.object();
    ArrayNode rows = copy.putArray(LISTS.get(name));
    for (JsonNode row : list.path(LISTS.get(name))) {
      rows.add(select((ObjectNode) row, inner));
    }
    return copy;
  }

  static String normal(String method, ObjectNode body, String requestId) {
    String name = method.startsWith("taobao.") ? method.substring("taobao.".length()) : method;
    ObjectNode root = Json.object();
    root.set(name.replace('.', '_') + "_response", body.put("request_id", requestId));
    return escape(Json.write(root));
  }

  static String simplified(ObjectNode body, String requestId) {
    return escape(Json.write(((ObjectNode) flatten(body)).put("request_id", requestId)));
  }

  static String error(Refusal refusal, String requestId) {
    ObjectNode root = Json.object();
    ObjectNode error = root.putObject("error_response");
    error.put("code", refusal.code).put("msg", refusal.words);
    if (!refusal.subCode.isEmpty()) {
      error.put("sub_code", refusal.subCode).put("sub_msg", refusal.subMessage);
    }
    error.put("request_id", requestId);
    return escape(Json.write(root));
  }

  private static JsonNode flatten(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode flat = Json.array();
      array.forEach(element -> flat.add(flatten(element)));
      return flat;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode flat = Json.object();
    for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> field = all.next();
      String element = LISTS.get(field.getKey());
      JsonNode value = field.getValue();
      if (element != null && value.isObject()) {
        value = value.isEmpty() ? Json.array() : value.path(element);
      }
      flat.set(field.getKey(), flatten(value));
    }
    return flat;
  }

  /** Escapes everything outside ASCII and every slash; both occur in texts only. */
  private static String escape(String json) {
    StringBuilder escaped = new StringBuilder(json.length() + 64);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '/') {
        escaped.append("\\/");
      } else if (c < 128) {
        escaped.append(c);
      } else {
        escaped.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return escaped.toString();
  }
}
