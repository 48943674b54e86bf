package io.heliu.channel.pos;

import static io.heliu.channel.pos.PosPushSample.RETURN;
import static io.heliu.channel.pos.PosPushSample.SALE;
import static io.heliu.channel.pos.PosPushSample.batch;
import static io.heliu.channel.pos.PosPushSample.voided;
import static io.heliu.channel.pos.PushBench.NOW;
import static io.heliu.channel.pos.PushBench.RETURN_KEY;
import static io.heliu.channel.pos.PushBench.ROUNDED;
import static io.heliu.channel.pos.PushBench.SALE_KEY;
import static io.heliu.channel.pos.PushBench.SECRET;
import static io.heliu.channel.pos.PushBench.first;
import static io.heliu.channel.pos.PushBench.sold;
import static io.heliu.channel.pos.PushBench.statuses;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.pos.standin.PosTill;
import io.heliu.http.standin.ManualTime;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tickets that tills post. */
class PosPushTest {
  @RegisterExtension final PushBench bench = new PushBench();
  private final ManualTime time = bench.time;
  private final PosBook book = bench.book;
  private final PosTill till = bench.till;

  @Test
  void handle_documentedPush_booksSaleAndReturn() {
    PosTill other = new PosTill("S01", "POS-05", SECRET, time);
    String first = batch(sold("000042", "1", "45.00"));
    bench.send(first, other.sign(first, NOW.getEpochSecond(), "other-1"));
    PosAnswer answer = bench.send(batch(SALE, RETURN));

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
    assertThat(bench.send(batch()).body())
        .isEqualTo("{\"batchId\":\"S01-POS-07-20260712-0003\",\"results\":[]}");
  }

  @Test
  void handle_sameTicketsAgain_areDuplicates() {
    bench.send(batch(SALE));
    time.advance(Duration.ofDays(3));

    assertThat(statuses(bench.send(batch(SALE, RETURN)))).containsExactly("DUPLICATE", "ACCEPTED");
    assertThat(book.codes()).isEmpty();
  }

  @Test
  void handle_sameTicketTwiceInOneBatch_isBookedOnce() {
    assertThat(statuses(bench.send(batch(SALE, SALE)))).containsExactly("ACCEPTED", "DUPLICATE");
    assertThat(book.size("S01")).isOne();
  }

  @Test
  void handle_otherContentUnderTheKey_isAConflictAndTheFirstStays() {
    bench.send(batch(SALE));
    String other = SALE.replace("\"type\":\"CASH\"", "\"type\":\"ALIPAY\"");

    PosAnswer answer = bench.send(batch(other));

    assertThat(statuses(answer)).containsExactly("CONFLICT");
    assertThat(first(answer).path("code").asText()).isEqualTo("OTHER_CONTENT");
    assertThat(book.quarantined()).containsExactly(SALE_KEY.toString());
    assertThat(book.codes()).containsExactly("TICKET_CONFLICT");
  }

  @Test
  void handle_numberOfAnotherTillOrDay_isAnotherTicket() {
    bench.send(batch(SALE));
    String nextDay =
        SALE.replace("\"businessDate\":\"2026-07-12\"", "\"businessDate\":\"2026-07-13\"");
    PosTill other = new PosTill("S01", "POS-08", SECRET, time);

    assertThat(statuses(bench.send(batch(nextDay)))).containsExactly("ACCEPTED");
    PosAnswer answer =
        bench.send(batch(SALE), other.sign(batch(SALE), NOW.getEpochSecond(), "other-1"));
    assertThat(statuses(answer)).containsExactly("ACCEPTED");
    assertThat(book.size("S01")).isEqualTo(3);
  }

  @Test
  void handle_soldOfflineDaysAgo_isBookedToItsBusinessDate() {
    time.advance(Duration.ofDays(40));

    assertThat(statuses(bench.send(batch(SALE)))).containsExactly("ACCEPTED");
    assertThat(book.order(SALE_KEY)).isPresent();
  }

