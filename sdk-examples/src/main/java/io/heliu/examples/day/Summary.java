package io.heliu.examples.day;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The figures of the day by name, and their files. */
final class Summary {
  private final Map<String, Number> figures = new TreeMap<>();

  void put(String name, Number figure) {
    figures.put(name, figure);
  }

  long get(String name) {
    Number figure = figures.get(name);
    if (figure == null) {
      throw new IllegalArgumentException("name: there is no figure " + name);
    }
    return figure.longValue();
  }

  /** Returns the summary as JSON, names in order. */
  String json() {
    StringJoiner lines = new StringJoiner(",\n", "{\n", "\n}\n");
    figures.forEach((name, figure) -> lines.add("  \"" + name + "\": " + figure));
    return lines.toString();
  }

  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("summary.json"), json());
  }

  /** Returns the table that ends the day, at most 80 columns wide. */
  List<String> table() {
    List<String> rows = new java.util.ArrayList<>();
    rows.add("─".repeat(60));
    figures.forEach(
        (name, figure) -> rows.add("  %-40s %,15d".formatted(name, figure.longValue())));
    rows.add("─".repeat(60));
    return rows;
  }
}
