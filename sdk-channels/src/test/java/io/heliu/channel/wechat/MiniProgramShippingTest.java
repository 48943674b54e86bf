package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Money;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.wechat.ShippingReport.Parcel;
import io.heliu.channel.wechat.ShippingReport.Scope;
import io.heliu.channel.wechat.ShippingReport.Way;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.RetryPolicy;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.internal.json.Json;
import io.heliu.order.Lifecycle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MiniProgramShippingTest extends WechatTest {
  private static final String UPLOAD = "/wxa/sec/order/upload_shipping_info";
  private static final String ID = "4200000000202607120000000001";
  private static final PaymentKey TRADE = new PaymentKey.Trade("1900000109", "T20260712000001");
  private static final PaymentKey PAYMENT = new PaymentKey.Transaction(ID);
  private static final String PAYER = "oDemoOpenId0000000000000001";

  private static String payment(int state, Instant paidAt) {
    return ("{'transaction_id':'"
            + ID
            + "','merchant_id':'1900000109','merchant_trade_no':"
            + "'T20260712000001','description':'保温杯','paid_amount':8900,'openid':'"
            + PAYER
            + "','pay_time':"
            + paidAt.getEpochSecond()
            + ",'order_state':"
            + state
            + ",'in_complaint':false}")
        .replace('\'', '"');
  }

  private static ShippingReport express(PaymentKey key, Scope scope, String waybill) {
    Parcel parcel = new Parcel("SF", waybill, "保温杯*2", "138****0001");
    return new ShippingReport(key, PAYER, Way.EXPRESS, scope, List.of(parcel));
  }

  private Result upload(ShippingReport report) {
    return client().miniProgramShipping().upload(report);
  }

  @Test
  void find_eitherKey_givesThePayment() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));

    MiniProgramOrder order = client().miniProgramShipping().find(TRADE).orElseThrow();

    assertThat(order)
        .isEqualTo(
            new MiniProgramOrder(
                ID,
                "1900000109",
                "T20260712000001",
                Money.fen(8900),
                TEN.minusSeconds(60),
                Lifecycle.PAID,
                "1",
                false,
                List.of()));
    assertThat(client().miniProgramShipping().find(PAYMENT)).contains(order);
  }

  @ParameterizedTest
  @CsvSource({
    "1, PAID",
    "2, SHIPPED",
    "3, COMPLETED",
    "4, COMPLETED",
    "5, CLOSED_REFUNDED",
    "6, COMPLETED",
    "7, UNKNOWN"
  })
  void find_state_givesLifecycleAndKeepsTheCode(int state, Lifecycle lifecycle) {
    standIn.putPayment(payment(state, TEN.minusSeconds(60)));

    MiniProgramOrder order = client().miniProgramShipping().find(PAYMENT).orElseThrow();

    assertThat(order.lifecycle()).isEqualTo(lifecycle);
    assertThat(order.status()).isEqualTo("" + state);
  }

  private Lifecycle lifecycle() {
    return client().miniProgramShipping().find(PAYMENT).orElseThrow().lifecycle();
  }

  @Test
  void find_paymentRefundedInParts_isClosedOnceAllWentBack() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    standIn.refundInMiniProgram(ID, "R1", 900);
    standIn.refundInMiniProgram(ID, "R1", 900);
    Lifecycle part = lifecycle();
    standIn.refundInMiniProgram(ID, "R2", 8000);

    assertThat(part).isEqualTo(Lifecycle.PAID);
    assertThat(standIn.isRefundedInMiniProgram(ID)).isTrue();
    assertThat(lifecycle()).isEqualTo(Lifecycle.CLOSED_REFUNDED);
    assertThat(standIn.refundedInMiniProgram(ID, "R2")).contains(time.instant());
    assertThat(standIn.refundedInMiniProgram(ID, "R3")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> standIn.refundInMiniProgram(ID, "R3", 1))
        .withMessageStartingWith("refund: ");
  }

  @Test
  void upload_paymentRefundedInFull_isRefused() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    standIn.refundInMiniProgram(ID, "R1", 8900);

    assertThat(upload(express(TRADE, Scope.WHOLE, "SF1")).code()).isEqualTo("10060004");
    assertThat(standIn.waybills(ID)).isEmpty();
  }

  @Test
  void upload_whole_isTold() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));

    assertThat(upload(express(TRADE, Scope.WHOLE, "SF1"))).isEqualTo(Result.SENT);

    assertThat(standIn.shipping(ID)).isEqualTo("1 [SF1]");
  }

  @Test
  void upload_parts_areToldOneAfterTheOther() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));

    assertThat(upload(express(PAYMENT, Scope.PART, "SF1"))).isEqualTo(Result.SENT);
    assertThat(client().miniProgramShipping().find(PAYMENT).orElseThrow().lifecycle())
        .isEqualTo(Lifecycle.PARTIALLY_SHIPPED);
    assertThat(upload(express(PAYMENT, Scope.LAST_PART, "SF2"))).isEqualTo(Result.SENT);

    assertThat(standIn.shipping(ID)).isEqualTo("2 [SF1, SF2]");
    assertThat(client().miniProgramShipping().find(PAYMENT).orElseThrow().lifecycle())
        .isEqualTo(Lifecycle.SHIPPED);
  }

  @Test
  void upload_documentedReport_isTheDocumentedBody() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    List<String> bodies = bodiesOf(UPLOAD);
    WechatClient client =
        builder()
            .clock(Clock.fixed(Instant.parse("2026-07-12T02:29:35.120Z"), ZoneOffset.UTC))
            .build();

    assertThat(client.miniProgramShipping().upload(express(TRADE, Scope.WHOLE, "SF0000000000001")))
        .isEqualTo(Result.SENT);

    assertThat(bodies)
        .extracting(Json::parse)
        .containsExactly(
            Json.parse(
                """
                {"order_key":{"order_number_type":1,"mchid":"1900000109","out_trade_no":"T20260712000001"},
                 "logistics_type":1,"delivery_mode":1,
                 "shipping_list":[{"tracking_no":"SF0000000000001","express_company":"SF",
                   "item_desc":"保温杯*2","contact":{"receiver_contact":"138****0001"}}],
                 "upload_time":"2026-07-12T10:29:35.120+08:00",
                 "payer":{"openid":"oDemoOpenId0000000000000001"}}
                """));
  }

  @Test
  void upload_clockBehindThatOfTheReportBefore_isStillLater() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    upload(express(PAYMENT, Scope.PART, "SF1"));
    List<String> bodies = bodiesOf(UPLOAD);
    WechatClient behind = builder().clock(Clock.offset(time, Duration.ofMinutes(-3))).build();

    assertThat(behind.miniProgramShipping().upload(express(PAYMENT, Scope.LAST_PART, "SF2")))
        .isEqualTo(Result.SENT);

    assertThat(Json.parse(bodies.get(0)).path("upload_time").asText())
        .isEqualTo("2026-07-14T10:00:01.000+08:00");
  }

  @Test
  void orNull_timeInEitherForm_isReadAndOthersAreNone() {
    assertThat(WechatTime.orNull(Json.parse("1784000000")))
        .isEqualTo(Instant.ofEpochSecond(1784000000));
    assertThat(WechatTime.orNull(Json.parse("\"2026-07-12T10:29:35.120+08:00\"")))
        .isEqualTo(Instant.parse("2026-07-12T02:29:35.120Z"));
    for (String other :
        List.of("null", "\"soon\"", "9223372036854775807", "99999999999999999999", "1.5", "{}")) {
      assertThat(WechatTime.orNull(Json.parse(other))).as(other).isNull();
    }
  }

  @Test
  void upload_again_doesNotUseUpTheOneChance() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    upload(express(TRADE, Scope.WHOLE, "SF1"));

    assertThat(upload(express(TRADE, Scope.WHOLE, "SF1"))).isEqualTo(Result.ALREADY_SENT);
    assertThat(standIn.shipping(ID)).isEqualTo("1 [SF1]");
  }

  @Test
  void upload_knownWaybillAsTheLastPart_completesThePayment() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    upload(express(PAYMENT, Scope.PART, "SF1"));
    assertThat(upload(express(PAYMENT, Scope.PART, "SF1"))).isEqualTo(Result.ALREADY_SENT);

    assertThat(upload(express(PAYMENT, Scope.LAST_PART, "SF1"))).isEqualTo(Result.SENT);
    assertThat(upload(express(PAYMENT, Scope.LAST_PART, "SF1"))).isEqualTo(Result.ALREADY_SENT);
  }

  @Test
  void upload_answerLost_isAlreadySentAndToldOnce() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    next(UPLOAD, new Misbehaviour.LoseAnswer());

    assertThat(upload(express(TRADE, Scope.WHOLE, "SF1"))).isEqualTo(Result.ALREADY_SENT);
    assertThat(standIn.shipping(ID)).isEqualTo("1 [SF1]");
  }

  @Test
  void upload_nothingOfThePaymentChanges_isAlreadySent() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    next(UPLOAD, new Misbehaviour.Special(WechatStandIn.SHIPPING_UNCHANGED));

    assertThat(upload(express(TRADE, Scope.WHOLE, "SF1"))).isEqualTo(Result.ALREADY_SENT);
  }

  @Test
  void upload_severalParcelsAtOnce_areAllOfThem() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    List<Parcel> parcels =
        List.of(new Parcel("ZTO", "Z1", "保温杯", null), new Parcel("ZTO", "Z2", "茶叶", null));

    assertThat(upload(new ShippingReport(PAYMENT, PAYER, Way.EXPRESS, Scope.LAST_PART, parcels)))
        .isEqualTo(Result.SENT);
    assertThat(standIn.shipping(ID)).isEqualTo("1 [Z1, Z2]");
  }

  @Test
  void upload_thirdWholeReport_isRefused() {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    upload(express(TRADE, Scope.WHOLE, "SF1"));
    upload(express(TRADE, Scope.WHOLE, "SF2"));

    assertThat(upload(express(TRADE, Scope.WHOLE, "SF3")).code()).isEqualTo("10060003");
  }

  @Test
  void upload_paymentNotTakenInYet_isAskedAgainEveryTenSeconds() {
    standIn.ingestPaymentsAfter(Duration.ofSeconds(15));
    standIn.putPayment(payment(1, TEN));

    assertThat(upload(express(TRADE, Scope.WHOLE, "SF1"))).isEqualTo(Result.SENT);
    assertThat(time.slept()).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  @Test
  void upload_paymentTakenInAfterAlmostAMinute_isTold() {
    standIn.ingestPaymentsAfter(Duration.ofSeconds(55));
    standIn.putPayment(payment(1, TEN));

    assertThat(upload(express(TRADE, Scope.WHOLE, "SF1"))).isEqualTo(Result.SENT);
    assertThat(time.instant()).isEqualTo(TEN.plusSeconds(60));
  }

  @Test
  void upload_retryPolicyNever_doesNotWaitForThePayment() {
    WechatClient hasty = builder().retryPolicy(RetryPolicy.never()).build();

    assertThat(hasty.miniProgramShipping().upload(express(TRADE, Scope.WHOLE, "SF1")).code())
        .isEqualTo("10060001");
    assertThat(time.slept()).isEmpty();
  }

  @Test
  void upload_paymentNeverTakenIn_isRefusedInTheEnd() {
    Result result = upload(express(TRADE, Scope.WHOLE, "SF1"));

    assertThat(result.code()).isEqualTo("10060001");
    assertThat(result.message()).contains("appid");
    assertThat(time.slept()).hasSize(6).containsOnly(Duration.ofSeconds(10));
    assertThat(standIn.calls(UPLOAD)).isZero();
  }

  @Test
  void upload_paymentCannotBeRead_isAFaultAfterTheUsualAttempts() {
    standIn
        .faults()
        .next(99, WechatStandIn.calling("/wxa/sec/order/get_order"), new Misbehaviour.Disconnect());

    assertThat(faultOf(() -> upload(express(TRADE, Scope.WHOLE, "SF1"))).attempts()).isEqualTo(4);
    assertThat(time.slept()).hasSize(3);
  }

  @Test
  void upload_refundedPayment_isRefused() {
    standIn.putPayment(payment(5, TEN.minusSeconds(60)));

    assertThat(upload(express(TRADE, Scope.WHOLE, "SF1")).code()).isEqualTo("10060004");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SAME_CITY", "VIRTUAL", "PICK_UP"})
  void upload_withoutACarrier_isToldOnce(Way way) {
    standIn.putPayment(payment(1, TEN.minusSeconds(60)));
    ShippingReport report =
        new ShippingReport(
            PAYMENT, PAYER, way, Scope.WHOLE, List.of(new Parcel(null, null, "保温杯", null)));

    assertThat(upload(report)).isEqualTo(Result.SENT);
    assertThat(upload(report)).isEqualTo(Result.ALREADY_SENT);
  }

  @Test
  void rfc3339_time_hasMillisecondsAndChinasOffset() {
    assertThat(WechatTime.rfc3339(Instant.parse("2026-07-12T02:29:35.120Z")))
        .isEqualTo("2026-07-12T10:29:35.120+08:00");
    assertThat(WechatTime.rfc3339(Instant.parse("2026-07-12T02:29:35Z")))
        .isEqualTo("2026-07-12T10:29:35.000+08:00");
  }

  @Test
  void parcel_ofSfWithoutContact_isRefusedHere() {
    Parcel parcel = new Parcel("SF", "SF1", "保温杯", null);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ShippingReport(PAYMENT, PAYER, Way.EXPRESS, Scope.WHOLE, List.of(parcel)))
        .withMessage("parcels: a parcel of SF must have the receiver's contact");
  }

  @Test
  void parcel_limits_areCheckedHere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Parcel("SF", "SF1", "x".repeat(121), null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Parcel("SF", "1".repeat(129), "x", null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Parcel("SF", "SF1", "x", "13800000001"))
        .withMessage("receiverContact: must be masked with ****");
    assertThat(new Parcel("SF", "1".repeat(128), "x".repeat(120), null).waybill()).hasSize(128);
  }

  @Test
  void report_limits_areCheckedHere() {
    Parcel parcel = new Parcel("ZTO", "Z1", "保温杯", null);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ShippingReport(
                    PAYMENT, PAYER, Way.EXPRESS, Scope.WHOLE, Collections.nCopies(16, parcel)))
        .withMessage("parcels: must be 1 to 15");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ShippingReport(
                    PAYMENT, PAYER, Way.EXPRESS, Scope.WHOLE, List.of(parcel, parcel)))
        .withMessageStartingWith("parcels: must be one for the whole");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ShippingReport(PAYMENT, PAYER, Way.VIRTUAL, Scope.PART, List.of(parcel)))
        .withMessageStartingWith("scope: ");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ShippingReport(
                    PAYMENT,
                    PAYER,
                    Way.EXPRESS,
                    Scope.WHOLE,
                    List.of(new Parcel(null, null, "x", null))))
        .withMessageStartingWith("parcels: an express");
  }

  @Test
  void toString_report_hasNothingPersonal() {
    assertThat(express(TRADE, Scope.WHOLE, "SF1").toString()).doesNotContain(PAYER, "138");
  }
}
