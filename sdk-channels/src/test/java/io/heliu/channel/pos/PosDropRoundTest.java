package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.channel.OrderInbox;
import io.heliu.channel.pos.standin.PosStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole rounds with a book of tickets, killed between any two steps. */
class PosDropRoundTest {
  private static final LocalDate DAY = LocalDate.of(2026, 7, 12);
  private static final List<String> SKUS = List.of("A", "B", "C");

  @TempDir Path directory;
  private final PosBook book = new PosBook(Clock.fixed(PosText.NOW, ZoneOffset.UTC));
  private PosStandIn till;

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Counts steps down and dies at zero, before or after the step is done. */
  private static final class MortalDisk implements DropDisk {
    private final DropDisk real = DropDisk.real();
    private int steps;
    private final boolean after;

    MortalDisk(int steps, boolean after) {
      this.steps = steps;
      this.after = after;
    }

    private interface Step {
      void run() throws IOException;
    }

    private void step(Step step) throws IOException {
      boolean dies = --steps == 0;
      if (!dies || after) {
        step.run();
      }
      if (dies) {
        throw new Killed();
      }
    }

    void tick() {
      if (--steps == 0) {
        throw new Killed();
      }
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
      step(() -> real.write(file, bytes));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      step(() -> real.move(from, to));
    }

    @Override
    public void delete(Path file) throws IOException {
      step(() -> real.delete(file));
    }
  }

  @AfterEach
  void everyTicketOnceInTheBook() {
    assertThat(book.query("SELECT COUNT(*) FROM heliu_order"))
        .isEqualTo(book.query("SELECT COUNT(*) FROM heliu_channel_order"));
    book.close();
  }

  private void round(MortalDisk disk) {
    PosFileDrop drop =
        new PosFileDrop(
            PosDropSettings.of(directory, PosDropSettings.Ready.MARKER),
            Clock.fixed(PosText.NOW, ZoneOffset.UTC),
            disk);
    for (String name : drop.scan().ready()) {
      disk.tick();
      try {
        PosFile file = drop.read(name);
        OrderInbox.Taken taken = book.take(file.batch("till"));
        disk.tick();
        drop.done(file, TicketResult.of(file, taken));
      } catch (Fault.Protocol refused) {
        drop.refuse(name, String.valueOf(refused.getMessage()));
      }
    }
  }

  @Test
  void round_killedAtEveryStep_losesNothingAndAppliesNothingTwice() throws IOException {
    List<PosStandIn.Ticket> tickets = PosStandIn.day("S01", "P1", DAY, 3, SKUS, 5);
    for (int steps = 1; steps < 40; steps++) {
      for (boolean after : new boolean[] {false, true}) {
        reset();
        till.drop("a.csv", tickets);
        till.drop("b.csv", tickets.subList(1, 3));
        till.dropWrongTotal("c.csv", tickets);
        try {
          round(new MortalDisk(steps, after));
        } catch (Killed expected) {
          // the next round goes on where this one died
        }
        round(new MortalDisk(Integer.MAX_VALUE, false));

        assertThat(book.size("S01")).as("killed at %d, after %s", steps, after).isEqualTo(3);
        assertThat(names("")).containsExactly("done", "error");
        assertThat(names("done")).filteredOn(n -> n.endsWith(".csv")).hasSize(4);
        assertThat(names("error")).filteredOn(n -> n.endsWith(".csv")).hasSize(2);
      }
    }
  }

  @BeforeEach
  void reset() throws IOException {
    for (String folder : List.of("done", "error", "")) {
      Path path = directory.resolve(folder);
      if (Files.exists(path)) {
        for (String name : names(folder)) {
          Files.delete(path.resolve(name));
        }
      }
    }
    book.clear();
    till = new PosStandIn(directory, PosStandIn.GBK);
  }

  private List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(folder))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void round_resentAndOverlappingAndConflictingFiles_applyEachTicketOnce() throws IOException {
    List<PosStandIn.Ticket> day = PosStandIn.day("S01", "P1", DAY, 10, SKUS, 9);
    till.drop("01.csv", day.subList(0, 6));
    till.resend(till.bytes(day.subList(0, 6)), "02.csv");
    till.drop("03.csv", day.subList(4, 10));
    till.drop("04.csv", List.of(day.get(2).conflicting()));

    round(new MortalDisk(Integer.MAX_VALUE, false));

    assertThat(book.size("S01")).isEqualTo(10);
    assertThat(book.quarantined()).containsExactly(day.get(2).key().toString());
    assertThat(names("")).containsExactly("done", "error");
  }

  @Test
  void round_tornFile_isReadOnlyWhenFinished() throws IOException {
    List<PosStandIn.Ticket> day = PosStandIn.day("S01", "P1", DAY, 4, SKUS, 9);
    till.dropTorn("a.csv", day);
    round(new MortalDisk(Integer.MAX_VALUE, false));
    assertThat(book.size("S01")).isZero();

    till.drop("a.csv", day);
    round(new MortalDisk(Integer.MAX_VALUE, false));

    assertThat(book.size("S01")).isEqualTo(4);
  }

  @Test
  void round_randomDeliveries_endWithEveryTicketOnce() throws IOException {
    for (long seed = 1; seed <= 8; seed++) {
      reset();
      Random random = new Random(seed);
      List<PosStandIn.Ticket> day = PosStandIn.day("S01", "P1", DAY, 30, SKUS, seed);
      List<PosStandIn.Ticket> sent = new ArrayList<>();
      int file = 0;
      while (sent.size() < 30 || random.nextInt(4) != 0) {
        int from = random.nextInt(30);
        int to = Math.min(30, from + 1 + random.nextInt(10));
        till.drop("f" + random.nextInt(5) + "-" + file++ + ".csv", day.subList(from, to));
        for (PosStandIn.Ticket ticket : day.subList(from, to)) {
          if (!sent.contains(ticket)) {
            sent.add(ticket);
          }
        }
        try {
          round(new MortalDisk(1 + random.nextInt(60), random.nextBoolean()));
        } catch (Killed expected) {
          // the next round goes on where this one died
        }
      }
      round(new MortalDisk(Integer.MAX_VALUE, false));

      assertThat(book.size("S01")).as("seed %d", seed).isEqualTo(30);
      assertThat(book.quarantined()).as("seed %d", seed).isEmpty();
    }
  }
}
