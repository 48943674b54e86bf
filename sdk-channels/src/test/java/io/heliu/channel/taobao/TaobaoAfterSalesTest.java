package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Money;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.channel.ShipmentSink.Line;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.Window;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What buyers want after they paid, as the stand-in plays it and the client tells it. */
class TaobaoAfterSalesTest extends TaobaoTest {
  private static final String SHIPPED = "WAIT_BUYER_CONFIRM_GOODS";
  private static final String CLOSED = "TRADE_CLOSED";

  @BeforeEach
  void put() {
    standIn.put(trade(1, TEN.minusSeconds(60)).build());
  }

  private void ship(String... lines) {
    List<Line> all = Stream.of(lines).map(line -> new Line(line, 1)).toList();
    client().shipments().ship(new Parcel(tid(1), all, "ZTO", "78901234567890"));
  }

  private static String asked(int line, String yuan, String more) {
    return """
        {"refund_id":"%s","tid":"%s","oid":"%s","refund_fee":"%s"%s}"""
        .formatted(id(line), tid(1), oid(1, line), yuan, more);
  }

  private static String id(int line) {
    return "9000" + line;
  }

  private Refund only() {
    clock.set(clock.instant().plusSeconds(60));
    Window window = new Window(TEN.minus(Duration.ofHours(1)), clock.instant());
    List<Refund> rows = refunds(client(), window).rows();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  @Test
  void askRefund_lineThatHasNotLeft_isMoneyOnlyAndClosesTheLineOnceItIsPaid() {
    standIn.askRefund(asked(2, "59.90", ""));
    Refund open = only();
    standIn.payRefund(id(2));

    assertThat(open.kind()).isEqualTo(Kind.REFUND_ONLY);
    assertThat(open.state()).isEqualTo(State.OPEN);
    assertThat(only().state()).isEqualTo(State.PAID);
    assertThat(standIn.trade(tid(1)).lineStatus(oid(1, 2))).isEqualTo(CLOSED);
    assertThat(standIn.trade(tid(1)).status()).isEqualTo("WAIT_SELLER_SEND_GOODS");
  }

  @Test
  void payRefund_lastLineThatWasToBeSent_theRestIsShipped() {
    ship(oid(1, 1));
    standIn.askRefund(asked(2, "59.90", ""));
    standIn.payRefund(id(2));

    assertThat(standIn.trade(tid(1)).status()).isEqualTo(SHIPPED);
  }

  @Test
  void payRefund_everyLine_closesTheTrade() {
    standIn.askRefund(asked(1, "258.00", ""));
    standIn.askRefund(asked(2, "59.90", ""));
    standIn.payRefund(id(1));
    standIn.payRefund(id(2));

    assertThat(standIn.trade(tid(1)).status()).isEqualTo(CLOSED);
  }

  @Test
  void payRefund_partsOfTheMoneyForGoodsThatAreKept_theLineIsClosedOnlyByTheLast() {
    ship();
    standIn.askRefund(asked(1, "100.00", ",\"dispute_type\":\"REFUND\""));
    standIn.payRefund(id(1));
    Refund first = only();
    String after = standIn.trade(tid(1)).lineStatus(oid(1, 1));
    standIn.askRefund(
        asked(1, "158.00", ",\"dispute_type\":\"REFUND\"").replace(id(1), id(1) + "1"));
    standIn.payRefund(id(1) + "1");

    assertThat(first.kind()).isEqualTo(Kind.REFUND_ONLY);
    assertThat(first.amount()).isEqualTo(Money.yuan("100.00"));
    assertThat(first.goods()).isEqualTo(Goods.UNTOLD);
    assertThat(after).isEqualTo(SHIPPED);
    assertThat(standIn.trade(tid(1)).lineStatus(oid(1, 1))).isEqualTo(CLOSED);
  }

  @Test
  void sendBackRefund_returnOfWhatHasLeft_isBackOnceItIsPaid() {
    ship();
    standIn.askRefund(asked(1, "258.00", ""));
    standIn.sendBackRefund(id(1));
    Refund waiting = only();
    standIn.payRefund(id(1));

    assertThat(waiting.kind()).isEqualTo(Kind.RETURN);
    assertThat(waiting.goods()).isEqualTo(Goods.AWAITED);
    assertThat(only().goods()).isEqualTo(Goods.BACK);
    assertThat(standIn.trade(tid(1)).lineStatus(oid(1, 1))).isEqualTo(CLOSED);
  }

  @Test
  void payRefund_exchange_movesNoMoneyAndClosesNothing() {
    ship();
    standIn.askRefund(asked(1, "0.00", ",\"dispute_type\":\"TAOBAO_EXCHANGE\""));
    standIn.sendBackRefund(id(1));
    Refund waiting = only();
    standIn.payRefund(id(1));

    assertThat(waiting.kind()).isEqualTo(Kind.EXCHANGE);
    assertThat(waiting.goods()).isEqualTo(Goods.AWAITED);
    assertThat(only().state()).isEqualTo(State.SETTLED);
    assertThat(standIn.trade(tid(1)).lineStatus(oid(1, 1))).isEqualTo(SHIPPED);
  }

  @Test
  void withdrawRefund_openOne_isClosedAndTheLineGoesOn() {
    standIn.askRefund(asked(1, "258.00", ""));
    standIn.withdrawRefund(id(1));

    assertThat(only().state()).isEqualTo(State.CLOSED);
    assertThat(standIn.trade(tid(1)).lineStatus(oid(1, 1))).isEqualTo("WAIT_SELLER_SEND_GOODS");
    assertThatIllegalArgumentException().isThrownBy(() -> standIn.payRefund(id(1)));
  }

  @Test
  void askRefund_exchangeOfWhatHasNotLeft_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> standIn.askRefund(asked(1, "0.00", ",\"dispute_type\":\"TMALL_EXCHANGE\"")));
  }
}
