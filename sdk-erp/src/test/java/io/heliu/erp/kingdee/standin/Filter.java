package io.heliu.erp.kingdee.standin;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A filter of conditions joined by {@code and}. Whatever else the real one knows is refused. */
final class Filter {
  private static final Pattern CONDITION =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_.]*)\\s*(>=|<=|<>|=|>|<|\\s[iI][nN]\\s*\\()\\s*");
  private static final Pattern VALUE =
      Pattern.compile("\\s*(?:'((?:[^']|'')*)'|(-?\\d+(?:\\.\\d+)?))\\s*");
  private static final Pattern AND = Pattern.compile("\\s*[aA][nN][dD]\\s");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final List<Condition> conditions;

  private Filter(List<Condition> conditions) {
    this.conditions = conditions;
  }

  private static final class Condition {
    private final String field;
    private final String operator;
    private final Set<Object> values;
    private @Nullable Object column;
    private @Nullable Object time;

    Condition(String field, String operator, Set<Object> values) {
      this.field = field;
      this.operator = operator;
      this.values = values;
    }

    boolean holds(@Nullable Object value) {
      if (operator.equals("in") || operator.equals("=")) {
        return contains(value);
      }
      if (operator.equals("<>")) {
        return !contains(value);
      }
      int order = value == null ? -1 : compare(value, literal(value));
      return switch (operator) {
        case ">" -> value != null && order > 0;
        case ">=" -> value != null && order >= 0;
        case "<" -> value != null && order < 0;
        default -> value != null && order <= 0;
      };
    }

    /** A time is read once, not for every row. */
    private Object literal(Object value) {
      if (!(value instanceof LocalDateTime)) {
        return values.iterator().next();
      }
      Object known = time;
      if (known == null) {
        known = adapt(values.iterator().next(), value);
        time = known;
      }
      return known;
    }

    private boolean contains(@Nullable Object value) {
      if (value instanceof LocalDateTime) {
        return values.stream().anyMatch(one -> compare(value, adapt(one, value)) == 0);
      }
      return values.contains(plain(value == null ? "" : value));
    }
  }

  static Filter parse(String text) {
    List<Condition> conditions = new ArrayList<>();
    int at = 0;
    while (true) {
      Matcher start = CONDITION.matcher(text).region(at, text.length());
      if (!start.lookingAt()) {
        throw refused();
      }
      boolean list = start.group(2).endsWith("(");
      Set<Object> values = new LinkedHashSet<>();
      at = list ? readList(text, start.end(), values) : readValue(text, start.end(), values);
      conditions.add(new Condition(start.group(1), list ? "in" : start.group(2), values));
      if (at == text.length()) {
        return new Filter(conditions);
      }
      Matcher and = AND.matcher(text).region(at, text.length());
      if (!and.lookingAt()) {
        throw refused();
      }
      at = and.end();
    }
  }

  private static int readList(String text, int from, Set<Object> values) {
    int at = from;
    while (true) {
      at = readValue(text, at, values);
      if (at < text.length() && text.charAt(at) == ')') {
        return at + 1;
      }
      if (at >= text.length() || text.charAt(at) != ',') {
        throw refused();
      }
      at++;
    }
  }

  private static int readValue(String text, int from, Set<Object> values) {
    Matcher value = VALUE.matcher(text).region(from, text.length());
    if (!value.lookingAt()) {
      throw refused();
    }
    String quoted = value.group(1);
    values.add(quoted == null ? plain(new BigDecimal(value.group(2))) : quoted.replace("''", "'"));
    return value.end();
  }

  /** Numbers that are equal must be equal objects, whatever their scale. */
  private static Object plain(Object value) {
    return value instanceof BigDecimal number ? number.stripTrailingZeros() : value;
  }

  private static Refusal refused() {
    return new Refusal(Refusal.EXCEPTION, "FilterString", "过滤条件语法错误");
  }

  Collection<String> fields() {
    return conditions.stream().map(condition -> condition.field).toList();
  }

  void bind(Function<String, Object> columns) {
    conditions.forEach(condition -> condition.column = columns.apply(condition.field));
  }

  boolean matches(Function<Object, @Nullable Object> values) {
    for (Condition condition : conditions) {
      Object column = condition.column;
      if (column == null || !condition.holds(values.apply(column))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the values that a field is confined to, or null if it is not. */
  @Nullable Set<Object> only(String field) {
    for (Condition condition : conditions) {
      if (condition.field.equals(field) && Set.of("=", "in").contains(condition.operator)) {
        return new HashSet<>(condition.values);
      }
    }
    return null;
  }

  /** Returns what a field must be greater than, or null. */
  @Nullable BigDecimal above(String field) {
    for (Condition condition : conditions) {
      if (condition.field.equals(field)
          && condition.operator.equals(">")
          && condition.values.iterator().next() instanceof BigDecimal number) {
        return number;
      }
    }
    return null;
  }

  private static Object adapt(Object literal, Object value) {
    if (!(value instanceof LocalDateTime) || !(literal instanceof String text)) {
      return literal;
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay()
          : LocalDateTime.parse(text, TIME);
    } catch (DateTimeParseException e) {
      throw refused();
    }
  }

  /** Compares two values of a column; nothing comes before something. */
  @SuppressWarnings("unchecked")
  static int compare(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == other ? 0 : one == null ? -1 : 1;
    }
    if (one.getClass() != other.getClass()) {
      throw new Refusal(Refusal.EXCEPTION, "FilterString", "过滤条件的值类型不正确");
    }
    return ((Comparable<Object>) one).compareTo(other);
  }
}
