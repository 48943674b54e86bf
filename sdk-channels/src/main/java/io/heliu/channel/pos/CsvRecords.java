package io.heliu.channel.pos;

import io.heliu.channel.internal.BoundedLines;
import io.heliu.channel.internal.CsvCells;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits lines into cells (RFC 4180). A quote that is never closed costs its own row only: an
 * ordinary parser would read the rest of the file into that cell.
 */
final class CsvRecords {
  private static final int MAX_JOINED_LINES = 8;

  private final BoundedLines lines;
  private final int maxLength;
  private final char delimiter;
  private final int width;
  private final Deque<Line> pushedBack = new ArrayDeque<>();

  CsvRecords(BoundedLines lines, int maxLength, char delimiter, int width) {
    this.lines = lines;
    this.maxLength = maxLength;
    this.delimiter = delimiter;
    this.width = width;
  }

  /**
   * A row: its first line's number, its text, and its cells, cleaned, or null if a quote is not
   * closed.
   */
  record Row(int number, String raw, @Nullable List<String> cells) {
    /** Prints the number only: cells may hold personal data. */
    @Override
    public String toString() {
      return "Row[" + number + "]";
    }
  }

  private record Line(int number, String text) {
    @Override
    public String toString() {
      return "Line[" + number + "]";
    }
  }

  @Nullable Row next() throws IOException {
    Line first = take();
    if (first == null) {
      return null;
    }
    List<String> cells = cells(first.text);
    return cells != null ? new Row(first.number, first.text, cells) : joined(first);
  }

  private @Nullable List<String> cells(String text) {
    List<String> cells = CsvCells.split(text, delimiter);
    if (cells != null) {
      cells.replaceAll(CellText::clean);
    }
    return cells;
  }

  private Row joined(Line first) throws IOException {
    List<Line> taken = new ArrayList<>();
    StringBuilder text = new StringBuilder(first.text);
    while (taken.size() < MAX_JOINED_LINES && text.length() <= maxLength) {
      Line more = take();
      if (more == null) {
        break;
      }
      taken.add(more);
      text.append('\n').append(more.text);
      List<String> cells = cells(text.toString());
      if (cells != null) {
        if (cells.size() == width) {
          return new Row(first.number, text.toString(), cells);
        }
        break;
      }
    }
    for (int i = taken.size() - 1; i >= 0; i--) {
      pushedBack.addFirst(taken.get(i));
    }
    return new Row(first.number, first.text, null);
  }

  private @Nullable Line take() throws IOException {
    if (!pushedBack.isEmpty()) {
      return pushedBack.removeFirst();
    }
    String text = lines.next();
    return text == null ? null : new Line(lines.number(), text);
  }
}
