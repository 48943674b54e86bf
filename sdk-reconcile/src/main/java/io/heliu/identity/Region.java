package io.heliu.identity;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that some changed records can have an effect on: all that is reached through keys that
 * may join, before the change or after it. Records beyond share demoted keys with it at most.
 */
final class Region {
  private final Shelf shelf;
  private final IdentityLimits limits;
  private final Map<RecordKey, Optional<StoredRecord>> changes;
  private final Map<Key, List<StoredRecord>> changedCarriers = new HashMap<>();
  private final Map<RecordKey, StoredRecord> before = new TreeMap<>();
  private final Map<RecordKey, StoredRecord> after = new TreeMap<>();
  private final Set<Key> demoted = new TreeSet<>();
  private final Set<Key> seen = new HashSet<>();
  private final Deque<Key> pending = new ArrayDeque<>();

  private Region(
      Shelf shelf, IdentityLimits limits, Map<RecordKey, Optional<StoredRecord>> changes) {
    this.shelf = shelf;
    this.limits = limits;
    this.changes = changes;
  }

  /**
   * Loads what a change has an effect on.
   *
   * @param changes the new versions of records; empty for a record that goes
   */
  static Region around(
      Shelf shelf, IdentityLimits limits, Map<RecordKey, Optional<StoredRecord>> changes)
      throws SQLException {
    Region region = new Region(shelf, limits, changes);
    for (Map.Entry<RecordKey, Optional<StoredRecord>> change : changes.entrySet()) {
      shelf.record(change.getKey()).ifPresent(region::addStored);
      change.getValue().ifPresent(region::addChanged);
    }
    region.spread();
    return region;
  }

  /** Loads what records that stay as they are have to do with. */
  static Region around(Shelf shelf, IdentityLimits limits, Collection<RecordKey> records)
      throws SQLException {
    Region region = new Region(shelf, limits, Map.of());
    for (RecordKey record : records) {
      shelf.record(record).ifPresent(region::addStored);
    }
    region.spread();
    return region;
  }

  /** Returns the records as they are stored. */
  Map<RecordKey, StoredRecord> before() {
    return before;
  }

  /** Returns the records as they are to be; their customers are the stored ones. */
  Map<RecordKey, StoredRecord> after() {
    return after;
  }

  /** Returns the keys that too many share after the change. */
  Set<Key> demoted() {
    return demoted;
  }

  private void addChanged(StoredRecord record) {
    after.put(record.key(), record);
    for (Key key : record.keys()) {
      changedCarriers.computeIfAbsent(key, k -> new ArrayList<>()).add(record);
      enqueue(key);
    }
  }

  private void addStored(StoredRecord record) {
    if (before.put(record.key(), record) != null) {
      return;
    }
    if (!changes.containsKey(record.key())) {
      after.put(record.key(), record);
    }
    record.keys().forEach(this::enqueue);
  }

  private void enqueue(Key key) {
    if (seen.add(key)) {
      pending.add(key);
    }
  }

  private void spread() throws SQLException {
    while (!pending.isEmpty()) {
      visit(pending.remove());
    }
  }

  private void visit(Key key) throws SQLException {
    // One more than would be too many even if all changes took a carrier away.
    int cap = key.canBeShared() ? limits.records() + 1 + changes.size() : Integer.MAX_VALUE;
    List<StoredRecord> was = shelf.carriers(key, cap);
    List<StoredRecord> is = new ArrayList<>(changedCarriers.getOrDefault(key, List.of()));
    was.stream().filter(record -> !changes.containsKey(record.key())).forEach(is::add);
    boolean tooMany = isShared(key, is);
    if (tooMany) {
      demoted.add(key);
    }
    if (!tooMany || !isShared(key, was)) {
      was.forEach(this::addStored);
    }
  }

  private boolean isShared(Key key, List<StoredRecord> carriers) {
    if (!key.canBeShared()) {
      return false;
    }
    if (carriers.size() > limits.records()) {
      return true;
    }
    Set<Key> strong = new HashSet<>();
    for (StoredRecord carrier : carriers) {
      carrier.keys().stream().filter(Key::isStrong).forEach(strong::add);
    }
    strong.remove(key);
    return strong.size() > limits.accounts();
  }
}
