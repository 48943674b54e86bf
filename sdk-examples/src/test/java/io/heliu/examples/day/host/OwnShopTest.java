package io.heliu.examples.day.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.Databases;
import io.heliu.examples.day.world.MiniProgram;
import io.heliu.http.standin.ManualTime;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderLine;
import io.heliu.order.RefundBook;
import io.heliu.store.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The merchant's own shop: what it keeps of orders and after-sales. */
@SuppressWarnings("NullAway.Init")
class OwnShopTest {
  private static final Instant NOON = Instant.parse("1997-01-01T04:00:00Z");

  @TempDir Path directory;
  private final ManualTime time = new ManualTime(NOON);
  private final WechatStandIn platform = new WechatStandIn(time);
  private Databases databases;
  private OrderBook orders;
  private RefundBook refunds;
  private OwnShop shop;

  @BeforeEach
  void open() throws Exception {
    platform.start();
    databases = new Databases(Databases.Store.H2, directory);
    DataSource database = databases.open("heliu", directory, false);
    Schema.install(database);
    orders = OrderBook.open(database);
    refunds = RefundBook.open(database);
    shop =
        new OwnShop(
            orders,
            refunds,
            platform.client(Story.MINI).build().miniProgramShipping(),
            (payment, number, amount) -> {
              platform.refundInMiniProgram(payment, number, amount.minor());
              return platform.refundedInMiniProgram(payment, number).orElseThrow();
            });
    shop.place(
        Map.of(
            "number", "41",
            "placed", "" + NOON.getEpochSecond(),
            "openid", "oMade",
            "unionid", "uMade",
            "phone", "13800000012",
            "lines", "411 FM-0001 2 600,412 FM-0002 1 400"));
  }

  @AfterEach
  void close() {
    platform.close();
    databases.close();
  }

  private void pay() {
    platform.payInMiniProgram(
        """
        {"transaction_id":"4241","merchant_id":"%s","merchant_trade_no":"41","description":"order",
        "paid_amount":1000,"openid":"oMade","pay_time":%d,"order_state":1,"in_complaint":false}"""
            .formatted(MiniProgram.MERCHANT, NOON.getEpochSecond()));
    shop.askForPayments();
  }

  private void afterSale(String what, String id, Map<String, String> more) {
    Map<String, String> form = new HashMap<>(more);
    form.putAll(Map.of("what", what, "id", id, "at", "" + time.instant().getEpochSecond()));
    shop.afterSale(form);
  }

  private static Map<String, String> of(String line, long fen) {
    return Map.of("number", "41", "line", line, "units", "1", "fen", "" + fen);
  }

  private ChannelOrder order() {
    return orders.channelOrder(Story.MINI, "41").orElseThrow();
  }

  private List<Lifecycle> lines() {
    return order().lines().stream().map(OrderLine::lifecycle).toList();
  }

  private Refund refund(String id) {
    return refunds.find(Story.MINI, id).orElseThrow().refund();
  }

  @Test
  void askForPayments_platformKnowsThePayment_isPaidOnlyThen() {
    shop.askForPayments();
    Lifecycle before = order().lifecycle();
    pay();

    assertThat(before).isEqualTo(Lifecycle.PENDING_PAYMENT);
    assertThat(order().lifecycle()).isEqualTo(Lifecycle.PAID);
    assertThat(order().buyerUnion()).isEqualTo("uMade");
  }

  @Test
  void afterSale_asked_isOpenAndPaysNothing() {
    pay();
    afterSale("ask", "R1", of("412", 400));

    assertThat(refund("R1").state()).isEqualTo(State.OPEN);
    assertThat(refund("R1").kind()).isEqualTo(Kind.REFUND_ONLY);
    assertThat(shop.isPaidBack("R1", Money.fen(400))).isFalse();
    assertThat(platform.refundedInMiniProgram("4241", "R1")).isEmpty();
  }

  @Test
  void afterSale_grantedTwice_isPaidBackOnceAndClosesItsLine() {
    pay();
    afterSale("ask", "R1", of("412", 400));
    time.advance(Duration.ofHours(1));
    afterSale("grant", "R1", Map.of());
    Refund first = refund("R1");
    time.advance(Duration.ofHours(1));
    afterSale("ask", "R1", of("412", 400));
    afterSale("grant", "R1", Map.of());

    assertThat(first.completedAt()).isEqualTo(NOON.plus(Duration.ofHours(1)));
    assertThat(refund("R1")).isEqualTo(first);
    assertThat(lines()).containsExactly(Lifecycle.PAID, Lifecycle.CLOSED_REFUNDED);
    assertThat(order().lifecycle()).isEqualTo(Lifecycle.PAID);
    assertThat(platform.isRefundedInMiniProgram("4241")).isFalse();
    assertThat(shop.isPaidBack("R1", Money.fen(400))).isTrue();
    assertThat(shop.isPaidBack("R1", Money.fen(399))).isFalse();
    assertThat(shop.isPaidBack(null, Money.fen(400))).isFalse();
  }

  @Test
  void afterSale_allLinesGranted_closesTheOrder() {
    pay();
    afterSale("ask", "R1", of("411", 600));
    afterSale("ask", "R2", of("412", 400));
    afterSale("grant", "R1", Map.of());
    afterSale("grant", "R2", Map.of());

    assertThat(order().lifecycle()).isEqualTo(Lifecycle.CLOSED_REFUNDED);
    assertThat(platform.isRefundedInMiniProgram("4241")).isTrue();
  }

  @Test
  void afterSale_partOfTheMoney_leavesTheLineOpen() {
    pay();
    Map<String, String> part = new HashMap<>(of("411", 100));
    part.put("part", "yes");
    afterSale("ask", "R1", part);
    afterSale("grant", "R1", Map.of());

    assertThat(lines()).containsOnly(Lifecycle.PAID);
    assertThat(refund("R1").quantity()).isNull();
    assertThat(refund("R1").state()).isEqualTo(State.PAID);
  }

  @Test
  void afterSale_withdrawn_isOff() {
    pay();
    afterSale("ask", "R1", of("412", 400));
    afterSale("withdraw", "R1", Map.of());

    assertThat(refund("R1").state()).isEqualTo(State.CLOSED);
    assertThat(lines()).containsOnly(Lifecycle.PAID);
    assertThat(platform.refundedInMiniProgram("4241", "R1")).isEmpty();
  }
}
