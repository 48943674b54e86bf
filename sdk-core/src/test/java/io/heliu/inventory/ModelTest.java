package io.heliu.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Location;
import io.heliu.Sku;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends random commands to the ledger and to a naive model, and compares every answer and, now and
 * then, everything. Few SKUs, keys and reservations, so that they meet each other all the time. To
 * replay a failure, run with its seed.
 */
class ModelTest {
  private static final int COMMANDS = 4_000;

  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  private final NaiveLedger model = new NaiveLedger();
  private final List<Command> sent = new ArrayList<>();
  private Random random = new Random(0);
  private long written;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void apply_randomCommands_answersLikeTheModel(long seed) {
    random = new Random(seed);
    Set<String> history = new TreeSet<>();
    for (int i = 0; i < COMMANDS; i++) {
      String context = "seed " + seed + ", step " + i;
      long before = model.sequence();
      switch (random.nextInt(60)) {
        case 0 -> {
          books.ledger().snapshot();
          model.snapshot();
        }
        case 1 -> reopen(context);
        case 2, 3, 4 -> books.clock().advance(Duration.ofMillis(random.nextInt(4_000) - 500));
        case 5, 6, 7 -> expire(1 + random.nextInt(4), context);
        case 8, 9 -> applySome(context);
        default -> applyOne(command(), history, context);
      }
      if (model.sequence() > before) {
        written = now();
      }
      if (i % 100 == 0) {
        compareBooks(context);
      }
    }
    compareBooks("seed " + seed);
    assertThat(history).as("seed " + seed + " reached every answer").contains(reached());
  }

  private static String[] reached() {
    List<String> reached = new ArrayList<>(List.of("ACCEPTED", "REPLAYED"));
    for (Reason reason : Reason.values()) {
      if (reason != Reason.OUT_OF_RANGE) {
        reached.add(reason.name());
      }
    }
    return reached.toArray(String[]::new);
  }

  private void applyOne(Command command, Set<String> history, String context) {
    Answer answer = books.ledger().apply(command);
    compare(answer, model.apply(command, now()), context + ": " + command);
    history.add(answer instanceof Answer.Refused no ? no.reason().name() : "ACCEPTED");
    if (answer.replayed()) {
      history.add("REPLAYED");
    }
  }

