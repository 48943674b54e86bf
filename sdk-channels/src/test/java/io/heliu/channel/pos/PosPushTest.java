package io.heliu.channel.pos;

import static io.heliu.channel.pos.PosPushSample.RETURN;
import static io.heliu.channel.pos.PosPushSample.SALE;
import static io.heliu.channel.pos.PosPushSample.batch;
import static io.heliu.channel.pos.PosPushSample.voided;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.Secret;
import io.heliu.channel.internal.Sha256;
import io.heliu.channel.pos.PosAnswer.Refusal;
import io.heliu.channel.pos.standin.PosTill;
import io.heliu.flow.DropFlow;
import io.heliu.flow.StepReport;
import io.heliu.http.standin.ManualTime;
import io.heliu.internal.json.Json;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tickets that tills post. */
class PosPushTest {
  static final Instant NOW = Instant.parse("2026-07-12T17:12:10Z");
  static final Secret SECRET = Secret.of("demoPosSecret");
  private static final LocalDate DAY = LocalDate.of(2026, 7, 12);
  private static final TicketKey SALE_KEY = new TicketKey("S01", "POS-07", DAY, "000117");
  private static final TicketKey RETURN_KEY = new TicketKey("S01", "POS-07", DAY, "000118");

  private static final String ROUNDED =
      SALE.replace(
              "\"total\":\"59.05\",\"rounding\":\"0.00\"",
              "\"total\":\"59.00\",\"rounding\":\"-0.05\"")
          .replace("\"9.05\"", "\"9.00\"");

  @TempDir Path directory;
  private final ManualTime time = new ManualTime(NOW);
  private final PosBook book = new PosBook(time);
  private final PosTill till = new PosTill("S01", "POS-07", SECRET, time);
  private final PosPush push = builder().build();

  private PosPush.Builder builder() {
    TillKeys keys = (store, terminal) -> store.equals("S01") ? List.of(SECRET) : List.of();
    return PosPush.builder(keys, book).clock(time);
  }

  @AfterEach
  void ordersAndTicketsAgree() {
    assertThat(book.query("SELECT number FROM heliu_ticket WHERE cancelled = FALSE ORDER BY 1"))
        .isEqualTo(
            book.query(
                "SELECT number FROM heliu_channel_order UNION SELECT number FROM heliu_parked"
                    + " ORDER BY 1"));
    book.close();
  }

  private PosAnswer send(String body) {
    return push.handle("POST", till.sign(body), body.getBytes(UTF_8));
  }

  private PosAnswer send(String body, Map<String, String> headers) {
    return push.handle("POST", headers, body.getBytes(UTF_8));
  }

  private static List<String> statuses(PosAnswer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return Json.parse(answer.body()).at("/results").findValuesAsText("status");
  }

  private static JsonNode first(PosAnswer answer) {
    return Json.parse(answer.body()).at("/results/0");
  }

  @Test
  void sign_documentedVector_givesItsSignature() {
    byte[] body = "{\"batchId\":\"B1\",\"tickets\":[]}".getBytes(UTF_8);
    String signature = "5cd0b5926611eed960d9d400d16c2b9532a616b6f17fb4d1e822e260f63fbd83";

    assertThat(Sha256.of(body))
        .isEqualTo("49cc99838652fcee84c687e4bf41eb0b614f1935de099a6eebde0907c47c0abe");
    assertThat(PosPush.sign(SECRET, "1784000000", "7f3c", body)).isEqualTo(signature);
    assertThat(till.sign("{\"batchId\":\"B1\",\"tickets\":[]}", 1_784_000_000, "7f3c"))
        .containsEntry("X-Pos-Signature", signature);
  }

