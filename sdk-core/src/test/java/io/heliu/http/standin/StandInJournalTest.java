package io.heliu.http.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heliu.http.Transport;
import io.heliu.http.WireRequest;
import io.heliu.http.standin.StandInTest.Shelf;
import io.heliu.http.standin.StandInTest.Shelves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state of a stand-in outlives its process. */
@Timeout(60)
class StandInJournalTest {
  @TempDir Path folder;
  private final Shelves shelves = new Shelves();

  @AfterEach
  void closeAll() {
    shelves.close();
  }

  @Test
  void journal_nextProcess_hasTheSameStateAtTheOldTimes() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf first = shelves.open(Shelves.NOON, journal);
    shelves.put(first, "a");
    shelves.put(first, "b");
    first.act("drop", "a");
    String state = first.state();
    shelves.close(first);

    Shelf second = shelves.open(Shelves.NOON.plusSeconds(3600), journal);

    assertThat(second.state())
        .isEqualTo(state)
        .contains("b=" + Shelves.NOON, "dropped=" + Shelves.NOON);
    shelves.put(second, "c");
    assertThat(Files.readAllLines(journal)).hasSize(4);
  }

  @Test
  void journal_answerHasArrived_lineIsOnFileWithoutClosing() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf killed = shelves.open(Shelves.NOON, journal);
    shelves.put(killed, "a");
    Path copy = Files.copy(journal, folder.resolve("what a killed process leaves"));

    assertThat(shelves.open(Shelves.NOON, copy).state()).isEqualTo(killed.state());
  }

  @Test
  void journal_processKilledWhileClientsWrite_keepsEveryAnsweredRequestInItsOrder()
      throws Exception {
    Path journal = folder.resolve("journal");
    Path address = folder.resolve("address");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OwnProcess.class.getName(),
                journal.toString(),
                address.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      URI url = addressOf(process, address);
      List<Future<Integer>> clients = new ArrayList<>();
      ExecutorService executor = Executors.newFixedThreadPool(4);
      for (int i = 0; i < 4; i++) {
        int client = i;
        clients.add(executor.submit(() -> countUntilItBreaks(url, client)));
      }
      while (Files.size(journal) < 20_000) {
        assertThat(clients).as("all clients have stopped early").anyMatch(c -> !c.isDone());
        Thread.onSpinWait();
      }
      process.destroyForcibly().waitFor();
      String state = shelves.open(Shelves.NOON, journal).state();
      for (int client = 0; client < 4; client++) {
        int answered = clients.get(client).get(30, TimeUnit.SECONDS);
        assertThat(answered).isPositive();
        assertThat(state).contains("client" + client + "n" + (answered - 1) + "=");
      }
      executor.shutdownNow();
    } finally {
      process.destroyForcibly();
    }
  }

  private URI addressOf(Process process, Path address) throws IOException {
    while (!Files.exists(address)) {
      assertThat(process.isAlive()).as(() -> read(folder.resolve("output"))).isTrue();
      Thread.onSpinWait();
    }
    return URI.create(Files.readString(address));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts names until the server is gone and says how many were answered. */
  private static int countUntilItBreaks(URI url, int client) {
    try (Transport patient = Transport.http()) {
      for (int n = 0; ; n++) {
        String body = "name=client" + client + "n" + n;
        try {
          patient.send(
              WireRequest.post(url.resolve("/put"), "application/x-www-form-urlencoded", body));
        } catch (IOException e) {
          return n;
        }
      }
    }
  }

  /** A stand-in in a process that can be killed. */
  static final class OwnProcess {
    private OwnProcess() {}

    public static void main(String[] args) throws IOException {
      Shelf shelf = new Shelf(Shelves.NOON);
      shelf.journal(Path.of(args[0]));
      shelf.start();
      Path draft = Path.of(args[1] + ".draft");
      Files.writeString(draft, shelf.url().toString());
      Files.move(draft, Path.of(args[1]), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Test
  void journal_manyConnections_replaysToTheSameState() throws Exception {
    Path journal = folder.resolve("journal");
    Shelf first = shelves.open(Shelves.NOON, journal);
    ExecutorService executor = Executors.newFixedThreadPool(4);
    List<Future<?>> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String who = "client" + i;
      clients.add(executor.submit(() -> addRepeatedly(first, who)));
    }
    for (Future<?> client : clients) {
      client.get(30, TimeUnit.SECONDS);
    }
    executor.shutdownNow();
    String state = first.state();
    shelves.close(first);

    assertThat(state.split("client", -1)).hasSize(201);
    assertThat(shelves.open(Shelves.NOON, journal).state()).isEqualTo(state);
  }

  private void addRepeatedly(Shelf shelf, String who) {
    try {
      for (int n = 0; n < 50; n++) {
        shelves.transport.send(WireRequest.post(shelf.url("/add"), "text/plain", who));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void journal_tornAnywhereInItsLastLine_dropsThatLineOnly() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf first = shelves.open(Shelves.NOON, journal);
    shelves.put(first, "a");
    String before = first.state();
    long whole = Files.size(journal);
    shelves.put(first, "b");
    shelves.close(first);
    byte[] bytes = Files.readAllBytes(journal);

    for (int length = (int) whole; length < bytes.length; length += 7) {
      Path torn = folder.resolve("torn" + length);
      Files.write(torn, Arrays.copyOf(bytes, length));
      Shelf next = shelves.open(Shelves.NOON, torn);
      assertThat(next.state()).as("cut at %d", length).isEqualTo(before);
      shelves.put(next, "c");
      String state = next.state();
      shelves.close(next);
      assertThat(shelves.open(Shelves.NOON, torn).state())
          .as("cut at %d, went on", length)
          .isEqualTo(state);
    }
  }

  @Test
  void journal_damagedInTheMiddle_refusesToStartAndNamesTheLine() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf first = shelves.open(Shelves.NOON, journal);
    shelves.put(first, "a");
    shelves.close(first);
    Files.writeString(journal, "R\tnot a time\n", StandardOpenOption.APPEND);

    Shelf second = new Shelf(Shelves.NOON);
    second.journal(journal);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(second::start)
        .withMessageContaining("line 2");
  }

  @Test
  void journal_readOnlyRequest_writesNothing() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf shelf = shelves.open(Shelves.NOON, journal);

    shelves.get(shelf, "/find?name=a");
    shelves.get(shelf, "/other");

    assertThat(journal).isEmptyFile();
  }

  @Test
  void journal_afterStart_isRefused() throws IOException {
    Shelf shelf = shelves.open(Shelves.NOON, null);
    assertThatIllegalStateException().isThrownBy(() -> shelf.journal(folder.resolve("late")));
  }
}
