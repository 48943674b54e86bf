package io.heliu.internal.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.heliu.Fault;
import io.heliu.RuleProblem;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule document into records and checks it against their Jakarta Validation constraints:
 * the one way in which rules become data. Goes through the whole document and collects every
 * problem; nothing is created from a document that has one.
 *
 * <p>A document is a record. Its components are texts, numbers, the values of {@link Leaves},
 * lists, sets, maps, records and sealed interfaces of records, of which the field {@code by}
 * chooses one. A component without {@code NotNull} may be missing; a list, set or map then is
 * empty.
 */
public final class RuleBinder {
  private static final String DISCRIMINATOR = "by";

  private final Problems problems = new Problems();
  private final MethodHandles.Lookup lookup;

  private RuleBinder(MethodHandles.Lookup lookup) {
    this.lookup = lookup;
  }

  /**
   * What came of a document.
   *
   * @param value the record; null if there are problems
   * @param problems everything that is wrong
   * @param <T> the record
   */
  public record Bound<T>(@Nullable T value, List<RuleProblem> problems) {

    /**
     * Returns the record.
     *
     * @param system what the rules are for
     * @throws Fault.Configuration if there are problems; the message has all of them
     */
    public T orThrow(String system) {
      if (value == null) {
        String all = problems.stream().map(RuleProblem::toString).collect(Collectors.joining("; "));
        throw new Fault.Configuration(
            Fault.Details.of(system, "rules", "the document cannot be used: " + all));
      }
      return value;
    }
  }

  /**
   * Reads a document.
   *
   * @param lookup of the package that the records are in, for their constructors
   */
  public static <T> Bound<T> bind(String json, Class<T> type, MethodHandles.Lookup lookup) {
    RuleBinder binder = new RuleBinder(lookup);
    JsonNode document = Tree.read(json, binder.problems);
    Object bound =
        document.isMissingNode() ? null : binder.record(document, type, "", List.of(), false);
    boolean fine = binder.problems.count() == 0;
    return new Bound<>(fine ? type.cast(bound) : null, binder.problems.all());
  }

  private @Nullable Object value(
      JsonNode node, AnnotatedType type, AnnotatedElement rules, String at, boolean hidden) {
    boolean missing = node.isMissingNode() || node.isNull();
    Class<?> raw = raw(type.getType());
    boolean collection = raw == List.class || raw == Set.class || raw == Map.class;
    if (missing && !collection) {
      if (Constraints.isRequired(rules)) {
        problems.add(at, node, Leaves.allowed(raw));
      }
      return null;
    }
    boolean secret = hidden || rules.isAnnotationPresent(Sensitive.class);
    int before = problems.count();
    boolean shaped = collection && (raw == Map.class ? node.isObject() : node.isArray());
    if (shaped && !Constraints.fits(node.size(), rules)) {
      problems.add(at, node, Constraints.entries(rules));
      return null;
    }
    Object value = missing ? nothing(raw) : typed(node, type, at, secret);
    if (value != null && problems.count() == before) {
      Constraints.check(value, rules, allowed -> refuse(at, node, allowed, secret));
    }
    return value;
  }

  private void refuse(String at, JsonNode node, String allowed, boolean secret) {
    if (secret) {
      problems.addKind(at, node, allowed);
    } else {
      problems.add(at, node, allowed);
    }
  }

  private static Object nothing(Class<?> raw) {
    return raw == List.class ? List.of() : raw == Set.class ? Set.of() : Map.of();
  }

  private @Nullable Object typed(JsonNode node, AnnotatedType type, String at, boolean secret) {
    Class<?> raw = raw(type.getType());
    if (raw == List.class || raw == Set.class) {
      return list(node, argument(type, 0), at, raw == Set.class, secret);
    }
    if (raw == Map.class) {
      return map(node, type, at, secret);
    }
    if (raw.isRecord() && !Leaves.isLeaf(raw)) {
      return record(node, raw, at, List.of(), secret);
    }
    if (raw.isSealed() && raw.isInterface()) {
      return alternative(node, raw, at, secret);
    }
    Object leaf = Leaves.read(node, raw);
    if (leaf == null) {
      refuse(at, node, Leaves.allowed(raw), secret);
    }
    return leaf;
  }