  @Test
  void handle_documentedPush_booksSaleAndReturn() {
    PosTill other = new PosTill("S01", "POS-05", SECRET, time);
    String first = batch(sold("000042", "1", "45.00"));
    send(first, other.sign(first, NOW.getEpochSecond(), "other-1"));
    PosAnswer answer = send(batch(SALE, RETURN));

    assertThat(answer.body())
        .isEqualTo(
            "{\"batchId\":\"S01-POS-07-20260712-0003\",\"results\":["
                + "{\"ticketNo\":\"000117\",\"status\":\"ACCEPTED\"},"
                + "{\"ticketNo\":\"000118\",\"status\":\"ACCEPTED\"}]}");
    ChannelOrder sale = book.order(SALE_KEY).orElseThrow();
    assertThat(sale.paid()).isEqualTo(Money.yuan("59.05"));
    assertThat(sale.lifecycle()).isEqualTo(Lifecycle.COMPLETED);
    assertThat(sale.flags()).containsExactly(OrderFlag.HANDED_OVER);
    assertThat(sale.createdAt()).isEqualTo(Instant.parse("2026-07-12T11:44:10Z"));
    assertThat(sale.buyer()).isEqualTo("M0001");
    assertThat(sale.recipient().phone()).isEqualTo("13800000001");
    assertThat(sale.paymentReference()).isEqualTo("4200000000202607120000000044");
    assertThat(sale.lines().get(1).quantity()).isEqualByComparingTo("0.735");
    assertThat(sale.lines().get(1).amount()).isEqualTo(Money.yuan("14.55"));
    ChannelOrder back = book.order(RETURN_KEY).orElseThrow();
    assertThat(back.paid()).isEqualTo(Money.yuan("-45.00"));
    assertThat(back.flags()).contains(OrderFlag.RETURN);
    assertThat(answer.results())
        .extracting(TicketResult::key)
        .containsExactly(SALE_KEY, RETURN_KEY);
  }

  @Test
  void handle_emptyBatch_isGood() {
    assertThat(send(batch()).body())
        .isEqualTo("{\"batchId\":\"S01-POS-07-20260712-0003\",\"results\":[]}");
  }

  @Test
  void handle_sameTicketsAgain_areDuplicates() {
    send(batch(SALE));
    time.advance(Duration.ofDays(3));

    assertThat(statuses(send(batch(SALE, RETURN)))).containsExactly("DUPLICATE", "ACCEPTED");
    assertThat(book.codes()).isEmpty();
  }

  @Test
  void handle_sameTicketTwiceInOneBatch_isBookedOnce() {
    assertThat(statuses(send(batch(SALE, SALE)))).containsExactly("ACCEPTED", "DUPLICATE");
    assertThat(book.size("S01")).isOne();
  }

  @Test
  void handle_otherContentUnderTheKey_isAConflictAndTheFirstStays() {
    send(batch(SALE));
    String other = SALE.replace("\"type\":\"CASH\"", "\"type\":\"ALIPAY\"");

    PosAnswer answer = send(batch(other));

    assertThat(statuses(answer)).containsExactly("CONFLICT");
    assertThat(first(answer).path("code").asText()).isEqualTo("OTHER_CONTENT");
    assertThat(book.quarantined()).containsExactly(SALE_KEY.toString());
    assertThat(book.codes()).containsExactly("TICKET_CONFLICT");
  }

  @Test
  void handle_numberOfAnotherTillOrDay_isAnotherTicket() {
    send(batch(SALE));
    String nextDay =
        SALE.replace("\"businessDate\":\"2026-07-12\"", "\"businessDate\":\"2026-07-13\"");
    PosTill other = new PosTill("S01", "POS-08", SECRET, time);

    assertThat(statuses(send(batch(nextDay)))).containsExactly("ACCEPTED");
    PosAnswer answer = send(batch(SALE), other.sign(batch(SALE), NOW.getEpochSecond(), "other-1"));
    assertThat(statuses(answer)).containsExactly("ACCEPTED");
    assertThat(book.size("S01")).isEqualTo(3);
  }

  @Test
  void handle_soldOfflineDaysAgo_isBookedToItsBusinessDate() {
    time.advance(Duration.ofDays(40));

    assertThat(statuses(send(batch(SALE)))).containsExactly("ACCEPTED");
    assertThat(book.order(SALE_KEY)).isPresent();
  }

  @Test
  void handle_tillsClockAhead_isFlaggedNotRejected() {
    String ahead = SALE.replace("T19:44:10", "T23:59:00").replace("2026-07-12", "2026-07-13");

    assertThat(statuses(send(batch(ahead)))).containsExactly("ACCEPTED");
    assertThat(book.codes()).containsExactly("CLOCK_AHEAD");
  }

