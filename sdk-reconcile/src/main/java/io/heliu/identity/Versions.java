package io.heliu.identity;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares records with what is stored of them, so that the newest version counts. */
final class Versions {
  private final Shelf shelf;
  private final Keys keys;
  private final Instant now;
  private final Map<RecordKey, Optional<StoredRecord>> changes = new TreeMap<>();

  Versions(Shelf shelf, Keys keys, Instant now) {
    this.shelf = shelf;
    this.keys = keys;
    this.now = now;
  }

  /** Returns the versions to store. */
  Map<RecordKey, Optional<StoredRecord>> changes() {
    return changes;
  }

  /** Takes a record; returns why it changes nothing, or null if it does. */
  Resolution.@Nullable Outcome take(CustomerRecord record) throws SQLException {
    Optional<StoredRecord> known = changes.get(record.key());
    if (known == null) {
      known = shelf.record(record.key());
    }
    Set<Key> given = keys.of(record.identifiers());
    if (known.isEmpty()) {
      StoredRecord first =
          new StoredRecord(
              record.key(), record.observedAt(), now, given, since(Map.of(), given, record), null);
      changes.put(record.key(), Optional.of(first));
      return null;
    }
    StoredRecord former = known.get();
    Map<Key, Instant> since = since(former.since(), given, record);
    Resolution.Outcome refused = compare(former, record.observedAt(), given);
    if (refused != null) {
      // Its time is no news, but that a phone was shown as early as that may be.
      if (!since.equals(former.since())) {
        changes.put(record.key(), Optional.of(former.shown(since)));
      }
      return refused;
    }
    Set<Key> all = new TreeSet<>(given);
    all.addAll(former.decisions());
    changes.put(
        record.key(),
        Optional.of(
            new StoredRecord(
                record.key(), record.observedAt(), now, all, since, former.customer())));
    return null;
  }

  /** The earliest time counts, so that versions may come in any order. */
  private static Map<Key, Instant> since(
      Map<Key, Instant> former, Set<Key> given, CustomerRecord record) {
    Map<Key, Instant> since = new TreeMap<>(former);
    for (Key key : given) {
      if (key.changesHands()) {
        since.merge(key, record.observedAt(), (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    return since;
  }

  private static Resolution.@Nullable Outcome compare(
      StoredRecord known, Instant observedAt, Set<Key> given) {
    int order = observedAt.compareTo(known.observedAt());
    if (order != 0) {
      return order < 0 ? Resolution.Outcome.OUTDATED : null;
    }
    Set<Key> former = known.given();
    if (former.equals(given)) {
      return Resolution.Outcome.REPEATED;
    }
    // Two versions of one instant: any rule will do that does not depend on which came first.
    return former.toString().compareTo(given.toString()) > 0 ? Resolution.Outcome.OUTDATED : null;
  }
}
