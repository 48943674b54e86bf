package io.heliu.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.DocumentLine;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Orders of which the channel says how many units of a line were refunded. */
final class AfterSalesUnitsTest extends AfterSalesTest {

  /** Three units of tea for 300 fen, of which some were refunded. */
  private static OrderLine tea(long refunded) {
    return new OrderLine(
        "1",
        null,
        null,
        "tea",
        null,
        "title",
        BigDecimal.valueOf(3),
        Money.fen(100),
        Money.fen(300),
        Lifecycle.PAID,
        "PAID",
        false,
        refunded > 0,
        BigDecimal.valueOf(refunded));
  }

  @Test
  void runOnce_refundOfTheUnitsIsKnown_theRestGoesOnce() {
    world.refund(r1(State.PAID, "1", 100).quantity(1));
    world.book.put(a1(tea(1), ordered("2", "cup", 1, 300)).build());
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(sent(NUMBER))
        .extracting(line -> line.quantity() + " " + line.amount().minor())
        .containsExactly("2 200", "1 300");
  }

  @Test
  void runOnce_orderKnowsOfTheRefundFirst_waitsForIt() {
    world.book.put(a1(tea(1)).build());
    world.settle();
    String held = order().holdCode();
    world.refund(r1(State.PAID, "1", 100).quantity(1));
    world.settle();

    assertThat(held).isEqualTo("CHANNEL_HOLD");
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(sent(NUMBER)).extracting(DocumentLine::quantity).containsExactly(2L);
  }

  @Test
  void runOnce_orderKnowsOfMoreThanTheRefunds_waitsForTheOther() {
    world.refund(r1(State.PAID, "1", 100).quantity(1));
    world.book.put(a1(tea(2)).build());
    world.settle();
    String held = order().holdCode();
    world.refund(FakeRefunds.refund("R2", "A1", "1", 100).state(State.PAID).quantity(1));
    world.settle();

    assertThat(held).isEqualTo("CHANNEL_HOLD");
    assertThat(sent(NUMBER)).extracting(DocumentLine::quantity).containsExactly(1L);
  }

  @Test
  void runOnce_unitsOfARefundNotTold_waitForAPerson() {
    world.refund(r1(State.PAID, "1", 100));
    world.book.put(a1(tea(1)).build());
    world.settle();
    String held = order().holdCode();
    world.book.release(ID, "all three go");
    world.settle();

    assertThat(held).isEqualTo("CHANNEL_HOLD");
    assertThat(sent(NUMBER)).extracting(DocumentLine::quantity).containsExactly(3L);
  }

  @Test
  void runOnce_orderOnItsWayIsSaidToBeRefunded_isScreenedAgain() {
    world.book.put(a1(tea(0)).build());
    world.dispatch().runOnce();
    world.book.put(a1(tea(1)).build());
    world.refund(r1(State.PAID, "1", 100).quantity(1));
    world.settle();

    assertThat(order().lines().get(0).quantity()).isEqualTo(2);
    assertThat(reserved()).isEqualTo(2);
  }

  @Test
  void runOnce_orderInTheErpIsSaidToBeRefunded_restGoesOnceTheRefundIsKnown() {
    dispatched(tea(0));
    world.book.put(a1(tea(1)).build());
    world.settle();
    world.refund(r1(State.PAID, "1", 100).quantity(1));
    world.settle();

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(sent(NUMBER + "-R1")).extracting(DocumentLine::quantity).containsExactly(2L);
    assertThat(reserved()).isEqualTo(2);
  }

  @Test
  void runOnce_shippedOrderIsSaidToBeRefunded_staysShipped() {
    shipped(tea(0));
    world.refund(r1(State.PAID, "1", 100).quantity(1));
    world.book.put(a1(tea(1)).build());
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(onHand()).isEqualTo(17);
  }

  @Test
  void runOnce_partOfTheMoneyAfterShipment_isNobodysConcern() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 30));
    world.settle();

    assertCase(RefundCase.State.DONE, "MONEY_ONLY");
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void runOnce_restOfTheMoneyAfterShipment_isToldWithoutWordsOfTheBuyer() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 30));
    world.settle();
    world.refund(FakeRefunds.refund("R2", "A1", "1", 70).state(State.PAID));
    world.settle();
    world.settle();

    assertThat(world.heard.alerts)
        .extracting(one -> one.code() + " " + one.message())
        .containsExactly("REFUNDED_AFTER_SHIPMENT fake:one refund R2");
  }
}
