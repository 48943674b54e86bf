package io.heliu.channel.pos;

import io.heliu.channel.OrderInbox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one ticket of a file or push: what goes back to the sender.
 *
 * @param row the ticket's first row in the file, or its place in the push, from 1
 * @param key the ticket, or null if not even that could be read
 * @param verdict the verdict
 * @param reason why it was not acknowledged or not booked, or empty
 */
public record TicketResult(int row, @Nullable TicketKey key, TicketVerdict verdict, String reason) {

  static final String OTHER_CONTENT = "stored before with other content";
  static final String NOT_OF_SALE =
      "stored before with other content, or more comes back than its sale sold";
  static final String BOOKED = "the ticket it voids came another way";
  static final String VOIDED = "voided before it came, and not booked";

  /** Checks the components. */
  public TicketResult {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * Says what became of everything in a file, in the order of rows.
   *
   * @param file the file
   * @param taken what became of its {@link PosFile#batch}
   * @throws IllegalArgumentException if it is not of this file
   */
  public static List<TicketResult> of(PosFile file, OrderInbox.Taken taken) {
    if (taken.orders().size() != file.tickets().size()
        || taken.ignored().size() != file.ignored().size()) {
      throw new IllegalArgumentException("taken: must be of this file");
    }
    List<TicketResult> results = new ArrayList<>();
    for (int i = 0; i < file.tickets().size(); i++) {
      PosTicket ticket = file.tickets().get(i);
      TicketVerdict verdict = TicketVerdict.ofOrder(taken.orders().get(i));
      results.add(new TicketResult(ticket.row(), ticket.key(), verdict, reason(ticket, verdict)));
    }
    for (int i = 0; i < file.ignored().size(); i++) {
      PosFile.Ignored ticket = file.ignored().get(i);
      TicketVerdict verdict = TicketVerdict.ofIgnored(taken.ignored().get(i));
      boolean conflict = verdict == TicketVerdict.CONFLICT;
      String reason = conflict ? BOOKED : "";
      results.add(new TicketResult(ticket.row(), ticket.key(), verdict, reason));
    }
    for (PosFile.Malformed bad : file.malformed()) {
      results.add(new TicketResult(bad.row(), bad.key(), TicketVerdict.REJECTED, bad.reason()));
    }
    results.sort(Comparator.comparingInt(TicketResult::row));
    return List.copyOf(results);
  }

  private static String reason(PosTicket ticket, TicketVerdict verdict) {
    return switch (verdict) {
      case CONFLICT -> ticket.sale() == null ? OTHER_CONTENT : NOT_OF_SALE;
      case IGNORED -> VOIDED;
      default -> "";
    };
  }
}
