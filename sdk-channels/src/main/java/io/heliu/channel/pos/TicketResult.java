package io.heliu.channel.pos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one ticket of a file: a line of the result file that goes back to the sender.
 *
 * @param row the ticket's first row in the file, from 1
 * @param key the ticket, or null if not even that could be read
 * @param verdict the verdict
 * @param reason why it was not acknowledged, or empty
 */
public record TicketResult(int row, @Nullable TicketKey key, TicketVerdict verdict, String reason) {

  /** Checks the components. */
  public TicketResult {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * Decides on everything in a file, in the order of rows. Changes nothing: whoever stores a ticket
   * must do it under its key, so that a second run finds it.
   */
  public static List<TicketResult> decide(PosFile file, TicketLog log) {
    List<TicketResult> results = new ArrayList<>();
    for (PosTicket ticket : file.tickets()) {
      TicketVerdict verdict = TicketVerdict.of(ticket, log.find(ticket.key()));
      results.add(new TicketResult(ticket.row(), ticket.key(), verdict, reason(verdict)));
    }
    for (PosFile.Ignored ticket : file.ignored()) {
      TicketVerdict verdict = TicketVerdict.of(ticket, log.find(ticket.key()));
      results.add(new TicketResult(ticket.row(), ticket.key(), verdict, reason(verdict)));
    }
    for (PosFile.Malformed bad : file.malformed()) {
      results.add(new TicketResult(bad.row(), bad.key(), TicketVerdict.REJECTED, bad.reason()));
    }
    results.sort(Comparator.comparingInt(TicketResult::row));
    return List.copyOf(results);
  }

  private static String reason(TicketVerdict verdict) {
    return verdict == TicketVerdict.CONFLICT ? "stored before with other content" : "";
  }
}
