package io.heliu.erp.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.heliu.erp.database.ErpMapping.Problem;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document into records and checks it against their constraints. Goes through the
 * whole document and collects every problem.
 */
final class Binder {
  private static final String DISCRIMINATOR = "by";
  private static final int SHOWN = 40;

  private record Leaf(String allowed, Function<String, Object> parser) {}

  private static final Map<Class<?>, Leaf> LEAVES =
      Map.of(
          String.class, new Leaf("a text", text -> text),
          ZoneId.class, new Leaf("a time zone such as Asia/Shanghai", ZoneId::of),
          Charset.class, new Leaf("a charset such as GBK", Charset::forName),
          Currency.class, new Leaf("a currency such as CNY", Currency::getInstance),
          DateTimeFormatter.class,
              new Leaf(
                  "a format such as yyyy-MM-dd HH:mm:ss",
                  text -> DateTimeFormatter.ofPattern(text, Locale.ROOT)));

  private final List<Problem> problems = new ArrayList<>();

  /** Returns what was wrong so far. */
  List<Problem> problems() {
    return problems;
  }

  /** Reads the document; null if it has problems. */
  <T> @Nullable T bind(JsonNode document, Class<T> type) {
    Object bound = record(document, type, "", List.of());
    return problems.isEmpty() ? type.cast(bound) : null;
  }

  private void problem(String at, JsonNode found, String allowed) {
    problems.add(new Problem(at, shown(found), allowed));
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "nothing";
    }
    String text = node.isContainerNode() ? node.getNodeType().name() : node.toString();
    String plain =
        text.codePoints()
            .limit(SHOWN)
            .map(c -> Character.isISOControl(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return plain.length() < text.length() ? plain + "…" : plain;
  }

  private @Nullable Object value(
      JsonNode node, AnnotatedType type, AnnotatedElement rules, String at) {
    boolean missing = node.isMissingNode() || node.isNull();
    Class<?> raw = raw(type.getType());
    boolean collection = raw == List.class || raw == Map.class;
    if (missing && !collection) {
      if (rules.isAnnotationPresent(NotNull.class)) {
        problem(at, node, allowed(raw));
      }
      return null;
    }
    int before = problems.size();
    Object value = missing ? nothing(raw) : typed(node, type, at);
    if (value != null && problems.size() == before) {
      constrain(value, node, rules, at);
    }
    return value;
  }

  private static Object nothing(Class<?> raw) {
    return raw == List.class ? List.of() : Map.of();
  }

  private @Nullable Object typed(JsonNode node, AnnotatedType type, String at) {
    Class<?> raw = raw(type.getType());
    if (raw == List.class) {
      return list(node, argument(type, 0), at);
    }
    if (raw == Map.class) {
      return map(node, argument(type, 1), at);
    }
    if (raw.isRecord()) {
      return record(node, raw, at, List.of());
    }
    return raw.isSealed() ? alternative(node, raw, at) : leaf(node, raw, at);
  }

  private static AnnotatedType argument(AnnotatedType type, int index) {
    return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index];
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  private @Nullable Object list(JsonNode node, AnnotatedType element, String at) {
    if (!node.isArray()) {
      problem(at, node, "a list");
      return null;
    }
    List<Object> result = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      String place = at + "/" + i;
      Object value = present(node.get(i), element, place);
      if (value != null) {
        result.add(value);
      }
    }
    return List.copyOf(result);
  }

