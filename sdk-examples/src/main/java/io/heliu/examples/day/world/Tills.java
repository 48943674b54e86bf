package io.heliu.examples.day.world;

import io.heliu.channel.pos.TicketKey;
import io.heliu.channel.pos.standin.PosStandIn;
import io.heliu.examples.day.story.Dice;
import io.heliu.examples.day.story.FoodMart;
import io.heliu.examples.day.story.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The counters of the world. Each drops a file of its tickets every two hours, in GBK or UTF-8;
 * some files come late, twice, with tickets that were sent before, or with a wrong total.
 */
public final class Tills {
  private static final Duration SLOT = Duration.ofHours(2);
  private static final Duration LATE = Duration.ofHours(3);

  private final Story story;
  private final Path directory;

  public Tills(Story story, Path directory) throws IOException {
    this.story = story;
    this.directory = Files.createDirectories(directory);
  }

  public Path directory() {
    return directory;
  }

  /** A file that a till has ready at some instant. */
  private record Batch(Instant at, String store, String name, List<PosStandIn.Ticket> tickets) {}

  /** Drops every file that is due and was not dropped before. */
  public void advance(Instant until) {
    for (Batch batch : batches()) {
      if (!batch.at.isAfter(until)) {
        drop(batch);
      }
    }
  }

  private void drop(Batch batch) {
    boolean odd = batch.name.hashCode() % 2 != 0;
    PosStandIn till = odd ? PosStandIn.utf8(directory) : new PosStandIn(directory, PosStandIn.GBK);
    Dice dice = new Dice(batch.name.hashCode());
    int mood = dice.roll(6);
    if (!wasDropped(batch.name)) {
      till.drop(batch.name, batch.tickets);
    }
    if (mood == 0 && !wasDropped("again-" + batch.name)) {
      till.resend(till.bytes(batch.tickets), "again-" + batch.name);
    }
    if (mood == 1 && !wasDropped("conflict-" + batch.name)) {
      till.drop("conflict-" + batch.name, List.of(batch.tickets.get(0).conflicting()));
    }
    if (mood == 2 && !wasDropped("wrong-" + batch.name)) {
      till.dropWrongTotal("wrong-" + batch.name, batch.tickets);
    }
    if (mood == 3 && !Files.exists(directory.resolve("torn-" + batch.name))) {
      till.dropTorn("torn-" + batch.name, batch.tickets);
    }
  }

  /** Tells whether a file was dropped before, wherever it is now. */
  private boolean wasDropped(String name) {
    if (Files.exists(directory.resolve(name + ".ok"))) {
      return true;
    }
    for (String place : List.of("done", "error")) {
      Path folder = directory.resolve(place);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          if (files.anyMatch(file -> file.getFileName().toString().endsWith("_" + name))) {
            return true;
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return false;
  }

  private List<Batch> batches() {
    Map<String, List<Story.Ticket>> slots = new TreeMap<>();
    Instant start = story.date().atStartOfDay(Story.CHINA).toInstant();
    for (Story.Ticket ticket : story.tickets()) {
      long slot = Duration.between(start, ticket.soldAt()).dividedBy(SLOT);
      slots
          .computeIfAbsent("%s-%02d".formatted(ticket.store(), slot), s -> new ArrayList<>())
          .add(ticket);
    }
    List<Batch> batches = new ArrayList<>();
    slots.forEach(
        (slot, tickets) -> {
          long end = Long.parseLong(slot.substring(slot.length() - 2)) + 1;
          boolean late = new Dice(slot.hashCode(), 7).roll(5) == 0;
          Instant at = start.plus(SLOT.multipliedBy(end)).plus(late ? LATE : Duration.ZERO);
          batches.add(
              new Batch(
                  at,
                  tickets.get(0).store(),
                  slot + ".csv",
                  tickets.stream().map(this::printed).toList()));
        });
    return batches;
  }

  private PosStandIn.Ticket printed(Story.Ticket ticket) {
    List<PosStandIn.Line> lines = new ArrayList<>();
    for (FoodMart.Item item : ticket.items()) {
      lines.add(
          new PosStandIn.Line(
              Story.sku(item.product()),
              "",
              "" + item.units(),
              io.heliu.Money.fen(item.amount().minor() / item.units()).toPlainString(),
              "0.00",
              item.amount().toPlainString()));
    }
    return new PosStandIn.Ticket(
        new TicketKey(ticket.store(), ticket.terminal(), story.date(), ticket.number()),
        "销售",
        LocalDateTime.ofInstant(ticket.soldAt(), Story.CHINA),
        lines);
  }
}
