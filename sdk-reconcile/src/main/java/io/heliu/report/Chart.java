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
    return series(
        label, kind, colour, amounts.stream().map(Money::toPlainString).toList(), amounts);
  }

  /**
   * Adds bars that start where the one before ended.
   *
   * @param from where each bar starts
   * @param amounts how far it goes up or down from there
   */
  Chart steps(String label, List<Money> from, List<Money> amounts) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      Money to = from.get(i).plus(amounts.get(i));
      values.add(Json.list(List.of(from.get(i).toPlainString(), to.toPlainString())));
    }
    return series(label, Kind.ROWS, 0, values, amounts);
  }

  private Chart series(
      String label, Kind kind, int colour, List<String> values, List<Money> amounts) {
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
            + Json.list(amounts.stream().map(Html::money).map(Json::text).toList())
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
