package io.heliu.identity;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says who is one customer by the rules as they are told, with sets of names and no cleverness. */
final class NaiveOracle {

  /**
   * What a record has.
   *
   * @param slot what there can be only one value of, or null
   */
  record Mark(JoinRule rule, @Nullable String slot, String value) {
    static Mark of(Identifier identifier) {
      String slot = identifier.kind() + "|" + identifier.scope();
      return new Mark(
          identifier.kind().rule(),
          identifier.kind().isExclusive() ? slot : null,
          slot + "|" + identifier.value());
    }
  }

  /**
   * When records showed their marks; those of people's decisions are not among them.
   *
   * @param first for the first time
   * @param last for the last time
   */
  record Times(Map<RecordKey, Map<Mark, Instant>> first, Map<RecordKey, Instant> last) {
    Instant first(RecordKey record, Mark mark) {
      return Objects.requireNonNull(Objects.requireNonNull(first.get(record)).get(mark));
    }

    Instant last(RecordKey record) {
      return Objects.requireNonNull(last.get(record));
    }
  }

  private final Map<RecordKey, Set<Mark>> records;
  private final IdentityLimits limits;

  private NaiveOracle(Map<RecordKey, Set<Mark>> records, IdentityLimits limits) {
    this.records = records;
    this.limits = limits;
  }

  static Set<Set<RecordKey>> partition(
      Map<RecordKey, Set<Mark>> records, Times times, IdentityLimits limits) {
    NaiveOracle oracle = new NaiveOracle(records, limits);
    Set<Set<RecordKey>> groups = new HashSet<>();
    records.keySet().forEach(key -> groups.add(Set.of(key)));
    Set<Set<RecordKey>> result = groups;
    for (JoinRule rule : JoinRule.values()) {
      oracle = rule == JoinRule.PHONE ? oracle.byHolder(result, times) : oracle;
      result = oracle.join(result, rule);
    }
    return result;
  }

  /** Gives a phone another name for each of those who had it one after another. */
  private NaiveOracle byHolder(Set<Set<RecordKey>> groups, Times times) {
    Map<RecordKey, Set<Mark>> renamed = new HashMap<>();
    records.forEach((key, marks) -> renamed.put(key, new HashSet<>(marks)));
    for (Mark mark : marks(records.keySet())) {
      if (mark.rule() == JoinRule.PHONE && !isShared(mark)) {
        for (Set<Set<RecordKey>> holders : holders(groups, mark, times)) {
          Set<RecordKey> carriers = flat(holders);
          String name = mark.value() + " of " + carriers.stream().min(naturalOrder()).orElseThrow();
          for (RecordKey carrier : carriers) {
            Set<Mark> marks = Objects.requireNonNull(renamed.get(carrier));
            marks.remove(mark);
            marks.add(new Mark(JoinRule.PHONE, null, name));
          }
        }
      }
    }
    return new NaiveOracle(renamed, limits);
  }

