package io.heliu.channel.pos;

import io.heliu.order.ChannelOrder;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sale or a return as a till recorded it (小票).
 *
 * @param key its identity
 * @param hash the SHA-256 of its content in canonical form. What spreadsheets change does not enter
 *     it (the form of numbers and dates, seconds, the barcode of a line that has a merchant code,
 *     titles, the order of rows), nor what files do not have (rounding, how much was paid in which
 *     way), nor the ticket number: two numbers with one hash on one till are probably one ticket
 *     that was numbered twice
 * @param details how it was paid and rounded: the way it came, {@code file} or {@code push}, a
 *     colon, and a digest. To be compared between tickets that came the same way only
 * @param row the row of its first line in the file, from 1
 * @param order the order: completed, handed over, negative quantities for a return
 * @param sale of a return, the sale that it names; null if it names none, as files never do
 * @param marks what a person should know about it
 */
public record PosTicket(
    TicketKey key,
    String hash,
    String details,
    int row,
    ChannelOrder order,
    @Nullable TicketKey sale,
    Set<Mark> marks) {

  /** What a person should know about a ticket that was read all the same. */
  public enum Mark {
    /** A spreadsheet has spoilt a barcode; the merchant code identifies the goods. */
    BARCODE_DAMAGED,
    /** A spreadsheet has spoilt the member's phone or card number; it was left out. */
    MEMBER_DAMAGED,
    /**
     * The amount of a line is neither price times quantity nor that less the discount, as when
     * three cost ten; the amount counts.
     */
    PRICE_DIFFERS,
    /** The till's clock is ahead of ours. */
    CLOCK_AHEAD,
    /** The time lies more than two days from the business date. */
    CLOCK_FAR_FROM_DATE
  }

  /** Copies the marks. */
  public PosTicket {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(details, "details");
    Objects.requireNonNull(order, "order");
    marks = Set.copyOf(marks);
  }

  /** Returns what says whether two contents under its key are the same. */
  String identity() {
    return hash + "/" + details;
  }

  /** Returns key and row; nothing personal. */
  @Override
  public String toString() {
    return "PosTicket[" + key + " row " + row + " " + marks + "]";
  }
}
