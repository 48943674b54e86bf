package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.channel.StatementSource.Empty;
import io.heliu.channel.StatementSource.NotReady;
import io.heliu.channel.StatementSource.Ready;
import io.heliu.channel.StatementSource.Result;
import io.heliu.channel.internal.Sha256;
import io.heliu.http.Transport;
import io.heliu.http.Waiter;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Request;
import io.heliu.statement.standin.AlipayStandIn;
import io.heliu.statement.standin.TestOnlyKeys;
import java.io.IOException;
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

/** Against the stand-in, over real HTTP. */
class AlipayBillClientTest {
  private static final Instant NOON = Instant.parse("2026-07-13T04:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

  private final AlipayStandIn alipay = new AlipayStandIn(CLOCK, Duration.ofSeconds(30));
  private final Transport transport = Transport.http();

  @BeforeEach
  void start() throws IOException {
    alipay.start();
  }

  @AfterEach
  void stop() {
    transport.close();
    alipay.close();
  }

  private AlipayApp app(String appId) {
    return new AlipayApp(
        "2088000000000000",
        appId,
        TestOnlyKeys.privateKey(),
        TestOnlyKeys.publicKey(),
        null,
        alipay.url("/gateway.do"));
  }

  private AlipayBillClient client(Clock clock) {
    return client(app(AlipayStandIn.APP_ID), clock);
  }

  private AlipayBillClient client(AlipayApp app, Clock clock) {
    return AlipayBillClient.builder(app)
        .transport(transport)
        .clock(clock)
        .waiter(new NoWait())
        .build();
  }

  /** A wait is over as soon as it begins. */
  private static final class NoWait implements Waiter {
    private long nanos;

    @Override
    public synchronized long nanoTime() {
      return nanos;
    }

    @Override
    public synchronized void sleep(Duration duration) {
      nanos += duration.toNanos();
    }
  }

  private static boolean isDownload(Request request) {
    return request.path().equals("/alipay/bill.zip");
  }

  @Test
  void fetch_publishedDay_givesTheBill() {
    alipay.publish(AlipaySamples.DAY, AlipaySamples.WRITER.zip());

    Result result = client(CLOCK).fetch(AlipaySamples.DAY);

    assertThat(result).isInstanceOf(Ready.class);
    List<Object> lines = new ArrayList<>();
    ((Ready) result).statement().read(line -> lines.add(line.withRaw("")));
    assertThat(lines).hasSize(3);
    assertThat(((Ready) result).statement().digest())
        .isEqualTo(Sha256.of(AlipaySamples.WRITER.zip()));
  }

  @Test
  void fetch_fundBills_givesTheFundBillAndNotTheTrades() {
    alipay.publish(AlipaySamples.DAY, AlipaySamples.WRITER.zip());
    AlipayBillClient client =
        AlipayBillClient.builder(app(AlipayStandIn.APP_ID))
            .fundBills()
            .transport(transport)
            .clock(CLOCK)
            .waiter(new NoWait())
            .build();

    assertThat(client.source()).isEqualTo("alipay-fund");
    assertThat(client.fetch(AlipaySamples.DAY)).isInstanceOf(Empty.class);
    alipay.publishFunds(AlipaySamples.DAY, AlipayFundBillTest.WRITER.zip());
    List<Object> lines = new ArrayList<>();
    ((Ready) client.fetch(AlipaySamples.DAY)).statement().read(line -> lines.add(line.withRaw("")));
    assertThat(lines).hasSize(6);
  }

  @Test
  void fetch_dayWithoutTrades_isEmpty() {
    assertThat(client(CLOCK).fetch(AlipaySamples.DAY)).isInstanceOf(Empty.class);
  }

  @Test
  void fetch_beforeTenOClock_isNotReadyUntilThenAndSendsNothing() {
    alipay.faults().next(new Misbehaviour.Status(500));
    Clock early = Clock.fixed(Instant.parse("2026-07-13T01:59:59Z"), ZoneOffset.UTC);

    assertThat(client(early).fetch(AlipaySamples.DAY))
        .isEqualTo(new NotReady(Instant.parse("2026-07-13T02:00:00Z")));
  }

  @Test
  void fetch_fromTenOClock_isAsked() {
    Clock ten = Clock.fixed(Instant.parse("2026-07-13T02:00:00Z"), ZoneOffset.UTC);
    AlipayStandIn server = new AlipayStandIn(ten, Duration.ofSeconds(30));
    try (server) {
      server.start();
      server.publish(AlipaySamples.DAY, AlipaySamples.WRITER.zip());
      AlipayApp there =
          new AlipayApp(
              "a",
              AlipayStandIn.APP_ID,
              TestOnlyKeys.privateKey(),
              TestOnlyKeys.publicKey(),
              Secret.of("token-of-the-merchant"),
              server.url("/gateway.do"));

      assertThat(client(there, ten).fetch(AlipaySamples.DAY)).isInstanceOf(Ready.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void fetch_expiredAddress_asksForANewOne() {
    alipay.publish(AlipaySamples.DAY, AlipaySamples.WRITER.zip());
    alipay.faults().next(2, AlipayBillClientTest::isDownload, new Misbehaviour.Status(403));

    assertThat(client(CLOCK).fetch(AlipaySamples.DAY)).isInstanceOf(Ready.class);
  }

  @Test
  void fetch_downloadBreaksOff_asksForANewAddress() {
    alipay.publish(AlipaySamples.DAY, AlipaySamples.WRITER.zip());
    alipay.faults().next(1, AlipayBillClientTest::isDownload, new Misbehaviour.HalfBody());

    assertThat(client(CLOCK).fetch(AlipaySamples.DAY)).isInstanceOf(Ready.class);
  }

  @Test
  void fetch_everyAddressExpired_isARemoteFault() throws IOException {
    try (AlipayStandIn strict = new AlipayStandIn(CLOCK, Duration.ZERO)) {
      strict.start();
      strict.publish(AlipaySamples.DAY, AlipaySamples.WRITER.zip());
      AlipayApp there =
          new AlipayApp(
              "a",
              AlipayStandIn.APP_ID,
              TestOnlyKeys.privateKey(),
              TestOnlyKeys.publicKey(),
              null,
              strict.url("/gateway.do"));
      AlipayBillClient client = client(there, CLOCK);

      assertThatThrownBy(() -> client.fetch(AlipaySamples.DAY))
          .isInstanceOf(Fault.Remote.class)
          .hasMessageContaining("403")
          .hasMessageNotContaining("token");
    }
  }

  @Test
  void fetch_platformBusyOnce_isTriedAgain() {
    alipay.publish(AlipaySamples.DAY, AlipaySamples.WRITER.zip());
    alipay.faults().next(new Misbehaviour.Special(AlipayStandIn.BUSY));

    assertThat(client(CLOCK).fetch(AlipaySamples.DAY)).isInstanceOf(Ready.class);
  }

  @Test
  void fetch_answerOfTheQueryLost_isTriedAgain() {
    alipay.publish(AlipaySamples.DAY, AlipaySamples.WRITER.zip());
    alipay.faults().next(new Misbehaviour.LoseAnswer());

    assertThat(client(CLOCK).fetch(AlipaySamples.DAY)).isInstanceOf(Ready.class);
  }

  @Test
  void fetch_addressTriedOnce_neverAgain() {
    alipay.publish(AlipaySamples.DAY, AlipaySamples.WRITER.zip());
    int[] downloads = {0};
    alipay
        .faults()
        .next(
            9, request -> isDownload(request) && ++downloads[0] > 0, new Misbehaviour.Status(503));

    assertThatThrownBy(() -> client(CLOCK).fetch(AlipaySamples.DAY))
        .isInstanceOf(Fault.Remote.class);
    assertThat(downloads[0]).isEqualTo(3);
  }

  @Test
  void fetch_forgedAnswer_isASignatureFault() {
    alipay.publish(AlipaySamples.DAY, AlipaySamples.WRITER.zip());
    alipay.faults().next(new Misbehaviour.Special(AlipayStandIn.FORGED));

    assertThatThrownBy(() -> client(CLOCK).fetch(AlipaySamples.DAY))
        .isInstanceOf(Fault.Signature.class);
  }

  @Test
  void fetch_clockOfAnotherZone_isRefusedByTheStandIn() {
    Clock utcAsShanghai = Clock.offset(CLOCK, Duration.ofHours(8));

    assertThatThrownBy(() -> client(utcAsShanghai).fetch(AlipaySamples.DAY))
        .isInstanceOf(Fault.Remote.class)
        .hasMessageContaining("isv.invalid-timestamp");
  }

  @Test
  void fetch_unknownApp_isRefused() {
    AlipayBillClient client = client(app("2021000000000009"), CLOCK);

    assertThatThrownBy(() -> client.fetch(AlipaySamples.DAY))
        .isInstanceOf(Fault.Remote.class)
        .hasMessageContaining("isv.invalid-app-id");
  }

  @Test
  void fetch_dayOutOfRange_isAFinalRemoteFault() {
    assertThatThrownBy(() -> client(CLOCK).fetch(LocalDate.of(2020, 1, 1)))
        .isInstanceOfSatisfying(
            Fault.Remote.class, fault -> assertThat(fault.retryable()).isFalse())
        .hasMessageContaining("isv.invalid_arguments");
  }

  @Test
  void client_namesSourceAndAccount() {
    assertThat(client(CLOCK).source()).isEqualTo("alipay-trade");
    assertThat(client(CLOCK).account()).isEqualTo("2088000000000000");
  }

  @Test
  void client_badKey_isAConfigurationFaultWithoutTheKey() {
    AlipayApp bad =
        new AlipayApp(
            "a",
            "b",
            Secret.of("c2VjcmV0LWtleQ=="),
            TestOnlyKeys.publicKey(),
            null,
            AlipayApp.PRODUCTION);

    assertThatThrownBy(() -> client(bad, CLOCK))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void app_toString_hasNoKey() {
    assertThat(app("x").toString()).isEqualTo("AlipayApp[2088000000000000, x]");
  }
}
