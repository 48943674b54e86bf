package io.heliu.identity;

import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is stored.
 *
 * @param customer its customer; null until it has one
 */
record StoredRecord(
    RecordKey key,
    Instant observedAt,
    Instant recordedAt,
    Set<Key> keys,
    @Nullable CustomerId customer) {

  /** The oldest first; ties are broken by the key. */
  static final Comparator<StoredRecord> BY_AGE =
      Comparator.comparing(StoredRecord::observedAt).thenComparing(StoredRecord::key);

  /** The first that came first; ties are broken by the key. */
  static final Comparator<StoredRecord> BY_ARRIVAL =
      Comparator.comparing(StoredRecord::recordedAt).thenComparing(StoredRecord::key);

  StoredRecord with(@Nullable CustomerId customer) {
    return new StoredRecord(key, observedAt, recordedAt, keys, customer);
  }

  StoredRecord plus(Key more) {
    Set<Key> all = new TreeSet<>(keys);
    all.add(more);
    return new StoredRecord(key, observedAt, recordedAt, all, customer);
  }

  /** Returns the keys that the source gave, without those that people's decisions added. */
  Set<Key> given() {
    return only(false);
  }

  Set<Key> decisions() {
    return only(true);
  }

  private Set<Key> only(boolean decisions) {
    Set<Key> result = new TreeSet<>();
    for (Key each : keys) {
      if ((each.rule() == JoinRule.DECISION) == decisions) {
        result.add(each);
      }
    }
    return result;
  }
}
