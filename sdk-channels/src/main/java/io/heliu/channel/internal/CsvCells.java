package io.heliu.channel.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cells of one line of a comma separated file (RFC 4180). */
public final class CsvCells {
  /** For how many cells room is made at first: as many as the rows of most files have. */
  public static final int USUAL = 28;

  private CsvCells() {}

  /** Splits a text into cells; null if a quote is not closed. */
  public static @Nullable List<String> split(String text, char delimiter) {
    List<String> cells = new ArrayList<>(USUAL);
    int start = 0;
    while (start >= 0) {
      StringBuilder quoted = null;
      if (start < text.length() && text.charAt(start) == '"') {
        quoted = new StringBuilder();
        start = quoted(text, start + 1, quoted);
        if (start < 0) {
          return null;
        }
      }
      int next = text.indexOf(delimiter, start);
      int end = next < 0 ? text.length() : next;
      String plain = text.substring(start, end);
      cells.add(quoted == null ? plain : quoted.append(plain).toString());
      start = next < 0 ? -1 : next + 1;
    }
    return cells;
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
