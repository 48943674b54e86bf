package io.heliu.examples.day.world;

import io.heliu.Money;
import io.heliu.channel.pos.TicketKey;
import io.heliu.channel.pos.standin.PosStandIn;
import io.heliu.examples.day.story.Dice;
import io.heliu.examples.day.story.FoodMart;
import io.heliu.examples.day.story.Story;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The counters' tickets in the portions in which they are sent, some of them late. */
final class Batches {
  private static final Duration LATE = Duration.ofHours(3);

  private Batches() {}

  /** How a counter sends its tickets. */
  enum Way {
    FILES,
    PUSHES,
    BOTH
  }

  /** Tickets that a till has ready at some instant. */
  record Batch(Instant at, String store, String name, List<PosStandIn.Ticket> tickets) {
    /** Returns what is special about it, of so many moods. */
    int mood(int moods) {
      return new Dice(name.hashCode()).roll(moods);
    }
  }

  /** Tells how a counter sends its tickets; with three counters there is one of each way. */
  static Way wayOf(Story story, String store) {
    int index = List.copyOf(story.counters()).indexOf(store);
    return Way.values()[index % Way.values().length];
  }

  /** Returns the portions of all counters that do not send in one way only, namely the other. */
  static List<Batch> of(Story story, Duration slot, Way other) {
    Map<String, List<Story.Ticket>> slots = new TreeMap<>();
    Instant start = story.date().atStartOfDay(Story.CHINA).toInstant();
    for (Story.Ticket ticket : story.tickets()) {
      if (wayOf(story, ticket.store()) != other) {
        long number = Duration.between(start, ticket.soldAt()).dividedBy(slot);
        slots
            .computeIfAbsent("%s-%02d".formatted(ticket.store(), number), s -> new ArrayList<>())
            .add(ticket);
      }
    }
    List<Batch> batches = new ArrayList<>();
    slots.forEach(
        (name, tickets) -> {
          long end = Long.parseLong(name.substring(name.length() - 2)) + 1;
          boolean late = new Dice(name.hashCode(), 7).roll(5) == 0;
          Instant at = start.plus(slot.multipliedBy(end)).plus(late ? LATE : Duration.ZERO);
          List<PosStandIn.Ticket> printed =
              tickets.stream().map(ticket -> printed(story, ticket)).toList();
          batches.add(new Batch(at, tickets.get(0).store(), name, printed));
        });
    return batches;
  }

  private static PosStandIn.Ticket printed(Story story, Story.Ticket ticket) {
    List<PosStandIn.Line> lines = new ArrayList<>();
    for (FoodMart.Item item : ticket.items()) {
      lines.add(
          new PosStandIn.Line(
              Story.sku(item.product()),
              "",
              "" + item.units(),
              Money.fen(item.amount().minor() / item.units()).toPlainString(),
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
