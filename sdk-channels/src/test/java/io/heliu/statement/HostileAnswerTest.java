package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.heliu.Fault;
import io.heliu.http.standin.HostileStandIn;
import io.heliu.http.standin.HostileStandIn.Body;
import io.heliu.http.standin.ManualTime;
import io.heliu.statement.standin.AlipayStandIn;
import io.heliu.statement.standin.TestOnlyKeys;
import io.heliu.statement.standin.WechatPayStandIn;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that nobody means well with, where an address of a bill was asked for. */
class HostileAnswerTest {
  private static final LocalDate DAY = LocalDate.of(2026, 7, 12);
  private final ManualTime time = new ManualTime(Instant.parse("2026-07-13T04:00:00Z"));

  @ParameterizedTest
  @EnumSource(Body.class)
  void alipay_hostileAnswer_isAFaultThatQuotesNothing(Body body) throws IOException {
    try (HostileStandIn platform = new HostileStandIn(time)) {
      platform.start();
      platform.answer(body);
      AlipayApp app =
          new AlipayApp(
              "2088000000000000",
              AlipayStandIn.APP_ID,
              TestOnlyKeys.privateKey(),
              TestOnlyKeys.publicKey(),
              null,
              platform.url("/gateway.do"));
      AlipayBillClient client = platform.client(AlipayBillClient.builder(app)).build();

      assertQuotesNothing(catchThrowable(() -> client.fetch(DAY)));
    }
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void wechatPay_hostileAnswer_isAFaultThatQuotesNothing(Body body) throws IOException {
    try (HostileStandIn platform = new HostileStandIn(time)) {
      platform.start();
      platform.answer(body);
      WechatPayMerchant merchant =
          new WechatPayMerchant(
              WechatPayStandIn.MCHID,
              WechatPayStandIn.MERCHANT_SERIAL,
              TestOnlyKeys.privateKey(),
              Map.of(WechatPayStandIn.PLATFORM_SERIAL, TestOnlyKeys.publicKey()),
              null,
              platform.url());
      WechatPayBillClient client =
          platform.client(WechatPayBillClient.builder(merchant, WechatPayBill.TRADE_ALL)).build();

      assertQuotesNothing(catchThrowable(() -> client.fetch(DAY)));
    }
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void bill_hostileBytes_areRefusedWithoutQuotingThem(Body body) {
    for (BillKind kind : BillKind.values()) {
      BillFile bill = BillFile.of(kind, body.bytes(), BillSettings.defaults());

      assertQuotesNothing(catchThrowable(() -> bill.read(line -> {})));
    }
  }

  private static void assertQuotesNothing(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfAny(Fault.Protocol.class, Fault.Signature.class)
        .hasMessageNotContaining(HostileStandIn.PLANTED);
    assertThat(thrown.getMessage()).hasSizeLessThan(500);
  }
}
