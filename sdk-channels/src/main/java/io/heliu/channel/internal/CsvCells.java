package io.heliu.channel.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cells of one line of a comma separated file (RFC 4180). */
public final class CsvCells {
  private CsvCells() {}

  /** Splits a text into cells; null if a quote is not closed. */
  public static @Nullable List<String> split(String text, char delimiter) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    int i = 0;
    while (true) {
      if (i < text.length() && text.charAt(i) == '"') {
        i = quoted(text, i + 1, cell);
        if (i < 0) {
          return null;
        }
      }
      while (i < text.length() && text.charAt(i) != delimiter) {
        cell.append(text.charAt(i++));
      }
      cells.add(cell.toString());
      cell.setLength(0);
      if (i >= text.length()) {
        return cells;
      }
      i++;
    }
  }

  private static int quoted(String text, int from, StringBuilder cell) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '"') {
        cell.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else {
        return i + 1;
      }
    }
    return -1;
  }
}
