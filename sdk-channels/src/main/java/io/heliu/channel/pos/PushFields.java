package io.heliu.channel.pos;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Money;
import io.heliu.channel.internal.PlainText;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one object of a push. What breaks a rule is added to the problems and read as
 * null, so that one answer names every wrong field.
 */
final class PushFields {
  private static final int MAX_TEXT = 200;
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 2100;

  /** More than any till sells on one line. */
  private static final int MAX_QUANTITY_DIGITS = 7;

  private static final int MAX_YUAN_DIGITS = 9;

  private final JsonNode node;
  private final String pointer;
  private final List<Problem> problems;

  PushFields(JsonNode node, String pointer, List<Problem> problems) {
    this.node = node;
    this.pointer = pointer;
    this.problems = problems;
    if (!node.isObject()) {
      problems.add(new Problem(pointer, "TYPE", "must be an object"));
    }
  }

  void problem(String name, String code, String rule) {
    problems.add(new Problem(pointer + "/" + name, code, rule));
  }

  boolean has(String name) {
    return !Json.at(node, name).isMissingNode();
  }

  PushFields object(String name) {
    return new PushFields(Json.at(node, name), pointer + "/" + name, problems);
  }

  /** Returns the elements of an array; a missing one is empty. */
  List<PushFields> array(String name, int max) {
    JsonNode array = Json.at(node, name);
    if (array.isMissingNode()) {
      return List.of();
    }
    if (!array.isArray() || array.size() > max) {
      problem(name, "TYPE", "must be an array of at most " + max);
      return List.of();
    }
    List<PushFields> elements = new java.util.ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      elements.add(new PushFields(array.get(i), pointer + "/" + name + "/" + i, problems));
    }
    return elements;
  }

  @Nullable String text(String name) {
    JsonNode value = Json.at(node, name);
    if (value.isMissingNode() || (value.isTextual() && value.textValue().isBlank())) {
      return null;
    }
    if (!value.isTextual()) {
      problem(name, "TYPE", "must be a text");
      return null;
    }
    String text = value.textValue().strip();
    if (text.length() > MAX_TEXT || PlainText.hasControl(text)) {
      problem(
          name, "FORMAT", "must have at most " + MAX_TEXT + " characters and no control character");
      return null;
    }
    return text;
  }

  @Nullable String requireText(String name) {
    int before = problems.size();
    return required(name, before, text(name));
  }

  /** Returns a text in another form; the rule tells what that form is. */
  private <T> @Nullable T parsed(String name, String rule, Function<String, T> parser) {
    String text = requireText(name);
    try {
      return text == null ? null : parser.apply(text);
    } catch (DateTimeException e) {
      problem(name, "FORMAT", rule);
      return null;
    }
  }

  @Nullable LocalDate requireDate(String name) {
    return parsed(name, "must be a date such as 2026-07-12", LocalDate::parse);
  }

  @Nullable Instant requireTime(String name) {
    return parsed(
        name,
        "must be a time of 1970 to 2100 with offset such as 2026-07-12T19:44:10+08:00",
        PushFields::time);
  }

  private static Instant time(String text) {
    OffsetDateTime time = OffsetDateTime.parse(text);
    if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
      throw new DateTimeException("not of these years");
    }
    return time.toInstant();
  }

  @Nullable Integer positive(String name, int max) {
    BigDecimal number = number(name, 0, MAX_QUANTITY_DIGITS);
    if (number == null) {
      return null;
    }
    if (number.signum() < 1 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      problem(name, "RANGE", "must be from 1 to " + max);
      return null;
    }
    return number.intValueExact();
  }

  @Nullable Integer requirePositive(String name, int max) {
    int before = problems.size();
    return required(name, before, positive(name, max));
  }

  /** Returns a quantity with its trailing zeros taken off. */
  @Nullable BigDecimal requireQuantity(String name) {
    int before = problems.size();
    BigDecimal number = required(name, before, number(name, 3, MAX_QUANTITY_DIGITS));
    return number == null || number.scale() >= 0 ? number : number.setScale(0);
  }

  @Nullable Money yuan(String name) {
    BigDecimal number = number(name, 2, MAX_YUAN_DIGITS);
    return number == null ? null : Money.of(number, Money.CNY);
  }

  @Nullable Money requireYuan(String name) {
    int before = problems.size();
    return required(name, before, yuan(name));
  }

  private @Nullable BigDecimal number(String name, int decimals, int digits) {
    BigDecimal number;
    try {
      number = Json.decimal(node, name);
    } catch (MalformedJson e) {
      problem(name, "TYPE", "must be a number");
      return null;
    }
    if (number == null) {
      return null;
    }
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.scale() > decimals) {
      problem(name, "FORMAT", "must have at most " + decimals + " decimals");
      return null;
    }
    if (plain.precision() - plain.scale() > digits) {
      problem(name, "RANGE", "must have at most " + digits + " digits");
      return null;
    }
    return plain;
  }

  private <T> @Nullable T required(String name, int before, @Nullable T value) {
    if (value == null && problems.size() == before && node.isObject()) {
      problem(name, "MISSING", "must not be missing or empty");
    }
    return value;
  }
}
