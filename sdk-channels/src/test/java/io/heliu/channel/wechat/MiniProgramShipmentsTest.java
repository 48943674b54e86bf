package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.channel.ShipmentSink;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parcels of the merchant's own orders, told as those of any other shop are. */
class MiniProgramShipmentsTest extends WechatTest {
  private static final String UPLOAD = "/wxa/sec/order/upload_shipping_info";
  private static final String ID = "4200000000202607120000000001";
  private static final String PAYER = "oDemoOpenId0000000000000001";
  private static final String NUMBER = "M20260712000001";

  private @Nullable ChannelOrder order = order(PAYER, ID, "13800000001");

  @BeforeEach
  void pay() {
    standIn.payInMiniProgram(
        ("{'transaction_id':'%s','merchant_id':'1900000109','merchant_trade_no':'%s',"
                + "'description':'保温杯','paid_amount':8900,'openid':'%s','pay_time':%d,"
                + "'order_state':1,'in_complaint':false}")
            .replace('\'', '"')
            .formatted(ID, NUMBER, PAYER, TEN.minusSeconds(60).getEpochSecond()));
  }

  private static OrderLine line(String number, String title) {
    return new OrderLine(
        number,
        null,
        null,
        "SKU-" + number,
        null,
        title,
        new BigDecimal("2.0"),
        Money.fen(2225),
        Money.fen(4450),
        Lifecycle.PAID,
        "PAID",
        false,
        false);
  }

  private static ChannelOrder order(
      @Nullable String payer, @Nullable String payment, @Nullable String phone) {
    return ChannelOrder.builder(SHOP, NUMBER)
        .createdAt(TEN)
        .modifiedAt(TEN)
        .paidAt(TEN)
        .status(Lifecycle.PAID, "PAID")
        .paid(Money.fen(8900))
        .buyer(payer)
        .paymentReference(payment)
        .recipient(new Recipient("made-up", phone, "上海", "上海", "浦东", "made-up 1", null))
        .lines(List.of(line("1", "保温杯"), line("2", "茶叶")))
        .build();
  }

  private ShipmentSink sink() {
    return client().miniProgramShipments(number -> Optional.ofNullable(order));
  }

  private Result ship(String carrier, String waybill, boolean last, String... lines) {
    List<ShipmentSink.Line> all =
        Stream.of(lines).map(line -> new ShipmentSink.Line(line, 2)).toList();
    return sink().ship(new Parcel(NUMBER, all, carrier, waybill, last));
  }

  private Lifecycle state() {
    return client()
        .miniProgramShipping()
        .find(new PaymentKey.Transaction(ID))
        .orElseThrow()
        .lifecycle();
  }

  @Test
  void shop_isTheOneOfTheClient() {
    assertThat(sink().shop()).isEqualTo(SHOP);
  }

  @Test
  void ship_wholeOrder_isToldOnce() {
    assertThat(ship("ZTO", "Z1", true)).isEqualTo(Result.SENT);
    assertThat(ship("ZTO", "Z1", true)).isEqualTo(Result.ALREADY_SENT);

    assertThat(standIn.shipping(ID)).isEqualTo("1 [Z1]");
    assertThat(state()).isEqualTo(Lifecycle.SHIPPED);
  }

  @Test
  void ship_twoParcels_isShippedWithTheLastOne() {
    assertThat(ship("ZTO", "Z1", false, "2")).isEqualTo(Result.SENT);
    assertThat(state()).isEqualTo(Lifecycle.PARTIALLY_SHIPPED);
    assertThat(ship("ZTO", "Z2", true, "1")).isEqualTo(Result.SENT);

    assertThat(standIn.shipping(ID)).isEqualTo("2 [Z1, Z2]");
    assertThat(state()).isEqualTo(Lifecycle.SHIPPED);
  }

  @Test
  void ship_answerLost_isToldOnce() {
    next(UPLOAD, new Misbehaviour.LoseAnswer());

    assertThat(ship("ZTO", "Z1", false, "1")).isEqualTo(Result.ALREADY_SENT);
    assertThat(standIn.shipping(ID)).isEqualTo("1 [Z1]");
  }

