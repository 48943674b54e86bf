package io.heliu.report;

import io.heliu.Money;
import java.util.ArrayList;
import java.util.List;

/** What a chart shows, as JSON for the page's script. Not thread-safe. */
final class Chart {
  /** How the points are drawn. */
  enum Kind {
    BAR,
    LINE,
    /** Bars from left to right, for long names. */
    ROWS
  }

  private final String id;
  private final Kind kind;
  private final List<String> categories = new ArrayList<>();
  private final List<String> series = new ArrayList<>();

  Chart(String id, Kind kind) {
    this.id = id;
    this.kind = kind;
  }

  String id() {
    return id;
  }

  boolean isEmpty() {
    return categories.isEmpty();
  }

  int size() {
    return categories.size();
  }

  boolean isRows() {
    return kind == Kind.ROWS;
  }

  void category(String text) {
    categories.add(Json.text(text));
  }

  void labelled(String key) {
    categories.add("{\"l\":" + Json.text(key) + "}");
  }

  /**
   * Adds a series.
   *
   * @param label the key of its name
   * @param colour the number of its colour
   * @param amounts one a category; each is drawn as a number and shown as an exact text
   */
  Chart series(String label, Kind kind, int colour, List<Money> amounts) {
    List<String> values = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Money amount : amounts) {
      values.add(amount.toPlainString());
      texts.add(Json.text(Html.money(amount)));
    }
    series.add(
        "{\"l\":"
            + Json.text(label)
            + ",\"k\":"
            + Json.text(kind.name())
            + ",\"c\":"
            + colour
            + ",\"v\":"
            + Json.list(values)
            + ",\"t\":"
            + Json.list(texts)
            + "}");
    return this;
  }

  String json() {
    return "{\"id\":"
        + Json.text(id)
        + ",\"k\":"
        + Json.text(kind.name())
        + ",\"x\":"
        + Json.list(categories)
        + ",\"s\":"
        + Json.list(series)
        + "}";
  }
}
