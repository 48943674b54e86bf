package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradeReaderTest {
  private static final ShopId SHOP = new ShopId("taobao", "qinghe");

  private static ChannelOrder read(JsonNode trade) {
    return TradeReader.read(SHOP, trade);
  }

  private static ObjectNode line(JsonNode trade, int index) {
    return (ObjectNode) trade.at("/orders/order/" + index);
  }

  @Test
  void read_partlyShippedSample_givesOrderOfThatState() {
    ChannelOrder order = read(Samples.trade(0));

    assertThat(order.number()).isEqualTo("2189034567890123401");
    assertThat(order.lifecycle()).isEqualTo(Lifecycle.PARTIALLY_SHIPPED);
    assertThat(order.flags()).containsExactly(OrderFlag.REFUNDING);
    assertThat(order.modifiedAt()).isEqualTo(Instant.parse("2024-06-18T02:24:37Z"));
    assertThat(order.paidAt()).isEqualTo(Instant.parse("2024-06-18T01:59:02Z"));
    assertThat(order.buyer()).isEqualTo("AAHc9kQxAAjcqSrFKsJi7IzA");
    assertThat(order.discount()).isEqualTo(Money.yuan("22.50"));
  }

  @Test
  void read_partlyShippedSample_linesAndFreightAddUpToPayment() {
    ChannelOrder order = read(Samples.trade(0));

    assertThat(order.lines())
        .extracting(OrderLine::amount)
        .containsExactly(Money.yuan("220.00"), Money.yuan("55.40"));
    assertThat(order.freight()).isEqualTo(Money.yuan("8.00"));
    assertThat(order.paid()).isEqualTo(Money.yuan("283.40"));
  }

  @Test
  void read_partlyShippedSample_linesKeepTheirOwnStateAndCodes() {
    ChannelOrder order = read(Samples.trade(0));

    OrderLine shipped = order.lines().get(0);
    assertThat(shipped.number()).isEqualTo("2189034567890123402");
    assertThat(shipped.lifecycle()).isEqualTo(Lifecycle.SHIPPED);
    assertThat(shipped.variantId()).isEqualTo("4920011223344");
    assertThat(shipped.merchantCode()).isEqualTo("QH-OAT-1KG");
    OrderLine open = order.lines().get(1);
    assertThat(open.lifecycle()).isEqualTo(Lifecycle.PAID);
    assertThat(open.variantId()).isNull();
    assertThat(open.refunding()).isTrue();
    assertThat(open.toBeShipped()).isFalse();
  }

  @Test
  void read_noCity_districtStandsForIt() {
    ChannelOrder order = read(Samples.trade(0));

    assertThat(order.recipient().province()).isEqualTo("河南省");
    assertThat(order.recipient().city()).isEqualTo("济源市");
    assertThat(order.recipient().district()).isNull();
    assertThat(order.recipient().token()).isEqualTo("1W3ibc5s9RkKq7Yz0mXw2Q");
  }

  @Test
  void read_townGiven_leadsTheAddress() {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    trade.put("receiver_town", "沁园街道");

    assertThat(read(trade).recipient().address()).isEqualTo("沁园街道沁**街**号");
  }

  @Test
  void read_refundedSample_flagsItAndKeepsAmountBeforeRefund() {
    ChannelOrder order = read(Samples.trade(1));

    assertThat(order.lifecycle()).isEqualTo(Lifecycle.COMPLETED);
    assertThat(order.flags()).containsExactly(OrderFlag.PARTLY_REFUNDED);
    assertThat(order.lines().get(0).refunded()).isTrue();
    assertThat(order.lines().get(0).amount()).isEqualTo(Money.yuan("88.00"));
  }

  @Test
  void read_preSaleSample_depositIsPaidAndMissingFieldsAreTolerated() {
    ChannelOrder order = read(Samples.trade(2));

    assertThat(order.lifecycle()).isEqualTo(Lifecycle.PENDING_PAYMENT);
    assertThat(order.flags()).containsExactly(OrderFlag.DEPOSIT_PAID);
    assertThat(order.lines().get(0).amount()).isEqualTo(Money.yuan("199.00"));
    assertThat(order.recipient().deliverable()).isFalse();
    assertThat(order.paidAt()).isNull();
  }

  @Test
  void read_singleLineWithFreight_lineLeavesFreightOut() {
    ObjectNode trade = (ObjectNode) Samples.trade(1);
    trade.put("payment", "96.00").put("post_fee", "8.00");
    line(trade, 0).put("payment", "96.00").put("divide_order_fee", "96.00");

    assertThat(read(trade).lines().get(0).amount()).isEqualTo(Money.yuan("88.00"));
  }

  @Test
  void read_noSharedAmounts_usesPaymentLessShareOfPromotion() {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    line(trade, 0).remove("divide_order_fee");
    line(trade, 1).remove("divide_order_fee");

    assertThat(read(trade).lines())
        .extracting(OrderLine::amount)
        .containsExactly(Money.yuan("220.00"), Money.yuan("55.40"));
  }

  @Test
  void read_noSharesAtAll_spreadsPromotionOverLines() {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    for (int i = 0; i < 2; i++) {
      line(trade, i).remove("divide_order_fee");
      line(trade, i).remove("part_mjz_discount");
    }

    // 275.40 over 238.00 : 59.90, the larger remainder gets the cent.
    assertThat(read(trade).lines())
        .extracting(OrderLine::amount)
        .containsExactly(Money.yuan("220.02"), Money.yuan("55.38"));
  }

  @Test
  void read_roundingCent_liesOnLastLine() {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    line(trade, 0).put("divide_order_fee", "219.99");

    assertThat(read(trade).lines())
        .extracting(OrderLine::amount)
        .containsExactly(Money.yuan("219.99"), Money.yuan("55.41"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRADE_CLOSED_BY_TAOBAO", "TRADE_CLOSED"})
  void read_closedLineThatPaymentLeavesOut_bringsNothingIn(String status) {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    trade.put("payment", "228.00");
    line(trade, 1).put("status", status);

    assertThat(read(trade).lines())
        .extracting(OrderLine::amount)
        .containsExactly(Money.yuan("220.00"), Money.yuan("0.00"));
  }

  @Test
  void read_closedLineThatPaymentCounts_keepsItsShare() {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    line(trade, 1).put("status", "TRADE_CLOSED");

    assertThat(read(trade).lines().get(1).amount()).isEqualTo(Money.yuan("55.40"));
  }

  @Test
  void read_sumsThatDisagree_isMalformed() {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    trade.put("payment", "283.50");

    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> read(trade))
        .withMessage("orders: the lines and the freight must add up to the payment");
  }

  @ParameterizedTest
  @CsvSource({
    "TRADE_NO_CREATE_PAY, PENDING_PAYMENT",
    "WAIT_BUYER_PAY, PENDING_PAYMENT",
    "PAY_PENDING, PENDING_PAYMENT",
    "WAIT_PRE_AUTH_CONFIRM, PENDING_PAYMENT",
    "PAID_FORBID_CONSIGN, PAID",
    "WAIT_SELLER_SEND_GOODS, PAID",
    "SELLER_CONSIGNED_PART, PARTIALLY_SHIPPED",
    "WAIT_BUYER_CONFIRM_GOODS, SHIPPED",
    "TRADE_BUYER_SIGNED, SHIPPED",
    "TRADE_FINISHED, COMPLETED",
    "TRADE_CLOSED, CLOSED_REFUNDED",
    "TRADE_CLOSED_BY_TAOBAO, CANCELLED",
    "SOMETHING_NEW, UNKNOWN"
  })
  void read_status_givesLifecycleAndKeepsTheCode(String status, Lifecycle lifecycle) {
    ObjectNode trade = (ObjectNode) Samples.trade(1);
    trade.put("status", status);

    ChannelOrder order = read(trade);

    assertThat(order.lifecycle()).isEqualTo(lifecycle);
    assertThat(order.status()).isEqualTo(status);
  }

  @Test
  void read_heldTrade_isFlagged() {
    ObjectNode trade = (ObjectNode) Samples.trade(1);
    trade.put("status", "PAID_FORBID_CONSIGN");

    assertThat(read(trade).flags()).contains(OrderFlag.CHANNEL_HOLD);
  }

  @Test
  void read_cashOnDelivery_isFlagged() {
    ObjectNode trade = (ObjectNode) Samples.trade(1);
    trade.put("type", "cod");

    assertThat(read(trade).flags()).contains(OrderFlag.CASH_ON_DELIVERY);
  }

  @Test
  void read_simplifiedLines_areTheSame() {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    trade.set("orders", trade.at("/orders/order"));

    assertThat(read(trade).lines()).isEqualTo(read(Samples.trade(0)).lines());
  }

  @Test
  void read_idAsTextOnly_isTaken() {
    ObjectNode trade = (ObjectNode) Samples.trade(1);
    trade.put("tid", "2189034567890123500");

    assertThat(read(trade).number()).isEqualTo("2189034567890123500");
  }

  @Test
  void read_idRoundedToDouble_isMalformed() {
    ObjectNode trade = (ObjectNode) Json.parse(Json.write(Samples.trade(1)));
    trade.set("tid", Json.parse("2.1890345678901235e18"));

    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> read(trade))
        .withMessage("tid: must not be a number with a fraction or exponent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tid", "status", "payment", "created", "modified", "orders"})
  void read_requiredFieldIsNull_isMalformedAndNamesIt(String field) {
    ObjectNode trade = (ObjectNode) Samples.trade(1);
    trade.putNull(field);

    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> read(trade))
        .withMessageStartingWith(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tid", "payment", "modified"})
  void read_fieldOfWrongForm_isMalformedAndSaysNothingOfTheContent(String field) {
    ObjectNode trade = (ObjectNode) Samples.trade(1);
    trade.putObject(field).put("secret", "content");

    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> read(trade))
        .withMessageStartingWith(field)
        .withMessageNotContaining("content");
  }

  @Test
  void read_amountsBeyond64Bits_isMalformed() {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    line(trade, 0).put("divide_order_fee", "92233720368547758.07");

    assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> read(trade));
  }

  @Test
  void read_promotionLargerThanAllLines_isMalformed() {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    trade.put("payment", "-14.50");
    line(trade, 0).put("divide_order_fee", "0.00");
    line(trade, 1).put("divide_order_fee", "0.00");

    assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> read(trade));
  }

  /** Puts odd values into random fields: it is an order or malformed, never anything else. */
  @Test
  void read_randomDamage_isAnOrderOrMalformed() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String[] odd = {
      "null", "\"\"", "-1", "0", "1e30", "92233720368547758.07", "[]", "{}", "true", "\"x\"", "[[]]"
    };
    for (int i = 0; i < 2_000; i++) {
      ObjectNode trade = (ObjectNode) Samples.trade(random.nextInt(3));
      for (int damage = random.nextInt(3); damage >= 0; damage--) {
        ObjectNode place = random.nextBoolean() ? trade : line(trade, 0);
        List<String> names = new ArrayList<>();
        place.fieldNames().forEachRemaining(names::add);
        place.set(
            names.get(random.nextInt(names.size())), Json.parse(odd[random.nextInt(odd.length)]));
        if (!trade.at("/orders/order/0").isObject()) {
          break;
        }
      }
      try {
        read(trade);
      } catch (MalformedJson e) {
        assertThat(e).hasMessageMatching("[a-z_.]+: .*must .*");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + trade, e);
      }
    }
  }

  @Test
  void read_lineNumberTwice_isMalformed() {
    ObjectNode trade = (ObjectNode) Samples.trade(0);
    line(trade, 1).put("oid_str", "2189034567890123402");

    assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> read(trade));
  }
}
