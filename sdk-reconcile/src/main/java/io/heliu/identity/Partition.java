package io.heliu.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which records are one customer: a function of the records alone, whatever their order.
 *
 * <p>Rule by rule, the strongest first, groups that share a key are joined, unless that would put
 * two values of an exclusive kind into one customer. Keys that lead to both sides of such a
 * conflict are contested and join nothing, so that what fits two customers equally stays with
 * neither.
 *
 * <p>A phone may pass from one person to another. Each group that stronger rules made has it from
 * the first to the last time that a record of it showed it; where nobody had it for longer than the
 * span, a new turn starts, and turns are as different as two phones.
 */
final class Partition {
  private final List<StoredRecord> records;
  private final Duration span;
  private final Set<Held> contested = new TreeSet<>();
  private final Map<Key, Map<RecordKey, Held>> turns = new TreeMap<>();
  private UnionFind groups;

  private Partition(List<StoredRecord> records, Duration span) {
    this.records = records;
    this.span = span;
    this.groups = UnionFind.singles(records.size());
  }

  /**
   * Works out who is one customer.
   *
   * @param demoted the keys that join nothing
   * @param span how long a phone may go unseen within one turn
   */
  static Partition of(Collection<StoredRecord> records, Set<Key> demoted, Duration span) {
    List<StoredRecord> sorted = new ArrayList<>(records);
    sorted.sort(Comparator.comparing(StoredRecord::key));
    Partition partition = new Partition(sorted, span);
    for (JoinRule rule : JoinRule.values()) {
      partition.join(partition.inTurns(partition.carriers(rule, demoted)));
    }
    return partition;
  }

  /** Returns the keys that join nothing because of a conflict. */
  Set<Held> contested() {
    return Collections.unmodifiableSet(contested);
  }

  /** Returns a key of a record in the turn that the record is of. */
  Held held(Key key, RecordKey record) {
    Held held = turns.getOrDefault(key, Map.of()).get(record);
    return held == null ? new Held(key, 0) : held;
  }

  /** Returns the customers, each with its records in the order of their keys. */
  List<List<StoredRecord>> clusters() {
    Map<Integer, List<StoredRecord>> clusters = new TreeMap<>();
    for (int i = 0; i < records.size(); i++) {
      clusters.computeIfAbsent(groups.find(i), root -> new ArrayList<>()).add(records.get(i));
    }
    return List.copyOf(clusters.values());
  }

