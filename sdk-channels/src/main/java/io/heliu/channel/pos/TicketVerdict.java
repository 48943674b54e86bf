package io.heliu.channel.pos;

import io.heliu.order.Stored;

/**
 * What becomes of a ticket. Every ticket of a file or push has its own: neither is a unit of
 * acceptance.
 */
public enum TicketVerdict {
  /** New: store it, and take its goods from stock whatever the stock says. */
  ACCEPTED,
  /** Stored before with the same content: acknowledge it, do nothing. */
  DUPLICATE,
  /**
   * Stored before with other content, or a void of a ticket that came another way: the first stays,
   * this one goes to review.
   */
  CONFLICT,
  /**
   * Void, voided before it came, training or parked: counts for the sequence of numbers only. A
   * void whose ticket is booked undoes it.
   */
  IGNORED,
  /** Cannot be read: goes to review. */
  REJECTED;

  /** Tells whether the sender may forget the ticket: it is stored, or there is nothing to store. */
  public boolean acknowledged() {
    return this == ACCEPTED || this == DUPLICATE || this == IGNORED;
  }

  static TicketVerdict ofOrder(Stored stored) {
    return switch (stored) {
      case NEW, NEWER -> ACCEPTED;
      case REPEATED -> DUPLICATE;
      case OLDER -> IGNORED;
      case CONFLICT -> CONFLICT;
    };
  }

  static TicketVerdict ofIgnored(Stored stored) {
    return stored == Stored.CONFLICT ? CONFLICT : IGNORED;
  }
}
