package io.heliu.identity;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives the customers of a region their ids: each keeps the oldest of the ids whose anchor record
 * it has, a living one before one that was merged away; only if it has none is a new one made.
 */
final class Assignment {
  private final Shelf shelf;
  private final Region region;
  private final Keys keys;
  private final Map<RecordKey, CustomerId> customers = new TreeMap<>();
  private final Map<RecordKey, List<KnownId>> anchored = new HashMap<>();
  private final Set<CustomerId> living = new HashSet<>();
  private final List<KnownId> changedIds = new ArrayList<>();
  private final Set<CustomerId> removedIds = new TreeSet<>();
  private final Map<CustomerId, RecordKey> created = new TreeMap<>();

  private Assignment(Shelf shelf, Region region, Keys keys) {
    this.shelf = shelf;
    this.region = region;
    this.keys = keys;
  }

  static Assignment of(Shelf shelf, Region region, Partition partition, Keys keys)
      throws SQLException {
    Assignment assignment = new Assignment(shelf, region, keys);
    assignment.readIds();
    for (List<StoredRecord> cluster : partition.clusters()) {
      CustomerId id = assignment.idOf(cluster);
      cluster.forEach(record -> assignment.customers.put(record.key(), id));
    }
    return assignment;
  }

  /** Returns the customer of each record after the change. */
  Map<RecordKey, CustomerId> customers() {
    return Collections.unmodifiableMap(customers);
  }

  /** Returns the ids that did not exist before, with the records that they were founded with. */
  Map<CustomerId, RecordKey> created() {
    return Collections.unmodifiableMap(created);
  }

  /** Returns the records whose customer changes, those that come and go included. */
  List<Move> moves() {
    Set<RecordKey> all = new TreeSet<>(region.before().keySet());
    all.addAll(region.after().keySet());
    List<Move> moves = new ArrayList<>();
    for (RecordKey key : all) {
      StoredRecord before = region.before().get(key);
      CustomerId from = before == null ? null : before.customer();
      CustomerId to = customers.get(key);
      if (!Objects.equals(from, to)) {
        moves.add(new Move(key, from, to));
      }
    }
    return moves;
  }

  /** Writes ids, and those records that changed. */
  void write() throws SQLException {
    List<StoredRecord> changed = new ArrayList<>();
    for (StoredRecord record : region.after().values()) {
      StoredRecord now = record.with(customers.get(record.key()));
      if (!now.equals(region.before().get(record.key()))) {
        changed.add(now);
      }
    }
    for (RecordKey key : region.before().keySet()) {
      if (!region.after().containsKey(key)) {
        shelf.remove(key);
      }
    }
    shelf.put(changed);
    shelf.putIds(changedIds);
    shelf.removeIds(removedIds);
  }

  private void readIds() throws SQLException {
    Set<CustomerId> former = new TreeSet<>();
    for (StoredRecord record : region.before().values()) {
      CustomerId customer = record.customer();
      if (customer != null) {
        former.add(customer);
      }
    }
    for (CustomerId customer : former) {
      for (KnownId known : shelf.anchoredIn(customer)) {
        if (known.id().equals(customer)) {
          living.add(customer);
        }
        if (region.after().containsKey(known.anchor())) {
          anchored.computeIfAbsent(known.anchor(), a -> new ArrayList<>()).add(known);
        } else if (region.before().containsKey(known.anchor())) {
          moveAnchor(known, customer);
        }
      }
    }
  }

  /** The anchor goes: the oldest record of the same customer takes its place, if there is one. */
  private void moveAnchor(KnownId known, CustomerId customer) {
    List<StoredRecord> heirs = new ArrayList<>();
    for (StoredRecord record : region.after().values()) {
      if (customer.equals(record.customer())) {
        heirs.add(record);
      }
    }
    if (heirs.isEmpty()) {
      removedIds.add(known.id());
      return;
    }
    RecordKey heir = Collections.min(heirs, StoredRecord.BY_AGE).key();
    KnownId moved = new KnownId(known.id(), heir, known.since());
    changedIds.add(moved);
    anchored.computeIfAbsent(heir, a -> new ArrayList<>()).add(moved);
  }

  private CustomerId idOf(List<StoredRecord> cluster) throws SQLException {
    List<KnownId> alive = new ArrayList<>();
    List<KnownId> retired = new ArrayList<>();
    for (StoredRecord record : cluster) {
      for (KnownId known : anchored.getOrDefault(record.key(), List.of())) {
        (living.contains(known.id()) ? alive : retired).add(known);
      }
    }
    if (!alive.isEmpty()) {
      return Collections.min(alive, KnownId.BY_AGE).id();
    }
    if (!retired.isEmpty()) {
      return Collections.min(retired, KnownId.BY_AGE).id();
    }
    return newId(Collections.min(cluster, StoredRecord.BY_AGE));
  }

  private CustomerId newId(StoredRecord founder) throws SQLException {
    int attempt = 0;
    CustomerId id = keys.customer(founder.key(), attempt);
    while (shelf.isKnown(id)) {
      attempt++;
      id = keys.customer(founder.key(), attempt);
    }
    changedIds.add(new KnownId(id, founder.key(), founder.observedAt()));
    created.put(id, founder.key());
    return id;
  }
}
