package io.heliu.reconcile;

import io.heliu.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * A proposal to clear a receivable with what a settlement brought (核销单). Always {@code received +
 * fee + rounding + loss + open = gross}. A refund has negative amounts and reduces what is owed.
 *
 * @param key the idempotency key: the same match and receivable have the same key in every run
 * @param matchId the match that it follows from
 * @param receivableId the receivable: the id of the right line
 * @param settlementIds the settlement lines of the match, sorted
 * @param gross the amount that was open before
 * @param received the money that came for it
 * @param fee what the channel kept as its fee
 * @param rounding a small difference for the rounding account; negative if too much came
 * @param loss what is missing beyond the limit and given up by rule
 * @param open what stays open
 * @param postingDay the day to post on
 * @param businessDay the day of the last settlement line; earlier than the posting day if its
 *     period is closed
 */
public record WriteOff(
    String key,
    String matchId,
    String receivableId,
    List<String> settlementIds,
    Money gross,
    Money received,
    Money fee,
    Money rounding,
    Money loss,
    Money open,
    LocalDate postingDay,
    LocalDate businessDay) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the parts do not add up to {@code gross}
   */
  public WriteOff {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(matchId, "matchId");
    Objects.requireNonNull(receivableId, "receivableId");
    settlementIds = List.copyOf(settlementIds);
    Objects.requireNonNull(postingDay, "postingDay");
    Objects.requireNonNull(businessDay, "businessDay");
    Checks.that(
        received.plus(fee).plus(rounding).plus(loss).plus(open).equals(gross),
        "gross",
        "must be received + fee + rounding + loss + open");
  }

  /** Tells whether nothing stays open (全额核销). */
  public boolean isFull() {
    return open.isZero();
  }
}
