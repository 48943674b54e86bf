package io.heliu.identity;

import static io.heliu.identity.World.phone;
import static io.heliu.identity.World.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The result does not depend on the order in which records come. */
final class OrderTest {
  private static final IdentityLimits LIMITS = new IdentityLimits(3, 6);

  /** Records that share, conflict and chain a lot. */
  static List<CustomerRecord> records(Random random, int count) {
    List<CustomerRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Set<Identifier> ids = new HashSet<>();
      if (random.nextInt(3) == 0) {
        ids.add(Identifier.unionid("op1", "u" + random.nextInt(4)));
      }
      if (random.nextInt(4) == 0) {
        ids.add(Identifier.openid("wx1", "o" + random.nextInt(4)));
      }
      if (random.nextInt(5) == 0) {
        ids.add(Identifier.openid("wx2", "o" + random.nextInt(3)));
      }
      if (random.nextInt(5) == 0) {
        ids.add(Identifier.memberCard("club", "c" + random.nextInt(4)));
      }
      for (int p = random.nextInt(3); p > 0; p--) {
        ids.add(phone(random.nextInt(7)));
      }
      if (random.nextInt(4) == 0) {
        ids.add(Identifier.email("demo" + random.nextInt(4) + "@example.com").orElseThrow());
      }
      records.add(record("r" + i, random.nextInt(30), ids.toArray(new Identifier[0])));
    }
    return records;
  }

  @RepeatedTest(60)
  void resolve_oneByOneInAnyOrder_isThePartitionOfTheRules(RepetitionInfo repetition) {
    long seed = 100L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<CustomerRecord> records = records(random, 2 + random.nextInt(18));
    Set<Set<RecordKey>> first = Set.of();
    for (int order = 0; order < 5; order++) {
      Collections.shuffle(records, random);
      try (World world = new World(StoreKind.MEMORY, LIMITS)) {
        records.forEach(world::put);
        world.check("seed " + seed + " order " + order);
        first = order == 0 ? world.partition() : first;
        assertThat(world.partition()).as("seed %d order %d", seed, order).isEqualTo(first);
      }
    }
  }

  @RepeatedTest(40)
  void resolve_anyHistory_isThePartitionOfWhatIsLeft(RepetitionInfo repetition) {
    long seed = 500L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    IdentityLimits limits = new IdentityLimits(3, 6, Duration.ofDays(5 + random.nextInt(60)));
    try (World world = new World(StoreKind.MEMORY, limits)) {
      for (int step = 0; step < 40; step++) {
        String id = "r" + random.nextInt(14);
        int what = random.nextInt(10);
        if (what == 0) {
          world.forget(id);
        } else if (what == 1) {
          split(world, random, id);
        } else {
          Set<Identifier> ids = records(random, 1).get(0).identifiers();
          world.put(record(id, random.nextInt(60), ids.toArray(new Identifier[0])));
        }
        world.check("seed " + seed + " step " + step);
      }
    }
  }

  private static void split(World world, Random random, String id) {
    world
        .resolver
        .find(World.key(id))
        .flatMap(world.resolver::explain)
        .ifPresent(
            explanation -> {
              List<RecordKey> all = new ArrayList<>(explanation.records());
              Collections.shuffle(all, random);
              world.split(
                  explanation.customerId(),
                  Set.copyOf(all.subList(0, 1 + random.nextInt(all.size()))));
            });
  }

  /** Phones go from hand to hand over years, and records have several versions. */
  @RepeatedTest(60)
  void resolve_phonesThatPassOnInAnyOrder_isThePartitionOfTheRules(RepetitionInfo repetition) {
    long seed = 1_300L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    IdentityLimits limits = new IdentityLimits(3, 8, Duration.ofDays(20 + random.nextInt(200)));
    List<CustomerRecord> records = new ArrayList<>();
    for (CustomerRecord some : records(random, 4 + random.nextInt(16))) {
      Set<Identifier> ids = new HashSet<>(some.identifiers());
      ids.add(phone(random.nextInt(3)));
      String id = "r" + random.nextInt(12);
      records.add(record(id, random.nextInt(1_500), ids.toArray(new Identifier[0])));
    }
    Set<Set<RecordKey>> first = Set.of();
    for (int order = 0; order < 5; order++) {
      Collections.shuffle(records, random);
      try (World world = new World(StoreKind.MEMORY, limits)) {
        records.forEach(world::put);
        world.check("seed " + seed + " order " + order);
        first = order == 0 ? world.partition() : first;
        assertThat(world.partition()).as("seed %d order %d", seed, order).isEqualTo(first);
      }
    }
  }

  @Test
  void resolve_phoneLostAndRegained_isShownSinceTheFirstVersionInAnyOrder() {
    Identifier account = Identifier.unionid("op1", "u1");
    List<CustomerRecord> versions =
        List.of(
            record("member", 1, account, phone(1)),
            record("member", 200, account, phone(2)),
            record("member", 400, account, phone(1)),
            record("ticket", 2, phone(1)));
    IdentityLimits limits = new IdentityLimits(3, 6, Duration.ofDays(100));
    List<List<CustomerRecord>> orders = orders(versions);
    for (List<CustomerRecord> order : orders) {
      try (World world = new World(StoreKind.MEMORY, limits)) {
        order.forEach(world::put);
        world.check("order " + order);
        assertThat(world.of("ticket")).as("order %s", order).isEqualTo(world.of("member"));
      }
    }
    assertThat(orders).hasSize(24);
  }

  private static List<List<CustomerRecord>> orders(List<CustomerRecord> records) {
    if (records.isEmpty()) {
      return List.of(List.of());
    }
    List<List<CustomerRecord>> result = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      List<CustomerRecord> rest = new ArrayList<>(records);
      CustomerRecord one = rest.remove(i);
      for (List<CustomerRecord> order : orders(rest)) {
        List<CustomerRecord> all = new ArrayList<>(List.of(one));
        all.addAll(order);
        result.add(all);
      }
    }
    return result;
  }

  @RepeatedTest(20)
  void resolveAll_oneBatchInAnyOrder_givesTheSameIds(RepetitionInfo repetition) {
    long seed = 900L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<CustomerRecord> records = records(random, 25);
    Map<RecordKey, CustomerId> first = Map.of();
    for (int order = 0; order < 3; order++) {
      Collections.shuffle(records, random);
      try (World world = new World(StoreKind.MEMORY, LIMITS)) {
        world.putAll(records);
        world.check("seed " + seed + " order " + order);
        first = order == 0 ? world.ids() : first;
        assertThat(world.ids()).as("seed %d order %d", seed, order).isEqualTo(first);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(StoreKind.class)
  void resolve_twentyOrders_isOnePartitionOnEveryStore(StoreKind kind) {
    long seed = 42;
    Random random = new Random(seed);
    List<CustomerRecord> records = records(random, 12);
    Set<Set<Set<RecordKey>>> partitions = new HashSet<>();
    for (int order = 0; order < 20; order++) {
      Collections.shuffle(records, random);
      try (World world = new World(kind, LIMITS)) {
        world.putAll(records.subList(0, 4));
        records.subList(4, 12).forEach(world::put);
        partitions.add(world.partition());
      }
    }

    assertThat(partitions).as("seed %d", seed).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(StoreKind.class)
  void resolve_sameHistoryReplayed_givesTheSameStateOnEveryStore(StoreKind kind) {
    long seed = 43;
    List<CustomerRecord> records = records(new Random(seed), 15);
    List<Map<RecordKey, CustomerId>> states = new ArrayList<>();
    for (StoreKind each : List.of(StoreKind.MEMORY, kind)) {
      try (World world = new World(each, LIMITS)) {
        records.forEach(world::put);
        split(world, new Random(seed), "r1");
        records.forEach(world::put);
        world.forget("r2");
        world.check("seed " + seed);
        states.add(world.ids());
      }
    }

    assertThat(states.get(1)).as("seed %d", seed).isEqualTo(states.get(0));
  }

  @Test
  void resolveAll_fiveHundredRecordsOnOneShopPhone_makeNoMegaCustomer() {
    List<CustomerRecord> batch = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      batch.add(record("r" + i, i, phone(1), phone(100 + i / 2)));
    }
    try (World world = new World(StoreKind.MEMORY, IdentityLimits.DEFAULT)) {
      world.putAll(batch);

      assertThat(world.partition()).hasSize(250);
    }
  }
}