  /** Returns the sale that the documented return names, rung up on the till of the tests. */
  private static String sold(String number, String quantity, String amount) {
    return RETURN
        .replace("000118", number)
        .replace("RETURN", "SALE")
        .replace("2026-07-12", "2026-07-10")
        .replace("\"qty\":\"-1\"", "\"qty\":\"" + quantity + "\"")
        .replace("-45.00", amount)
        .replaceAll("\"original\":\\{[^}]*},", "");
  }

  /** Returns the documented return as of a sale on the till of the tests. */
  private static String returned(String number) {
    return RETURN.replace("POS-05", "POS-07").replace("000118", number);
  }

  private static TicketKey key(String number) {
    return new TicketKey("S01", "POS-07", DAY, number);
  }

  @Test
  void handle_returnBeforeItsSale_isAcceptedAndBookedWhenTheSaleComes() {
    assertThat(statuses(send(batch(returned("000118"))))).containsExactly("ACCEPTED");
    assertThat(statuses(send(batch(returned("000118"))))).containsExactly("DUPLICATE");
    assertThat(book.order(RETURN_KEY)).isEmpty();

    send(batch(sold("000042", "1", "45.00")));

    assertThat(book.order(RETURN_KEY)).isPresent();
    assertThat(book.codes()).isEmpty();
  }

  @Test
  void handle_returnAndItsSaleInOnePush_areBothBooked() {
    send(batch(returned("000118"), sold("000042", "1", "45.00")));

    assertThat(book.size("S01")).isEqualTo(2);
  }

  @Test
  void handle_returnWhoseSaleNeverComes_isBookedWithoutItAfterADay() {
    send(batch(returned("000118")));
    time.advance(Duration.ofHours(23));
    send(batch());
    assertThat(book.order(RETURN_KEY)).isEmpty();
    time.advance(Duration.ofHours(1));
    send(batch());

    assertThat(book.order(RETURN_KEY)).isPresent();
    assertThat(book.codes()).containsExactly("RETURN_UNLINKED");
  }

  @Test
  void handle_saleReturnedUnderTwoNumbers_isReturnedOnce() {
    send(batch(sold("000042", "1", "45.00"), returned("000118")));

    PosAnswer answer = send(batch(returned("000119")));

    assertThat(statuses(answer)).containsExactly("CONFLICT");
    assertThat(first(answer).path("code").asText()).isEqualTo("OTHER_CONTENT_OR_EXCEEDS_SALE");
    assertThat(book.order(key("000119"))).isEmpty();
    assertThat(book.quarantined()).containsExactly(key("000119").toString());
    assertThat(book.codes()).containsExactly("TICKET_CONFLICT", "RETURN_EXCEEDS_SALE");
    assertThat(statuses(send(batch(returned("000119"))))).containsExactly("CONFLICT");
  }

