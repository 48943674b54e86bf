package io.heliu.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What one source says about one person (客户记录): an order's buyer, a member, a follower.
 *
 * <p>All identifiers must be of the same person. An order's receiver (收货人) is often not its buyer,
 * so the receiver's phone is left out, or given as a record of its own.
 *
 * @param key which record it is
 * @param observedAt when the source last changed it, kept to the microsecond; of two versions of a
 *     record the later one counts, in whatever order they come. It is also when the person had the
 *     phone, so hand in a member anew who confirms it: it counts from the first version that has it
 *     to the last
 * @param identifiers the person's identifiers; may be empty, then the record is a customer of its
 *     own
 */
public record CustomerRecord(RecordKey key, Instant observedAt, Set<Identifier> identifiers) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there are two values of an exclusive kind in one scope,
   *     which cannot be one person's
   */
  public CustomerRecord {
    Objects.requireNonNull(key, "key");
    observedAt = observedAt.truncatedTo(ChronoUnit.MICROS);
    identifiers = Set.copyOf(identifiers);
    record Slot(IdentifierKind kind, String scope) {}
    Set<Slot> slots = new HashSet<>();
    for (Identifier identifier : identifiers) {
      Checks.that(
          !identifier.kind().isExclusive()
              || slots.add(new Slot(identifier.kind(), identifier.scope())),
          "identifiers",
          "must not have two values of " + identifier.kind() + " in one scope");
    }
  }
}
