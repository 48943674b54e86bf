package io.heliu.report;

import java.util.List;
import java.util.Map;

/** Writes JSON that may stand in a script element. */
final class Json {
  private Json() {}

  /** Returns a string; nothing in it can end or open an element of the page. */
  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c != '"' && c != '\\' && "<>&'\u2028\u2029\u007f".indexOf(c) < 0;
      if (plain && !Character.isSurrogate(c)) {
        out.append(c);
      } else {
        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return out.append('"').toString();
  }

  static String list(List<String> values) {
    return "[" + String.join(",", values) + "]";
  }

  static String object(Map<String, String> texts) {
    StringBuilder out = new StringBuilder("{");
    texts.forEach(
        (key, value) ->
            out.append(out.length() == 1 ? "" : ",")
                .append(text(key))
                .append(':')
                .append(text(value)));
    return out.append('}').toString();
  }
}