  @Test
  void handle_tillsClockAhead_isFlaggedNotRejected() {
    String ahead = SALE.replace("T19:44:10", "T23:59:00").replace("2026-07-12", "2026-07-13");

    assertThat(statuses(bench.send(batch(ahead)))).containsExactly("ACCEPTED");
    assertThat(book.codes()).containsExactly("CLOCK_AHEAD");
  }

  @Test
  void handle_rounding_isADiscountOfTheWholeTicket() {
    assertThat(statuses(bench.send(batch(ROUNDED)))).containsExactly("ACCEPTED");
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

    assertThat(statuses(bench.send(batch(ticket))))
        .containsExactly(amount.equals("bad") ? "REJECTED" : "ACCEPTED");
  }

  @Test
  void handle_oneBadTicket_costsNoOther() {
    String bad =
        SALE.replace("\"total\":\"59.05\"", "\"total\":\"59.06\"").replace("000117", "000116");

    PosAnswer answer = bench.send(batch(bad, SALE));

    assertThat(statuses(answer)).containsExactly("REJECTED", "ACCEPTED");
    assertThat(first(answer).path("ticketNo").asText()).isEqualTo("000116");
    assertThat(first(answer).path("code").asText()).isEqualTo("TOTAL");
    assertThat(first(answer).path("field").asText()).isEqualTo("/tickets/0/total");
    assertThat(book.quarantined()).containsExactly("S01/POS-07/2026-07-12/000116");
    assertThat(book.size("S01")).isOne();
  }

  @Test
  void handle_rejectedTicketCorrected_isAccepted() {
    bench.send(batch(SALE.replace("\"total\":\"59.05\"", "\"total\":\"59.06\"")));

    assertThat(statuses(bench.send(batch(SALE)))).containsExactly("ACCEPTED");
  }

  @ParameterizedTest
  @CsvSource({"TRAINING", "PARKED"})
  void handle_trainingOrParked_isAcknowledgedAndChangesNothing(String type) {
    String parked = voided("000117", "").replace("VOID", type);

    assertThat(statuses(bench.send(batch(parked)))).containsExactly("ACCEPTED");
    assertThat(statuses(bench.send(batch(SALE)))).containsExactly("ACCEPTED");
    assertThat(statuses(bench.send(batch(parked)))).containsExactly("ACCEPTED");
    assertThat(book.order(SALE_KEY)).isPresent();
  }

  @Test
  void handle_roundingAndTotalChanged_isAConflict() {
    bench.send(batch(SALE));

    assertThat(statuses(bench.send(batch(ROUNDED)))).containsExactly("CONFLICT");
  }

  @Test
  void handle_bundlePrice_isBookedAndTold() {
    String bundle =
        RETURN
            .replace("RETURN", "SALE")
            .replace("-45.00", "10.00")
            .replace("\"qty\":\"-1\",\"price\":\"45.00\"", "\"qty\":\"3\",\"price\":\"3.33\"");

    assertThat(statuses(bench.send(batch(bundle)))).containsExactly("ACCEPTED");
    assertThat(book.codes()).containsExactly("PRICE_DIFFERS");
    assertThat(book.order(RETURN_KEY).orElseThrow().paid()).isEqualTo(Money.yuan("10.00"));
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
    assertThat(statuses(bench.send(batch(SALE)))).containsExactly("ACCEPTED");
  }

  @Test
  void builder_badLimits_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.builder().tolerance(Duration.ofSeconds(-1)))
        .withMessage("tolerance: must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.builder().ahead(Duration.ofSeconds(-1)))
        .withMessage("ahead: must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.builder().limits(0, 1))
        .withMessage("maxBytes: must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench.builder().limits(1, 0))
        .withMessage("maxTickets: must be positive");
  }

  @Test
  void toString_answer_leavesTheBodyOut() {
    assertThat(bench.send(batch(SALE)).toString()).isEqualTo("PosAnswer[200 null 1 results]");
  }
}
