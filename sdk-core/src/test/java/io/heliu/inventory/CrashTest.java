package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.CUP;
import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.reserve;
import static io.heliu.inventory.InvariantExtension.tea;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Switches the power off before each single operation of the disk in turn, keeps what may have
 * survived, and goes on. What was answered must still be answered so, and sending everything again
 * must end with the same books as if nothing had happened.
 */
class CrashTest {
  private static final long SEED = 20261123;
  private static final int SURVIVORS = 15;

  private static final List<List<Command>> STEPS =
      List.of(
          List.of(new Command.Adjust("tea", TEA, EAST, 10, "opening")),
          List.of(
              new Command.Adjust("cup", CUP, EAST, 5, "opening"),
              reserve("a", 3),
              reserve("b", 9),
              new Command.SetPolicy("policy", CUP, EAST, 1, 2)),
          List.of(new Command.Confirm("confirm-a", "a")),
          List.of(),
          List.of(reserve("c", 4), new Command.Ship("ship-a", "a", tea(1))),
          List.of(new Command.Release("cancel-d", "d", List.of(), "cancelled"), reserve("d", 1)),
          List.of(new Command.Count("count", TEA, EAST, 11, 4, "count")),
          List.of(),
          List.of(
              new Command.Consume("sale", "receipt", tea(2)),
              new Command.Release("release-a", "a", tea(1), "fewer")),
          List.of(
              new Command.Divide(
                  "divide-c",
                  List.of("c"),
                  List.of(
                      new Command.Divide.Part("c-1", "one", tea(1)),
                      new Command.Divide.Part("c-2", "two", tea(3))))),
          List.of(),
          List.of(reserve("e", 1), new Command.Ship("ship-a2", "a", tea(1))));

  /** One run through all steps, from whatever is on a disk. */
  private static final class Run {
    final ManualClock clock = new ManualClock();
    final List<Answer> answers = new ArrayList<>();
    boolean ended;

    void play(SimDisk disk) {
      try (EmbeddedLedger ledger =
          EmbeddedLedger.builder(Path.of("unused")).clock(clock).open(disk)) {
        for (List<Command> step : STEPS) {
          clock.advance(Duration.ofMinutes(7));
          if (step.isEmpty()) {
            ledger.snapshot();
          }
          answers.addAll(ledger.applyAll(step));
          ledger.expireDue(1);
        }
        ended = true;
      }
    }

    /** Plays until the power goes off, if it does. */
    void playUntilOff(SimDisk disk) {
      try {
        play(disk);
      } catch (SimDisk.PowerOff | Fault.Store e) {
        assertThat(disk.isOff()).as("only the power may stop a run: " + e).isTrue();
      }
    }
  }

  @Test
  void recover_powerOffAtEveryOperation_losesNothingThatWasAnswered() {
    SimDisk whole = new SimDisk();
    Run undisturbed = new Run();
    undisturbed.play(whole);
    List<Balance> expected = balances(whole);

    Random random = new Random(SEED);
    int points = 0;
    for (Run run = new Run(); !run.ended; points++) {
      run = new Run();
      SimDisk disk = new SimDisk();
      disk.powerOffAfter(points);
      run.playUntilOff(disk);
      for (int i = 0; i < SURVIVORS; i++) {
        String context = "seed " + SEED + ", power off at " + points + ", survivor " + i;
        check(run, survivor(disk, i, random), undisturbed, expected, context);
      }
    }
    assertThat(points).as("operations of a whole run").isGreaterThan(50);
  }

  private static SimDisk survivor(SimDisk disk, int i, Random random) {
    return switch (i) {
      case 0 -> disk.durable();
      case 1 -> disk.everything();
      default -> disk.survivor(random);
    };
  }

  private static void check(
      Run crashed, SimDisk disk, Run undisturbed, List<Balance> expected, String context) {
    Run again = new Run();
    again.play(disk);
    for (int i = 0; i < undisturbed.answers.size(); i++) {
      Answer now = again.answers.get(i);
      assertThat(meaning(now)).as(context).isEqualTo(meaning(undisturbed.answers.get(i)));
      if (i < crashed.answers.size()) {
        assertThat(now.replayed()).as(context + ", answer " + i + " is known").isTrue();
        assertThat(now.sequence()).as(context).isEqualTo(crashed.answers.get(i).sequence());
      }
    }
    assertThat(balances(disk)).as(context).isEqualTo(expected);
  }

  private static String meaning(Answer answer) {
    return answer instanceof Answer.Refused no
        ? no.reason() + " " + no.shortages()
        : "accepted " + ((Answer.Accepted) answer).shortages();
  }

  /** Returns what is on a disk, without the sequences, which a repeated snapshot moves. */
  private static List<Balance> balances(SimDisk disk) {
    try {
      Books books = Recovery.run(disk.durable(), true).books();
      books.verify();
      return books.balances().stream()
          .map(
              b ->
                  new Balance(
                      b.sku(),
                      b.location(),
                      b.onHand(),
                      b.reserved(),
                      b.buffer(),
                      b.oversellAllowance(),
                      0))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void recover_batchTornAtEveryByte_isThereWholeOrNotAtAll() throws IOException {
    ManualClock clock = new ManualClock();
    SimDisk disk = new SimDisk();
    String journal = new StoreFile(StoreFile.Kind.JOURNAL, 1).name();
    int before;
    try (EmbeddedLedger ledger =
        EmbeddedLedger.builder(Path.of("unused")).clock(clock).open(disk)) {
      ledger.apply(new Command.Adjust("tea", TEA, EAST, 10, "opening"));
      before = disk.content(journal).length;
      ledger.applyAll(List.of(reserve("a", 3), reserve("b", 4)));
    }
    byte[] whole = disk.content(journal);
    for (int length = before; length <= whole.length; length++) {
      SimDisk torn = disk.durable();
      torn.damage(journal, Arrays.copyOf(whole, length));
      long reserved = reserved(torn);
      assertThat(reserved).as("cut to " + length).isEqualTo(length == whole.length ? 7 : 0);
    }
  }

  private static long reserved(SimDisk disk) throws IOException {
    Books books = Recovery.run(disk, true).books();
    books.verify();
    return books.balance(TEA, EAST).reserved();
  }

  @Test
  void open_twiceAfterATornEnd_appendsWhereItWasCut() {
    ManualClock clock = new ManualClock();
    SimDisk disk = new SimDisk();
    String journal = new StoreFile(StoreFile.Kind.JOURNAL, 1).name();
    try (EmbeddedLedger ledger =
        EmbeddedLedger.builder(Path.of("unused")).clock(clock).open(disk)) {
      ledger.apply(new Command.Adjust("tea", TEA, EAST, 10, "opening"));
      ledger.apply(reserve("a", 3));
    }
    byte[] whole = disk.content(journal);
    disk.damage(journal, Arrays.copyOf(whole, whole.length - 1));

    for (int i = 0; i < 3; i++) {
      try (EmbeddedLedger ledger =
          EmbeddedLedger.builder(Path.of("unused")).clock(clock).open(disk)) {
        ledger.apply(reserve("again-" + i, 1));
      }
      disk = disk.durable();
    }

    assertThat(balances(disk).get(0).reserved()).isEqualTo(3);
  }
}
