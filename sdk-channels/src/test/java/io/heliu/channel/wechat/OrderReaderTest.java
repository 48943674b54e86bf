package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.channel.wechat.standin.StandInOrder;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderReaderTest {
  private static final Instant AT = Instant.ofEpochSecond(1_784_000_000);
  private static final String DETAIL = "/order_detail";
  private static final String LINE = DETAIL + "/product_infos/0";
  private static final String PRICE = DETAIL + "/price_info";

  private static ChannelOrder read(StandInOrder order) {
    return new OrderReader(new ShopId("wechat", "qinghe"), Set.of("12", "13"))
        .read(Json.parse(order.text()));
  }

  private static StandInOrder sample() {
    try (InputStream in = OrderReaderTest.class.getResourceAsStream("order.json")) {
      byte[] text = Objects.requireNonNull(in, "order.json").readAllBytes();
      return StandInOrder.of(
          Json.write(Json.parse(new String(text, StandardCharsets.UTF_8)).path("order")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static StandInOrder two() {
    return WechatTest.order(1, AT).build();
  }

  private static void assertMalformed(StandInOrder order, String start) {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> read(order))
        .withMessageStartingWith(start);
  }

  @Test
  void read_notes_areTheRemarks() {
    StandInOrder noted =
        StandInOrder.of(
            sample()
                .text()
                .replace("\"customer_notes\":\"\"", "\"customer_notes\":\"请快点\"")
                .replace("\"merchant_notes\":\"\"", "\"merchant_notes\":\"加赠品\""));

    assertThat(read(noted).buyerRemark()).isEqualTo("请快点");
    assertThat(read(noted).sellerRemark()).isEqualTo("加赠品");
    assertThat(read(sample()).buyerRemark()).isNull();
  }

  @Test
  void read_documentedSample_givesTheOrder() {
    ChannelOrder order = read(sample());

    assertThat(order.number()).isEqualTo("3705115058471208928");
    assertThat(order.lifecycle()).isEqualTo(Lifecycle.PAID);
    assertThat(order.status()).isEqualTo("20");
    assertThat(order.flags()).isEmpty();
    assertThat(order.createdAt()).isEqualTo(Instant.ofEpochSecond(1_783_990_000));
    assertThat(order.modifiedAt()).isEqualTo(AT);
    assertThat(order.paidAt()).isEqualTo(AT);
    assertThat(order.paid()).isEqualTo(Money.fen(8900));
    assertThat(order.freight()).isEqualTo(Money.fen(0));
    assertThat(order.buyer()).isEqualTo("oDemoOpenId0000000000000001");
    assertThat(order.paymentReference()).isEqualTo("4200000000202607120000000001");
    assertThat(order.recipient().district()).isEqualTo("黄浦区");
    assertThat(order.recipient().token()).isEqualTo("demohash");
    assertThat(order.lines())
        .containsExactly(
            new OrderLine(
                "10000000000001:20000000000001",
                "10000000000001",
                "20000000000001",
                "SKU-CUP-WH",
                null,
                "保温杯,白色 500ml",
                BigDecimal.valueOf(2),
                Money.fen(4450),
                Money.fen(8900),
                Lifecycle.PAID,
                "20",
                false,
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "10, PENDING_PAYMENT",
    "12, PAID",
    "13, PAID",
    "20, PAID",
    "21, PARTIALLY_SHIPPED",
    "30, SHIPPED",
    "100, COMPLETED",
    "190, CLOSED_REFUNDED",
    "200, CLOSED_REFUNDED",
    "250, CLOSED_REFUNDED",
    "777, UNKNOWN"
  })
  void read_status_givesLifecycleAndKeepsTheCode(String status, Lifecycle lifecycle) {
    ChannelOrder order = read(two().with("/status", status));

    assertThat(order.lifecycle()).isEqualTo(lifecycle);
    assertThat(order.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"190", "250"})
  void read_closedWithoutPayment_isCancelled(String status) {
    ChannelOrder order =
        read(two().with("/status", status).with(DETAIL + "/pay_info/pay_time", "0"));

    assertThat(order.lifecycle()).isEqualTo(Lifecycle.CANCELLED);
    assertThat(order.paidAt()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "13"})
  void read_paidButNotToBeSentYet_isHeld(String status) {
    assertThat(read(two().with("/status", status)).flags()).containsExactly(OrderFlag.CHANNEL_HOLD);
  }

  @Test
  void read_numbersInsteadOfTexts_keepEveryDigit() {
    ChannelOrder order =
        read(two().with("/order_id", "3705115058471208928").with(LINE + "/sku_id", "37051150584"));

    assertThat(order.number()).isEqualTo("3705115058471208928");
    assertThat(order.lines().get(0).variantId()).isEqualTo("37051150584");
  }

  @Test
  void read_amountWithADecimalPoint_isMalformed() {
    assertMalformed(two().with(PRICE + "/order_price", "138.9"), "order_price");
    assertMalformed(
        two().with(PRICE + "/order_price", "13890.0"), "order_price: must be whole fen");
  }

  @Test
  void read_nullArraysAndNoPaymentInfo_isFine() {
    ChannelOrder order =
        read(
            two()
                .with("/aftersale_detail", "null")
                .with(DETAIL + "/pay_info", "null")
                .with(DETAIL + "/delivery_info", "null")
                .with("/status", "10"));

    assertThat(order.paidAt()).isNull();
    assertThat(order.recipient().deliverable()).isFalse();
  }

  @Test
  void read_buyerOfAShopBoundToAnOpenPlatform_hasBothIds() {
    StandInOrder order = two().with("/openid", "\"o-made-up\"");

    assertThat(read(order).buyer()).isEqualTo("o-made-up");
    assertThat(read(order).buyerUnion()).isNull();
    assertThat(read(order.with("/unionid", "\"\"")).buyerUnion()).isNull();
    ChannelOrder bound = read(order.with("/unionid", "\"u-made-up\""));
    assertThat(bound.buyerUnion()).isEqualTo("u-made-up");
    assertThat(bound.toString()).doesNotContain("made-up");
  }

  @Test
  void read_openAfterSale_isRefunding() {
    assertThat(read(two().with("/aftersale_detail/on_aftersale_order_cnt", "1")).flags())
        .containsExactly(OrderFlag.REFUNDING);
    ChannelOrder line = read(two().with(LINE + "/on_aftersale_sku_cnt", "1"));
    assertThat(line.flags()).containsExactly(OrderFlag.REFUNDING);
    assertThat(line.lines().get(0).refunding()).isTrue();
    assertThat(line.lines().get(1).refunding()).isFalse();
  }

  @Test
  void read_lineRefundedWhole_isRefunded() {
    ChannelOrder order = read(two().with(LINE + "/finish_aftersale_sku_cnt", "2"));

    assertThat(order.flags()).containsExactly(OrderFlag.PARTLY_REFUNDED);
    assertThat(order.lines().get(0).refunded()).isTrue();
    assertThat(order.lines().get(0).toBeShipped()).isFalse();
  }

  @Test
  void read_lineRefundedInPart_saysHowMuchAndKeepsTheQuantity() {
    ChannelOrder order = read(two().with(LINE + "/finish_aftersale_sku_cnt", "1"));

    assertThat(order.flags()).containsExactly(OrderFlag.PARTLY_REFUNDED);
    OrderLine line = order.lines().get(0);
    assertThat(line.quantity()).isEqualByComparingTo("2");
    assertThat(line.refundedQuantity()).isEqualByComparingTo("1");
    assertThat(line.refunded()).isTrue();
    assertThat(line.toBeShipped()).isTrue();
    assertThat(order.lines().get(1).refundedQuantity()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "3, 2"})
  void read_refundedUnitsBeyondBounds_areCut(String told, String read) {
    ChannelOrder order = read(two().with(LINE + "/finish_aftersale_sku_cnt", told));

    assertThat(order.lines().get(0).refundedQuantity()).isEqualByComparingTo(read);
  }

  @Test
  void read_restOfALineLeft_theLineIsShipped() {
    StandInOrder order =
        two()
            .with("/status", "21")
            .with(LINE + "/finish_aftersale_sku_cnt", "1")
            .with(
                DETAIL + "/delivery_info/delivery_product_info",
                "[{\"waybill_id\":\"SF1\",\"delivery_id\":\"SF\",\"product_infos\":[{\"product_id\":"
                    + "10000000000001,\"sku_id\":\"20000000000001\",\"product_cnt\":1}]}]");

    assertThat(read(order).lines())
        .extracting(OrderLine::lifecycle)
        .containsExactly(Lifecycle.SHIPPED, Lifecycle.PAID);
  }

  @Test
  void read_partlyShipped_saysItOfEachLine() {
    StandInOrder order =
        two()
            .with("/status", "21")
            .with(
                DETAIL + "/delivery_info/delivery_product_info",
                "[{\"waybill_id\":\"SF1\",\"delivery_id\":\"SF\",\"product_infos\":[{\"product_id\":"
                    + "10000000000001,\"sku_id\":\"20000000000001\",\"product_cnt\":1}]}]");

    List<OrderLine> lines = read(order).lines();

    assertThat(lines.get(0).lifecycle()).isEqualTo(Lifecycle.PARTIALLY_SHIPPED);
    assertThat(lines.get(1).lifecycle()).isEqualTo(Lifecycle.PAID);
  }

  @Test
  void read_variantBoughtAndGivenAway_isTwoLines() {
    StandInOrder order =
        StandInOrder.builder("1", AT)
            .line("7", "8", "CUP", 1, 4450)
            .line("7", "8", "CUP", 1, 0)
            .build();

    assertThat(read(order).lines()).extracting(OrderLine::number).containsExactly("7:8", "7:8:2");
  }

  @Test
  void read_freight_isPartOfThePayment() {
    ChannelOrder order = read(WechatTest.order(1, AT).freight(800).build());

    assertThat(order.paid()).isEqualTo(Money.fen(14_690));
    assertThat(order.freight()).isEqualTo(Money.fen(800));
    assertThat(order.lines())
        .extracting(OrderLine::amount)
        .containsExactly(Money.fen(8900), Money.fen(4990));
  }

  @Test
  void read_freightChangedBeforePayment_countsAsChanged() {
    StandInOrder order =
        WechatTest.order(1, AT)
            .freight(800)
            .build()
            .with(PRICE + "/is_change_freight", "true")
            .with(PRICE + "/change_freight", "300")
            .with(PRICE + "/order_price", "14190");

    assertThat(read(order).freight()).isEqualTo(Money.fen(300));
  }

  @Test
  void read_pointsPaidForALine_areOffItsAmount() {
    StandInOrder order =
        two().with(LINE + "/deduction_price", "900").with(PRICE + "/order_price", "12990");

    assertThat(read(order).lines())
        .extracting(OrderLine::amount)
        .containsExactly(Money.fen(8000), Money.fen(4990));
  }

  @Test
  void read_discountOfTheOrderOnly_isSharedOut() {
    StandInOrder order =
        two().with(PRICE + "/discounted_price", "1389").with(PRICE + "/order_price", "12501");

    List<OrderLine> lines = read(order).lines();

    assertThat(lines.get(0).amount().plus(lines.get(1).amount())).isEqualTo(Money.fen(12_501));
    assertThat(lines.get(0).amount()).isEqualTo(Money.fen(8010));
  }

  @Test
  void read_fenOfRounding_liesOnTheLastLine() {
    assertThat(read(two().with(PRICE + "/order_price", "13889")).lines())
        .extracting(OrderLine::amount)
        .containsExactly(Money.fen(8900), Money.fen(4989));
  }

  @Test
  void read_linesThatDoNotAddUp_areMalformed() {
    assertMalformed(two().with(PRICE + "/order_price", "10000"), "product_infos: the lines");
  }

  @Test
  void read_hugeAmounts_areMalformed() {
    assertMalformed(
        two()
            .with(LINE + "/real_price", "null")
            .with(LINE + "/sku_cnt", "999999999999")
            .with(LINE + "/sale_price", "999999999999999999"),
        "price_info: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "null"})
  void read_noUnits_isMalformed(String count) {
    assertMalformed(two().with(LINE + "/sku_cnt", count), "");
  }

  @Test
  void read_noLines_isMalformed() {
    assertMalformed(two().with(DETAIL + "/product_infos", "null"), "product_infos: ");
  }

  @Test
  void read_maskedPhoneMissing_takesTheVirtualOne() {
    String address = DETAIL + "/delivery_info/address_info";
    StandInOrder order =
        two()
            .with(address + "/tel_number", "\"\"")
            .with(address + "/tel_number_ext_info", "{\"virtual_tel_number\":\"15000000000\"}")
            .with(address + "/house_number", "\"2室\"");

    assertThat(read(order).recipient().phone()).isEqualTo("15000000000");
    assertThat(read(order).recipient().address()).isEqualTo("演示路1号2室");
  }
}
