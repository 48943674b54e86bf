package io.heliu.inventory;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes on top of the books that are not durable yet. Committing makes them visible; a draft that
 * is dropped leaves no trace.
 */
final class Draft {
  private final Books books;
  private final long time;
  private final Map<CellKey, Cell> cells = new HashMap<>();
  private final Map<String, Hold> holds = new HashMap<>();
  private final Map<String, Memo> memos = new HashMap<>();
  private long sequence;
  private boolean prunes;
  private long cutoff;

  /** Starts a draft; its time is never before the time of the books. */
  Draft(Books books, long now) {
    this.books = books;
    this.time = Math.max(now, books.time());
    this.sequence = books.lastSequence();
  }

  Books books() {
    return books;
  }

  long time() {
    return time;
  }

  long sequence() {
    return sequence;
  }

  long nextSequence() {
    return ++sequence;
  }

  Map<CellKey, Cell> cells() {
    return cells;
  }

  Map<String, Hold> holds() {
    return holds;
  }

  Map<String, Memo> memos() {
    return memos;
  }

  /** Returns the cell to look at, or null if it is not known. */
  @Nullable Cell find(CellKey key) {
    Cell cell = cells.get(key);
    return cell != null ? cell : books.cell(key);
  }

  /** Returns the cell to change as part of the current sequence; opens it if it is not known. */
  Cell change(CellKey key) {
    Cell cell = cells.get(key);
    if (cell == null) {
      Cell known = books.cell(key);
      cell = known == null ? new Cell(key) : known.copy();
      cells.put(key, cell);
    }
    cell.version = sequence;
    return cell;
  }

  @Nullable Hold hold(String id) {
    Hold hold = holds.get(id);
    return hold != null ? hold : books.hold(id);
  }

  void put(Hold hold) {
    holds.put(hold.id(), hold);
  }

  @Nullable Memo memo(String key) {
    Memo memo = memos.get(key);
    return memo != null ? memo : books.memo(key);
  }

  void remember(String key, Memo memo) {
    memos.put(key, memo);
  }

  void pruneUpTo(long ledgerTime) {
    prunes = true;
    cutoff = ledgerTime;
  }

  boolean prunes() {
    return prunes;
  }

  long cutoff() {
    return cutoff;
  }
}
