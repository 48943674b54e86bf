package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that passed the gate, or an object inside of one.
 *
 * @param body its body
 * @param now when it arrived
 */
record Call(ObjectNode body, Instant now) {

  /** Refuses fields that the method does not have: on the real platform they do nothing. */
  Call only(String... names) {
    List<String> known = Arrays.asList(names);
    for (Iterator<String> all = body.fieldNames(); all.hasNext(); ) {
      String name = all.next();
      if (!known.contains(name)) {
        throw Refusal.invalid(name, "is not a field");
      }
    }
    return this;
  }

  Call inner(String name) {
    if (body.path(name) instanceof ObjectNode object) {
      return new Call(object, now);
    }
    throw Refusal.invalid(name, "must be an object");
  }

  List<Call> list(String name, int max) {
    JsonNode list = body.path(name);
    if (!list.isArray() || list.isEmpty() || list.size() > max) {
      throw Refusal.invalid(name, "must be a list of 1 to " + max);
    }
    return Json.list(list).stream().map(one -> new Call((ObjectNode) one, now)).toList();
  }

  boolean has(String name) {
    return body.has(name);
  }

  /** Returns a text; ids must be texts, numbers are refused. */
  String text(String name) {
    JsonNode value = body.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw Refusal.invalid(name, "must be a text");
    }
    return value.textValue();
  }

  @Nullable String textOrNull(String name) {
    return body.has(name) ? text(name) : null;
  }

  long number(String name, long min, long max) {
    JsonNode value = body.path(name);
    if (!value.isIntegralNumber() || value.longValue() < min || value.longValue() > max) {
      throw Refusal.invalid(name, "must be from " + min + " to " + max);
    }
    return value.longValue();
  }

  /** Returns a span of seconds, both ends in it. */
  Span span(String start, String end, Duration longest) {
    Span span = new Span(number(start, 1, Long.MAX_VALUE), number(end, 1, Long.MAX_VALUE));
    if (span.last < span.first) {
      throw Refusal.invalid(end, "must not be before " + start);
    }
    if (span.last - span.first > longest.toSeconds()) {
      throw Refusal.invalid(end, "must be at most " + longest + " after " + start);
    }
    return span;
  }

  /** A span of seconds. */
  record Span(long first, long last) {
    boolean covers(long second, Instant now) {
      return second >= first && second <= last && second <= now.getEpochSecond();
    }
  }
}
