package io.heliu.flow;

import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.DocumentLine;
import io.heliu.flow.aftersales.GoodsBack;
import io.heliu.flow.aftersales.GoodsBack.Instead;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Exchanges that change their mind, and what comes of the goods sent for them. */
final class AfterSalesExchangeTest extends AfterSalesTest {
  private static final String SENT = "SO-fake-A1-E1";

  /** Takes the goods of an exchange back and opens the order that sends others. */
  private void exchanged() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.SETTLED, "1", 0).kind(Kind.EXCHANGE).goods(Goods.BACK));
    world.afterSales().runOnce();
    world.dispatch().runOnce();
    world.afterSales().runOnce();
    assertCase(RefundCase.State.DONE, "EXCHANGED");
    assertThat(sentOrder().state()).isEqualTo(OrderState.NEW);
  }

  private Order sentOrder() {
    return world.order(ID + "#E1");
  }

  private void becomesRefund() {
    world.refund(r1(State.PAID, "1", 100).kind(Kind.RETURN).goods(Goods.BACK));
  }

  private GoodsBack back(String refund, long quantity, List<Instead> instead) {
    return world
        .afterSales()
        .goodsBack(
            world.shop.shop(), refund, List.of(new GoodsBack.Goods(TEA, quantity, EAST)), instead);
  }

  @Test
  void runOnce_exchangeBecomesARefundBeforeItsGoodsGo_sendsNothing() {
    exchanged();
    becomesRefund();
    world.settle();

    assertThat(sentOrder().state()).isEqualTo(OrderState.CLOSED);
    assertThat(sentOrder().holdCode()).isEqualTo("EXCHANGE_OFF");
    assertThat(world.erp.taken).doesNotContainKey(SENT);
    assertThat(reserved()).isZero();
    assertCase(RefundCase.State.HELD, "AMOUNT_CHANGED");
  }

  @Test
  void runOnce_exchangeClosedWhileItsGoodsWaitForStock_sendsNothing() {
    exchanged();
    world.stock(TEA, -20);
    world.erp.stock(TEA, EAST, 0);
    world.settle();
    assertThat(sentOrder().holdCode()).isEqualTo("OUT_OF_STOCK");
    world.refund(r1(State.CLOSED, "1", 0).kind(Kind.EXCHANGE).goods(Goods.BACK));
    world.settle();

    assertThat(sentOrder().state()).isEqualTo(OrderState.CLOSED);
    assertCase(RefundCase.State.HELD, "WITHDRAWN_AFTER_RETURN");
  }

  @Test
  void runOnce_exchangeBecomesARefundAfterTheErpHasItsGoods_takesThemBack() {
    exchanged();
    world.settle();
    assertThat(sentOrder().state()).isEqualTo(OrderState.DISPATCHED);
    becomesRefund();
    CrashRun.untilThrough(world.crash, world::settle);

    assertThat(world.erp.cancelled).containsExactly(SENT);
    assertThat(sentOrder().state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void goodsBack_toldAgainWithOtherGoodsInstead_isRefused() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 0).kind(Kind.EXCHANGE));
    List<Instead> cup = List.of(new Instead(CUP, 1));
    assertThat(back("R1", 2, cup)).isEqualTo(new GoodsBack.Taken(false));

    assertThat(back("R1", 2, cup)).isEqualTo(new GoodsBack.Taken(true));
    for (List<Instead> other : List.of(List.<Instead>of(), List.of(new Instead(CUP, 2)))) {
      assertThat(back("R1", 2, other))
          .isInstanceOfSatisfying(
              GoodsBack.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(GoodsBack.Reason.ALREADY_BACK));
    }
    world.settle();
  }

  private void exchangedAndSent() {
    exchanged();
    world.settle();
    assertThat(world.erp.shipOrder("P2", SENT)).isTrue();
    world.settle();
    assertThat(sentOrder().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(onHand()).isEqualTo(18);
  }

  private FakeRefunds.RefundBuilder r2() {
    return FakeRefunds.refund("R2", "A1", "1", 100).kind(Kind.RETURN).state(State.PAID);
  }

  @Test
  void runOnce_goodsSentForAnExchangeComeBack_areOnHandAndInTheErp() {
    exchangedAndSent();
    world.refund(r2().goods(Goods.BACK));
    world.settle();

    assertThat(world.refundCase("R2").code()).isEqualTo("RETURNED");
    assertThat(onHand()).isEqualTo(20);
    assertThat(returned("RT-fake-R2").lines())
        .containsExactly(new DocumentLine("1", TEA, EAST, -2, Money.fen(-100), "P2", "E1"));
    assertThat(returned("RT-fake-R2").customer()).isEqualTo("C1");
  }

  @Test
  void goodsBack_sentForAnExchange_takesNoMoreThanThese() {
    exchangedAndSent();
    world.refund(r2());
    world.settle();

    assertThat(back("R2", 3, List.of())).isInstanceOf(GoodsBack.Refused.class);
    assertThat(back("R2", 2, List.of())).isEqualTo(new GoodsBack.Taken(false));
    world.settle();
    assertThat(onHand()).isEqualTo(20);
    assertThat(back("R1", 2, List.of())).isEqualTo(new GoodsBack.Taken(true));
  }

  @Test
  void runOnce_exchangeBecomesARefundWhileItsGoodsLeave_isHeldForAPerson() {
    exchanged();
    world.settle();
    world.erp.cancelAnswers.add(new CancelOutcome.TooLate("HAS_OUTBOUND"));
    becomesRefund();
    world.settle();
    String between = r1().code();
    world.erp.shipOrder("P2", SENT);
    world.settle();
    world.refunds.release(world.shop.shop(), "R1", "the buyer may keep them");
    world.settle();

    assertThat(between).isEqualTo("REPLACEMENT_LEFT");
    assertThat(sentOrder().state()).isEqualTo(OrderState.SHIPPED);
    assertCase(RefundCase.State.DONE, "RETURNED");
  }

  /** Ships a set as two orders of one channel line, each under its own number of the line. */
  private void shippedAsTwoOrders() {
    world.book.put(
        a1(ordered("L1", "set", 1, 300), ordered("L2", "cup", 1, 100))
            .flags(Set.of(OrderFlag.CHANNEL_HOLD))
            .build());
    world.dispatch().runOnce();
    String second = world.book.split(ID, Set.of(1)).orElseThrow();
    assertThat(world.book.release(ID, "by hand") && world.book.release(second, "by hand")).isTrue();
    world.settle();
    world.erp.shipOrder("P1", NUMBER);
    world.erp.shipOrder("P2", NUMBER + "-2");
    world.settle();
    assertThat(world.order(second).state()).isEqualTo(OrderState.SHIPPED);
  }

  @Test
  void runOnce_exchangeOfALineThatLeftWithTwoOrders_sendsAllForThatLine() {
    shippedAsTwoOrders();
    world.refund(r1(State.SETTLED, "L1", 0).kind(Kind.EXCHANGE).goods(Goods.BACK));
    world.settle();

    assertCase(RefundCase.State.DONE, "EXCHANGED");
    assertThat(sentOrder().lines())
        .extracting(line -> line.channelLine() + " " + line.sku().code() + " " + line.quantity())
        .containsExactlyInAnyOrder("L1 TEA 2", "L1 CUP 1");
  }

  @Test
  void runOnce_exchangeOfAllThatLeftWithTwoOrders_sendsEachForItsOwnLine() {
    shippedAsTwoOrders();
    world.refund(r1(State.SETTLED, null, 0).kind(Kind.EXCHANGE).goods(Goods.BACK));
    world.settle();

    assertThat(sentOrder().lines())
        .extracting(line -> line.channelLine() + " " + line.sku().code() + " " + line.quantity())
        .containsExactlyInAnyOrder("L1 TEA 2", "L1 CUP 1", "L2 CUP 1");
  }
}
