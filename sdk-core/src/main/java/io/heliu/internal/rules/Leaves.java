package io.heliu.internal.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values that a document can hold: how each is written, and what it is for us. */
final class Leaves {
  private static final int MAX_DIGITS = 40;
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?");

  private record Leaf(String allowed, Function<JsonNode, @Nullable Object> reader) {}

  private static final Map<Class<?>, Leaf> LEAVES =
      Map.ofEntries(
          Map.entry(Integer.class, new Leaf("a whole number", Leaves::integer)),
          Map.entry(Long.class, new Leaf("a whole number", Leaves::whole)),
          Map.entry(BigDecimal.class, new Leaf("a number such as 12.30", Leaves::decimal)),
          Map.entry(
              Boolean.class,
              new Leaf("true or false", node -> node.isBoolean() ? node.booleanValue() : null)),
          text(String.class, "a text", text -> text),
          text(ZoneId.class, "a time zone such as Asia/Shanghai", ZoneId::of),
          text(Charset.class, "a charset such as GBK", Charset::forName),
          text(Currency.class, "a currency such as CNY", Leaves::currency),
          text(ShopId.class, "a shop such as taobao:my-shop", ShopId::parse),
          text(Sku.class, "a SKU of at most 200 characters", Sku::new),
          text(Location.class, "a location of at most 200 characters", Location::new),
          text(LocalDate.class, "a date such as 2026-11-11", LocalDate::parse),
          text(LocalDateTime.class, "a time such as 2026-11-11T20:00", LocalDateTime::parse),
          text(Duration.class, "a duration such as PT30M", Duration::parse),
          text(
              DateTimeFormatter.class,
              "a format such as yyyy-MM-dd HH:mm:ss",
              text -> DateTimeFormatter.ofPattern(text, Locale.ROOT)));

  private Leaves() {}

  private static Map.Entry<Class<?>, Leaf> text(
      Class<?> type, String allowed, Function<String, Object> parser) {
    return Map.entry(
        type, new Leaf(allowed, node -> node.isTextual() ? parser.apply(node.textValue()) : null));
  }

  /** Tells whether values of a type are written as one text, number or truth value. */
  static boolean isLeaf(Class<?> type) {
    return type.isEnum() || LEAVES.containsKey(type);
  }

  /** Returns our value; null if the node does not hold one. */
  static @Nullable Object read(JsonNode node, Class<?> type) {
    if (type.isEnum()) {
      return node.isTextual() ? constant(node.textValue(), type) : null;
    }
    Leaf leaf = LEAVES.get(type);
    if (leaf == null) {
      throw new IllegalStateException("type: " + type + " cannot stand in a rule document");
    }
    try {
      return leaf.reader.apply(node);
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  /** Returns what may stand there. */
  static String allowed(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants());
    }
    Leaf leaf = LEAVES.get(type);
    return leaf == null ? "an object" : leaf.allowed;
  }

  private static @Nullable Object constant(String name, Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    return null;
  }

  private static Currency currency(String code) {
    Currency currency = Currency.getInstance(code);
    if (currency.getDefaultFractionDigits() < 0) {
      throw new IllegalArgumentException("currency: must have a minor unit");
    }
    return currency;
  }

  private static @Nullable Object integer(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToInt() ? node.intValue() : null;
  }

  private static @Nullable Object whole(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : null;
  }

  private static @Nullable Object decimal(JsonNode node) {
    if (node.isTextual()) {
      return DECIMAL.matcher(node.textValue()).matches() ? new BigDecimal(node.textValue()) : null;
    }
    if (!node.isNumber()) {
      return null;
    }
    // An exponent makes a short text a huge number.
    BigDecimal number = node.decimalValue();
    boolean bounded = Math.abs((long) number.scale()) <= MAX_DIGITS;
    return bounded && number.precision() <= MAX_DIGITS ? number : null;
  }
}
