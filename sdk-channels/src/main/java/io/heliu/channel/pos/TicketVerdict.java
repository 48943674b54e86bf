package io.heliu.channel.pos;

import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of a ticket. Every ticket of a file has its own: a file is no unit of acceptance.
 */
public enum TicketVerdict {
  /** New: store it, and take its goods from stock whatever the stock says. */
  ACCEPTED,
  /** Stored before with the same content: acknowledge it, do nothing. */
  DUPLICATE,
  /** Stored before with other content: the first stays, this one goes to review. */
  CONFLICT,
  /** Void, training or parked: counts for the sequence of numbers only. */
  IGNORED,
  /** Cannot be read: goes to review. */
  REJECTED;

  /** Tells whether the sender may forget the ticket: it is stored, or there is nothing to store. */
  public boolean acknowledged() {
    return this == ACCEPTED || this == DUPLICATE || this == IGNORED;
  }

  /** Decides on a sale or return, given the hash stored under its key. */
  public static TicketVerdict of(PosTicket ticket, Optional<String> stored) {
    Objects.requireNonNull(ticket, "ticket");
    if (stored.isEmpty()) {
      return ACCEPTED;
    }
    return stored.get().equals(ticket.hash()) ? DUPLICATE : CONFLICT;
  }

  /**
   * Decides on a void, training or parked ticket, given the hash stored under its key. A void of a
   * sale that is stored already (the sale came with an earlier file) is a conflict: goods and money
   * are booked, and a person must say whether they come back.
   */
  public static TicketVerdict of(PosFile.Ignored ticket, Optional<String> stored) {
    Objects.requireNonNull(ticket, "ticket");
    return stored.isEmpty() || stored.get().equals(ticket.hash()) ? IGNORED : CONFLICT;
  }
}
