package io.heliu.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
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
 */
final class Partition {
  private final List<StoredRecord> records;
  private final Set<Key> contested = new TreeSet<>();
  private UnionFind groups;

  private Partition(List<StoredRecord> records) {
    this.records = records;
    this.groups = UnionFind.singles(records.size());
  }

  static Partition of(Collection<StoredRecord> records, Set<Key> demoted) {
    List<StoredRecord> sorted = new ArrayList<>(records);
    sorted.sort(Comparator.comparing(StoredRecord::key));
    Partition partition = new Partition(sorted);
    for (JoinRule rule : JoinRule.values()) {
      partition.join(partition.carriers(rule, demoted));
    }
    return partition;
  }

  /** Returns the keys that join nothing because of a conflict. */
  Set<Key> contested() {
    return Collections.unmodifiableSet(contested);
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

  private void join(Map<Key, List<Integer>> carriers) {
    while (true) {
      UnionFind joined = groups.copy();
      carriers.values().forEach(same -> same.forEach(i -> joined.union(same.get(0), i)));
      Set<Key> torn = torn(joined, carriers);
      if (torn.isEmpty()) {
        groups = joined;
        return;
      }
      contested.addAll(torn);
      carriers.keySet().removeAll(torn);
    }
  }

  /** Returns the keys to leave out of each component that would hold a conflict. */
  private Set<Key> torn(UnionFind joined, Map<Key, List<Integer>> carriers) {
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
    Map<Integer, List<Key>> byComponent = new TreeMap<>();
    carriers.forEach(
        (key, same) -> {
          int component = joined.find(same.get(0));
          if (components.containsKey(component)) {
            byComponent.computeIfAbsent(component, c -> new ArrayList<>()).add(key);
          }
        });
    Set<Key> torn = new TreeSet<>();
    byComponent.values().forEach(keys -> torn.addAll(torn(keys, carriers, anchors)));
    return torn;
  }

  /**
   * Looks at the regions between the anchors, which are the groups in conflict. A region that
   * touches anchors in conflict is cut off from all anchors it touches. If there is none, the
   * conflict goes through a chain of anchors, and every key at an anchor is cut.
   */
  private Set<Key> torn(
      List<Key> keys, Map<Key, List<Integer>> carriers, Map<Integer, Set<Key>> anchors) {
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
    Set<Key> torn = new TreeSet<>();
    Set<Key> atAnchors = new TreeSet<>();
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
