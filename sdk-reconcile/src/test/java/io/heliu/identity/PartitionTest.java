package io.heliu.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The rules themselves, by what must hold of every partition. */
final class PartitionTest {
  private static final Keys KEYS = new Keys(StoreKind.SECRET);

  private static List<StoredRecord> stored(List<CustomerRecord> records) {
    List<StoredRecord> result = new ArrayList<>();
    for (CustomerRecord record : records) {
      result.add(
          new StoredRecord(
              record.key(),
              record.observedAt(),
              World.DAY,
              KEYS.of(record.identifiers()),
              Map.of(),
              null));
    }
    return result;
  }

  private static Partition partition(List<StoredRecord> records, Set<Key> demoted) {
    return Partition.of(records, demoted, IdentityLimits.DEFAULT.phoneSpan());
  }

  private static Set<Key> keysOf(List<StoredRecord> records) {
    Set<Key> keys = new HashSet<>();
    records.forEach(record -> keys.addAll(record.keys()));
    return keys;
  }

  @Test
  void of_nothing_isNothing() {
    assertThat(partition(List.of(), Set.of()).clusters()).isEmpty();
  }

  @Test
  void of_demotedKey_doesNotJoin() {
    List<StoredRecord> two =
        stored(List.of(World.record("a", 1, World.phone(1)), World.record("b", 1, World.phone(1))));

    assertThat(partition(two, Set.of()).clusters()).hasSize(1);
    assertThat(partition(two, keysOf(two)).clusters()).hasSize(2);
    assertThat(partition(two, keysOf(two)).contested()).isEmpty();
  }

  @RepeatedTest(80)
  void of_anyRecords_holdsNoConflictAndLeavesNoActiveKeyBetweenCustomers(
      RepetitionInfo repetition) {
    long seed = 2_000L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<StoredRecord> records = stored(OrderTest.records(random, 30));
    Set<Key> demoted = new TreeSet<>();
    for (Key key : keysOf(records)) {
      if (key.canBeShared() && random.nextInt(8) == 0) {
        demoted.add(key);
      }
    }

    Partition partition = partition(records, demoted);

    Set<Key> active = keysOf(records);
    active.removeAll(demoted);
    partition.contested().forEach(held -> active.remove(held.key()));
    Set<Key> seen = new HashSet<>();
    int members = 0;
    for (List<StoredRecord> cluster : partition.clusters()) {
      members += cluster.size();
      Set<Key> own = keysOf(cluster);
      Set<Key.Slot> slots = new HashSet<>();
      own.stream()
          .filter(key -> key.kind().isExclusive())
          .forEach(key -> assertThat(slots.add(key.slot())).as("seed %d", seed).isTrue());
      own.retainAll(active);
      own.forEach(key -> assertThat(seen.add(key)).as("seed %d", seed).isTrue());
    }
    assertThat(members).as("seed %d", seed).isEqualTo(records.size());
  }

  @RepeatedTest(30)
  void of_recordsWithoutConflict_isWhatIsConnected(RepetitionInfo repetition) {
    long seed = 3_000L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<CustomerRecord> records = new ArrayList<>();
    int count = 2 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      records.add(
          World.record(
              "r" + i, i, World.phone(random.nextInt(12)), World.phone(random.nextInt(12))));
    }

    Partition partition = partition(stored(records), Set.of());

    assertThat(partition.contested()).as("seed %d", seed).isEmpty();
    for (List<StoredRecord> cluster : partition.clusters()) {
      for (StoredRecord outsider : stored(records)) {
        boolean inside = cluster.stream().anyMatch(record -> record.key().equals(outsider.key()));
        assertThat(Collections.disjoint(keysOf(cluster), outsider.keys()))
            .as("seed %d", seed)
            .isEqualTo(!inside);
      }
    }
  }
}
