package io.heliu.channel.pos;

import static io.heliu.channel.pos.PosPushSample.RETURN;
import static io.heliu.channel.pos.PosPushSample.SALE;
import static io.heliu.channel.pos.PosPushSample.batch;
import static io.heliu.channel.pos.PosPushSample.voided;
import static io.heliu.channel.pos.PushBench.DAY;
import static io.heliu.channel.pos.PushBench.RETURN_KEY;
import static io.heliu.channel.pos.PushBench.SALE_KEY;
import static io.heliu.channel.pos.PushBench.first;
import static io.heliu.channel.pos.PushBench.sold;
import static io.heliu.channel.pos.PushBench.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.pos.standin.PosTill;
import io.heliu.http.standin.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Returns and voids that tills post, before and after the sales they name. */
class PosPushReturnTest {
  @RegisterExtension final PushBench bench = new PushBench();
  private final ManualTime time = bench.time;
  private final PosBook book = bench.book;
  private final PosTill till = bench.till;

  /** Returns the documented return as of a sale on the till of the tests. */
  private static String returned(String number) {
    return RETURN.replace("POS-05", "POS-07").replace("000118", number);
  }

  private static TicketKey key(String number) {
    return new TicketKey("S01", "POS-07", DAY, number);
  }

  @Test
  void handle_returnBeforeItsSale_isAcceptedAndBookedWhenTheSaleComes() {
    assertThat(statuses(bench.send(batch(returned("000118"))))).containsExactly("ACCEPTED");
    assertThat(statuses(bench.send(batch(returned("000118"))))).containsExactly("DUPLICATE");
    assertThat(book.order(RETURN_KEY)).isEmpty();

    bench.send(batch(sold("000042", "1", "45.00")));

    assertThat(book.order(RETURN_KEY)).isPresent();
    assertThat(book.codes()).isEmpty();
  }

  @Test
  void handle_returnAndItsSaleInOnePush_areBothBooked() {
    bench.send(batch(returned("000118"), sold("000042", "1", "45.00")));

    assertThat(book.size("S01")).isEqualTo(2);
  }

  @Test
  void handle_returnWhoseSaleNeverComes_isBookedWithoutItAfterADay() {
    bench.send(batch(returned("000118")));
    time.advance(Duration.ofHours(23));
    bench.send(batch());
    assertThat(book.order(RETURN_KEY)).isEmpty();
    time.advance(Duration.ofHours(1));
    bench.send(batch());

    assertThat(book.order(RETURN_KEY)).isPresent();
    assertThat(book.codes()).containsExactly("RETURN_UNLINKED");
  }

  @Test
  void handle_saleReturnedUnderTwoNumbers_isReturnedOnce() {
    bench.send(batch(sold("000042", "1", "45.00"), returned("000118")));

    PosAnswer answer = bench.send(batch(returned("000119")));

    assertThat(statuses(answer)).containsExactly("CONFLICT");
    assertThat(first(answer).path("code").asText()).isEqualTo("OTHER_CONTENT_OR_EXCEEDS_SALE");
    assertThat(book.order(key("000119"))).isEmpty();
    assertThat(book.quarantined()).containsExactly(key("000119").toString());
    assertThat(book.codes()).containsExactly("TICKET_CONFLICT", "RETURN_EXCEEDS_SALE");
    assertThat(statuses(bench.send(batch(returned("000119"))))).containsExactly("CONFLICT");
  }

  @Test
  void handle_twoReturnsOfASaleOfTwo_areBoth() {
    bench.send(batch(sold("000042", "2", "90.00")));
    bench.send(batch(returned("000118"), returned("000119"), returned("000120")));

    assertThat(book.order(key("000118"))).isPresent();
    assertThat(book.order(key("000119"))).isPresent();
    assertThat(book.order(key("000120"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"45.00, 44.00", "SKU-UMB, SKU-CUP-WH"})
  void handle_returnOfMoreMoneyOrOtherGoodsThanSold_isAConflict(String back, String sale) {
    bench.send(batch(sold("000042", "1", "45.00").replace(back, sale)));

    assertThat(statuses(bench.send(batch(returned("000118"))))).containsExactly("CONFLICT");
    assertThat(book.codes()).contains("RETURN_EXCEEDS_SALE");
  }

  @Test
  void handle_waitingReturnsOfMoreThanTheSaleThatComes_areBookedUpToIt() {
    bench.send(batch(returned("000118"), returned("000119")));
    bench.send(batch(sold("000042", "1", "45.00")));

    assertThat(book.size("S01")).isEqualTo(2);
    assertThat(book.codes()).containsExactly("RETURN_EXCEEDS_SALE");
    assertThat(book.quarantined()).hasSize(1);
  }

  @Test
  void handle_returnOfAVoidedSale_isAConflict() {
    bench.send(batch(sold("000042", "1", "45.00")));
    String gone = voided("000042", "").replace("2026-07-12", "2026-07-10");
    assertThat(statuses(bench.send(batch(gone)))).containsExactly("ACCEPTED");

    assertThat(statuses(bench.send(batch(returned("000118"))))).containsExactly("CONFLICT");
  }

  @Test
  void handle_voidOfAWaitingReturn_endsItsWait() {
    bench.send(batch(returned("000118")));
    assertThat(statuses(bench.send(batch(voided("000118", ""))))).containsExactly("ACCEPTED");
    bench.send(batch(sold("000042", "1", "45.00")));

    assertThat(book.order(RETURN_KEY)).isEmpty();
    assertThat(book.query("SELECT number FROM heliu_void")).isEmpty();
  }

  @Test
  void handle_returnOfAnotherStoresSale_isAccepted() {
    assertThat(
            statuses(bench.send(batch(RETURN.replace("\"store\":\"S01\"", "\"store\":\"S09\"")))))
        .containsExactly("ACCEPTED");
  }

  @Test
  void handle_voidAfterItsSale_isTakenAndTheSaleIsToBeUndone() {
    bench.send(batch(SALE));

    assertThat(statuses(bench.send(batch(voided("000117", ""))))).containsExactly("ACCEPTED");
    assertThat(statuses(bench.send(batch(voided("000117", ""))))).containsExactly("ACCEPTED");

    assertThat(book.query("SELECT number FROM heliu_void WHERE state = 'DUE'"))
        .containsExactly(SALE_KEY.orderNumber());
    assertThat(book.codes()).containsExactly("VOID_AFTER_SALE");
  }

  @ParameterizedTest
  @CsvSource({"000117, ''", "000200, 000117"})
  void handle_voidBeforeItsLateSale_isAcknowledgedAndTheSaleNeverBooked(
      String number, String original) {
    assertThat(statuses(bench.send(batch(voided(number, original))))).containsExactly("ACCEPTED");

    PosAnswer late = bench.send(batch(SALE));

    assertThat(statuses(late)).containsExactly("ACCEPTED");
    assertThat(first(late).path("code").asText()).isEqualTo("VOIDED");
    assertThat(late.results().get(0).verdict()).isEqualTo(TicketVerdict.IGNORED);
    assertThat(book.order(SALE_KEY)).isEmpty();
    assertThat(book.quarantined()).containsExactly(SALE_KEY.toString());
    assertThat(statuses(bench.send(batch(voided(number, original))))).containsExactly("ACCEPTED");
  }

  @Test
  void handle_voidOfAnotherStoresTicket_isRejected() {
    String foreign = voided("000200", "000117").replace("\"store\":\"S01\"", "\"store\":\"S09\"");

    assertThat(first(bench.send(batch(foreign))).path("field").asText())
        .isEqualTo("/tickets/0/original/store");
  }
}
