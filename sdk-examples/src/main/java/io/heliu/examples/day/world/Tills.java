package io.heliu.examples.day.world;

import io.heliu.channel.pos.standin.PosStandIn;
import io.heliu.examples.day.story.Dice;
import io.heliu.examples.day.story.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The counters that send files. Each drops one of its tickets every two hours, in GBK or UTF-8;
 * some files come late, twice, with tickets that were sent before, or with a wrong total.
 */
public final class Tills {
  private static final Duration SLOT = Duration.ofHours(2);

  private final Story story;
  private final Path directory;

  public Tills(Story story, Path directory) throws IOException {
    this.story = story;
    this.directory = Files.createDirectories(directory);
  }

  public Path directory() {
    return directory;
  }

  /** Drops every file that is due and was not dropped before. */
  public void advance(Instant until) {
    for (Batches.Batch batch : Batches.of(story, SLOT, Batches.Way.PUSHES)) {
      if (!batch.at().isAfter(until)) {
        drop(batch.name() + ".csv", batch.tickets());
      }
    }
  }

  private void drop(String name, List<PosStandIn.Ticket> tickets) {
    boolean odd = name.hashCode() % 2 != 0;
    PosStandIn till = odd ? PosStandIn.utf8(directory) : new PosStandIn(directory, PosStandIn.GBK);
    Dice dice = new Dice(name.hashCode());
    int mood = dice.roll(6);
    if (!wasDropped(name)) {
      till.drop(name, tickets);
    }
    if (mood == 0 && !wasDropped("again-" + name)) {
      till.resend(till.bytes(tickets), "again-" + name);
    }
    if (mood == 1 && !wasDropped("conflict-" + name)) {
      till.drop("conflict-" + name, List.of(tickets.get(0).conflicting()));
    }
    if (mood == 2 && !wasDropped("wrong-" + name)) {
      till.dropWrongTotal("wrong-" + name, tickets);
    }
    if (mood == 3 && !Files.exists(directory.resolve("torn-" + name))) {
      till.dropTorn("torn-" + name, tickets);
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
}
