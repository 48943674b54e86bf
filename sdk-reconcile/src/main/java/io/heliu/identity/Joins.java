package io.heliu.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells what joins the records of a region, and what does not although it is shared. */
final class Joins {
  private final Map<Key, Map<Held, List<StoredRecord>>> carriers = new TreeMap<>();
  private final Set<Key> demoted;
  private final Partition partition;

  private Joins(Set<Key> demoted, Partition partition) {
    this.demoted = demoted;
    this.partition = partition;
  }

  static Joins of(Collection<StoredRecord> records, Set<Key> demoted, Partition partition) {
    Joins joins = new Joins(demoted, partition);
    List<StoredRecord> byArrival = new ArrayList<>(records);
    byArrival.sort(StoredRecord.BY_ARRIVAL);
    for (StoredRecord record : byArrival) {
      for (Key key : record.keys()) {
        joins
            .carriers
            .computeIfAbsent(key, k -> new TreeMap<>())
            .computeIfAbsent(partition.held(key, record.key()), h -> new ArrayList<>())
            .add(record);
      }
    }
    return joins;
  }

  /** Returns what joins a record with others, each with the one that came first. */
  List<Join> ofRecord(StoredRecord record) {
    List<Join> result = new ArrayList<>();
    for (Key key : record.keys()) {
      Held held = partition.held(key, record.key());
      List<StoredRecord> all = carriers.getOrDefault(key, Map.of()).getOrDefault(held, List.of());
      if (all.size() > 1 && isActive(held)) {
        boolean first = all.get(0).equals(record);
        result.add(join(key, List.of(all.get(0), first ? all.get(1) : record)));
      }
    }
    return result;
  }

  /** Returns what joins the records of a customer. */
  List<Join> within(CustomerId customer) {
    List<Join> result = new ArrayList<>();
    for (Map<Held, List<StoredRecord>> turns : carriers.values()) {
      turns.forEach(
          (held, all) -> {
            List<StoredRecord> own =
                all.stream().filter(each -> customer.equals(each.customer())).toList();
            if (own.size() > 1 && isActive(held)) {
              result.add(join(held.key(), own));
            }
          });
    }
    return result;
  }

  /** Returns what a customer's records share with others although it joins nothing. */
  List<Explanation.Withheld> withheld(CustomerId customer) {
    List<Explanation.Withheld> result = new ArrayList<>();
    carriers.forEach((key, turns) -> withheld(customer, key, turns, result));
    return result;
  }

  private void withheld(
      CustomerId customer,
      Key key,
      Map<Held, List<StoredRecord>> turns,
      List<Explanation.Withheld> result) {
    SortedSet<CustomerId> rivals = new TreeSet<>();
    SortedSet<CustomerId> atOtherTimes = new TreeSet<>();
    boolean own = false;
    boolean contested = false;
    for (Map.Entry<Held, List<StoredRecord>> turn : turns.entrySet()) {
      SortedSet<CustomerId> holders = customers(turn.getValue());
      if (!holders.remove(customer)) {
        atOtherTimes.addAll(holders);
        continue;
      }
      own = true;
      if (!isActive(turn.getKey())) {
        contested = true;
        rivals.addAll(holders);
      }
    }
    if (!own) {
      return;
    }
    if (demoted.contains(key)) {
      add(key, Explanation.Reason.SHARED_BY_TOO_MANY, new TreeSet<>(), result);
      return;
    }
    if (contested) {
      add(key, Explanation.Reason.CONTESTED, rivals, result);
    }
    if (!atOtherTimes.isEmpty()) {
      add(key, Explanation.Reason.LAPSED, atOtherTimes, result);
    }
  }

  private static void add(
      Key key,
      Explanation.Reason reason,
      SortedSet<CustomerId> others,
      List<Explanation.Withheld> result) {
    result.add(new Explanation.Withheld(key.evidence(), reason, others));
  }

  private static SortedSet<CustomerId> customers(List<StoredRecord> records) {
    SortedSet<CustomerId> customers = new TreeSet<>();
    for (StoredRecord record : records) {
      CustomerId customer = record.customer();
      if (customer != null) {
        customers.add(customer);
      }
    }
    return customers;
  }

  private boolean isActive(Held held) {
    return !demoted.contains(held.key()) && !partition.contested().contains(held);
  }

  private static Join join(Key key, List<StoredRecord> byArrival) {
    SortedSet<RecordKey> records = new TreeSet<>();
    byArrival.forEach(record -> records.add(record.key()));
    return new Join(key.rule(), key.evidence(), records, byArrival.get(1).recordedAt());
  }
}
