package io.heliu.statement;

import io.heliu.channel.internal.CsvCells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Splits the lines of WeChat Pay's bills.
 *
 * <p>Each value of a row begins with a back-tick, and free text may hold commas, so rows are split
 * at the two characters comma and back-tick. A spreadsheet program may have taken the back-ticks
 * away and put quotes: if the first row does not begin with a back-tick, rows are comma separated
 * values (RFC 4180). The last two lines name the totals and state them.
 */
final class WechatLines {
  private static final String SEPARATOR = ",`";

  private final BillHeader header;
  private final Map<String, BillTotal> names;
  private final BillTotals totals;
  private final String endMark;
  private @Nullable Boolean plain;
  private @Nullable List<String> end;
  private boolean ended;

  /**
   * @param endMark the total whose name begins the end
   * @param names the totals by their names; those of others are let pass
   * @param totals where the totals go
   */
  WechatLines(BillHeader header, String endMark, Map<String, BillTotal> names, BillTotals totals) {
    this.header = header;
    this.endMark = endMark;
    this.names = names;
    this.totals = totals;
  }

  /** Splits a line of comma separated values; null if it is none. */
  static @Nullable List<String> values(String line) {
    List<String> cells = CsvCells.split(line, ',');
    if (cells != null) {
      cells.replaceAll(cell -> cell.startsWith("`") ? cell.substring(1) : cell);
    }
    return cells;
  }

  private static List<String> ticked(String line) {
    List<String> cells = new ArrayList<>(CsvCells.USUAL);
    int start = 1;
    for (int at = line.indexOf(SEPARATOR, 1); at >= 0; at = line.indexOf(SEPARATOR, start)) {
      cells.add(line.substring(start, at));
      start = at + SEPARATOR.length();
    }
    cells.add(line.substring(start));
    return cells;
  }

  /** Returns the cells of a row. */
  BillCells row(String line) {
    boolean tick = line.startsWith("`");
    if (plain == null) {
      plain = !tick;
    }
    if (!plain && !tick) {
      throw new IllegalArgumentException("does not begin with a back-tick as the rows before it");
    }
    List<String> cells = plain ? values(line) : ticked(line);
    if (cells == null) {
      throw new IllegalArgumentException("has a quote that is not closed");
    }
    while (plain && cells.size() > header.width() && cells.get(cells.size() - 1).isBlank()) {
      cells.remove(cells.size() - 1);
    }
    if (cells.size() != header.width()) {
      throw new IllegalArgumentException(
          "has " + cells.size() + " cells, the header has " + header.width());
    }
    return new BillCells(header, cells);
  }

  /** Takes the two lines of the end: the names of the totals, then the totals. */
  boolean takesEnd(String line) {
    if (end == null) {
      int start = 0;
      while (start < line.length() && "`\"".indexOf(line.charAt(start)) >= 0) {
        start++;
      }
      List<String> cells = line.startsWith(endMark, start) ? figures(line) : List.of();
      if (cells.isEmpty() || !cells.get(0).equals(endMark)) {
        return false;
      }
      end = cells;
      return true;
    }
    if (ended) {
      return false;
    }
    ended = true;
    state(end, figures(line));
    return true;
  }

  private void state(List<String> titles, List<String> figures) {
    if (titles.size() != figures.size()) {
      totals.damaged();
      return;
    }
    for (int i = 0; i < titles.size(); i++) {
      BillTotal total = names.get(titles.get(i));
      if (total != null) {
        totals.state(total, figures.get(i));
      }
    }
  }

  /** Splits a line of the end, which free text cannot spoil; programs pad it with commas. */
  private static List<String> figures(String line) {
    List<String> cells = values(line);
    if (cells == null) {
      return List.of();
    }
    cells.replaceAll(String::strip);
    while (!cells.isEmpty() && cells.get(cells.size() - 1).isEmpty()) {
      cells.remove(cells.size() - 1);
    }
    return cells;
  }
}
