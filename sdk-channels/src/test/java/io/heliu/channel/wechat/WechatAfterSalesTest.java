package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.channel.PageRequest;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.channel.ShipmentSink.Line;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.Window;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What buyers want after they paid, as the stand-in plays it and the client tells it. */
class WechatAfterSalesTest extends WechatTest {
  private static final String ID = "4001";

  @BeforeEach
  void put() {
    standIn.put(order(1, TEN.minusSeconds(60)).build());
  }

  private Result ship(String waybill, String... lines) {
    List<Line> all = Stream.of(lines).map(line -> new Line(line, 1)).toList();
    return client().shipments().ship(new Parcel(number(1), all, "SF", waybill));
  }

  private static String asked(String id, String sku, int count, long fen, String more) {
    return """
        {"after_sale_order_id":"%s","order_id":"%s",
        "product_info":{"product_id":"%s","sku_id":"%s","count":%d},
        "refund_info":{"amount":%d,"refund_reason":1}%s}"""
        .formatted(id, number(1), CUP, sku, count, fen, more);
  }

  private Refund only() {
    Window window = new Window(TEN.minus(Duration.ofHours(1)), TEN.plusSeconds(1));
    List<Refund> rows = client().refunds().list(new PageRequest(window, 1, null, 50)).rows();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private ChannelOrder told() {
    return client().orders().get(number(1)).rows().get(0);
  }

  @Test
  void askAfterSale_lineThatHasNotLeft_isMoneyOnlyAndStopsTheOrder() {
    standIn.askAfterSale(asked(ID, WHITE, 2, 8900, ""));

    Refund open = only();
    assertThat(open.kind()).isEqualTo(Kind.REFUND_ONLY);
    assertThat(open.state()).isEqualTo(State.OPEN);
    assertThat(open.quantity()).isEqualByComparingTo(BigDecimal.valueOf(2));
    assertThat(told().flags()).contains(OrderFlag.REFUNDING);
    assertThat(ship("SF1").code()).isEqualTo("108009");
  }

  @Test
  void payAfterSale_oneLine_isClosedAndTheOthersGo() {
    standIn.askAfterSale(asked(ID, WHITE, 2, 8900, ""));
    standIn.payAfterSale(ID);

    assertThat(only().state()).isEqualTo(State.PAID);
    assertThat(told().lines().get(0).lifecycle()).isEqualTo(Lifecycle.CLOSED_REFUNDED);
    assertThat(told().flags()).doesNotContain(OrderFlag.REFUNDING);
    assertThat(ship("SF1")).isEqualTo(Result.SENT);
    assertThat(standIn.order(number(1)).status()).isEqualTo("30");
  }

  @Test
  void payAfterSale_lastLineThatWasToBeSent_theRestIsShipped() {
    ship("SF1", line(BLACK));
    standIn.askAfterSale(asked(ID, WHITE, 2, 8900, ""));
    standIn.payAfterSale(ID);

    assertThat(standIn.order(number(1)).status()).isEqualTo("30");
  }

  @Test
  void payAfterSale_everyLine_closesTheOrder() {
    standIn.askAfterSale(asked(ID, WHITE, 2, 8900, ""));
    standIn.askAfterSale(asked("4002", BLACK, 1, 4990, ""));
    standIn.payAfterSale(ID);
    standIn.payAfterSale("4002");

    assertThat(standIn.order(number(1)).status()).isEqualTo("200");
    assertThat(told().lifecycle()).isEqualTo(Lifecycle.CLOSED_REFUNDED);
  }

  @Test
  void payAfterSale_returnOfWhatHasLeft_isBack() {
    ship("SF1");
    standIn.askAfterSale(asked(ID, WHITE, 2, 8900, ""));
    standIn.payAfterSale(ID);

    assertThat(only().kind()).isEqualTo(Kind.RETURN);
    assertThat(only().goods()).isEqualTo(Goods.BACK);
    assertThat(standIn.order(number(1)).status()).isEqualTo("30");
  }

  @Test
  void payAfterSale_partOfTheMoneyForGoodsThatAreKept_closesNothing() {
    ship("SF1");
    standIn.askAfterSale(asked(ID, WHITE, 2, 3000, ",\"type\":\"REFUND\""));
    standIn.payAfterSale(ID);

    assertThat(only().kind()).isEqualTo(Kind.REFUND_ONLY);
    assertThat(told().lines().get(0).refunded()).isFalse();
    assertThat(standIn.order(number(1)).status()).isEqualTo("30");
  }

  @Test
  void withdrawAfterSale_openOne_isClosedAndTheOrderGoesOn() {
    standIn.askAfterSale(asked(ID, WHITE, 2, 8900, ""));
    standIn.withdrawAfterSale(ID);

    assertThat(only().state()).isEqualTo(State.CLOSED);
    assertThat(told().flags()).isEmpty();
    assertThat(ship("SF1")).isEqualTo(Result.SENT);
    assertThatIllegalArgumentException().isThrownBy(() -> standIn.payAfterSale(ID));
  }
}
