package io.heliu.statement;

import io.heliu.channel.internal.CsvCells;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns of a bill are. Found by name: their order and number differ between accounts.
 *
 * @param width how many columns there are
 * @param positions where the known ones are
 */
record BillHeader(int width, Map<BillColumn, Integer> positions) {

  /** Reads cells as the header of a kind; null if they are none. */
  static @Nullable BillHeader of(List<String> cells, BillKind kind) {
    Map<BillColumn, Integer> positions = new EnumMap<>(BillColumn.class);
    for (int i = 0; i < cells.size(); i++) {
      BillColumn column = BillColumn.of(cells.get(i), kind.columns());
      if (column != null && positions.putIfAbsent(column, i) != null) {
        return null;
      }
    }
    return positions.keySet().containsAll(kind.required())
        ? new BillHeader(cells.size(), positions)
        : null;
  }

  /** Splits a line at every comma: Alipay's bills know no quotes. */
  static List<String> cells(String line) {
    List<String> cells = new ArrayList<>(CsvCells.USUAL);
    int start = 0;
    for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', start)) {
      cells.add(line.substring(start, comma));
      start = comma + 1;
    }
    cells.add(line.substring(start));
    return cells;
  }

  boolean has(BillColumn column) {
    return positions.containsKey(column);
  }

  /** Returns a cell without the tabs and blanks around it; empty if there is no such column. */
  String text(List<String> cells, BillColumn column) {
    Integer position = positions.get(column);
    return position == null ? "" : cells.get(position).strip();
  }

  /**
   * Returns the cells of a row, as many as there are columns. Commas in the goods' name make a row
   * too wide: then the surplus goes back into the name.
   *
   * @param proof a column with a strict form; only if it is right of the name, a surplus that was
   *     put into the wrong place can be found out
   * @throws IllegalArgumentException if the row is too narrow, or too wide without a proof
   */
  List<String> fit(List<String> cells, BillColumn proof) {
    int surplus = cells.size() - width;
    if (surplus == 0) {
      return cells;
    }
    int title = positions.getOrDefault(BillColumn.TITLE, width);
    if (surplus < 0 || positions.getOrDefault(proof, 0) < title) {
      throw new IllegalArgumentException("has " + cells.size() + " cells, the header has " + width);
    }
    List<String> fitted = new ArrayList<>(cells.subList(0, title));
    fitted.add(String.join(",", cells.subList(title, title + surplus + 1)));
    fitted.addAll(cells.subList(title + surplus + 1, cells.size()));
    return fitted;
  }
}