  private Map<Key, List<Integer>> carriers(JoinRule rule, Set<Key> demoted) {
    Map<Key, List<Integer>> carriers = new LinkedHashMap<>();
    for (int i = 0; i < records.size(); i++) {
      for (Key key : records.get(i).keys()) {
        if (key.rule() == rule && !demoted.contains(key)) {
          carriers.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
      }
    }
    return carriers;
  }

  private Map<Held, List<Integer>> inTurns(Map<Key, List<Integer>> carriers) {
    Map<Held, List<Integer>> result = new LinkedHashMap<>();
    carriers.forEach(
        (key, same) -> {
          Map<Integer, Integer> turnOf = key.changesHands() ? turns(key, same) : Map.of();
          for (int i : same) {
            Held held = new Held(key, turnOf.getOrDefault(groups.find(i), 0));
            result.computeIfAbsent(held, h -> new ArrayList<>()).add(i);
            if (held.turn() > 0) {
              turns.computeIfAbsent(key, k -> new TreeMap<>()).put(records.get(i).key(), held);
            }
          }
        });
    return result;
  }

  /** Returns the turn in which each group has a phone. */
  private Map<Integer, Integer> turns(Key key, List<Integer> carriers) {
    Map<Integer, Shown> byGroup = new TreeMap<>();
    for (int i : carriers) {
      StoredRecord record = records.get(i);
      Shown shown = new Shown(record.since(key), record.observedAt());
      byGroup.merge(groups.find(i), shown, Shown::with);
    }
    List<Map.Entry<Integer, Shown>> inTime = new ArrayList<>(byGroup.entrySet());
    inTime.sort(Map.Entry.comparingByValue(Comparator.comparing(Shown::first)));
    Map<Integer, Integer> turnOf = new HashMap<>();
    int turn = 0;
    Instant last = inTime.get(0).getValue().last;
    for (Map.Entry<Integer, Shown> group : inTime) {
      Shown shown = group.getValue();
      if (Duration.between(last, shown.first).compareTo(span) > 0) {
        turn++;
      }
      last = shown.last.isAfter(last) ? shown.last : last;
      turnOf.put(group.getKey(), turn);
    }
    return turnOf;
  }

  /** From when to when a phone was shown. */
  private record Shown(Instant first, Instant last) {
    Shown with(Shown other) {
      return new Shown(
          first.isBefore(other.first) ? first : other.first,
          last.isAfter(other.last) ? last : other.last);
    }
  }

  private void join(Map<Held, List<Integer>> carriers) {
    while (true) {
      UnionFind joined = groups.copy();
      carriers.values().forEach(same -> same.forEach(i -> joined.union(same.get(0), i)));
      Set<Held> torn = torn(joined, carriers);
      if (torn.isEmpty()) {
        groups = joined;
        return;
      }
      contested.addAll(torn);
      carriers.keySet().removeAll(torn);
    }
  }

  /** Returns the keys to leave out of each component that would hold a conflict. */
  private Set<Held> torn(UnionFind joined, Map<Held, List<Integer>> carriers) {
    Map<Integer, Marks> components = new TreeMap<>();
    for (int i = 0; i < records.size(); i++) {
      components.computeIfAbsent(joined.find(i), c -> new Marks()).addAll(exclusive(i));
    }
    components.values().removeIf(marks -> !marks.isTorn());
    if (components.isEmpty()) {
      return Set.of();
    }
    Map<Integer, Set<Key>> anchors = new TreeMap<>();
    for (int i = 0; i < records.size(); i++) {
      Marks marks = components.get(joined.find(i));
      for (Key key : exclusive(i)) {
        if (marks != null && marks.isTorn(key)) {
          anchors.computeIfAbsent(groups.find(i), g -> new TreeSet<>()).add(key);
        }
      }
    }
    Map<Integer, List<Held>> byComponent = new TreeMap<>();
    carriers.forEach(
        (key, same) -> {
          int component = joined.find(same.get(0));
          if (components.containsKey(component)) {
            byComponent.computeIfAbsent(component, c -> new ArrayList<>()).add(key);
          }
        });
    Set<Held> torn = new TreeSet<>();
    byComponent.values().forEach(keys -> torn.addAll(torn(keys, carriers, anchors)));
    return torn;
  }

  /**
   * Looks at the regions between the anchors, which are the groups in conflict. A region that
   * touches anchors in conflict is cut off from all anchors it touches. If there is none, the
   * conflict goes through a chain of anchors, and every key at an anchor is cut.
   */
  private Set<Held> torn(
      List<Held> keys, Map<Held, List<Integer>> carriers, Map<Integer, Set<Key>> anchors) {
    UnionFind regions = UnionFind.singles(records.size() + keys.size());
    List<Set<Integer>> touched = new ArrayList<>();
    for (int k = 0; k < keys.size(); k++) {
      Set<Integer> anchorsOfKey = new TreeSet<>();
      for (int i : carriers.getOrDefault(keys.get(k), List.of())) {
        int group = groups.find(i);
        if (anchors.containsKey(group)) {
          anchorsOfKey.add(group);
        } else {
          regions.union(group, records.size() + k);
        }
      }
      touched.add(anchorsOfKey);
    }
    Map<Integer, Marks> marks = new TreeMap<>();
    for (int k = 0; k < keys.size(); k++) {
      Marks ofRegion = marks.computeIfAbsent(regions.find(records.size() + k), r -> new Marks());
      touched.get(k).forEach(anchor -> ofRegion.addAll(anchors.getOrDefault(anchor, Set.of())));
    }
    Set<Held> torn = new TreeSet<>();
    Set<Held> atAnchors = new TreeSet<>();
    for (int k = 0; k < keys.size(); k++) {
      Marks ofRegion = marks.get(regions.find(records.size() + k));
      if (!touched.get(k).isEmpty()) {
        atAnchors.add(keys.get(k));
        if (ofRegion != null && ofRegion.isTorn()) {
          torn.add(keys.get(k));
        }
      }
    }
    return torn.isEmpty() ? atAnchors : torn;
  }

  private Set<Key> exclusive(int record) {
    Set<Key> exclusive = new TreeSet<>();
    for (Key key : records.get(record).keys()) {
      if (key.kind().isExclusive()) {
        exclusive.add(key);
      }
    }
    return exclusive;
  }

  /** The exclusive keys that come together somewhere. */
  private static final class Marks {
    private final Map<Key.Slot, Set<String>> values = new LinkedHashMap<>();

    void addAll(Set<Key> keys) {
      for (Key key : keys) {
        values.computeIfAbsent(key.slot(), s -> new TreeSet<>()).add(key.hash());
      }
    }

    boolean isTorn(Key key) {
      return values.getOrDefault(key.slot(), Set.of()).size() > 1;
    }

    boolean isTorn() {
      return values.values().stream().anyMatch(v -> v.size() > 1);
    }
  }
}
