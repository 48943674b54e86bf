package io.heliu.flow.stock;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.inventory.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A cell where an ERP and the ledger differ after everything that is known to be under way was
 * taken into account (库存差异).
 *
 * @param erp the ERP's name
 * @param sku what
 * @param location where
 * @param counted what the ERP counts; 0 if it no longer lists the cell
 * @param countedAsOf the ERP's own time of the count
 * @param onHand what the ledger has on hand
 * @param ledgerSequence the ledger sequence that the figure is compared at
 * @param inFlight documents that only one side knows yet, which explain part of the difference
 * @param firstSeen when the cell was first found to differ; it survives restarts, and starts anew
 *     once the cell agreed
 * @param seen when it was found this time
 * @param reserved what open reservations hold of it in the ledger
 * @param cause what such a difference mostly comes from
 * @param correction the journalled correction that would make the ledger agree; {@link
 *     CountFlow.Policy#ADOPT} applies it. It corrects by a difference and leaves what moved after
 *     the count alone
 */
public record StockDrift(
    String erp,
    Sku sku,
    Location location,
    long counted,
    Instant countedAsOf,
    long onHand,
    long ledgerSequence,
    List<Movement> inFlight,
    Instant firstSeen,
    Instant seen,
    long reserved,
    Cause cause,
    Command correction) {

  /** Copies the list. */
  public StockDrift {
    Objects.requireNonNull(erp, "erp");
    Objects.requireNonNull(sku, "sku");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(countedAsOf, "countedAsOf");
    inFlight = List.copyOf(inFlight);
    Objects.requireNonNull(firstSeen, "firstSeen");
    Objects.requireNonNull(seen, "seen");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(correction, "correction");
  }

  /**
   * A document that only one side knows yet.
   *
   * @param document its number
   * @param units what it explains: by how much the ERP should count more than the ledger has
   */
  public record Movement(String document, long units) {
    /** Checks that the document is there. */
    public Movement {
      Objects.requireNonNull(document, "document");
    }
  }

  /** What a difference mostly comes from. */
  public enum Cause {
    /** The ERP listed the cell before and does not now: nothing is left, or it was moved. */
    NOT_LISTED,
    /** It is what is reserved: the ERP gives what is available, not what is on hand. */
    RESERVED,
    /** It is what a document under way moves: the other side knew it already. */
    DOCUMENT,
    /** One figure is a whole multiple of the other: boxes compared with pieces. */
    UNIT,
    /** It was smaller before: losses, samples or gifts that nobody records. */
    GROWING,
    /** Nothing of all that. */
    UNEXPLAINED
  }

  /** Returns what the documents under way explain together. */
  public long explained() {
    return inFlight.stream().mapToLong(Movement::units).sum();
  }

  /** Returns what the ERP should count: on hand and what is under way. */
  public long expected() {
    return onHand + explained();
  }

  /** Returns what stays unexplained: counted minus expected. */
  public long difference() {
    return counted - expected();
  }

  /** Returns for how long the cell has been differing. */
  public Duration age() {
    return Duration.between(firstSeen, seen);
  }
}
