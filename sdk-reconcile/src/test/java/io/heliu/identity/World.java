package io.heliu.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A resolver on an empty store that remembers what it was given, and can check itself by that. */
final class World implements AutoCloseable {
  static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");

  final StoreKind.Opened opened;
  final IdentityLimits limits;
  final IdentityResolver resolver;
  private final Map<RecordKey, CustomerRecord> newest = new TreeMap<>();
  private final Map<RecordKey, Map<NaiveOracle.Mark, Instant>> first = new HashMap<>();
  private final Map<RecordKey, Set<NaiveOracle.Mark>> decisions = new HashMap<>();
  private final Set<CustomerId> handedOut = new TreeSet<>();
  private int decision;

  World(StoreKind kind, IdentityLimits limits) {
    this.opened = kind.open();
    this.limits = limits;
    this.resolver = opened.resolver(new TickingClock(), limits);
  }

  static RecordKey key(String id) {
    return new RecordKey("demo", id);
  }

  static Identifier phone(int number) {
    return Identifier.phone(PhoneNumber.read("139" + (60_010_000 + number))).orElseThrow();
  }

  static CustomerRecord record(String id, int day, Identifier... identifiers) {
    return new CustomerRecord(
        key(id), DAY.plusSeconds(86_400L * day), new HashSet<>(Arrays.asList(identifiers)));
  }

  Resolution put(String id, int day, Identifier... identifiers) {
    return put(record(id, day, identifiers));
  }

  Resolution put(CustomerRecord record) {
    return putAll(List.of(record)).get(0);
  }

  List<Resolution> putAll(List<CustomerRecord> records) {
    List<Resolution> resolutions = resolver.resolveAll(records);
    for (int i = 0; i < records.size(); i++) {
      switch (resolutions.get(i).outcome()) {
        case REPEATED, OUTDATED -> {}
        default -> newest.put(records.get(i).key(), records.get(i));
      }
      handedOut.add(resolutions.get(i).customerId());
      CustomerRecord record = records.get(i);
      Map<NaiveOracle.Mark, Instant> times =
          first.computeIfAbsent(record.key(), k -> new HashMap<>());
      for (Identifier id : record.identifiers()) {
        times.merge(NaiveOracle.Mark.of(id), record.observedAt(), (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    return resolutions;
  }

  SplitOutcome split(CustomerId customer, Set<RecordKey> apart) {
    Set<RecordKey> all =
        resolver.explain(customer).map(e -> new TreeSet<>(e.records())).orElse(new TreeSet<>());
    SplitOutcome outcome = resolver.split(customer, apart, "clerk", "two people");
    if (outcome instanceof SplitOutcome.Split) {
      String slot = "split" + ++decision;
      for (RecordKey key : all) {
        String side = slot + (apart.contains(key) ? "apart" : "rest");
        decisions
            .computeIfAbsent(key, k -> new HashSet<>())
            .add(new NaiveOracle.Mark(JoinRule.DECISION, slot, side));
      }
    }
    return outcome;
  }

  List<Move> forget(String id) {
    newest.remove(key(id));
    first.remove(key(id));
    decisions.remove(key(id));
    return resolver.forget(key(id));
  }

  CustomerId of(String id) {
    return resolver.find(key(id)).orElseThrow();
  }

  Explanation explain(String id) {
    return resolver.explain(of(id)).orElseThrow();
  }

  /** Returns the names of the records of each customer. */
  Set<Set<RecordKey>> partition() {
    Map<CustomerId, Set<RecordKey>> byCustomer = new TreeMap<>();
    for (RecordKey key : newest.keySet()) {
      byCustomer.computeIfAbsent(resolver.find(key).orElseThrow(), c -> new HashSet<>()).add(key);
    }
    return new HashSet<>(byCustomer.values());
  }

  Map<RecordKey, CustomerId> ids() {
    Map<RecordKey, CustomerId> ids = new TreeMap<>();
    newest.keySet().forEach(key -> ids.put(key, resolver.find(key).orElseThrow()));
    return ids;
  }

  /** Checks all that must hold whatever happened. */
  void check(String what) {
    Map<RecordKey, Set<NaiveOracle.Mark>> marks = new HashMap<>();
    newest.forEach(
        (key, record) -> {
          Set<NaiveOracle.Mark> all = new HashSet<>(decisions.getOrDefault(key, new HashSet<>()));
          record.identifiers().forEach(id -> all.add(NaiveOracle.Mark.of(id)));
          marks.put(key, all);
        });
    Set<Set<RecordKey>> partition = partition();
    Map<RecordKey, Instant> last = new HashMap<>();
    newest.forEach((key, record) -> last.put(key, record.observedAt()));
    NaiveOracle.Times times = new NaiveOracle.Times(first, last);
    assertThat(partition).as(what).isEqualTo(NaiveOracle.partition(marks, times, limits));
    for (Set<RecordKey> customer : partition) {
      Set<NaiveOracle.Mark> all = new HashSet<>();
      customer.forEach(key -> all.addAll(Objects.requireNonNull(marks.get(key))));
      assertThat(NaiveOracle.tornSlots(all)).as(what).isEmpty();
      CustomerId id = resolver.find(customer.iterator().next()).orElseThrow();
      assertThat(resolver.find(id)).as(what).contains(id);
      checkExplanation(what, id, customer);
    }
    Set<CustomerId> current = new TreeSet<>(ids().values());
    for (CustomerId id : handedOut) {
      resolver.find(id).ifPresent(now -> assertThat(current).as(what).contains(now));
    }
  }

  /**
   * The joins alone must connect the customer, and nothing else; who follows the history finds the
   * records where they are.
   */
  private void checkExplanation(String what, CustomerId id, Set<RecordKey> records) {
    Explanation explanation = resolver.explain(id).orElseThrow();
    assertThat(explanation.records()).as(what).containsExactlyInAnyOrderElementsOf(records);
    Map<RecordKey, Move> moves = new HashMap<>();
    explanation.history().forEach(entry -> moves.put(entry.move().record(), entry.move()));
    for (RecordKey record : records) {
      assertThat(moves.get(record)).as(what).extracting(Move::to).isEqualTo(id);
    }
    Set<RecordKey> reached = new HashSet<>(Set.of(records.iterator().next()));
    for (int round = 0; round < records.size(); round++) {
      for (Join join : explanation.joins()) {
        if (join.records().stream().anyMatch(reached::contains)) {
          reached.addAll(join.records());
        }
      }
    }
    assertThat(reached).as(what).isEqualTo(records);
  }

  @Override
  public void close() {
    opened.close();
  }
}
