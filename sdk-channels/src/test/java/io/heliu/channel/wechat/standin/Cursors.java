package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.util.List;

/**
 * Cursor pages. A cursor is good for the question it came from only, and counts rows: when rows
 * leave the span meanwhile, those behind move up and some are skipped, as on the platform.
 */
final class Cursors {
  private Cursors() {}

  static ObjectNode page(Call call, String question, List<String> ids, int size, String list) {
    String prefix = Integer.toHexString(question.hashCode()) + "-";
    String cursor = call.textOrNull("next_key");
    int from = 0;
    if (cursor != null) {
      if (!cursor.startsWith(prefix)) {
        throw Refusal.invalid("next_key", "must be one that this question gave");
      }
      from = Integer.parseInt(cursor.substring(prefix.length()));
    }
    int start = Math.min(from, ids.size());
    int end = Math.min(start + size, ids.size());
    ObjectNode body = Json.object();
    ArrayNode rows = body.putArray(list);
    ids.subList(start, end).forEach(rows::add);
    boolean more = end < ids.size();
    return body.put("next_key", more ? prefix + end : "").put("has_more", more);
  }
}