  /** Returns the parts of groups that have a mark, those together that had it at about one time. */
  private Set<Set<Set<RecordKey>>> holders(Set<Set<RecordKey>> groups, Mark mark, Times times) {
    Set<Set<Set<RecordKey>>> result = new HashSet<>();
    for (Set<RecordKey> group : groups) {
      Set<RecordKey> carriers = new HashSet<>(group);
      carriers.removeIf(key -> !Objects.requireNonNull(records.get(key)).contains(mark));
      if (!carriers.isEmpty()) {
        result.add(Set.of(carriers));
      }
    }
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Set<Set<RecordKey>> one : Set.copyOf(result)) {
        for (Set<Set<RecordKey>> other : Set.copyOf(result)) {
          if (!one.equals(other)
              && result.containsAll(Set.of(one, other))
              && isNear(one, other, mark, times)) {
            result.removeAll(Set.of(one, other));
            Set<Set<RecordKey>> both = new HashSet<>(one);
            both.addAll(other);
            result.add(both);
            grows = true;
          }
        }
      }
    }
    return result;
  }

  private boolean isNear(
      Set<Set<RecordKey>> one, Set<Set<RecordKey>> other, Mark mark, Times times) {
    for (Set<RecordKey> a : one) {
      for (Set<RecordKey> b : other) {
        Duration gap = gap(a, b, mark, times);
        Duration back = gap(b, a, mark, times);
        if ((gap.compareTo(back) > 0 ? gap : back).compareTo(limits.phoneSpan()) <= 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns how long after the first group's last time the other's first time is. */
  private static Duration gap(Set<RecordKey> a, Set<RecordKey> b, Mark mark, Times times) {
    Instant last = a.stream().map(times::last).max(naturalOrder()).orElseThrow();
    Instant first = b.stream().map(key -> times.first(key, mark)).min(naturalOrder()).orElseThrow();
    return Duration.between(last, first);
  }

  private Set<Set<RecordKey>> join(Set<Set<RecordKey>> groups, JoinRule rule) {
    Set<Mark> usable = new HashSet<>();
    for (Mark mark : marks(records.keySet())) {
      if (mark.rule() == rule && !isShared(mark)) {
        usable.add(mark);
      }
    }
    while (true) {
      Set<Set<Set<RecordKey>>> components = components(groups, usable);
      Set<Mark> bad = new HashSet<>();
      for (Set<Set<RecordKey>> component : components) {
        bad.addAll(bad(component, usable));
      }
      if (bad.isEmpty()) {
        Set<Set<RecordKey>> joined = new HashSet<>();
        components.forEach(component -> joined.add(flat(component)));
        return joined;
      }
      usable.removeAll(bad);
    }
  }

  private boolean isShared(Mark mark) {
    if (mark.rule() == JoinRule.DECISION || mark.rule() == JoinRule.ACCOUNT) {
      return false;
    }
    Set<Mark> strong = new HashSet<>();
    int carriers = 0;
    for (Set<Mark> each : records.values()) {
      if (each.contains(mark)) {
        carriers++;
        strong.addAll(each);
      }
    }
    strong.removeIf(m -> m.rule() != JoinRule.ACCOUNT && m.rule() != JoinRule.CARD);
    strong.remove(mark);
    return carriers > limits.records() || strong.size() > limits.accounts();
  }

  private Set<Set<Set<RecordKey>>> components(Set<Set<RecordKey>> groups, Set<Mark> usable) {
    Set<Set<Set<RecordKey>>> components = new HashSet<>();
    Set<Set<RecordKey>> open = new HashSet<>(groups);
    while (!open.isEmpty()) {
      Set<Set<RecordKey>> component = new HashSet<>();
      Deque<Set<RecordKey>> next = new ArrayDeque<>(List.of(open.iterator().next()));
      while (!next.isEmpty()) {
        Set<RecordKey> group = next.pop();
        if (open.remove(group)) {
          component.add(group);
          open.stream().filter(other -> touch(group, other, usable)).forEach(next::push);
        }
      }
      components.add(component);
    }
    return components;
  }

  private boolean touch(Set<RecordKey> one, Set<RecordKey> other, Set<Mark> usable) {
    Set<Mark> both = marks(one);
    both.retainAll(marks(other));
    both.retainAll(usable);
    return !both.isEmpty();
  }

  private Set<Mark> bad(Set<Set<RecordKey>> component, Set<Mark> usable) {
    Set<String> slots = tornSlots(marks(flat(component)));
    Set<Set<RecordKey>> anchors = new HashSet<>();
    Set<Set<RecordKey>> others = new HashSet<>();
    for (Set<RecordKey> group : component) {
      boolean anchor = marks(group).stream().anyMatch(m -> slots.contains(m.slot()));
      (anchor ? anchors : others).add(group);
    }
    Set<Mark> atAnchors = new HashSet<>();
    anchors.forEach(anchor -> atAnchors.addAll(marks(anchor)));
    atAnchors.retainAll(usable);
    Set<Mark> bad = new HashSet<>();
    for (Mark start : atAnchors) {
      Set<Mark> region = region(start, others, usable);
      Set<Mark> touched = new HashSet<>();
      for (Set<RecordKey> anchor : anchors) {
        Set<Mark> marks = marks(anchor);
        if (marks.stream().anyMatch(region::contains)) {
          touched.addAll(marks);
        }
      }
      if (!tornSlots(touched).isEmpty()) {
        bad.add(start);
      }
    }
    return bad.isEmpty() ? atAnchors : bad;
  }

  private Set<Mark> region(Mark start, Set<Set<RecordKey>> groups, Set<Mark> usable) {
    Set<Mark> region = new HashSet<>(Set.of(start));
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Set<RecordKey> group : groups) {
        Set<Mark> marks = marks(group);
        marks.retainAll(usable);
        if (marks.stream().anyMatch(region::contains)) {
          grows |= region.addAll(marks);
        }
      }
    }
    return region;
  }

  private Set<Mark> marks(Set<RecordKey> group) {
    Set<Mark> marks = new HashSet<>();
    group.forEach(key -> marks.addAll(Objects.requireNonNull(records.get(key))));
    return marks;
  }

  /** Returns the slots that have more than one value among these marks. */
  static Set<String> tornSlots(Set<Mark> marks) {
    Map<String, Mark> first = new HashMap<>();
    Set<String> torn = new HashSet<>();
    for (Mark mark : marks) {
      String slot = mark.slot();
      if (slot != null) {
        Mark other = first.putIfAbsent(slot, mark);
        if (other != null && !other.equals(mark)) {
          torn.add(slot);
        }
      }
    }
    return torn;
  }

  private static Set<RecordKey> flat(Set<Set<RecordKey>> groups) {
    Set<RecordKey> all = new HashSet<>();
    groups.forEach(all::addAll);
    return all;
  }
}
