package io.heliu.inventory;

import io.heliu.Location;
import io.heliu.Sku;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state that is durable. One thread at a time changes it, by committing a {@link Draft}; any
 * thread reads it meanwhile and never sees half a commit.
 */
final class Books {
  private static final Comparator<Cell> BY_CHANGE =
      Comparator.<Cell>comparingLong(cell -> cell.version).thenComparing(cell -> cell.key);
  private static final Comparator<Hold> BY_EXPIRY =
      Comparator.comparingLong(Hold::expiresAt).thenComparing(Hold::id);

  private static final String GREATEST_CODE = "\uffff".repeat(Check.MAX_TEXT);
  private static final CellKey GREATEST =
      new CellKey(new Sku(GREATEST_CODE), new Location(GREATEST_CODE));

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<CellKey, Cell> cells = new HashMap<>();
  private final TreeSet<Cell> changes = new TreeSet<>(BY_CHANGE);
  private final Map<String, Hold> holds = new HashMap<>();
  private final TreeSet<Hold> expiries = new TreeSet<>(BY_EXPIRY);
  private final Map<String, Memo> memos = new HashMap<>();
  private long sequence;
  private long time = Long.MIN_VALUE;

  /** Up to here a quantity on hand of the past is no longer known. */
  private long horizon;

  /** The writer's view: only the thread that commits may call it. */
  long lastSequence() {
    return sequence;
  }

  long time() {
    return time;
  }

  long horizon() {
    return horizon;
  }

  @Nullable Cell cell(CellKey key) {
    return cells.get(key);
  }

  @Nullable Hold hold(String id) {
    return holds.get(id);
  }

  @Nullable Memo memo(String key) {
    return memos.get(key);
  }

  Collection<Cell> cells() {
    return cells.values();
  }

  Collection<Hold> holds() {
    return holds.values();
  }

  Map<String, Memo> memos() {
    return memos;
  }

  /** Returns the holds that may expire, earliest first. */
  NavigableSet<Hold> expiries() {
    return expiries;
  }

  NavigableSet<Cell> changes() {
    return changes;
  }

  void commit(Draft draft) {
    lock.writeLock().lock();
    try {
      draft.cells().forEach(this::putCell);
      draft.holds().forEach(this::putHold);
      memos.putAll(draft.memos());
      sequence = draft.sequence();
      time = draft.time();
      if (draft.prunes()) {
        prune(draft.cutoff());
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Fills in what a snapshot says; the maps are filled with the other methods. */
  void restore(long lastSequence, long lastTime, long lastHorizon) {
    sequence = lastSequence;
    time = lastTime;
    horizon = lastHorizon;
  }

  void putCell(CellKey key, Cell cell) {
    cell.settle();
    Cell before = cells.put(key, cell);
    if (before != null) {
      changes.remove(before);
    }
    changes.add(cell);
  }

  void putHold(String id, Hold hold) {
    Hold before = holds.put(id, hold);
    if (before != null && before.mayExpire()) {
      expiries.remove(before);
    }
    if (hold.mayExpire()) {
      expiries.add(hold);
    }
  }

  void putMemo(String key, Memo memo) {
    memos.put(key, memo);
  }

  private void prune(long cutoff) {
    holds.values().removeIf(hold -> !hold.state().open() && hold.changedAt() <= cutoff);
    for (Memo memo : memos.values()) {
      if (memo.time() <= cutoff) {
        horizon = Math.max(horizon, memo.answer().sequence());
      }
    }
    memos
        .entrySet()
        .removeIf(memo -> memo.getValue().time() <= cutoff && !holds.containsKey(memo.getKey()));
    cells.values().forEach(cell -> cell.past.foldUpTo(horizon));
  }

  private <T> T reading(Supplier<T> read) {
    Lock readLock = lock.readLock();
    readLock.lock();
    try {
      return read.get();
    } finally {
      readLock.unlock();
    }
  }

  /** The readers' view: any thread may call it. */
  long sequence() {
    return reading(() -> sequence);
  }

  Balance balance(Sku sku, Location location) {
    return reading(
        () -> {
          Cell cell = cells.get(new CellKey(sku, location));
          return cell == null ? new Balance(sku, location, 0, 0, 0, 0, 0) : cell.balance();
        });
  }

  List<Balance> balances() {
    List<Balance> all =
        reading(() -> new ArrayList<>(cells.values().stream().map(Cell::balance).toList()));
    all.sort(Comparator.comparing(Balance::sku).thenComparing(Balance::location));
    return all;
  }

  Optional<Reservation> reservation(String id) {
    Hold hold = reading(() -> holds.get(id));
    return Optional.ofNullable(hold).map(Hold::view);
  }

  Changes changesSince(long since, int limit) {
    return reading(
        () -> {
          if (since > sequence) {
            throw Faults.store(
                "changesSince",
                "asked for changes after "
                    + since
                    + " but the ledger is at "
                    + sequence
                    + "; it may have been restored from a backup: publish everything again from 0");
          }
          List<Balance> page = new ArrayList<>();
          long last = since;
          for (Cell cell : changes.tailSet(lastOf(since), false)) {
            if (page.size() >= limit && cell.version > last) {
              return new Changes(page, last, true);
            }
            page.add(cell.balance());
            last = cell.version;
          }
          return new Changes(page, sequence, false);
        });
  }

  /** Returns the end of everything that changed up to a sequence. */
  private static Cell lastOf(long since) {
    Cell probe = new Cell(GREATEST);
    probe.version = since;
    return probe;
  }

  void verify() {
    reading(
        () -> {
          Invariants.check(this);
          return true;
        });
  }
}
