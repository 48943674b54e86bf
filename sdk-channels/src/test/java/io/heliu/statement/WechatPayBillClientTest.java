package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.StatementLine;
import io.heliu.channel.StatementSource.Empty;
import io.heliu.channel.StatementSource.NotReady;
import io.heliu.channel.StatementSource.Ready;
import io.heliu.channel.StatementSource.Result;
import io.heliu.http.Transport;
import io.heliu.http.standin.ManualTime;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Request;
import io.heliu.statement.standin.WechatPayBillWriter;
import io.heliu.statement.standin.WechatPayStandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the stand-in, over real HTTP. */
class WechatPayBillClientTest {
  private static final LocalDate DAY = WechatSamples.DAY;
  private static final Instant NOON = Instant.parse("2026-07-13T04:00:00Z");

  private final ManualTime time = new ManualTime(NOON);
  private final WechatPayStandIn wechat = new WechatPayStandIn(time, Duration.ofSeconds(30));
  private final Transport transport = Transport.http();

  @BeforeEach
  void start() throws IOException {
    wechat.start();
  }

  @AfterEach
  void stop() {
    transport.close();
    wechat.close();
  }

  private WechatPayBillClient client(WechatPayBill bill) {
    return client(wechat.merchant(), bill, time);
  }

  private WechatPayBillClient client(WechatPayMerchant merchant, WechatPayBill bill, Clock clock) {
    return WechatPayBillClient.builder(merchant, bill)
        .transport(transport)
        .clock(clock)
        .waiter(time)
        .build();
  }

  private void publish() {
    wechat.publish(
        DAY, WechatPayBill.TRADE_ALL, WechatSamples.TRADES.getBytes(StandardCharsets.UTF_8));
  }

  private Result fetch() {
    return client(WechatPayBill.TRADE_ALL).fetch(DAY);
  }

  private static boolean isDownload(Request request) {
    return request.path().equals("/v3/billdownload/file");
  }

  private static boolean isQuery(Request request) {
    return !isDownload(request);
  }

  private static List<StatementLine> lines(Result result) {
    List<StatementLine> lines = new ArrayList<>();
    ((Ready) result).statement().read(line -> lines.add(line.withRaw("")));
    return lines;
  }

