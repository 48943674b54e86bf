package io.heliu.channel.pos;

import static io.heliu.channel.pos.PosPushSample.SALE;
import static io.heliu.channel.pos.PosPushSample.batch;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Secret;
import io.heliu.channel.pos.PosAnswer.Refusal;
import io.heliu.channel.pos.standin.PosTill;
import io.heliu.http.standin.ManualTime;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Pushes that are refused: with a clear answer, nothing stored, nothing of them logged. */
class PosBadPushTest {
  private static final String PHONE = "13800000001";

  private final ManualTime time = new ManualTime(PushBench.NOW);
  private final PosBook book = new PosBook(time);
  private final PosTill till = new PosTill("S01", "POS-07", PushBench.SECRET, time);
  private final PosPush push =
      PosPush.builder((store, terminal) -> keys(store), book).clock(time).limits(20_000, 3).build();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(PosPush.class);

  private static List<Secret> keys(String store) {
    return store.equals("S01") ? List.of(PushBench.SECRET) : List.of();
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void nothingOfTheContentIsLogged() {
    logger.detachAppender(log);
    assertThat(log.list)
        .allMatch(event -> event.getFormattedMessage().matches("A push was refused: [A-Z_]+"))
        .allMatch(event -> event.getThrowableProxy() == null);
    book.close();
  }

  private PosAnswer handle(Map<String, String> headers, String body) {
    return push.handle("POST", headers, body.getBytes(UTF_8));
  }

  private PosAnswer send(String body) {
    return handle(till.sign(body), body);
  }

  private void assertRefused(PosAnswer answer, Refusal refusal) {
    assertThat(answer.refusal()).isEqualTo(refusal);
    assertThat(answer.status()).isEqualTo(refusal.status());
    assertThat(answer.results()).isEmpty();
    assertThat(Json.parse(answer.body()).path("error").asText()).isEqualTo(refusal.name());
    assertThat(answer.body()).doesNotContain(PHONE);
    assertThat(book.size("S01")).isZero();
    assertThat(book.quarantined()).isEmpty();
    assertThat(book.query("SELECT number FROM heliu_ticket")).isEmpty();
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("A push was refused: " + refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "post", ""})
  void handle_noPost_isRefused(String method) {
    assertRefused(
        push.handle(method, till.sign(batch(SALE)), batch(SALE).getBytes(UTF_8)),
        Refusal.WRONG_METHOD);
  }

  @Test
  void handle_bodyChanged_isRefused() {
    assertRefused(
        handle(till.sign(batch(SALE)), batch(SALE.replace("59.05", "59.06"))),
        Refusal.WRONG_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Pos-Timestamp, 1783876331",
    "X-Pos-Nonce, other",
    "X-Pos-Store, S09",
    "X-Pos-Signature, ''",
    "X-Pos-Signature, 00",
    "X-Pos-Signature, 5cd0b5926611eed960d9d400d16c2b9532a616b6f17fb4d1e822e260f63fbd83",
    "X-Pos-Signature, zzd0b5926611eed960d9d400d16c2b9532a616b6f17fb4d1e822e260f63fbd83"
  })
  void handle_headerChanged_isRefused(String name, String value) {
    Map<String, String> headers = new HashMap<>(till.sign(batch(SALE)));
    headers.put(name, value);

    assertRefused(handle(headers, batch(SALE)), Refusal.WRONG_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Pos-Store", "X-Pos-Terminal", "X-Pos-Timestamp", "X-Pos-Nonce"})
  void handle_headerMissing_isRefused(String name) {
    Map<String, String> headers = new HashMap<>(till.sign(batch(SALE)));
    headers.remove(name);

    assertRefused(handle(headers, batch(SALE)), Refusal.INCOMPLETE);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Pos-Timestamp, soon",
    "X-Pos-Timestamp, -1",
    "X-Pos-Timestamp, 1e9",
    "X-Pos-Timestamp, 9999999999999",
    "X-Pos-Store, a/b",
    "X-Pos-Nonce, 'a b'",
    "X-Pos-Nonce, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  })
  void handle_headerThatIsNotOne_isRefused(String name, String value) {
    Map<String, String> headers = new HashMap<>(till.sign(batch(SALE)));
    headers.put(name, value);

    assertRefused(handle(headers, batch(SALE)), Refusal.INCOMPLETE);
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, 301, 1_000_000_000, -1_700_000_000})
  void handle_staleOrFutureDated_isRefusedAndToldOurTime(long off) {
    long timestamp = PushBench.NOW.getEpochSecond() + off;
    PosAnswer answer = handle(till.sign(batch(SALE), timestamp, "n"), batch(SALE));

    assertRefused(answer, Refusal.OUT_OF_TIME);
    assertThat(Json.parse(answer.body()).path("serverTime").asLong())
        .isEqualTo(PushBench.NOW.getEpochSecond());
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, 300})
  void handle_timeJustTolerated_isTaken(long off) {
    long timestamp = PushBench.NOW.getEpochSecond() + off;

    assertThat(handle(till.sign(batch(SALE), timestamp, "n"), batch(SALE)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"-7200, 200", "-7201, 401", "60, 200", "61, 401", "3600, 401"})
  void handle_boundsSet_oldOnesAreTakenAndFutureDatedAreNot(long off, int status) {
    PosPush patient =
        PosPush.builder((store, terminal) -> keys(store), book)
            .clock(time)
            .tolerance(Duration.ofHours(2))
            .ahead(Duration.ofMinutes(1))
            .build();
    String body = batch(SALE);
    Map<String, String> headers = till.sign(body, PushBench.NOW.getEpochSecond() + off, "n");

    assertThat(patient.handle("POST", headers, body.getBytes(UTF_8)).status()).isEqualTo(status);
  }

  @Test
  void handle_replayed_isRefusedAsLongAsItsTimeIsTolerated() {
    Map<String, String> headers = till.sign(batch());
    assertThat(handle(headers, batch()).status()).isEqualTo(200);

    assertRefused(handle(headers, batch()), Refusal.REPEATED);
    time.advance(Duration.ofSeconds(300));
    assertThat(handle(headers, batch()).refusal()).isEqualTo(Refusal.REPEATED);
    time.advance(Duration.ofSeconds(1));
    assertThat(handle(headers, batch()).refusal()).isEqualTo(Refusal.OUT_OF_TIME);
  }

  @Test
  void handle_refusedPush_doesNotUseItsNonceUp() {
    Map<String, String> headers = till.sign(batch(SALE));

    assertThat(handle(headers, batch()).refusal()).isEqualTo(Refusal.WRONG_SIGNATURE);
    assertThat(handle(headers, batch(SALE)).status()).isEqualTo(200);
  }

  @Test
  void handle_oversized_isRefused() {
    assertRefused(send(batch(SALE) + " ".repeat(20_000)), Refusal.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ticket",
        "<xml/>",
        "{\"batchId\":\"1\",\"tickets\":[",
        "{\"batchId\":\"1\",\"batchId\":\"2\",\"tickets\":[]}",
        "{\"batchId\":\"1\",\"tickets\":[]} {}"
      })
  void handle_notJson_isRefused(String body) {
    assertRefused(send(body), Refusal.UNREADABLE);
  }

  @Test
  void handle_deeplyNested_isRefused() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);

    assertRefused(send("{\"batchId\":\"1\",\"tickets\":" + deep + "}"), Refusal.UNREADABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]||TYPE",
        "17||TYPE",
        "{'tickets':[]}|/batchId|MISSING",
        "{'batchId':' ','tickets':[]}|/batchId|MISSING",
        "{'batchId':7,'tickets':[]}|/batchId|TYPE",
        "{'batchId':'1'}|/tickets|TYPE",
        "{'batchId':'1','tickets':{}}|/tickets|TYPE",
        "{'batchId':'1','tickets':[{},{},{},{}]}|/tickets|TYPE",
        "{'batchId':'1','sentAt':'now','tickets':[]}|/sentAt|FORMAT"
      })
  void handle_noBatch_isRefusedWithTheField(String body, String field, String code) {
    PosAnswer answer = send(body.replace('\'', '"'));

    assertRefused(answer, Refusal.UNREADABLE);
    JsonNode error = Json.parse(answer.body()).at("/errors/0");
    assertThat(error.path("field").asText()).isEqualTo(field == null ? "" : field);
    assertThat(error.path("code").asText()).isEqualTo(code);
  }

  @Test
  void handle_randomDamage_isAnsweredAndBooksNothingWrong() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String whole = batch(SALE);
    for (int i = 0; i < 400; i++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        damaged.setCharAt(random.nextInt(damaged.length()), (char) (' ' + random.nextInt(95)));
      }
      PosAnswer answer = send(damaged.toString());
      assertThat(answer.status()).as("seed %d round %d", seed, i).isIn(200, 400);
    }

    assertThat(
            book.query(
                "SELECT t.number FROM heliu_ticket t WHERE t.cancelled = FALSE AND NOT EXISTS"
                    + " (SELECT 1 FROM heliu_channel_order c WHERE c.number = t.number) AND NOT"
                    + " EXISTS (SELECT 1 FROM heliu_parked p WHERE p.number = t.number)"))
        .as("seed " + seed)
        .isEmpty();
  }
}
