package io.heliu.identity;

import java.util.List;

/**
 * What became of a record.
 *
 * @param record the record
 * @param customerId its customer now
 * @param outcome what happened
 * @param joins what joins it with its customer's other records; each names this record and the one
 *     that came first. Empty if nothing does, and if nothing happened
 * @param moves other records whose customer changed by the same call, for whoever keeps customer
 *     ids elsewhere. The records of one batch share them
 */
public record Resolution(
    RecordKey record, CustomerId customerId, Outcome outcome, List<Join> joins, List<Move> moves) {

  /** Copies the lists. */
  public Resolution {
    joins = List.copyOf(joins);
    moves = List.copyOf(moves);
  }

  /** What happened to a record. */
  public enum Outcome {
    /** It founded a new customer. */
    CREATED,
    /** It belongs to a customer together with others, or stayed with its own. */
    JOINED,
    /** Its customer unites what were several customers; the older id stays. */
    MERGED,
    /** The same version again; nothing changed. */
    REPEATED,
    /**
     * An earlier version than the stored one, which stays; at most it tells that the record has
     * shown a phone for longer.
     */
    OUTDATED
  }
}
