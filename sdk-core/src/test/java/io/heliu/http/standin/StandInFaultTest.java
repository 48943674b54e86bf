package io.heliu.http.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heliu.http.standin.StandInTest.Shelf;
import io.heliu.http.standin.StandInTest.Shelves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stand-in misbehaves on demand. */
@Timeout(60)
class StandInFaultTest {
  @TempDir Path folder;
  private final Shelves shelves = new Shelves();

  @AfterEach
  void closeAll() {
    shelves.close();
  }

  @Test
  void fault_statusOrDisconnect_isNotHandled() throws IOException {
    Shelf shelf = shelves.open(Shelves.NOON, null);
    shelf.faults().next(new Misbehaviour.Status(503));
    assertThat(shelves.put(shelf, "a").status()).isEqualTo(503);
    shelf.faults().next(new Misbehaviour.Disconnect());
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> shelves.put(shelf, "a"));

    assertThat(shelf.state()).isEqualTo("{}");
    assertThat(shelves.put(shelf, "a").status()).isEqualTo(200);
  }

  @Test
  void fault_afterHandling_isJournalledAndTheAnswerLost() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf shelf = shelves.open(Shelves.NOON, journal);
    for (Misbehaviour loss :
        List.of(
            new Misbehaviour.LoseAnswer(),
            new Misbehaviour.Silence(),
            new Misbehaviour.HalfBody())) {
      shelf.faults().next(loss);
      String name = loss.getClass().getSimpleName();
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> shelves.put(shelf, name));
      assertThat(shelf.state()).contains(name + "=");
    }
    assertThat(Files.readAllLines(journal)).hasSize(3);
  }

  @Test
  void fault_slowBytes_arriveInTheEnd() throws IOException {
    Shelf shelf = shelves.open(Shelves.NOON, null);
    shelf.faults().next(new Misbehaviour.SlowBytes(51, Duration.ofMillis(10)));
    assertThat(shelves.get(shelf, "/big").body()).hasSize(102);
  }

  @Test
  void fault_special_isHandledByTheSubclassAndReplayed() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf first = shelves.open(Shelves.NOON, journal);
    first.faults().next(new Misbehaviour.Special("limit"));
    assertThat(shelves.put(first, "a").text()).isEqualTo("{\"code\":\"limit\"}");
    shelves.close(first);

    assertThat(shelves.open(Shelves.NOON, journal).state()).isEqualTo("{special=limit}");
  }

  @Test
  void fault_scriptedForAKind_countsThatKindOnly() throws IOException {
    Shelf shelf = shelves.open(Shelves.NOON, null);
    shelf.faults().next(2, r -> r.path().equals("/put"), new Misbehaviour.Status(500));

    assertThat(shelves.get(shelf, "/big").status()).isEqualTo(200);
    assertThat(shelves.put(shelf, "a").status()).isEqualTo(500);
    assertThat(shelves.put(shelf, "a").status()).isEqualTo(500);
    assertThat(shelves.put(shelf, "a").status()).isEqualTo(200);
  }

  @Test
  void fault_rule_hitsAFixedShareOfKeysOnceEvenAfterARestart() throws IOException {
    Path journal = folder.resolve("journal");
    Shelf first = shelves.open(Shelves.NOON, journal);
    first.faults().rule("busy", 5, r -> true, new Misbehaviour.Status(503));
    List<String> hit = hits(first);
    assertThat(hit).hasSizeBetween(20, 60);
    assertThat(first.faults().hits("busy")).isEqualTo(hit.size());
    assertThat(hits(first)).isEmpty();
    shelves.close(first);

    Shelf second = shelves.open(Shelves.NOON, journal);
    second.faults().rule("busy", 5, r -> true, new Misbehaviour.Status(503));
    assertThat(hits(second)).isEmpty();
    assertThat(second.faults().hits("busy")).isEqualTo(hit.size());

    Shelf other = shelves.open(Shelves.NOON, null);
    other.faults().rule("busy", 5, r -> true, new Misbehaviour.Status(503));
    assertThat(hits(other)).isEqualTo(hit);
  }

  private List<String> hits(Shelf shelf) throws IOException {
    List<String> hit = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      if (shelves.put(shelf, "key" + i).status() != 200) {
        hit.add("key" + i);
      }
    }
    return hit;
  }
}
