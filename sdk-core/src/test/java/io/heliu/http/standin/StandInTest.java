package io.heliu.http.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heliu.http.Transport;
import io.heliu.http.TransportSettings;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StandInTest {
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Transport transport =
      Transport.http(
          new TransportSettings(
              Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(20), 32 << 20));

  @AfterEach
  void closeAll() throws Exception {
    transport.close();
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  /** Keeps names with the time they were put at. */
  private static final class Shelf extends StandIn {
    private final TreeMap<String, String> state = new TreeMap<>();

    private Shelf(Instant now) {
      super(Clock.fixed(now, ZoneOffset.UTC));
    }

    @Override
    protected Reply handle(Request request) {
      return switch (request.path()) {
        case "/put" -> {
          String name = request.form().getOrDefault("name", "");
          changed();
          state.put(name, now() + " " + request.header("X-Who"));
          yield Reply.json("{\"ok\":true}");
        }
        case "/add" -> {
          changed();
          state.merge("order", request.text(), (old, more) -> old + "," + more);
          yield Reply.json("{}");
        }
        case "/find" -> Reply.json("\"" + state.get(request.query().get("name")) + "\"");
        case "/late" -> {
          changed();
          throw new BadRequest("too late");
        }
        case "/big" -> Reply.json("\"" + "x".repeat(100) + "\"");
        default -> throw new BadRequest("path: must be one of mine");
      };
    }

    @Override
    protected void onAct(String name, String argument) {
      if (!name.equals("drop")) {
        super.onAct(name, argument);
      }
      state.remove(argument);
      state.put("dropped", now() + " " + argument);
    }

    @Override
    protected Reply onMisbehaviour(String name, Request request) {
      changed();
      state.put("special", name);
      return Reply.json("{\"code\":\"" + name + "\"}");
    }

    @Override
    protected @Nullable String faultKey(Request request) {
      return request.path().equals("/put") ? request.form().get("name") : null;
    }

    private String state() {
      return locked(state::toString);
    }
  }

  private Shelf shelf(Instant now, @Nullable Path journal) throws IOException {
    Shelf shelf = new Shelf(now);
    if (journal != null) {
      shelf.journal(journal);
    }
    shelf.start();
    open.add(shelf);
    return shelf;
  }

  private WireResponse put(Shelf shelf, String name) throws IOException {
    return transport.send(
        WireRequest.post(shelf.url("/put"), "application/x-www-form-urlencoded", "name=" + name)
            .withHeader("X-Who", "me & you\t= x"));
  }

  private WireResponse get(Shelf shelf, String target) throws IOException {
    return transport.send(WireRequest.get(shelf.url(target)));
  }

  @Test
  void request_readable_isHandledAndDated() throws IOException {
    Shelf shelf = shelf(NOON, null);

    put(shelf, "a+b%e5%90%88");
    WireResponse found = get(shelf, "/find?name=a%20b%E5%90%88");

    assertThat(found.text()).startsWith("\"2026-03-01T04:00:00Z me & you");
    assertThat(found.header("Date")).isEqualTo("Sun, 01 Mar 2026 04:00:00 GMT");
  }

  @Test
  void request_unreadable_isAnswered400() throws IOException {
    Shelf shelf = shelf(NOON, null);

    assertThat(get(shelf, "/other").status()).isEqualTo(400);
    assertThat(get(shelf, "/find?name=a&name=b").text()).isEqualTo("name: must not occur twice");
    assertThat(put(shelf, "%2").text()).isEqualTo("broken escape in a parameter");
    assertThat(transport.send(WireRequest.post(shelf.url("/put"), "text/plain", "name=a")).text())
        .startsWith("Content-Type: must be ");
  }

  @Test
  void request_standInItselfFails_isAnswered500AndCloseThrows() throws IOException {
    Shelf shelf = shelf(NOON, null);

    assertThat(get(shelf, "/late").status()).isEqualTo(500);
    assertThat(get(shelf, "/find?name=a").status()).isEqualTo(500);
    assertFailsOnClose(shelf);
  }

  private void assertFailsOnClose(Shelf shelf) {
    open.remove(shelf);
    assertThatIllegalStateException().isThrownBy(shelf::close).withCauseInstanceOf(Exception.class);
  }

  @Test
  void journal_nextProcess_hasTheSameStateAtTheOldTimes() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf first = shelf(NOON, journal);
    put(first, "a");
    put(first, "b");
    first.act("drop", "a");
    String state = first.state();
    close(first);

    Shelf second = shelf(NOON.plusSeconds(3600), journal);

    assertThat(second.state()).isEqualTo(state).contains("b=" + NOON, "dropped=" + NOON);
    put(second, "c");
    assertThat(Files.readAllLines(journal)).hasSize(4);
  }

  @Test
  void journal_answerHasArrived_lineIsOnFileWithoutClosing() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf killed = shelf(NOON, journal);
    put(killed, "a");
    Path copy = Files.copy(journal, folder.resolve("what a killed process leaves"));

    assertThat(shelf(NOON, copy).state()).isEqualTo(killed.state());
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
      String state = shelf(NOON, journal).state();
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
      Shelf shelf = new Shelf(NOON);
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
    Shelf first = shelf(NOON, journal);
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
    close(first);

    assertThat(state.split("client", -1)).hasSize(201);
    assertThat(shelf(NOON, journal).state()).isEqualTo(state);
  }

  private void addRepeatedly(Shelf shelf, String who) {
    try {
      for (int n = 0; n < 50; n++) {
        transport.send(WireRequest.post(shelf.url("/add"), "text/plain", who));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void start_samePortAfterClose_isReachableAgain() throws IOException {
    Shelf first = shelf(NOON, null);
    int port = first.url().getPort();
    close(first);
    Shelf second = new Shelf(NOON);
    open.add(second);
    second.start(port);

    assertThat(second.url().getPort()).isEqualTo(port);
    assertThat(put(second, "a").status()).isEqualTo(200);
  }

  @Test
  void manualTime_sleepOrAdvance_movesClockAndWaiterTogether() throws InterruptedException {
    ManualTime time = new ManualTime(NOON);
    Clock shanghai = time.withZone(ZoneId.of("Asia/Shanghai"));

    time.advance(Duration.ofSeconds(1));
    time.sleep(Duration.ofSeconds(2));

    assertThat(time.instant()).isEqualTo(NOON.plusSeconds(3)).isEqualTo(shanghai.instant());
    assertThat(time.nanoTime()).isEqualTo(3_000_000_000L);
    assertThat(time.slept()).containsExactly(Duration.ofSeconds(2));
    assertThat(shanghai.getZone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> time.sleep(Duration.ofSeconds(1)));
  }

  @Test
  void journal_tornAnywhereInItsLastLine_dropsThatLineOnly() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf first = shelf(NOON, journal);
    put(first, "a");
    String before = first.state();
    long whole = Files.size(journal);
    put(first, "b");
    close(first);
    byte[] bytes = Files.readAllBytes(journal);

    for (int length = (int) whole; length < bytes.length; length += 7) {
      Path torn = folder.resolve("torn" + length);
      Files.write(torn, Arrays.copyOf(bytes, length));
      Shelf next = shelf(NOON, torn);
      assertThat(next.state()).as("cut at %d", length).isEqualTo(before);
      put(next, "c");
      String state = next.state();
      close(next);
      assertThat(shelf(NOON, torn).state()).as("cut at %d, went on", length).isEqualTo(state);
    }
  }

  @Test
  void journal_damagedInTheMiddle_refusesToStartAndNamesTheLine() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf first = shelf(NOON, journal);
    put(first, "a");
    close(first);
    Files.writeString(journal, "R\tnot a time\n", StandardOpenOption.APPEND);

    Shelf second = new Shelf(NOON);
    second.journal(journal);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(second::start)
        .withMessageContaining("line 2");
  }

  @Test
  void journal_readOnlyRequest_writesNothing() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf shelf = shelf(NOON, journal);

    get(shelf, "/find?name=a");
    get(shelf, "/other");

    assertThat(journal).isEmptyFile();
  }

  @Test
  void journal_afterStart_isRefused() throws IOException {
    Shelf shelf = shelf(NOON, null);
    assertThatIllegalStateException().isThrownBy(() -> shelf.journal(folder.resolve("late")));
  }

  @Test
  void act_unknown_isRefusedAndNotJournalled() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf shelf = shelf(NOON, journal);

    assertThatIllegalArgumentException().isThrownBy(() -> shelf.act("fly", ""));

    assertThat(journal).isEmptyFile();
  }

  @Test
  void fault_statusOrDisconnect_isNotHandled() throws IOException {
    Shelf shelf = shelf(NOON, null);
    shelf.faults().next(new Misbehaviour.Status(503));
    assertThat(put(shelf, "a").status()).isEqualTo(503);
    shelf.faults().next(new Misbehaviour.Disconnect());
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> put(shelf, "a"));

    assertThat(shelf.state()).isEqualTo("{}");
    assertThat(put(shelf, "a").status()).isEqualTo(200);
  }

  @Test
  void fault_afterHandling_isJournalledAndTheAnswerLost() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf shelf = shelf(NOON, journal);
    for (Misbehaviour loss :
        List.of(
            new Misbehaviour.LoseAnswer(),
            new Misbehaviour.Silence(),
            new Misbehaviour.HalfBody())) {
      shelf.faults().next(loss);
      String name = loss.getClass().getSimpleName();
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> put(shelf, name));
      assertThat(shelf.state()).contains(name + "=");
    }
    assertThat(Files.readAllLines(journal)).hasSize(3);
  }

  @Test
  void fault_slowBytes_arriveInTheEnd() throws IOException {
    Shelf shelf = shelf(NOON, null);
    shelf.faults().next(new Misbehaviour.SlowBytes(51, Duration.ofMillis(10)));
    assertThat(get(shelf, "/big").body()).hasSize(102);
  }

  @Test
  void fault_special_isHandledByTheSubclassAndReplayed() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf first = shelf(NOON, journal);
    first.faults().next(new Misbehaviour.Special("limit"));
    assertThat(put(first, "a").text()).isEqualTo("{\"code\":\"limit\"}");
    close(first);

    assertThat(shelf(NOON, journal).state()).isEqualTo("{special=limit}");
  }

  @Test
  void fault_scriptedForAKind_countsThatKindOnly() throws IOException {
    Shelf shelf = shelf(NOON, null);
    shelf.faults().next(2, r -> r.path().equals("/put"), new Misbehaviour.Status(500));

    assertThat(get(shelf, "/big").status()).isEqualTo(200);
    assertThat(put(shelf, "a").status()).isEqualTo(500);
    assertThat(put(shelf, "a").status()).isEqualTo(500);
    assertThat(put(shelf, "a").status()).isEqualTo(200);
  }

  @Test
  void fault_rule_hitsAFixedShareOfKeysOnceEvenAfterARestart() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf first = shelf(NOON, journal);
    first.faults().rule("busy", 5, r -> true, new Misbehaviour.Status(503));
    List<String> hit = hits(first);
    assertThat(hit).hasSizeBetween(20, 60);
    assertThat(first.faults().hits("busy")).isEqualTo(hit.size());
    assertThat(hits(first)).isEmpty();
    close(first);

    Shelf second = shelf(NOON, journal);
    second.faults().rule("busy", 5, r -> true, new Misbehaviour.Status(503));
    assertThat(hits(second)).isEmpty();
    assertThat(second.faults().hits("busy")).isEqualTo(hit.size());

    Shelf other = shelf(NOON, null);
    other.faults().rule("busy", 5, r -> true, new Misbehaviour.Status(503));
    assertThat(hits(other)).isEqualTo(hit);
  }

  private List<String> hits(Shelf shelf) throws IOException {
    List<String> hit = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      if (put(shelf, "key" + i).status() != 200) {
        hit.add("key" + i);
      }
    }
    return hit;
  }

  @Test
  void requests_veryMany_areNotKept() throws Exception {
    Shelf shelf = shelf(NOON, null);
    for (int i = 0; i < 500; i++) {
      assertThat(get(shelf, "/big").status()).isEqualTo(200);
    }
    assertThat(shelf.forgetRecords()).isLessThanOrEqualTo(1);
  }

  private void close(Shelf shelf) {
    open.remove(shelf);
    shelf.close();
  }
}
