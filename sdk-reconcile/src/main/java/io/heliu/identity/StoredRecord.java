package io.heliu.identity;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is stored.
 *
 * @param keys what it has now
 * @param since of phones, since when it has shown them over all versions, also of those that it has
 *     lost
 * @param customer its customer; null until it has one
 */
record StoredRecord(
    RecordKey key,
    Instant observedAt,
    Instant recordedAt,
    Set<Key> keys,
    Map<Key, Instant> since,
    @Nullable CustomerId customer) {

  /** The oldest first; ties are broken by the key. */
  static final Comparator<StoredRecord> BY_AGE =
      Comparator.comparing(StoredRecord::observedAt).thenComparing(StoredRecord::key);

  /** The first that came first; ties are broken by the key. */
  static final Comparator<StoredRecord> BY_ARRIVAL =
      Comparator.comparing(StoredRecord::recordedAt).thenComparing(StoredRecord::key);

  StoredRecord with(@Nullable CustomerId customer) {
    return new StoredRecord(key, observedAt, recordedAt, keys, since, customer);
  }

  StoredRecord plus(Key more) {
    Set<Key> all = new TreeSet<>(keys);
    all.add(more);
    return new StoredRecord(key, observedAt, recordedAt, all, since, customer);
  }

  /** Returns it with what another part of it has, too. */
  StoredRecord and(StoredRecord part) {
    Set<Key> all = new TreeSet<>(keys);
    all.addAll(part.keys);
    Map<Key, Instant> times = new TreeMap<>(since);
    times.putAll(part.since);
    return new StoredRecord(key, observedAt, recordedAt, all, times, customer);
  }

  /** Returns it with other times since when it has shown its phones. */
  StoredRecord shown(Map<Key, Instant> since) {
    return new StoredRecord(key, observedAt, recordedAt, keys, since, customer);
  }

  /** Returns since when it has shown a key. */
  Instant since(Key one) {
    return since.getOrDefault(one, observedAt);
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
