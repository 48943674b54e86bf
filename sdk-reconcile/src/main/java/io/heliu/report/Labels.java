package io.heliu.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The texts of the page in both languages. */
final class Labels {
  /** What stands for all the small ones together; no text from outside can be the same. */
  static final String OTHERS = "\0others";

  private final Map<Language, SortedMap<String, String>> texts = new EnumMap<>(Language.class);

  private Labels() {}

  static Labels load() {
    Labels labels = new Labels();
    for (Language language : Language.values()) {
      Properties properties = new Properties();
      try (InputStream in = Resources.open("labels-" + language.tag() + ".properties")) {
        properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      SortedMap<String, String> texts = new TreeMap<>();
      properties.forEach((key, text) -> texts.put((String) key, (String) text));
      labels.texts.put(language, texts);
    }
    return labels;
  }

  /** Returns all texts of a language. */
  SortedMap<String, String> all(Language language) {
    return Objects.requireNonNull(texts.get(language), "language");
  }

  String get(Language language, String key) {
    String text = all(language).get(key);
    if (text == null) {
      throw new IllegalArgumentException("key: there is no label " + key);
    }
    return text;
  }

  /** Returns the key of a value's name, or null if it is shown as it is. */
  @Nullable String keyOf(Dimension dimension, String value) {
    if (value.equals(OTHERS)) {
      return "others";
    }
    if (value.isBlank()) {
      return "unknown";
    }
    String key = "channel." + value;
    return dimension == Dimension.CHANNEL && all(Language.ENGLISH).containsKey(key) ? key : null;
  }
}
