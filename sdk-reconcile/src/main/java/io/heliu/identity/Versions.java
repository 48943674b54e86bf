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
    Resolution.Outcome refused =
        known.map(k -> compare(k, record.observedAt(), given)).orElse(null);
    if (refused != null) {
      return refused;
    }
    Set<Key> all = new TreeSet<>(given);
    known.ifPresent(former -> all.addAll(former.decisions()));
    CustomerId customer = known.map(StoredRecord::customer).orElse(null);
    changes.put(
        record.key(),
        Optional.of(new StoredRecord(record.key(), record.observedAt(), now, all, customer)));
    return null;
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