  private void applySome(String context) {
    List<Command> commands = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      commands.add(command());
    }
    List<Answer> answers = books.ledger().applyAll(commands);
    for (int i = 0; i < answers.size(); i++) {
      Command command = commands.get(i);
      compare(answers.get(i), model.apply(command, now()), context + ", batch: " + command);
    }
  }

  private void expire(int limit, String context) {
    assertThat(books.ledger().expireDue(limit)).as(context).isEqualTo(model.expire(limit, now()));
  }

  private void reopen(String context) {
    books.reopen();
    while (model.expire(1_000, now()) > 0) {
      assertThat(books.ledger().expireDue(1)).as(context).isZero();
    }
  }

  /** Ledger time is never before the time of what was written last. */
  private long now() {
    return Math.max(written, books.clock().millis());
  }

  private static void compare(Answer real, Answer expected, String context) {
    assertThat(real.sequence()).as(context).isEqualTo(expected.sequence());
    assertThat(real.replayed()).as(context).isEqualTo(expected.replayed());
    if (expected instanceof Answer.Refused no) {
      assertThat(real).as(context).isInstanceOf(Answer.Refused.class);
      Answer.Refused refused = (Answer.Refused) real;
      assertThat(refused.reason()).as(context).isEqualTo(no.reason());
      assertThat(refused.shortages()).as(context).isEqualTo(no.shortages());
    } else {
      assertThat(real).as(context).isInstanceOf(Answer.Accepted.class);
      assertThat(((Answer.Accepted) real).shortages())
          .as(context)
          .isEqualTo(((Answer.Accepted) expected).shortages());
    }
  }

  private void compareBooks(String context) {
    books.ledger().verify();
    assertThat(books.ledger().balances()).as(context).hasSameSizeAs(model.cells().keySet());
    for (CellKey cell : model.cells().keySet()) {
      Balance balance = books.ledger().balance(cell.sku(), cell.location());
      assertThat(balance.onHand()).as(context).isEqualTo(model.onHand(cell, Long.MAX_VALUE));
      assertThat(balance.reserved()).as(context).isEqualTo(model.reserved(cell));
      assertThat(balance.buffer()).as(context).isEqualTo(model.buffer(cell));
      assertThat(balance.oversellAllowance()).as(context).isEqualTo(model.allowance(cell));
    }
    model
        .states()
        .forEach(
            (id, state) ->
                assertThat(books.reservation(id).state()).as(context + " " + id).isEqualTo(state));
  }

  private Command command() {
    if (!sent.isEmpty() && random.nextInt(15) == 0) {
      return sent.get(random.nextInt(sent.size()));
    }
    Command command = newCommand();
    sent.add(command);
    return command;
  }

  private Command newCommand() {
    String key = "k" + random.nextInt(COMMANDS);
    String reservation = "k" + random.nextInt(COMMANDS);
    if (random.nextInt(3) > 0) {
      reservation = known(reservation);
    }
    return switch (random.nextInt(15)) {
      case 0, 1, 2, 3 ->
          new Command.Reserve(key, "owner", lines(false), timeToLive(), replaced(key));
      case 4, 5 -> new Command.Confirm(key, reservation);
      case 6 -> new Command.Ship(key, reservation, lines(false));
      case 7 -> new Command.Ship(key, reservation, open(reservation));
      case 8 -> new Command.Release(key, reservation, List.of(), "cancel");
      case 9 -> new Command.Release(key, reservation, lines(false), "fewer");
      case 10 -> new Command.Consume(key, "receipt", lines(true));
      case 11 -> new Command.Adjust(key, sku(), location(), random.nextInt(20) - 5, "receipt");
      case 12 ->
          new Command.Count(key, sku(), location(), random.nextInt(20), watermark(), "count");
      case 13 -> divide(key);
      default ->
          new Command.SetPolicy(key, sku(), location(), random.nextInt(3), random.nextInt(3));
    };
  }

  /** Returns what a reservation still holds, or any lines. */
  private List<StockLine> open(String reservation) {
    List<StockLine> open =
        books.ledger().reservation(reservation).stream()
            .flatMap(known -> known.lines().stream())
            .filter(line -> line.remaining() > 0)
            .map(line -> new StockLine(line.sku(), line.location(), line.remaining()))
            .toList();
    return open.isEmpty() ? lines(false) : open;
  }

  /** Divides what some reservations still hold; now and then there is more or less than that. */
  private Command divide(String key) {
    Set<String> divided = new TreeSet<>();
    Map<CellKey, Long> units = new TreeMap<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      String id = known("k" + random.nextInt(COMMANDS));
      if (divided.add(id)) {
        books.ledger().reservation(id).stream()
            .flatMap(one -> one.lines().stream())
            .forEach(
                line ->
                    units.merge(
                        new CellKey(line.sku(), line.location()), line.remaining(), Long::sum));
      }
    }
    List<List<StockLine>> parts = List.of(new ArrayList<>(), new ArrayList<>());
    units.forEach(
        (cell, whole) -> {
          long here = whole == 0 ? 0 : random.nextLong(whole + 1);
          put(parts.get(0), cell, here);
          put(parts.get(1), cell, whole - here + (random.nextInt(6) == 0 ? 1 : 0));
        });
    List<Command.Divide.Part> divide = new ArrayList<>();
    for (List<StockLine> lines : parts) {
      if (!lines.isEmpty() && random.nextInt(6) > 0) {
        divide.add(new Command.Divide.Part("k" + random.nextInt(COMMANDS), "part", lines));
      }
    }
    boolean same = divide.size() == 2 && divide.get(0).id().equals(divide.get(1).id());
    divide.removeIf(part -> same || divided.contains(part.id()));
    return new Command.Divide(key, List.copyOf(divided), divide);
  }

  private static void put(List<StockLine> lines, CellKey cell, long units) {
    if (units > 0) {
      lines.add(new StockLine(cell.sku(), cell.location(), units));
    }
  }

  private List<String> replaced(String key) {
    List<String> replaced = new ArrayList<>();
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      replaced.add(known("k" + random.nextInt(COMMANDS)));
    }
    replaced.remove(key);
    return replaced;
  }

  private String known(String otherwise) {
    List<String> ids = List.copyOf(model.states().keySet());
    return ids.isEmpty() ? otherwise : ids.get(random.nextInt(ids.size()));
  }

  private long watermark() {
    long ahead = books.ledger().sequence() + 1;
    return Math.max(0, ahead - random.nextInt(30));
  }

  private @Nullable Duration timeToLive() {
    return random.nextInt(4) == 0 ? null : Duration.ofMillis(1 + random.nextInt(20_000));
  }

  private Sku sku() {
    return new Sku("SKU-" + random.nextInt(random.nextInt(20) == 0 ? 40 : 3));
  }

  private Location location() {
    return new Location("L" + random.nextInt(2));
  }

  private List<StockLine> lines(boolean negative) {
    List<StockLine> lines = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int quantity = 1 + random.nextInt(4);
      boolean back = negative && random.nextInt(3) == 0;
      lines.add(new StockLine(sku(), location(), back ? -quantity : quantity));
    }
    return lines;
  }
}
