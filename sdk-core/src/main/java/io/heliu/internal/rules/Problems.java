package io.heliu.internal.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.RuleProblem;
import io.heliu.internal.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what is wrong with a document; a hostile one cannot make the list grow without end. */
final class Problems {
  static final int MAX = 200;
  private static final int SHOWN = 40;

  private final List<RuleProblem> all = new ArrayList<>();
  private int hidden;

  /** Adds a field with the value that was found. */
  void add(String at, JsonNode found, String allowed) {
    add(at, shown(found), allowed);
  }

  /** Adds a field of which only the kind of what was found may be told. */
  void addKind(String at, JsonNode found, String allowed) {
    add(at, kind(found), allowed);
  }

  void add(String at, String found, String allowed) {
    if (hidden > 0 || all.size() == MAX) {
      // The list ends with one that says that it is not complete.
      hidden++;
      all.set(MAX - 1, new RuleProblem("", "more problems", "at most " + MAX + " at once"));
      return;
    }
    all.add(new RuleProblem(at, found, allowed));
  }

  int count() {
    return all.size() + hidden;
  }

  List<RuleProblem> all() {
    return List.copyOf(all);
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "nothing";
    }
    return shortened(node.isContainerNode() ? node.getNodeType().name() : node.toString());
  }

  private static String kind(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "nothing";
    }
    return node.isTextual()
        ? "a text of " + node.textValue().length() + " characters"
        : node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  /** Returns a text cut to what fits on a line, without control characters. */
  static String shortened(String text) {
    return Shown.of(text, SHOWN);
  }
}
