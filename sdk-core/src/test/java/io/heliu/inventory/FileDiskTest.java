package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileDiskTest {
  private static final int ACKNOWLEDGED = 300;

  @TempDir Path directory;

  @Test
  void open_again_findsEverything() {
    try (EmbeddedLedger ledger = EmbeddedLedger.open(directory.resolve("new/ledger"))) {
      ledger.apply(new Command.Adjust("tea", TEA, EAST, 10, "opening"));
      ledger.snapshot();
      ledger.apply(reserve("a", 3));
      ledger.snapshot();
      ledger.snapshot();
      ledger.apply(reserve("b", 4));
    }
    try (EmbeddedLedger ledger = EmbeddedLedger.open(directory.resolve("new/ledger"))) {
      assertThat(ledger.balance(TEA, EAST).reserved()).isEqualTo(7);
      assertThat(ledger.apply(reserve("a", 3)).replayed()).isTrue();
      ledger.verify();
    }
  }

  @Test
  void open_twice_isRefusedUntilClosed() {
    try (EmbeddedLedger first = EmbeddedLedger.open(directory)) {
      assertThatThrownBy(() -> EmbeddedLedger.open(directory))
          .isInstanceOf(Fault.Store.class)
          .hasMessageContaining("another ledger");
      first.apply(new Command.Adjust("tea", TEA, EAST, 10, "opening"));
    }
    try (EmbeddedLedger second = EmbeddedLedger.open(directory)) {
      assertThat(second.balance(TEA, EAST).onHand()).isEqualTo(10);
    }
  }

  @Test
  void everything_onAnInterruptedThread_worksAndKeepsTheFlag() {
    Thread.currentThread().interrupt();
    try (EmbeddedLedger ledger = EmbeddedLedger.open(directory)) {
      ledger.apply(new Command.Adjust("tea", TEA, EAST, 10, "opening"));
      ledger.snapshot();
      ledger.applyAll(List.of(reserve("a", 1), reserve("b", 1)));
      ledger.expireDue(1);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(Thread.interrupted()).isTrue();
      ledger.apply(reserve("c", 1));
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    try (EmbeddedLedger ledger = EmbeddedLedger.open(directory)) {
      assertThat(ledger.balance(TEA, EAST).reserved()).isEqualTo(3);
    }
  }

  @Test
  void open_onAFile_isAFault() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> EmbeddedLedger.open(file)).isInstanceOf(Fault.Store.class);
  }

  @Test
  void salvage_noDirectory_isAFault() {
    assertThatThrownBy(() -> Salvage.read(directory.resolve("none"), operation -> {}))
        .isInstanceOf(Fault.Store.class);
  }

  @Test
  void salvage_directory_readsTheJournal() {
    try (EmbeddedLedger ledger = EmbeddedLedger.open(directory)) {
      ledger.apply(new Command.Adjust("tea", TEA, EAST, 10, "opening"));
    }
    List<Command> read = new ArrayList<>();

    Salvage.read(directory, operation -> read.add(operation.command()));

    assertThat(read).containsExactly(new Command.Adjust("tea", TEA, EAST, 10, "opening"));
  }

  @Test
  void open_afterKill_hasEverythingThatWasAcknowledged() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      while (acknowledged.size() < ACKNOWLEDGED) {
        acknowledged.add(lines.readLine());
      }
      assertThatThrownBy(() -> EmbeddedLedger.open(directory))
          .isInstanceOf(Fault.Store.class)
          .hasMessageContaining("another ledger");
    } finally {
      process.destroyForcibly().waitFor();
    }

    try (EmbeddedLedger ledger = EmbeddedLedger.open(directory)) {
      for (String key : acknowledged) {
        assertThat(ledger.apply(reserve(key, 1)).replayed()).as(key).isTrue();
      }
      assertThat(ledger.balance(TEA, EAST).reserved()).isGreaterThanOrEqualTo(ACKNOWLEDGED);
      ledger.verify();
    }
  }

  /** Reserves for ever from several threads and says what was answered, until it is killed. */
  static final class Writer {
    private Writer() {}

    /** Runs in a process of its own. */
    @SuppressWarnings("SystemOut") // The parent process reads it.
    public static void main(String[] args) {
      EmbeddedLedger ledger = EmbeddedLedger.open(Path.of(args[0]));
      ledger.apply(new Command.Adjust("tea", TEA, EAST, 1_000_000, "opening"));
      for (int thread = 0; thread < 4; thread++) {
        String prefix = thread + "-";
        new Thread(
                () -> {
                  for (int i = 0; ; i++) {
                    ledger.apply(reserve(prefix + i, 1));
                    synchronized (System.out) {
                      System.out.println(prefix + i);
                      System.out.flush();
                    }
                    if (i % 50 == 49) {
                      ledger.snapshot();
                    }
                  }
                })
            .start();
      }
    }
  }
}