  private static AnnotatedType argument(AnnotatedType type, int index) {
    return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index];
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  private @Nullable Object list(
      JsonNode node, AnnotatedType element, String at, boolean once, boolean secret) {
    if (!node.isArray()) {
      refuse(at, node, "a list", secret);
      return null;
    }
    List<Object> result = new ArrayList<>();
    Set<Object> seen = new LinkedHashSet<>();
    for (int i = 0; i < node.size(); i++) {
      String place = at + "/" + i;
      Object value = present(node.get(i), element, place, secret);
      if (value != null && !seen.add(value) && once) {
        refuse(place, node.get(i), "each entry once", secret);
      } else if (value != null) {
        result.add(value);
      }
    }
    return once ? Collections.unmodifiableSet(seen) : List.copyOf(result);
  }

  private @Nullable Object map(JsonNode node, AnnotatedType type, String at, boolean secret) {
    if (!node.isObject()) {
      refuse(at, node, "an object", secret);
      return null;
    }
    Class<?> keys = raw(argument(type, 0).getType());
    Map<Object, Object> result = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String place = at + "/" + Tree.escaped(entry.getKey());
      Object key = Leaves.read(TextNode.valueOf(entry.getKey()), keys);
      if (key == null) {
        refuse(place, TextNode.valueOf(entry.getKey()), Leaves.allowed(keys), secret);
      }
      Object value = present(entry.getValue(), argument(type, 1), place, secret);
      if (key != null && value != null) {
        result.put(key, value);
      }
    }
    return Collections.unmodifiableMap(result);
  }

  private @Nullable Object present(JsonNode node, AnnotatedType type, String at, boolean secret) {
    if (node.isNull()) {
      problems.add(at, node, Leaves.allowed(raw(type.getType())));
      return null;
    }
    return value(node, type, type, at, secret);
  }

  private @Nullable Object alternative(JsonNode node, Class<?> type, String at, boolean secret) {
    Map<String, Class<?>> choices = new LinkedHashMap<>();
    collect(type, choices);
    if (!node.isObject()) {
      refuse(at, node, "an object", secret);
      return null;
    }
    JsonNode by = node.path(DISCRIMINATOR);
    Class<?> chosen = choices.get(by.asText());
    if (chosen == null) {
      problems.add(at + "/" + DISCRIMINATOR, by, "one of " + choices.keySet());
      return null;
    }
    return record(node, chosen, at, List.of(DISCRIMINATOR), secret);
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

  private @Nullable Object record(
      JsonNode node, Class<?> type, String at, List<String> known, boolean secret) {
    if (!node.isObject()) {
      refuse(at, node, "an object", secret);
      return null;
    }
    RecordComponent[] parts = type.getRecordComponents();
    List<String> names = new ArrayList<>(known);
    Arrays.stream(parts).map(RecordComponent::getName).forEach(names::add);
    int before = problems.count();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!names.contains(entry.getKey())) {
        // What stands in a field that nobody knows may be anything, a person's data too.
        String place = at + "/" + Tree.escaped(entry.getKey());
        problems.addKind(place, entry.getValue(), "one of the fields " + names);
      }
    }
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      String name = parts[i].getName();
      values[i] =
          value(
              node.path(name),
              parts[i].getAnnotatedType(),
              parts[i].getAccessor(),
              at + "/" + name,
              secret);
    }
    return problems.count() == before ? created(node, type, values, at, secret) : null;
  }

  private Object created(JsonNode node, Class<?> type, Object[] values, String at, boolean secret) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Object created;
    try {
      MethodHandle constructor =
          lookup.findConstructor(type, MethodType.methodType(void.class, types));
      created = constructor.invokeWithArguments(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a record of a rule document cannot be made: " + type, e);
    }
    if (created instanceof Checked checked) {
      checked.check((pointer, allowed) -> refuse(at + pointer, node.at(pointer), allowed, secret));
    }
    return created;
  }
}
