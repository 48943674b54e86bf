package io.heliu.channel.taobao.standin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call that passed the gate.
 *
 * @param method the method
 * @param parameters its business parameters, without those of the system and without empty ones
 * @param now when it arrived
 */
record Call(String method, Map<String, String> parameters, Instant now) {
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  static String format(Instant instant) {
    return TIME.format(instant.atZone(ZONE));
  }

  static Instant parse(String text) {
    return LocalDateTime.parse(text, TIME).atZone(ZONE).toInstant();
  }

  /** Refuses parameters that the method does not have: on the real gateway they do nothing. */
  Call only(String... names) {
    List<String> known = Arrays.asList(names);
    for (String name : parameters.keySet()) {
      if (!known.contains(name)) {
        throw Refusal.invalid(name, "is not a parameter of " + method);
      }
    }
    return this;
  }

  @Nullable String find(String name) {
    return parameters.get(name);
  }

  String require(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw Refusal.missing(name);
    }
    return value;
  }

  Set<String> fields() {
    return list("fields", require("fields"));
  }

  Set<String> list(String name, String value) {
    Set<String> elements = new LinkedHashSet<>();
    for (String element : value.split(",", -1)) {
      if (element.isBlank() || !element.equals(element.strip())) {
        throw Refusal.invalid(name, "must be a list without blanks");
      }
      elements.add(element);
    }
    return elements;
  }

  int number(String name, int byDefault, int min, int max) {
    String value = parameters.get(name);
    long number = value == null ? byDefault : number(name, value);
    if (number < min || number > max) {
      throw Refusal.invalid(name, "must be from " + min + " to " + max);
    }
    return (int) number;
  }

  static long number(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw Refusal.invalid(name, "must be a whole number");
    }
  }

  boolean flag(String name) {
    String value = parameters.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw Refusal.invalid(name, "must be true or false");
    }
    return value.equals("true");
  }

  Instant time(String name) {
    String value = require(name);
    try {
      return parse(value);
    } catch (DateTimeException e) {
      throw Refusal.invalid(name, "must be a time such as 2024-06-18 10:30:05");
    }
  }
}
