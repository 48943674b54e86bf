package io.heliu.inventory;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lines of a command, summed for each cell and sorted. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Lines(CellKey[] cells, long[] quantities) {

  static Lines sum(List<StockLine> lines) {
    if (lines.size() == 1) {
      StockLine line = lines.get(0);
      CellKey key = new CellKey(line.sku(), line.location());
      return new Lines(new CellKey[] {key}, new long[] {line.quantity()});
    }
    Map<CellKey, Long> sums = new TreeMap<>();
    for (StockLine line : lines) {
      sums.merge(new CellKey(line.sku(), line.location()), line.quantity(), Math::addExact);
    }
    return new Lines(
        sums.keySet().toArray(CellKey[]::new),
        sums.values().stream().mapToLong(Long::longValue).toArray());
  }

  int size() {
    return cells.length;
  }
}