  @Test
  void handle_twoReturnsOfASaleOfTwo_areBoth() {
    send(batch(sold("000042", "2", "90.00")));
    send(batch(returned("000118"), returned("000119"), returned("000120")));

    assertThat(book.order(key("000118"))).isPresent();
    assertThat(book.order(key("000119"))).isPresent();
    assertThat(book.order(key("000120"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"45.00, 44.00", "SKU-UMB, SKU-CUP-WH"})
  void handle_returnOfMoreMoneyOrOtherGoodsThanSold_isAConflict(String back, String sale) {
    send(batch(sold("000042", "1", "45.00").replace(back, sale)));

    assertThat(statuses(send(batch(returned("000118"))))).containsExactly("CONFLICT");
    assertThat(book.codes()).contains("RETURN_EXCEEDS_SALE");
  }

  @Test
  void handle_waitingReturnsOfMoreThanTheSaleThatComes_areBookedUpToIt() {
    send(batch(returned("000118"), returned("000119")));
    send(batch(sold("000042", "1", "45.00")));

    assertThat(book.size("S01")).isEqualTo(2);
    assertThat(book.codes()).containsExactly("RETURN_EXCEEDS_SALE");
    assertThat(book.quarantined()).hasSize(1);
  }

  @Test
  void handle_returnOfAVoidedSale_isAConflict() {
    send(batch(sold("000042", "1", "45.00")));
    String gone = voided("000042", "").replace("2026-07-12", "2026-07-10");
    assertThat(statuses(send(batch(gone)))).containsExactly("ACCEPTED");

    assertThat(statuses(send(batch(returned("000118"))))).containsExactly("CONFLICT");
  }

  @Test
  void handle_voidOfAWaitingReturn_endsItsWait() {
    send(batch(returned("000118")));
    assertThat(statuses(send(batch(voided("000118", ""))))).containsExactly("ACCEPTED");
    send(batch(sold("000042", "1", "45.00")));

    assertThat(book.order(RETURN_KEY)).isEmpty();
    assertThat(book.query("SELECT number FROM heliu_void")).isEmpty();
  }

  @Test
  void handle_returnOfAnotherStoresSale_isAccepted() {
    assertThat(statuses(send(batch(RETURN.replace("\"store\":\"S01\"", "\"store\":\"S09\"")))))
        .containsExactly("ACCEPTED");
  }

  @Test
  void handle_rounding_isADiscountOfTheWholeTicket() {
    assertThat(statuses(send(batch(ROUNDED)))).containsExactly("ACCEPTED");
    ChannelOrder order = book.order(SALE_KEY).orElseThrow();
    assertThat(order.paid()).isEqualTo(Money.yuan("59.00"));
    assertThat(order.discount()).isEqualTo(Money.yuan("0.05"));
  }

  @ParameterizedTest
  @CsvSource({"0.735, 19.80, 14.55", "0.125, 0.20, 0.03", "0.124, 0.20, 0.02", "3, 0.333, bad"})
  void handle_weighedGoods_areRoundedHalfUp(String quantity, String price, String amount) {
    String line =
        "{\"lineNo\":1,\"sku\":\"A\",\"qty\":%s,\"price\":%s,\"amount\":%s}"
            .formatted(quantity, price, amount.equals("bad") ? "1.00" : amount);
    String ticket =
        """
        {"ticketNo":"1","type":"SALE","businessDate":"2026-07-12",
         "occurredAt":"2026-07-12T19:44:10+08:00","lines":[%s],
         "tenders":[{"type":"CASH","amount":%s}],"total":%s}\
        """
            .formatted(line, amount.equals("bad") ? 1 : amount, amount.equals("bad") ? 1 : amount);

    assertThat(statuses(send(batch(ticket))))
        .containsExactly(amount.equals("bad") ? "REJECTED" : "ACCEPTED");
  }

  @Test
  void handle_oneBadTicket_costsNoOther() {
    String bad =
        SALE.replace("\"total\":\"59.05\"", "\"total\":\"59.06\"").replace("000117", "000116");

    PosAnswer answer = send(batch(bad, SALE));

    assertThat(statuses(answer)).containsExactly("REJECTED", "ACCEPTED");
    assertThat(first(answer).path("ticketNo").asText()).isEqualTo("000116");
    assertThat(first(answer).path("code").asText()).isEqualTo("TOTAL");
    assertThat(first(answer).path("field").asText()).isEqualTo("/tickets/0/total");
    assertThat(book.quarantined()).containsExactly("S01/POS-07/2026-07-12/000116");
    assertThat(book.size("S01")).isOne();
  }

  @Test
  void handle_rejectedTicketCorrected_isAccepted() {
    send(batch(SALE.replace("\"total\":\"59.05\"", "\"total\":\"59.06\"")));

    assertThat(statuses(send(batch(SALE)))).containsExactly("ACCEPTED");
  }

  @Test
  void handle_voidAfterItsSale_isTakenAndTheSaleIsToBeUndone() {
    send(batch(SALE));

    assertThat(statuses(send(batch(voided("000117", ""))))).containsExactly("ACCEPTED");
    assertThat(statuses(send(batch(voided("000117", ""))))).containsExactly("ACCEPTED");

    assertThat(book.query("SELECT number FROM heliu_void WHERE state = 'DUE'"))
        .containsExactly(SALE_KEY.orderNumber());
    assertThat(book.codes()).containsExactly("VOID_AFTER_SALE");
  }

  @ParameterizedTest
  @CsvSource({"000117, ''", "000200, 000117"})
  void handle_voidBeforeItsLateSale_isAcknowledgedAndTheSaleNeverBooked(
      String number, String original) {
    assertThat(statuses(send(batch(voided(number, original))))).containsExactly("ACCEPTED");

    PosAnswer late = send(batch(SALE));

    assertThat(statuses(late)).containsExactly("ACCEPTED");
    assertThat(first(late).path("code").asText()).isEqualTo("VOIDED");
    assertThat(late.results().get(0).verdict()).isEqualTo(TicketVerdict.IGNORED);
    assertThat(book.order(SALE_KEY)).isEmpty();
    assertThat(book.quarantined()).containsExactly(SALE_KEY.toString());
    assertThat(statuses(send(batch(voided(number, original))))).containsExactly("ACCEPTED");
  }

  @Test
  void handle_voidOfAnotherStoresTicket_isRejected() {
    String foreign = voided("000200", "000117").replace("\"store\":\"S01\"", "\"store\":\"S09\"");

    assertThat(first(send(batch(foreign))).path("field").asText())
        .isEqualTo("/tickets/0/original/store");
  }

  @ParameterizedTest
  @CsvSource({"TRAINING", "PARKED"})
  void handle_trainingOrParked_isAcknowledgedAndChangesNothing(String type) {
    String parked = voided("000117", "").replace("VOID", type);

    assertThat(statuses(send(batch(parked)))).containsExactly("ACCEPTED");
    assertThat(statuses(send(batch(SALE)))).containsExactly("ACCEPTED");
    assertThat(statuses(send(batch(parked)))).containsExactly("ACCEPTED");
    assertThat(book.order(SALE_KEY)).isPresent();
  }

  private StepReport drop(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
    Files.createFile(directory.resolve(name + ".ok"));
    PosFileDrop drop =
        new PosFileDrop(PosDropSettings.of(directory, PosDropSettings.Ready.MARKER), time);
    return new DropFlow(book.dataSource(), drop.orders("files"), time, book).runOnce();
  }

  @Test
  void handle_ticketsThatAlsoComeAsAFile_areBookedOnce() throws IOException {
    assertThat(statuses(send(batch(SALE, RETURN)))).containsExactly("ACCEPTED", "ACCEPTED");

    var report = drop("day.csv", PosText.SAMPLE);

    assertThat(report.repeated()).isEqualTo(2);
    assertThat(report.held()).isZero();
    assertThat(book.codes()).isEmpty();
  }

  @Test
  void handle_ticketsThatCameAsAFileBefore_areDuplicates() throws IOException {
    drop("day.csv", PosText.SAMPLE);

    assertThat(statuses(send(batch(SALE, RETURN)))).containsExactly("DUPLICATE", "DUPLICATE");
    assertThat(book.codes()).isEmpty();
  }

  @Test
  void handle_roundedTicketThatAlsoComesAsAFile_isBookedOnce() throws IOException {
    assertThat(statuses(send(batch(ROUNDED)))).containsExactly("ACCEPTED");

    assertThat(drop("day.csv", PosText.HEADER + PosText.CUP + PosText.APPLE).repeated()).isOne();
    assertThat(book.codes()).isEmpty();
  }

  @Test
  void handle_fileWithOtherLines_isAConflict() throws IOException {
    send(batch(SALE));

    drop("day.csv", PosText.HEADER + PosText.CUP);

    assertThat(book.codes()).containsExactly("TICKET_CONFLICT");
    assertThat(book.order(SALE_KEY).orElseThrow().paid()).isEqualTo(Money.yuan("59.05"));
  }

  @Test
  void handle_roundingAndTotalChanged_isAConflict() {
    send(batch(SALE));

    assertThat(statuses(send(batch(ROUNDED)))).containsExactly("CONFLICT");
  }

  @Test
  void handle_tenderChangedBetweenTwoFiles_isAConflict() throws IOException {
    drop("day.csv", PosText.HEADER + PosText.CUP);

    drop("again.csv", PosText.HEADER + PosText.CUP.replace("微信", "现金"));

    assertThat(book.codes()).containsExactly("TICKET_CONFLICT");
  }

  @Test
  void handle_bundlePrice_isBookedAndTold() {
    String bundle =
        RETURN
            .replace("RETURN", "SALE")
            .replace("-45.00", "10.00")
            .replace("\"qty\":\"-1\",\"price\":\"45.00\"", "\"qty\":\"3\",\"price\":\"3.33\"");

    assertThat(statuses(send(batch(bundle)))).containsExactly("ACCEPTED");
    assertThat(book.codes()).containsExactly("PRICE_DIFFERS");
    assertThat(book.order(RETURN_KEY).orElseThrow().paid()).isEqualTo(Money.yuan("10.00"));
  }

  @Test
  void handle_headersInAnyCase_areRead() {
    Map<String, String> lower = new HashMap<>();
    till.sign(batch(SALE))
        .forEach((name, value) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), value));

    assertThat(statuses(push.handle("POST", lower, batch(SALE).getBytes(UTF_8))))
        .containsExactly("ACCEPTED");
  }

