package io.heliu.benchmarks.reading;

import io.heliu.benchmarks.reading.Contest.Contestant;
import io.heliu.benchmarks.reading.Contest.Tally;
import io.heliu.channel.pos.PosDropSettings;
import io.heliu.channel.pos.PosFileDrop;
import io.heliu.channel.pos.PosTicket;
import io.heliu.channel.pos.standin.PosStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** A till's day in a dropped file, in GBK. */
final class Tickets {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-13T04:00:00Z"), ZoneOffset.UTC);
  private static final LocalDate DAY = LocalDate.of(2026, 7, 12);
  private static final String FILE = "day.csv";
  private static final int WIDTH = 15;

  private Tickets() {}

  static Contest pos(Path directory, int tickets) throws IOException {
    List<PosStandIn.Ticket> day =
        PosStandIn.day("S01", "POS-07", DAY, tickets, List.of("SKU-1", "SKU-2", "SKU-3"), 42);
    new PosStandIn(directory, PosStandIn.GBK).drop(FILE, day);
    int rows = day.stream().mapToInt(ticket -> ticket.lines().size()).sum();
    long fen = 0;
    for (PosStandIn.Ticket ticket : day) {
      for (PosStandIn.Line line : ticket.lines()) {
        fen += io.heliu.Money.yuan(line.amount()).minor();
      }
    }
    PosFileDrop drop =
        new PosFileDrop(PosDropSettings.of(directory, PosDropSettings.Ready.MARKER), CLOCK);
    Path file = directory.resolve(FILE);
    Tally found = new Tally(rows, fen);
    List<Contestant> all =
        Rows.with(
            new Contestant("heliu", found, () -> read(drop)),
            () -> Files.newInputStream(file),
            PosStandIn.GBK,
            WIDTH,
            2); // the header and the total row are as wide as a row
    all.add(new Contestant("by-hand", found, () -> TicketsByHand.read(file)));
    return new Contest("pos-tickets", "rows", rows, Files.size(file), all);
  }

  private static Tally read(PosFileDrop drop) {
    long rows = 0;
    long fen = 0;
    for (PosTicket ticket : drop.read(FILE).tickets()) {
      rows += ticket.order().lines().size();
      fen += ticket.order().paid().minor();
    }
    return new Tally(rows, fen);
  }
}
