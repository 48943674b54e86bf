package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A question for what was modified in a span of time. Both bounds count, unless the stand-in was
 * told to leave out the end.
 */
record WindowQuery(Instant start, Instant end, int page, int size, boolean useHasNext) {
  private static final Duration MAX = Duration.ofDays(1);

  static WindowQuery of(Call call) {
    Instant start = call.time("start_modified");
    Instant end = call.time("end_modified");
    if (end.isBefore(start)) {
      throw Refusal.invalid("end_modified", "must not be before start_modified");
    }
    if (Duration.between(start, end).compareTo(MAX) > 0) {
      throw Refusal.invalid("end_modified", "must be at most one day after start_modified");
    }
    if (start.isBefore(call.now().atZone(Call.ZONE).minusMonths(3).toInstant())) {
      throw Refusal.invalid("start_modified", "must be in the last three months");
    }
    return new WindowQuery(
        start,
        end,
        call.number("page_no", 1, 1, Integer.MAX_VALUE),
        call.number("page_size", 40, 1, 100),
        call.flag("use_has_next"));
  }

  /** Tells whether a time lies in the span and is not in the future. */
  boolean covers(Instant modified, Instant now, boolean endExclusive) {
    return !modified.isBefore(start)
        && !modified.isAfter(end)
        && !(endExclusive && modified.equals(end))
        && !modified.isAfter(now);
  }

  /** Returns the elements of the page that was asked for. */
  <T> List<T> cut(List<T> sorted) {
    int from = (int) Math.min(sorted.size(), (page - 1L) * size);
    int to = (int) Math.min(sorted.size(), (long) page * size);
    return sorted.subList(from, to);
  }

  <T> ObjectNode answer(
      String list, List<T> sorted, Function<T, ObjectNode> json, Set<String> fields) {
    ObjectNode body = Json.object();
    List<ObjectNode> rows =
        cut(sorted).stream().map(row -> Shape.select(json.apply(row), fields)).toList();
    Shape.list(body, list, rows, page % 2 == 0);
    if (useHasNext) {
      body.put("has_next", (long) page * size < sorted.size());
    } else {
      body.put("total_results", sorted.size());
    }
    return body;
  }
}