  @Test
  void handle_signatureInUpperCase_isGood() {
    Map<String, String> headers = new HashMap<>(till.sign(batch(SALE)));
    headers.compute(
        "X-Pos-Signature", (name, hex) -> String.valueOf(hex).toUpperCase(java.util.Locale.ROOT));

    assertThat(statuses(push.handle("POST", headers, batch(SALE).getBytes(UTF_8))))
        .containsExactly("ACCEPTED");
  }

  @Test
  void handle_signedByAnOlderSecret_isTakenDuringTheRollover() {
    PosPush rolling =
        PosPush.builder((store, terminal) -> List.of(Secret.of("next"), SECRET), book)
            .clock(time)
            .build();

    assertThat(rolling.handle("POST", till.sign(batch(SALE)), batch(SALE).getBytes(UTF_8)).status())
        .isEqualTo(200);
  }

  @Test
  void handle_databaseDown_faultsAndTheNextAttemptIsGood() {
    PosPush failing =
        PosPush.builder(
                (store, terminal) -> List.of(SECRET),
                batch -> {
                  throw new Fault.Store(Fault.Details.of("store", "x", "down"), true, null);
                })
            .clock(time)
            .build();

    assertThatThrownBy(
            () -> failing.handle("POST", till.sign(batch(SALE)), batch(SALE).getBytes(UTF_8)))
        .isInstanceOf(Fault.Store.class);
    assertThat(statuses(send(batch(SALE)))).containsExactly("ACCEPTED");
  }

