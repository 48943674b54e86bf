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
 * @param merchantRefund of a refund, the merchant's own number of it (商户退款单号), or null
 * @param raw the row as it stood in the file, for audits: at most {@value #MAX_RAW} characters, the
 *     rest is cut; empty if the source has no rows of text. It may hold a buyer's account or
 *     openid, so {@link #toString} leaves it out
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
    Money fee,
    @Nullable String merchantRefund,
    String raw) {

  /** How many characters of a row are kept. */
  public static final int MAX_RAW = 4000;

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
    Objects.requireNonNull(raw, "raw");
    if (row < 1) {
      throw new IllegalArgumentException("row: must be at least 1");
    }
    if (!gross.currency().equals(fee.currency())) {
      throw new IllegalArgumentException("fee: must have the currency of gross");
    }
    raw = raw.length() <= MAX_RAW ? raw : cut(raw);
  }

  /**
   * A line of a source that has neither rows of text nor numbers of refunds.
   *
   * @throws IllegalArgumentException if the row is less than 1 or the currencies differ
   */
  public StatementLine(
      String id,
      int row,
      Kind kind,
      String kindCode,
      String reference,
      @Nullable String channelReference,
      Instant occurredAt,
      Money gross,
      Money fee) {
    this(id, row, kind, kindCode, reference, channelReference, occurredAt, gross, fee, null, "");
  }

  /** Half a character could not be stored. */
  private static String cut(String text) {
    boolean half = Character.isHighSurrogate(text.charAt(MAX_RAW - 1));
    return text.substring(0, half ? MAX_RAW - 1 : MAX_RAW);
  }

  /** Returns the same line with the merchant's number of the refund. */
  public StatementLine withMerchantRefund(@Nullable String number) {
    return new StatementLine(
        id, row, kind, kindCode, reference, channelReference, occurredAt, gross, fee, number, raw);
  }

  /** Returns the same line with its row of the file. */
  public StatementLine withRaw(String text) {
    return new StatementLine(
        id,
        row,
        kind,
        kindCode,
        reference,
        channelReference,
        occurredAt,
        gross,
        fee,
        merchantRefund,
        text);
  }

  /** Returns all but the raw row. */
  @Override
  public String toString() {
    return "StatementLine["
        + id
        + " row "
        + row
        + " "
        + kind
        + " "
        + kindCode
        + " "
        + reference
        + " "
        + channelReference
        + " "
        + occurredAt
        + " gross "
        + gross
        + " fee "
        + fee
        + " "
        + merchantRefund
        + "]";
  }

  /** Returns what reaches the merchant: gross plus the signed fee. */
  public Money net() {
    return gross.plus(fee);
  }
}
