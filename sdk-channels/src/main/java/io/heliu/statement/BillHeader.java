package io.heliu.statement;

import io.heliu.channel.internal.CsvCells;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns of a bill are. Found by name: their order and number differ between accounts.
 *
 * @param width how many columns there are
 * @param positions where the known ones are
 * @param amounts where amounts are, known or not
 */
record BillHeader(int width, Map<BillColumn, Integer> positions, List<Integer> amounts) {
  private static final List<BillColumn> TIMES =
      List.of(BillColumn.CREATED, BillColumn.COMPLETED, BillColumn.OCCURRED);
  private static final Pattern AMOUNT = Pattern.compile("[-+]?\\d{1,12}\\.\\d{2}");

  /** Reads cells as the header of a kind; null if they are none. */
  static @Nullable BillHeader of(List<String> cells, BillKind kind) {
    Map<BillColumn, Integer> positions = new EnumMap<>(BillColumn.class);
    List<Integer> amounts = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      if (BillColumn.isAmount(cells.get(i))) {
        amounts.add(i);
      }
      BillColumn column = BillColumn.of(cells.get(i), kind.columns());
      if (column != null && positions.putIfAbsent(column, i) != null) {
        return null;
      }
    }
    return positions.keySet().containsAll(kind.required())
        ? new BillHeader(cells.size(), positions, amounts)
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
   * Returns the cells of a row, as many as there are columns. Commas in the goods' name or in the
   * remark make a row too wide: then the surplus goes back to where it came from, which is the one
   * place that leaves times and amounts in their columns.
   *
   * @param proof a time; only if it is right of such a text, a surplus that was put into the wrong
   *     place can be found out
   * @throws IllegalArgumentException if the row is too narrow, or too wide without a proof, without
   *     a fitting place or with several
   */
  List<String> fit(List<String> cells, BillColumn proof) {
    int surplus = cells.size() - width;
    if (surplus == 0) {
      return cells;
    }
    int title = positions.getOrDefault(BillColumn.TITLE, width);
    int remark = positions.getOrDefault(BillColumn.REMARK, width);
    int left = Math.min(title, remark);
    int right = Math.max(title, remark);
    String sizes = "has " + cells.size() + " cells, the header has " + width;
    if (surplus < 0 || title == width || positions.getOrDefault(proof, 0) < left) {
      throw new IllegalArgumentException(sizes);
    }
    @Nullable Placing found = null;
    for (int share = right == width ? surplus : 0; share <= surplus; share++) {
      Placing placing = new Placing(left, right, share, surplus);
      if (isReadable(cells, placing)) {
        if (found != null) {
          throw new IllegalArgumentException(sizes + ": the surplus fits in more than one place");
        }
        found = placing;
      }
    }
    if (found == null) {
      throw new IllegalArgumentException(
          sizes + ": the surplus fits nowhere so that times and amounts are in their columns");
    }
    return found.apply(cells, width);
  }

  /**
   * How the surplus cells of a row are shared out to two texts.
   *
   * @param left where the first text is
   * @param right where the second one is; the width of the header if there is none
   * @param share how many surplus cells are of the first one
   * @param surplus how many there are
   */
  private record Placing(int left, int right, int share, int surplus) {
    int cellOf(int position) {
      return position + (position <= left ? 0 : position <= right ? share : surplus);
    }

    List<String> apply(List<String> cells, int width) {
      List<String> fitted = new ArrayList<>(width);
      for (int i = 0; i < width; i++) {
        int end = i + 1 == width ? cells.size() : cellOf(i + 1);
        fitted.add(String.join(",", cells.subList(cellOf(i), end)));
      }
      return fitted;
    }
  }

  /** Amounts of a file that nobody has saved again have two decimals, which other numbers lack. */
  private boolean isReadable(List<String> cells, Placing placing) {
    for (BillColumn time : TIMES) {
      Integer position = positions.get(time);
      if (position != null
          && BillCells.wallTime(cells.get(placing.cellOf(position)).strip()) == null) {
        return false;
      }
    }
    for (int position : amounts) {
      String text = cells.get(placing.cellOf(position)).strip();
      if (!text.isEmpty() && !AMOUNT.matcher(text).matches()) {
        return false;
      }
    }
    return true;
  }
}