  private @Nullable Object map(JsonNode node, AnnotatedType element, String at) {
    if (!node.isObject()) {
      problem(at, node, "an object");
      return null;
    }
    Map<String, Object> result = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      Object value = present(entry.getValue(), element, at + "/" + escaped(entry.getKey()));
      if (value != null) {
        result.put(entry.getKey(), value);
      }
    }
    return Map.copyOf(result);
  }

  private @Nullable Object present(JsonNode node, AnnotatedType type, String at) {
    if (node.isNull()) {
      problem(at, node, allowed(raw(type.getType())));
      return null;
    }
    return value(node, type, type, at);
  }

  private @Nullable Object alternative(JsonNode node, Class<?> type, String at) {
    Map<String, Class<?>> choices = new LinkedHashMap<>();
    collect(type, choices);
    JsonNode by = node.path(DISCRIMINATOR);
    Class<?> chosen = choices.get(by.asText());
    if (!node.isObject() || chosen == null) {
      problem(
          node.isObject() ? at + "/" + DISCRIMINATOR : at,
          node.isObject() ? by : node,
          node.isObject() ? "one of " + choices.keySet() : "an object");
      return null;
    }
    return record(node, chosen, at, List.of(DISCRIMINATOR));
  }

  private static void collect(Class<?> type, Map<String, Class<?>> choices) {
    for (Class<?> choice : type.getPermittedSubclasses()) {
      if (choice.isRecord()) {
        String name = choice.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
        choices.put(name.toUpperCase(Locale.ROOT), choice);
      } else {
        collect(choice, choices);
      }
    }
  }

  private @Nullable Object record(JsonNode node, Class<?> type, String at, List<String> known) {
    if (!node.isObject()) {
      problem(at, node, "an object");
      return null;
    }
    RecordComponent[] parts = type.getRecordComponents();
    List<String> names = new ArrayList<>(known);
    Arrays.stream(parts).map(RecordComponent::getName).forEach(names::add);
    int before = problems.size();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!names.contains(entry.getKey())) {
        problem(at + "/" + escaped(entry.getKey()), entry.getValue(), "one of the fields " + names);
      }
    }
    Object[] values = new Object[parts.length];
    Class<?>[] types = new Class<?>[parts.length];
    for (int i = 0; i < parts.length; i++) {
      types[i] = parts[i].getType();
      JsonNode part = node.path(parts[i].getName());
      values[i] =
          value(
              part,
              parts[i].getAnnotatedType(),
              parts[i].getAccessor(),
              at + "/" + parts[i].getName());
    }
    return problems.size() == before ? created(node, type, types, values, at) : null;
  }

  private Object created(
      JsonNode node, Class<?> type, Class<?>[] types, Object[] values, String at) {
    try {
      Object created = type.getDeclaredConstructor(types).newInstance(values);
      if (created instanceof Checked checked) {
        checked.check((pointer, allowed) -> problem(at + pointer, node.at(pointer), allowed));
      }
      return created;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record of the mapping cannot be made: " + type, e);
    }
  }

  private @Nullable Object leaf(JsonNode node, Class<?> type, String at) {
    if (type == Integer.class && node.isIntegralNumber() && node.canConvertToInt()) {
      return node.intValue();
    }
    if (type == Boolean.class && node.isBoolean()) {
      return node.booleanValue();
    }
    Leaf leaf = LEAVES.get(type);
    if (leaf != null && node.isTextual()) {
      try {
        return leaf.parser.apply(node.textValue());
      } catch (IllegalArgumentException | DateTimeException e) {
        problem(at, node, leaf.allowed);
        return null;
      }
    }
    if (type.isEnum() && node.isTextual()) {
      for (Object constant : type.getEnumConstants()) {
        if (constant.toString().equals(node.textValue())) {
          return constant;
        }
      }
    }
    problem(at, node, allowed(type));
    return null;
  }

  private static String allowed(Class<?> type) {
    Leaf leaf = LEAVES.get(type);
    if (leaf != null) {
      return leaf.allowed;
    }
    if (type == Integer.class) {
      return "a whole number";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    return type.isEnum() ? "one of " + Arrays.toString(type.getEnumConstants()) : "an object";
  }

  private void constrain(Object value, JsonNode node, AnnotatedElement rules, String at) {
    Pattern pattern = rules.getAnnotation(Pattern.class);
    if (pattern != null && !((String) value).matches(pattern.regexp())) {
      problem(at, node, pattern.message());
    }
    Min min = rules.getAnnotation(Min.class);
    if (min != null && ((Integer) value) < min.value()) {
      problem(at, node, "at least " + min.value());
    }
    Max max = rules.getAnnotation(Max.class);
    if (max != null && ((Integer) value) > max.value()) {
      problem(at, node, "at most " + max.value());
    }
    Size size = rules.getAnnotation(Size.class);
    if (size != null) {
      int length = value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
      if (length < size.min() || length > size.max()) {
        problem(at, node, "between " + size.min() + " and " + size.max() + " entries");
      }
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** Returns a problem of the document as a whole. */
  static Problem whole(String allowed) {
    return new Problem("", shown(MissingNode.getInstance()), allowed);
  }
}
