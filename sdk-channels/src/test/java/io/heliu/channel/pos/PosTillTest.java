package io.heliu.channel.pos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.channel.pos.standin.PosStandIn;
import io.heliu.channel.pos.standin.PosTill;
import io.heliu.channel.pos.standin.PosTill.Answer;
import io.heliu.http.standin.ManualTime;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tills that post to a host over HTTP, through lost answers, repeats and parallel attempts. */
class PosTillTest {
  private static final LocalDate DAY = LocalDate.of(2026, 7, 12);
  private static final List<String> SKUS = List.of("A", "B", "C");

  private final ManualTime time = new ManualTime(PushBench.NOW);
  private final PosBook book = new PosBook(time);
  private final Host host = new Host();
  private final PosTill till = new PosTill("S01", "P1", PushBench.SECRET, time);
  private URI address = URI.create("http://127.0.0.1");

  private final class Host extends StandIn {
    private final PosPush push =
        PosPush.builder((store, terminal) -> List.of(PushBench.SECRET), book).clock(time).build();

    Host() {
      super(time);
    }

    @Override
    protected Reply handle(Request request) {
      Map<String, String> headers = new HashMap<>();
      request.headers().forEach(header -> headers.put(header.name(), header.value()));
      PosAnswer answer = push.handle(request.method(), headers, request.body());
      return Reply.of(answer.status(), "application/json", answer.body());
    }

    @Override
    protected String faultKey(Request request) {
      return Json.requireText(Json.parse(request.text()), "batchId");
    }
  }

  @BeforeEach
  void start() throws IOException {
    host.start();
    address = host.url("/pos/v1/tickets");
  }

  @AfterEach
  void everyTicketOnce() {
    host.close();
    assertThat(book.query("SELECT COUNT(*) FROM heliu_order"))
        .isEqualTo(book.query("SELECT COUNT(*) FROM heliu_channel_order"));
    book.close();
  }

  private static List<PosStandIn.Ticket> day(int count) {
    return PosStandIn.day("S01", "P1", DAY, count, SKUS, 11);
  }

  private static List<String> statuses(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return Json.parse(answer.body()).at("/results").findValuesAsText("status");
  }

  /** Returns the tickets that the till may not forget after an answer, as a till would. */
  private static List<PosStandIn.Ticket> left(List<PosStandIn.Ticket> sent, Answer answer) {
    List<PosStandIn.Ticket> left = new ArrayList<>();
    List<JsonNode> results = Json.list(Json.parse(answer.body()), "results");
    for (int i = 0; i < sent.size(); i++) {
      String status = Json.requireText(results.get(i), "status");
      assertThat(Json.requireText(results.get(i), "ticketNo"))
          .isEqualTo(sent.get(i).key().ticketNo());
      if (!status.equals("ACCEPTED") && !status.equals("DUPLICATE")) {
        left.add(sent.get(i));
      }
    }
    return left;
  }

  @Test
  void post_day_isBooked() throws IOException {
    assertThat(statuses(till.post(address, PosTill.batch("B1", day(20)))))
        .hasSize(20)
        .containsOnly("ACCEPTED");
    assertThat(book.size("S01")).isEqualTo(20);
  }

  @Test
  void post_answerLost_nextAttemptSaysDuplicate() throws IOException {
    host.faults().next(1, request -> true, new Misbehaviour.LoseAnswer());
    String body = PosTill.batch("B1", day(3));
    @Nullable Answer answer = null;
    for (int attempt = 0; answer == null && attempt < 5; attempt++) {
      try {
        answer = till.post(address, body);
      } catch (IOException lost) {
        assertThat(book.size("S01")).isEqualTo(3);
      }
    }

    assertThat(statuses(Objects.requireNonNull(answer))).containsOnly("DUPLICATE");
    assertThat(book.size("S01")).isEqualTo(3);
  }

  @Test
  void post_throughAllFaults_endsWithEveryTicketOnce() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<PosStandIn.Ticket> waiting = new ArrayList<>(day(40));
    Misbehaviour[] faults = {
      new Misbehaviour.LoseAnswer(), new Misbehaviour.HalfBody(), new Misbehaviour.Status(503)
    };
    for (int batch = 0; !waiting.isEmpty(); batch++) {
      assertThat(batch).as("seed " + seed).isLessThan(500);
      int from = random.nextInt(waiting.size());
      List<PosStandIn.Ticket> some =
          List.copyOf(
              waiting.subList(from, Math.min(waiting.size(), from + 1 + random.nextInt(8))));
      if (random.nextInt(3) == 0) {
        host.faults().next(1, request -> true, faults[random.nextInt(faults.length)]);
      }
      try {
        Answer answer = till.post(address, PosTill.batch("B" + batch, some));
        if (answer.status() == 200) {
          waiting.removeAll(some);
          waiting.addAll(left(some, answer));
        }
      } catch (IOException lost) {
        continue; // an answer that did not come proves nothing: all of it is sent again
      }
    }

    assertThat(book.size("S01")).as("seed " + seed).isEqualTo(40);
    assertThat(book.codes()).as("seed " + seed).isEmpty();
  }

  @Test
  void handle_sameTicketsInParallel_areBookedOnce() throws Exception {
    PosPush push =
        PosPush.builder((store, terminal) -> List.of(PushBench.SECRET), book).clock(time).build();
    String body = PosTill.batch("B1", day(10));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<String> statuses = new ArrayList<>();
    try {
      List<Future<PosAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            threads.submit(() -> push.handle("POST", till.sign(body), body.getBytes(UTF_8))));
      }
      for (Future<PosAnswer> answer : answers) {
        statuses.addAll(statuses(new Answer(answer.get().status(), answer.get().body())));
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(statuses).hasSize(80).containsOnly("ACCEPTED", "DUPLICATE");
    assertThat(statuses).filteredOn("ACCEPTED"::equals).hasSize(10);
    assertThat(book.size("S01")).isEqualTo(10);
  }
}
