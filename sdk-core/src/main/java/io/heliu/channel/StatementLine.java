package io.heliu.channel;

import io.heliu.Money;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of a statement (账单行): money that a channel or payment provider says it moved.
 *
 * @param id its identity inside (source, account)
 * @param row its row in the file, from 1
 * @param kind what it is
 * @param kindCode the source's own word for it
 * @param reference the merchant's reference, normally the order's number
 * @param channelReference the provider's own reference, or null
 * @param occurredAt when the money moved
 * @param gross the signed amount before fees; negative for refunds
 * @param fee the signed fee; negative when charged, positive when given back
 */
public record StatementLine(
    String id,
    int row,
    Kind kind,
    String kindCode,
    String reference,
    @Nullable String channelReference,
    Instant occurredAt,
    Money gross,
    Money fee) {

  /** What a line is. */
  public enum Kind {
    /** A buyer's payment. */
    PAYMENT,
    /** Money back to a buyer. */
    REFUND,
    /** Something else; the source's own word says what. */
    OTHER
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the row is less than 1 or the currencies differ
   */
  public StatementLine {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(kindCode, "kindCode");
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(occurredAt, "occurredAt");
    Objects.requireNonNull(gross, "gross");
    Objects.requireNonNull(fee, "fee");
    if (row < 1) {
      throw new IllegalArgumentException("row: must be at least 1");
    }
    if (!gross.currency().equals(fee.currency())) {
      throw new IllegalArgumentException("fee: must have the currency of gross");
    }
  }

  /** Returns what reaches the merchant: gross plus the signed fee. */
  public Money net() {
    return gross.plus(fee);
  }
}