  @Test
  void handle_pushResentInTheNameOfAnotherTill_isRefused() {
    String body = batch(SALE);
    Map<String, String> captured = till.sign(body, NOW.getEpochSecond(), "n");
    assertThat(push.handle("POST", captured, body.getBytes(UTF_8)).refusal()).isNull();
    Map<String, String> resent = new HashMap<>(captured);
    resent.put("X-Pos-Terminal", "POS-08");
    resent.compute(
        "X-Pos-Signature", (name, hex) -> String.valueOf(hex).toUpperCase(java.util.Locale.ROOT));

    assertThat(push.handle("POST", resent, body.getBytes(UTF_8)).refusal())
        .isEqualTo(Refusal.REPEATED);
    assertThat(book.size("S01")).isOne();
    PosTill other = new PosTill("S01", "POS-08", SECRET, time);
    String own = batch(RETURN);
    assertThat(
            push.handle("POST", other.sign(own, NOW.getEpochSecond(), "n"), own.getBytes(UTF_8))
                .refusal())
        .as("the nonce of the till that did not send is not used up")
        .isNull();
  }

  @Test
  void handle_otherPushWithTheNonceOfAnotherTill_isGood() {
    PosTill other = new PosTill("S01", "POS-08", SECRET, time);
    long now = NOW.getEpochSecond();
    send(batch(), till.sign(batch(), now, "n"));

    assertThat(send(batch(SALE), other.sign(batch(SALE), now, "n")).refusal()).isNull();
    assertThat(send(batch(SALE), other.sign(batch(SALE), now + 1, "n")).refusal())
        .isEqualTo(Refusal.REPEATED);
  }

  @Test
  void builder_badLimits_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().tolerance(Duration.ofSeconds(-1)))
        .withMessage("tolerance: must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().ahead(Duration.ofSeconds(-1)))
        .withMessage("ahead: must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().limits(0, 1))
        .withMessage("maxBytes: must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().limits(1, 0))
        .withMessage("maxTickets: must be positive");
  }

  @Test
  void toString_answer_leavesTheBodyOut() {
    assertThat(send(batch(SALE)).toString()).isEqualTo("PosAnswer[200 null 1 results]");
  }
}