  @Test
  void fetch_publishedTrades_givesTheBill() {
    publish();

    Result result = fetch();

    assertThat(lines(result))
        .isEqualTo(WechatSamples.lines(WechatSamples.trades(WechatSamples.TRADES)));
    assertThat(((Ready) result).statement().digest())
        .isEqualTo(WechatSamples.trades(WechatSamples.TRADES).digest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"FUND_BASIC", "FUND_OPERATION", "FUND_FEES"})
  void fetch_publishedFunds_givesTheBillOfThatAccount(WechatPayBill bill) {
    wechat.publish(DAY, bill, WechatSamples.FUNDS.getBytes(StandardCharsets.UTF_8));

    assertThat(lines(client(bill).fetch(DAY))).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUCCESS", "REFUND", "RECHARGE_REFUND"})
  void fetch_publishedLayout_givesTheBill(WechatPayBillWriter.Layout layout) {
    WechatPayBill bill = WechatPayBill.valueOf("TRADE_" + layout);
    WechatPayBillWriter.Row row =
        bill == WechatPayBill.TRADE_SUCCESS ? WechatSamples.CUP : WechatSamples.UMBRELLA;
    wechat.publish(DAY, bill, new WechatPayBillWriter(layout, List.of(row)).csv());

    assertThat(lines(client(bill).fetch(DAY))).hasSize(1);
  }

  @Test
  void fetch_dayWithoutTrades_isEmpty() {
    assertThat(fetch()).isEqualTo(new Empty());
  }

  @Test
  void fetch_beforeTenOClock_isNotReadyUntilThenAndSendsNothing() {
    wechat.faults().next(new Misbehaviour.Special("unknown, so that any request fails the test"));
    Clock early = Clock.fixed(Instant.parse("2026-07-13T01:59:59Z"), ZoneOffset.UTC);

    assertThat(client(wechat.merchant(), WechatPayBill.TRADE_ALL, early).fetch(DAY))
        .isEqualTo(new NotReady(Instant.parse("2026-07-13T02:00:00Z")));
  }

  @Test
  void fetch_moreFundBillsThanTheDocumentedSecondAllows_waitForTheNext() {
    WechatPayBillClient funds = client(WechatPayBill.FUND_FEES);
    for (int i = 0; i < 7; i++) {
      assertThat(funds.fetch(DAY)).isEqualTo(new Empty());
    }

    assertThat(time.slept()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void fetch_manyTradeBills_areNotHeldBack() {
    WechatPayBillClient trades = client(WechatPayBill.TRADE_REFUND);
    for (int i = 0; i < 7; i++) {
      assertThat(trades.fetch(DAY)).isEqualTo(new Empty());
    }

    assertThat(time.slept()).isEmpty();
  }

  @Test
  void fetch_inTheMaking_isNotReadyForHalfAnHourAndThenReady() {
    publish();
    wechat.faults().next(2, request -> true, new Misbehaviour.Special(WechatPayStandIn.CREATING));

    assertThat(fetch()).isEqualTo(new NotReady(NOON.plusSeconds(1800)));
    assertThat(fetch()).isInstanceOf(NotReady.class);
    assertThat(fetch()).isInstanceOf(Ready.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {WechatPayStandIn.THROTTLED, WechatPayStandIn.BUSY})
  void fetch_platformRefusesForNow_isTriedAgainAfterAPause(String how) {
    publish();
    wechat.faults().next(2, request -> true, new Misbehaviour.Special(how));

    assertThat(fetch()).isInstanceOf(Ready.class);
    assertThat(time.slept()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        WechatPayStandIn.FORGED,
        WechatPayStandIn.UNSIGNED,
        WechatPayStandIn.STALE,
        WechatPayStandIn.OTHER_SERIAL
      })
  void fetch_answerThatIsNotThePlatformsOfNow_isASignatureFault(String how) {
    publish();
    wechat.faults().next(new Misbehaviour.Special(how));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(Fault.Signature.class)
        .hasMessageNotContaining("token");
  }

  @Test
  void fetch_wrongHashOnce_asksForANewAddress() {
    publish();
    wechat.faults().next(new Misbehaviour.Special(WechatPayStandIn.WRONG_HASH));

    assertThat(lines(fetch())).hasSize(4);
  }

  @Test
  void fetch_wrongHashAlways_isAProtocolFault() {
    publish();
    wechat
        .faults()
        .next(
            9,
            WechatPayBillClientTest::isQuery,
            new Misbehaviour.Special(WechatPayStandIn.WRONG_HASH));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("SHA-1");
  }

  @Test
  void fetch_damagedDownloadOnce_asksForANewAddress() {
    publish();
    wechat
        .faults()
        .next(
            1,
            WechatPayBillClientTest::isDownload,
            new Misbehaviour.Special(WechatPayStandIn.DAMAGED));

    assertThat(lines(fetch())).hasSize(4);
  }

  @Test
  void fetch_truncatedFileWithItsRightHash_isRefusedWhenRead() {
    publish();
    wechat.faults().next(new Misbehaviour.Special(WechatPayStandIn.TRUNCATED));
    Result result = fetch();

    assertThatThrownBy(() -> lines(result)).isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void fetch_addressFails_isNeverTriedTwice() {
    publish();
    List<String> addresses = new ArrayList<>();
    wechat
        .faults()
        .next(
            9,
            request -> {
              time.advance(Duration.ofMillis(1));
              return isDownload(request) && addresses.add(request.target());
            },
            new Misbehaviour.Status(503));

    assertThatThrownBy(this::fetch).isInstanceOf(Fault.Remote.class);
    assertThat(addresses).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void fetch_downloadBreaksOff_asksForANewAddress() {
    publish();
    wechat.faults().next(1, WechatPayBillClientTest::isDownload, new Misbehaviour.HalfBody());

    assertThat(lines(fetch())).hasSize(4);
  }

  @Test
  void fetch_downloadThrottled_isLeftToTheCaller() {
    publish();
    wechat.faults().next(1, WechatPayBillClientTest::isDownload, new Misbehaviour.Status(429));

    assertThatThrownBy(this::fetch).isInstanceOf(Fault.Throttled.class);
  }

  @Test
  void fetch_everyAddressExpired_isARemoteFault() throws IOException {
    try (WechatPayStandIn strict = new WechatPayStandIn(time, Duration.ZERO)) {
      strict.start();
      strict.publish(
          DAY, WechatPayBill.TRADE_ALL, WechatSamples.TRADES.getBytes(StandardCharsets.UTF_8));
      WechatPayBillClient client = client(strict.merchant(), WechatPayBill.TRADE_ALL, time);

      assertThatThrownBy(() -> client.fetch(DAY))
          .isInstanceOf(Fault.Remote.class)
          .hasMessageContaining("400")
          .hasMessageNotContaining("token");
    }
  }

  @Test
  void fetch_ourClockIsWrong_ourSignatureIsRefused() {
    publish();
    Clock late = Clock.offset(time, Duration.ofHours(8));

    assertThatThrownBy(() -> client(wechat.merchant(), WechatPayBill.TRADE_ALL, late).fetch(DAY))
        .isInstanceOf(Fault.Signature.class)
        .hasMessageContaining("SIGN_ERROR");
  }

  @Test
  void fetch_dayOutOfRange_isAFinalRemoteFault() {
    assertThatThrownBy(() -> client(WechatPayBill.TRADE_ALL).fetch(LocalDate.of(2026, 1, 1)))
        .isInstanceOfSatisfying(
            Fault.Remote.class, fault -> assertThat(fault.retryable()).isFalse())
        .hasMessageContaining("PARAM_ERROR");
  }

  @Test
  void fetch_againAfterANewPacking_hasTheSameDigest() {
    publish();

    assertThat(((Ready) fetch()).statement().digest())
        .isEqualTo(((Ready) fetch()).statement().digest());
  }

  @Test
  void client_settingsOfGross_areUsed() {
    publish();
    WechatPayBillClient client =
        WechatPayBillClient.builder(wechat.merchant(), WechatPayBill.TRADE_ALL)
            .transport(transport)
            .clock(time)
            .waiter(time)
            .settings(BillSettings.defaults().withGross(BillSettings.Gross.ORDERED))
            .build();

    assertThat(lines(client.fetch(DAY)).get(1).gross()).isEqualTo(Money.yuan("120.00"));
  }

  @Test
  void client_namesSourceAndAccount() {
    assertThat(client(WechatPayBill.FUND_FEES).source()).isEqualTo("wechatpay-fund-fees");
    assertThat(client(WechatPayBill.TRADE_ALL).account()).isEqualTo(WechatPayStandIn.MCHID);
  }
}