  @Test
  void ship_paymentNotTakenInYet_isAskedForAgain() {
    next(UPLOAD, new Misbehaviour.Special(WechatStandIn.PAYMENT_UNKNOWN));

    assertThat(ship("ZTO", "Z1", true)).isEqualTo(Result.SENT);
  }

  @Test
  void ship_platformRefuses_isAValueAndMayGoOutAgain() {
    next(UPLOAD, new Misbehaviour.Special(WechatStandIn.SHIPPING_REFUSED));

    assertThat(ship("ZTO", "Z1", true).code()).isEqualTo("10060004");
    assertThat(ship("ZTO", "Z1", true)).isEqualTo(Result.SENT);
  }

  @Test
  void ship_carrierThatWantsTheContact_hasItMasked() {
    assertThat(ship("SF", "SF1", true)).isEqualTo(Result.SENT);

    order = order(PAYER, ID, null);
    assertThat(ship("SF", "SF2", true).code()).isEqualTo("CONTACT_MISSING");
    assertThat(standIn.shipping(ID)).isEqualTo("1 [SF1]");
  }

  @ParameterizedTest
  @CsvSource({
    "13800000001, 138****0001",
    "+86 138-0000-0001, 861****0001",
    "138****0001, 138****0001",
    "1234567,",
    ","
  })
  void masked_phone_showsLittle(@Nullable String phone, @Nullable String masked) {
    assertThat(MiniProgramShipments.masked(phone)).isEqualTo(masked);
  }

  @Test
  void ship_whatTheBooksDoNotHave_isRefusedWithoutACall() {
    assertThat(ship("ZTO", "Z1", false, "9").code()).isEqualTo("LINE_UNKNOWN");
    assertThat(ship("ZTO", "Z".repeat(129), true).code()).isEqualTo("WAYBILL_TOO_LONG");
    order = order(null, ID, null);
    assertThat(ship("ZTO", "Z1", true).code()).isEqualTo("PAYMENT_MISSING");
    order = order(PAYER, null, null);
    assertThat(ship("ZTO", "Z1", true).code()).isEqualTo("PAYMENT_MISSING");
    order = null;
    assertThat(ship("ZTO", "Z1", true).code()).isEqualTo("ORDER_UNKNOWN");

    assertThat(standIn.calls(UPLOAD)).isZero();
  }

  @Test
  void description_lines_areNamedWithTheirUnits() {
    assertThat(
            MiniProgramShipments.description(
                List.of(line("1", "保温杯"), line("2", "茶叶")), Map.of("1", 1L), "M1"))
        .isEqualTo("保温杯*1, 茶叶*2");
    assertThat(MiniProgramShipments.description(List.of(), Map.of(), "M1")).isEqualTo("M1");
  }

  @Test
  void description_manyLines_isCutBetweenCharacters() {
    for (int length = 1; length < 5; length++) {
      String title = "x".repeat(length) + "🍵".repeat(30);
      List<OrderLine> lines =
          IntStream.rangeClosed(1, 9).mapToObj(number -> line("" + number, title)).toList();

      String text = MiniProgramShipments.description(lines, Map.of(), "M1");

      assertThat(text).hasSizeBetween(119, 120).endsWith("…");
      assertThat(text.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }
  }

  @Test
  void standIn_fromJournal_knowsPaymentsAndReports(@TempDir Path folder) throws IOException {
    for (int start = 0; start < 2; start++) {
      WechatStandIn next = new WechatStandIn(time);
      next.journal(folder.resolve("mini.journal"));
      replaceStandIn(next);
      assertThat(standIn.hasPayment(ID)).isEqualTo(start == 1);
      if (start == 0) {
        pay();
        ship("ZTO", "Z1", true);
      }
    }

    assertThat(standIn.shipping(ID)).isEqualTo("1 [Z1]");
  }
}
