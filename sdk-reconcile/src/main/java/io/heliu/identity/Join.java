package io.heliu.identity;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Why records are one customer (归一依据).
 *
 * @param rule the rule that joined them
 * @param evidence the identifier that they share
 * @param records the records that share it
 * @param at when the second of them came, by the resolver's clock
 */
public record Join(JoinRule rule, Evidence evidence, SortedSet<RecordKey> records, Instant at) {

  /** Copies the set. */
  public Join {
    records = Collections.unmodifiableSortedSet(new TreeSet<>(records));
  }
}
