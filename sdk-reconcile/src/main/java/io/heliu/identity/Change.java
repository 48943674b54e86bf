package io.heliu.identity;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One change of the store: what it reaches, who is who afterwards, and what was written. */
final class Change {
  private final Region region;
  private final Partition partition;
  private final Assignment assignment;
  private final List<Move> moves;

  /** From each customer to the customers that its records had before. */
  private final Map<CustomerId, Set<CustomerId>> former = new HashMap<>();

  private Change(Region region, Partition partition, Assignment assignment) {
    this.region = region;
    this.partition = partition;
    this.assignment = assignment;
    this.moves = assignment.moves();
    for (StoredRecord before : region.before().values()) {
      CustomerId now = assignment.customers().get(before.key());
      if (now != null && before.customer() != null) {
        former.computeIfAbsent(now, c -> new HashSet<>()).add(before.customer());
      }
    }
  }

  /**
   * Works out a change and writes it.
   *
   * @param note when and by whom; its move is not used
   */
  static Change write(
      Shelf shelf,
      IdentityLimits limits,
      Keys keys,
      Map<RecordKey, Optional<StoredRecord>> changes,
      Note note)
      throws SQLException {
    Region region = Region.around(shelf, limits, changes);
    Partition partition =
        Partition.of(region.after().values(), region.demoted(), limits.phoneSpan());
    Change change = new Change(region, partition, Assignment.of(shelf, region, partition, keys));
    change.assignment.write();
    List<Explanation.Entry> entries = new ArrayList<>();
    for (Move move : change.moves) {
      // What was forgotten leaves no trace.
      if (move.to() != null) {
        entries.add(new Explanation.Entry(note.at, move, note.author, note.reason));
      }
    }
    shelf.log(entries);
    return change;
  }

  CustomerId customerOf(RecordKey record) {
    CustomerId customer = assignment.customers().get(record);
    if (customer == null) {
      throw new IllegalStateException("the record is not part of this change");
    }
    return customer;
  }

  /** Returns the stored records whose customer changed. */
  List<Move> moves() {
    return moves.stream().filter(move -> move.from() != null && move.to() != null).toList();
  }

  Resolution.Outcome outcome(RecordKey record) {
    CustomerId customer = customerOf(record);
    if (record.equals(assignment.created().get(customer))) {
      return Resolution.Outcome.CREATED;
    }
    Set<CustomerId> united = former.getOrDefault(customer, Set.of());
    return united.size() > 1 ? Resolution.Outcome.MERGED : Resolution.Outcome.JOINED;
  }

  /** Returns a record as it is after the change. */
  StoredRecord record(RecordKey key) {
    StoredRecord record = region.after().get(key);
    if (record == null) {
      throw new IllegalStateException("the record is not part of this change");
    }
    return record;
  }

  Joins joins() {
    return Joins.of(region.after().values(), region.demoted(), partition);
  }

  /**
   * What the history says of a change.
   *
   * @param at when
   * @param author who decided it; empty if the rules did
   * @param reason why; empty if the rules did
   */
  record Note(Instant at, String author, String reason) {
    static Note automatic(Instant at) {
      return new Note(at, "", "");
    }
  }
}
