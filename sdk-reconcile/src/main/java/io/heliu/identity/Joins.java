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
  private final Map<Key, List<StoredRecord>> carriers = new TreeMap<>();
  private final Set<Key> demoted;
  private final Set<Key> contested;

  private Joins(Set<Key> demoted, Set<Key> contested) {
    this.demoted = demoted;
    this.contested = contested;
  }

  static Joins of(Collection<StoredRecord> records, Set<Key> demoted, Set<Key> contested) {
    Joins joins = new Joins(demoted, contested);
    List<StoredRecord> byArrival = new ArrayList<>(records);
    byArrival.sort(StoredRecord.BY_ARRIVAL);
    for (StoredRecord record : byArrival) {
      for (Key key : record.keys()) {
        joins.carriers.computeIfAbsent(key, k -> new ArrayList<>()).add(record);
      }
    }
    return joins;
  }

  /** Returns what joins a record with others, each with the one that came first. */
  List<Join> ofRecord(StoredRecord record) {
    List<Join> result = new ArrayList<>();
    for (Key key : record.keys()) {
      List<StoredRecord> all = carriers.getOrDefault(key, List.of());
      if (all.size() > 1 && isActive(key)) {
        boolean first = all.get(0).equals(record);
        result.add(join(key, List.of(all.get(0), first ? all.get(1) : record)));
      }
    }
    return result;
  }

  /** Returns what joins the records of a customer. */
  List<Join> within(CustomerId customer) {
    List<Join> result = new ArrayList<>();
    carriers.forEach(
        (key, all) -> {
          List<StoredRecord> own =
              all.stream().filter(each -> customer.equals(each.customer())).toList();
          if (own.size() > 1 && isActive(key)) {
            result.add(join(key, own));
          }
        });
    return result;
  }

  /** Returns what a customer's records share with others although it joins nothing. */
  List<Explanation.Withheld> withheld(CustomerId customer) {
    List<Explanation.Withheld> result = new ArrayList<>();
    carriers.forEach(
        (key, all) -> {
          if (isActive(key) || all.stream().noneMatch(each -> customer.equals(each.customer()))) {
            return;
          }
          if (demoted.contains(key)) {
            result.add(
                new Explanation.Withheld(
                    key.evidence(), Explanation.Reason.SHARED_BY_TOO_MANY, new TreeSet<>()));
            return;
          }
          SortedSet<CustomerId> others = new TreeSet<>();
          for (StoredRecord each : all) {
            CustomerId other = each.customer();
            if (other != null && !other.equals(customer)) {
              others.add(other);
            }
          }
          result.add(
              new Explanation.Withheld(key.evidence(), Explanation.Reason.CONTESTED, others));
        });
    return result;
  }

  private boolean isActive(Key key) {
    return !demoted.contains(key) && !contested.contains(key);
  }

  private static Join join(Key key, List<StoredRecord> byArrival) {
    SortedSet<RecordKey> records = new TreeSet<>();
    byArrival.forEach(record -> records.add(record.key()));
    return new Join(key.rule(), key.evidence(), records, byArrival.get(1).recordedAt());
  }
}
