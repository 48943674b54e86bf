package io.heliu.examples.day.world;

import io.heliu.Secret;
import io.heliu.channel.pos.TicketKey;
import io.heliu.channel.pos.standin.PosStandIn;
import io.heliu.channel.pos.standin.PosTill;
import io.heliu.examples.day.story.Story;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The counters that push. Each posts its tickets every half an hour, again and again until they are
 * acknowledged; some are pushed once more after that, some with other content. Somebody else posts,
 * too, and must be refused.
 */
public final class PushTills implements AutoCloseable {
  private static final Duration SLOT = Duration.ofMinutes(30);
  private static final String TERMINAL = "POS-01";
  private static final int ATTEMPTS = 8;
  private static final int MOODS = 6;
  private static final Set<String> TAKEN = Set.of("ACCEPTED", "DUPLICATE");

  private final Clock clock;
  private final TillLine line;
  private final Map<String, PosTill> tills = new TreeMap<>();
  private final List<Batches.Batch> batches;
  private final Path settled;
  private final Path forged;

  /** What is wrong with a push that nobody may take. */
  private enum Forgery {
    WRONG_SIGNATURE,
    REPLAYED,
    FUTURE_DATED
  }

  PushTills(Story story, Clock clock, Path directory, Mischief mischief) throws IOException {
    this.clock = clock;
    this.settled = Files.createDirectories(directory.resolve("settled"));
    this.forged = Files.createDirectories(directory.resolve("forged"));
    this.batches = Batches.of(story, SLOT, Batches.Way.FILES);
    for (Batches.Batch batch : batches) {
      tills.computeIfAbsent(
          batch.store(), store -> new PosTill(store, TERMINAL, secret(store), clock));
    }
    this.line = new TillLine(clock, mischief);
    line.journal(directory.resolve("line.journal"));
    line.start();
  }

  /** Returns what the till of a counter signs with. */
  public static Secret secret(String store) {
    return Secret.of("made-up secret of the till in " + store);
  }

  /** Pushes what is due and not acknowledged. */
  void advance(Instant until, URI receiver) throws IOException {
    line.connect(receiver);
    for (Batches.Batch batch : batches) {
      if (!batch.at().isAfter(until)) {
        push(batch);
      }
    }
  }

  private void push(Batches.Batch batch) throws IOException {
    post(batch.store(), batch.name(), batch.tickets(), TAKEN);
    int mood = Files.exists(settled.resolve(batch.name())) ? batch.mood(MOODS) : MOODS;
    if (mood == 0) {
      post(batch.store(), "again-" + batch.name(), batch.tickets(), Set.of("DUPLICATE"));
    } else if (mood == 1) {
      List<PosStandIn.Ticket> other = List.of(batch.tickets().get(0).conflicting());
      post(batch.store(), "conflict-" + batch.name(), other, Set.of("CONFLICT"));
    }
  }

  /** An answer that does not come proves nothing, so the tickets are sent again. */
  private void post(String store, String name, List<PosStandIn.Ticket> tickets, Set<String> wanted)
      throws IOException {
    Path note = settled.resolve(name);
    String body = PosTill.batch(name, tickets);
    for (int attempt = 0; attempt < ATTEMPTS && !Files.exists(note); attempt++) {
      try {
        PosTill.Answer answer = till(store).post(line.url("/"), body);
        if (answer.status() == 200) {
          if (!wanted.containsAll(answer.statuses())) {
            throw new IllegalStateException(name + ": " + answer.statuses());
          }
          Files.write(note, new byte[0]);
        }
      } catch (IOException lost) {
        continue;
      }
    }
  }

  private PosTill till(String store) {
    return Objects.requireNonNull(tills.get(store), "store");
  }

  /** Lets somebody post in the name of a till. */
  void forge(URI receiver, int tick) throws IOException {
    if (batches.isEmpty() || batches.get(0).at().isAfter(clock.instant())) {
      return;
    }
    for (Forgery what : Forgery.values()) {
      forge(batches.get(0), what, receiver, tick);
      Path note = forged.resolve(tick + "-" + what);
      if (!Files.exists(note)) {
        Files.write(note, new byte[0]);
      }
    }
  }

  private void forge(Batches.Batch batch, Forgery what, URI receiver, int tick) throws IOException {
    PosTill till = till(batch.store());
    long now = clock.instant().getEpochSecond();
    String nonce = what + "-" + tick;
    String invented = PosTill.batch(nonce, List.of(invented(batch.tickets().get(0), tick)));
    switch (what) {
      case WRONG_SIGNATURE -> {
        PosTill other = new PosTill(batch.store(), TERMINAL, Secret.of("a guess"), clock);
        other.post(receiver, invented, other.sign(invented, now, nonce));
      }
      case REPLAYED -> {
        String body = PosTill.batch(nonce, batch.tickets());
        Map<String, String> caught = new HashMap<>(till.sign(body, now, nonce));
        till.post(receiver, body, caught);
        till.post(receiver, body, caught);
      }
      case FUTURE_DATED -> till.post(receiver, invented, till.sign(invented, now + 3600, nonce));
    }
  }

  /** A ticket that was never printed: it would be seen in every count if it were taken. */
  private static PosStandIn.Ticket invented(PosStandIn.Ticket like, int tick) {
    TicketKey key = like.key();
    String number = "%06d".formatted(900_000 + tick);
    return new PosStandIn.Ticket(
        new TicketKey(key.store(), key.terminal(), key.businessDate(), number),
        like.type(),
        like.time(),
        like.lines());
  }

  /** Counts the pushes that nobody may take. */
  public long forged() throws IOException {
    try (Stream<Path> notes = Files.list(forged)) {
      return notes.count();
    }
  }

  /** Counts the tickets of the counters that push. */
  public long tickets() {
    return batches.stream().mapToLong(batch -> batch.tickets().size()).sum();
  }

  /** Counts the tickets that were acknowledged. */
  public long acknowledged() {
    return batches.stream()
        .filter(batch -> Files.exists(settled.resolve(batch.name())))
        .mapToLong(batch -> batch.tickets().size())
        .sum();
  }

  @Override
  public void close() {
    line.close();
  }
}
