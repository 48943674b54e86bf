package io.heliu.http.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heliu.http.Transport;
import io.heliu.http.TransportSettings;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every stand-in does with a request. */
@Timeout(60)
class StandInTest {
  @TempDir Path folder;
  private final Shelves shelves = new Shelves();

  @AfterEach
  void closeAll() {
    shelves.close();
  }

  /** Keeps names with the time they were put at. */
  static final class Shelf extends StandIn {
    private final TreeMap<String, String> state = new TreeMap<>();

    Shelf(Instant now) {
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

    String state() {
      return locked(state::toString);
    }
  }

  /** Opens shelves, talks to them over HTTP, and closes them all in the end. */
  static final class Shelves implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

    final Transport transport =
        Transport.http(
            new TransportSettings(
                Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(20), 32 << 20));
    private final List<Shelf> open = new ArrayList<>();

    Shelf open(Instant now, @Nullable Path journal) throws IOException {
      Shelf shelf = new Shelf(now);
      if (journal != null) {
        shelf.journal(journal);
      }
      shelf.start();
      add(shelf);
      return shelf;
    }

    void add(Shelf shelf) {
      open.add(shelf);
    }

    /** Leaves a shelf to the test. */
    void forget(Shelf shelf) {
      open.remove(shelf);
    }

    void close(Shelf shelf) {
      forget(shelf);
      shelf.close();
    }

    WireResponse put(Shelf shelf, String name) throws IOException {
      return transport.send(
          WireRequest.post(shelf.url("/put"), "application/x-www-form-urlencoded", "name=" + name)
              .withHeader("X-Who", "me & you\t= x"));
    }

    WireResponse get(Shelf shelf, String target) throws IOException {
      return transport.send(WireRequest.get(shelf.url(target)));
    }

    @Override
    public void close() {
      transport.close();
      open.forEach(Shelf::close);
    }
  }

  @Test
  void request_readable_isHandledAndDated() throws IOException {
    Shelf shelf = shelves.open(Shelves.NOON, null);

    shelves.put(shelf, "a+b%e5%90%88");
    WireResponse found = shelves.get(shelf, "/find?name=a%20b%E5%90%88");

    assertThat(found.text()).startsWith("\"2026-03-01T04:00:00Z me & you");
    assertThat(found.header("Date")).isEqualTo("Sun, 01 Mar 2026 04:00:00 GMT");
  }

  @Test
  void request_unreadable_isAnswered400() throws IOException {
    Shelf shelf = shelves.open(Shelves.NOON, null);

    assertThat(shelves.get(shelf, "/other").status()).isEqualTo(400);
    assertThat(shelves.get(shelf, "/find?name=a&name=b").text())
        .isEqualTo("name: must not occur twice");
    assertThat(shelves.put(shelf, "%2").text()).isEqualTo("broken escape in a parameter");
    assertThat(
            shelves
                .transport
                .send(WireRequest.post(shelf.url("/put"), "text/plain", "name=a"))
                .text())
        .startsWith("Content-Type: must be ");
  }

  @Test
  void request_standInItselfFails_isAnswered500AndCloseThrows() throws IOException {
    Shelf shelf = shelves.open(Shelves.NOON, null);

    assertThat(shelves.get(shelf, "/late").status()).isEqualTo(500);
    assertThat(shelves.get(shelf, "/find?name=a").status()).isEqualTo(500);
    assertFailsOnClose(shelf);
  }

  private void assertFailsOnClose(Shelf shelf) {
    shelves.forget(shelf);
    assertThatIllegalStateException().isThrownBy(shelf::close).withCauseInstanceOf(Exception.class);
  }

  @Test
  void start_samePortAfterClose_isReachableAgain() throws IOException {
    Shelf first = shelves.open(Shelves.NOON, null);
    int port = first.url().getPort();
    shelves.close(first);
    Shelf second = new Shelf(Shelves.NOON);
    shelves.add(second);
    second.start(port);

    assertThat(second.url().getPort()).isEqualTo(port);
    assertThat(shelves.put(second, "a").status()).isEqualTo(200);
  }

  @Test
  void act_unknown_isRefusedAndNotJournalled() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf shelf = shelves.open(Shelves.NOON, journal);

    assertThatIllegalArgumentException().isThrownBy(() -> shelf.act("fly", ""));

    assertThat(journal).isEmptyFile();
  }

  @Test
  void requests_veryMany_areNotKept() throws Exception {
    Shelf shelf = shelves.open(Shelves.NOON, null);
    for (int i = 0; i < 500; i++) {
      assertThat(shelves.get(shelf, "/big").status()).isEqualTo(200);
    }
    assertThat(shelf.forgetRecords()).isLessThanOrEqualTo(1);
  }
}
