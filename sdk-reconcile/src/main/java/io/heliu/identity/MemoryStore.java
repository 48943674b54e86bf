package io.heliu.identity;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Keeps identity in memory, for tests and for runs whose result is written elsewhere. */
final class MemoryStore implements Store, Shelf {
  private final Map<RecordKey, StoredRecord> records = new HashMap<>();
  private final Map<Key, SortedSet<RecordKey>> carriers = new HashMap<>();
  private final Map<CustomerId, SortedSet<RecordKey>> members = new HashMap<>();
  private final Map<CustomerId, KnownId> ids = new HashMap<>();
  private final Map<RecordKey, Set<CustomerId>> anchors = new HashMap<>();
  private final List<Explanation.Entry> history = new ArrayList<>();
  private long turn;

  @Override
  public synchronized <T> T write(String operation, Work<T> work) {
    turn++;
    return read(operation, work);
  }

  @Override
  public synchronized <T> T read(String operation, Work<T> work) {
    try {
      return work.on(this);
    } catch (SQLException e) {
      throw new IllegalStateException("there is no database", e);
    }
  }

  @Override
  public long turn() {
    return turn;
  }

  @Override
  public Optional<StoredRecord> record(RecordKey key) {
    return Optional.ofNullable(records.get(key));
  }

  @Override
  public List<StoredRecord> carriers(Key key, int limit) {
    List<StoredRecord> result = new ArrayList<>();
    for (RecordKey each : carriers.getOrDefault(key, new TreeSet<>())) {
      if (result.size() == limit) {
        break;
      }
      record(each).ifPresent(result::add);
    }
    return result;
  }

  @Override
  public SortedSet<RecordKey> recordsOf(CustomerId customer) {
    return new TreeSet<>(members.getOrDefault(customer, new TreeSet<>()));
  }

  @Override
  public List<KnownId> anchoredIn(CustomerId customer) {
    List<KnownId> result = new ArrayList<>();
    for (RecordKey record : recordsOf(customer)) {
      for (CustomerId id : anchors.getOrDefault(record, Set.of())) {
        Optional.ofNullable(ids.get(id)).ifPresent(result::add);
      }
    }
    return result;
  }

  @Override
  public boolean isKnown(CustomerId id) {
    return ids.containsKey(id);
  }

  @Override
  public Optional<CustomerId> current(CustomerId id) {
    return Optional.ofNullable(ids.get(id))
        .flatMap(known -> record(known.anchor()))
        .map(StoredRecord::customer);
  }

  @Override
  public List<Explanation.Entry> history(CustomerId customer) {
    return history.stream()
        .filter(e -> customer.equals(e.move().from()) || customer.equals(e.move().to()))
        .toList();
  }

  @Override
  public void put(List<StoredRecord> changed) {
    for (StoredRecord record : changed) {
      unlink(record.key());
      records.put(record.key(), record);
      for (Key key : record.keys()) {
        carriers.computeIfAbsent(key, k -> new TreeSet<>()).add(record.key());
      }
      CustomerId customer = record.customer();
      if (customer != null) {
        members.computeIfAbsent(customer, c -> new TreeSet<>()).add(record.key());
      }
    }
  }

  private void unlink(RecordKey key) {
    StoredRecord former = records.remove(key);
    if (former == null) {
      return;
    }
    former.keys().forEach(each -> drop(carriers, each, key));
    CustomerId customer = former.customer();
    if (customer != null) {
      drop(members, customer, key);
    }
  }

  private static <K, V, S extends Set<V>> void drop(Map<K, S> index, K key, V value) {
    index.computeIfPresent(
        key,
        (k, values) -> {
          values.remove(value);
          return values.isEmpty() ? null : values;
        });
  }

  @Override
  public void remove(RecordKey key) {
    unlink(key);
    history.removeIf(entry -> entry.move().record().equals(key));
  }

  @Override
  public void putIds(List<KnownId> changed) {
    removeIds(new TreeSet<>(changed.stream().map(KnownId::id).toList()));
    for (KnownId known : changed) {
      ids.put(known.id(), known);
      anchors.computeIfAbsent(known.anchor(), a -> new TreeSet<>()).add(known.id());
    }
  }

  @Override
  public void removeIds(Set<CustomerId> removed) {
    for (CustomerId id : removed) {
      KnownId known = ids.remove(id);
      if (known != null) {
        drop(anchors, known.anchor(), id);
      }
    }
  }

  @Override
  public void log(List<Explanation.Entry> entries) {
    history.addAll(entries);
  }
}
