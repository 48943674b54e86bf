package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.DocumentLine;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Refunds of goods that have not left, wherever the order is on its way to the ERP. */
final class AfterSalesCancelTest extends AfterSalesTest {

  @Test
  void runOnce_openRefundOfADispatchedOrder_takesItBackAndKeepsItsUnits() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 100));
    world.settle();

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(order().state()).isEqualTo(OrderState.HELD);
    assertThat(order().holdCode()).isEqualTo("REFUND_OPEN");
    assertThat(reserved()).isEqualTo(2);
    assertThat(onHand()).isEqualTo(20);
    assertCase(RefundCase.State.WAITING, "BEFORE_SHIPMENT");
  }

  @Test
  void runOnce_refundPaidAfterItWasTakenBack_closesOrderAndCase() {
    runOnce_openRefundOfADispatchedOrder_takesItBackAndKeepsItsUnits();
    world.refund(r1(State.PAID, "1", 100));
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
    assertThat(world.erp.taken).hasSize(1);
  }

  @Test
  void runOnce_refundWithdrawnAfterItWasTakenBack_goesOutUnderAnotherNumber() {
    runOnce_openRefundOfADispatchedOrder_takesItBackAndKeepsItsUnits();
    world.refund(r1(State.CLOSED, "1", 100));
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(sent(NUMBER + "-R1")).extracting(DocumentLine::quantity).containsExactly(2L);
    assertThat(reserved()).isEqualTo(2);
    assertCase(RefundCase.State.DONE, "WITHDRAWN");
  }

  @Test
  void runOnce_takenBackTwice_eachDocumentHasANumberOfItsOwn() {
    runOnce_refundWithdrawnAfterItWasTakenBack_goesOutUnderAnotherNumber();
    world.refund(r1(State.OPEN, "1", 100));
    world.settle();
    world.refund(r1(State.CLOSED, "1", 100));
    world.settle();

    assertThat(world.erp.taken.keySet())
        .containsExactlyInAnyOrder(NUMBER, NUMBER + "-R1", NUMBER + "-R2");
    assertThat(world.erp.cancelled).containsExactlyInAnyOrder(NUMBER, NUMBER + "-R1");
    assertThat(reserved()).isEqualTo(2);
  }

  @Test
  void runOnce_oneLineRefunded_theOthersGoOutUnderAnotherNumber() {
    dispatched(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    world.refund(r1(State.PAID, "1", 100));
    world.settle();

    assertThat(sent(NUMBER + "-R1")).extracting(DocumentLine::sku).containsExactly(CUP);
    assertThat(reserved()).isZero();
    assertThat(world.balance(CUP).reserved()).isOne();
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
  }

  @Test
  void runOnce_someUnitsOfALineRefunded_theRestGoesOutForTheRestOfTheMoney() {
    dispatched(ordered("1", "tea", 3, 900));
    world.refund(r1(State.PAID, "1", 300).quantity(1));
    world.settle();

    assertThat(sent(NUMBER + "-R1")).extracting(DocumentLine::quantity).containsExactly(2L);
    assertThat(sent(NUMBER + "-R1"))
        .extracting(DocumentLine::amount)
        .containsExactly(Money.fen(600));
    assertThat(reserved()).isEqualTo(2);
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
  }

  @Test
  void runOnce_partOfTheMoneyOfADispatchedOrder_leavesTheGoodsAlone() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 30));
    world.settle();
    RefundCase.State between = r1().state();
    world.refund(r1(State.PAID, "1", 30));
    world.settle();

    assertThat(between).isEqualTo(RefundCase.State.WAITING);
    assertThat(world.erp.cancelled).isEmpty();
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertCase(RefundCase.State.DONE, "MONEY_ONLY");
  }

  @Test
  void runOnce_partsThatAddUpToTheWholeLine_takeItBack() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 60));
    world.settle();
    world.refund(FakeRefunds.refund("R2", "A1", "1", 40).state(State.PAID));
    world.settle();

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
  }

  @Test
  void runOnce_partOfTheMoneyBeforeDispatch_goesOutForTheRest() {
    world.refund(r1(State.PAID, null, 50));
    world.dispatched(a1(ordered("1", "tea", 1, 100), ordered("2", "cup", 1, 300)).build());
    world.settle();

    assertThat(sent(NUMBER))
        .extracting(DocumentLine::amount)
        .containsExactly(Money.fen(87), Money.fen(263));
    assertCase(RefundCase.State.DONE, "MONEY_ONLY");
  }

  @Test
  void runOnce_refundBeforeItsOrder_isKnownWhenTheOrderComes() {
    world.refund(r1(State.OPEN, "1", 100));
    world.afterSales().runOnce();
    String between = r1().code();
    world.book.put(a1(ordered("1", "tea", 2, 100)).build());
    world.settle();

    assertThat(between).isEqualTo("NO_ORDER");
    assertThat(order().holdCode()).isEqualTo("REFUND_OPEN");
    assertThat(world.erp.taken).isEmpty();
  }

  @Test
  void runOnce_goodsLeaveBeforeTheyCanBeStopped_waitsForThemAndSaysSoOnce() {
    dispatched(ordered("1", "tea", 2, 100));
    world.erp.shipOrder("P1", NUMBER);
    world.refund(r1(State.OPEN, "1", 100));
    world.afterSales().runOnce();
    world.settle();
    world.refund(r1(State.PAID, "1", 100));
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(reserved()).isZero();
    assertThat(onHand()).isEqualTo(18);
    assertCase(RefundCase.State.GOODS_AWAITED, "TOO_LATE");
    assertThat(world.heard.codes()).containsExactly("REFUND_TOO_LATE");
  }

  @Test
  void runOnce_onlyPartHasLeft_waitsForTheGoods() {
    dispatched(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    world.erp.ship("P1", FakeErp.line("CUP", EAST, 1, NUMBER, "2"));
    world.shipment().runOnce();
    world.refund(r1(State.PAID, "1", 100));
    world.settle();

    assertThat(world.erp.cancelled).isEmpty();
    assertCase(RefundCase.State.GOODS_AWAITED, "TOO_LATE");
    assertThat(reserved()).isEqualTo(2);
    assertThat(world.heard.codes()).containsExactly("REFUND_TOO_LATE");
  }

  @Test
  void runOnce_erpRefuses_isHeldUntilAPersonLetsItGoOn() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 100));
    world.erp.cancelAnswers.add(new CancelOutcome.Refused("E9", "period is closed"));
    world.settle();
    assertCase(RefundCase.State.HELD, "CANCEL_REFUSED");
    assertThat(r1().note()).contains("E9 period is closed");
    assertThat(world.heard.codes()).containsExactly("REFUND_HELD");
    assertThat(world.refunds.release(world.shop.shop(), "R1", "period opened")).isTrue();
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
  }

  @Test
  void runOnce_answerOfTheErpLost_asksAgainAndReleasesOnce() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 100));
    world.erp.cancelLosesAnswer = true;
    assertThatThrownBy(() -> world.afterSales().runOnce()).isInstanceOf(Fault.Transport.class);
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void runOnce_answerLostAndRefundWithdrawn_theOrderGoesOutAnew() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 100));
    world.erp.cancelLosesAnswer = true;
    assertThatThrownBy(() -> world.afterSales().runOnce()).isInstanceOf(Fault.Transport.class);
    world.refund(r1(State.CLOSED, "1", 100));
    world.settle();

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(sent(NUMBER + "-R1")).hasSize(1);
    assertThat(reserved()).isEqualTo(2);
    assertCase(RefundCase.State.DONE, "WITHDRAWN");
  }

  @Test
  void runOnce_oneCancelFaults_theOthersGoOn() {
    dispatched(ordered("1", "tea", 2, 100));
    world.dispatched(
        Orders.paid(world.shop.shop(), "A2", NOON, ordered("1", "tea", 1, 100)).build());
    world.refund(r1(State.PAID, "1", 100));
    world.refund(FakeRefunds.refund("R2", "A2", "1", 100).state(State.PAID));
    Runnable[] faults = {
      () -> {
        throw new Fault.Remote(Fault.Details.of("fake-erp", "cancel", "a plug-in failed"), false);
      }
    };
    world.erp.duringCancel =
        () -> {
          Runnable first = faults[0];
          faults[0] = () -> {};
          first.run();
        };
    world.afterSales().runOnce();

    assertThat(world.erp.cancelled).hasSize(1);
    assertThat(world.heard.codes()).containsExactly("CANCEL_FAULTS");
    world.settle();
    assertThat(world.erp.cancelled).hasSize(2);
    assertThat(reserved()).isZero();
  }

  @Test
  void runOnce_refundWhileTheDocumentIsBeingSent_takesItBackAfterwards() {
    world.book.put(a1(ordered("1", "tea", 2, 100)).build());
    world.erp.duringPush = () -> world.refund(r1(State.PAID, "1", 100));
    world.dispatch().runOnce();
    OrderState between = order().state();
    world.erp.duringPush = () -> {};
    world.settle();

    assertThat(between).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
  }

  @Test
  void runOnce_refundWhileThePushIsUnknown_looksItUpAndTakesItBack() {
    world.book.put(a1(ordered("1", "tea", 2, 100)).build());
    world.erp.next.add(FakeErp.Next.UNKNOWN_AFTER_COMMIT);
    world.dispatch().runOnce();
    world.refund(r1(State.PAID, "1", 100));
    world.afterSales().runOnce();
    String between = r1().code();
    world.settle();

    assertThat(between).isEqualTo("ORDER_IN_MOTION");
    assertThat(world.erp.pushed).containsExactly(NUMBER);
    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(reserved()).isZero();
  }

  @Test
  void runOnce_refundWhileUnitsAreBeingReserved_givesThemBack() {
    world.book.put(a1(ordered("1", "tea", 2, 100)).build());
    world.ledger.beforeApply =
        () -> {
          world.ledger.beforeApply = () -> {};
          world.refund(r1(State.PAID, "1", 100));
        };
    world.settle();

    assertThat(world.erp.pushed).isEmpty();
    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
  }

  @Test
  void runOnce_refundWithdrawnWhileTheErpTakesItBack_goesOutAgain() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 100));
    world.erp.duringCancel =
        () -> {
          world.erp.duringCancel = () -> {};
          world.refund(r1(State.CLOSED, "1", 100));
        };
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.erp.taken).containsKey(NUMBER + "-R1");
    assertThat(reserved()).isEqualTo(2);
    assertCase(RefundCase.State.DONE, "WITHDRAWN");
  }

  @Test
  void runOnce_personLetsTheOrderGoThoughARefundIsOpen_isNotTakenBack() {
    world.refund(r1(State.OPEN, "1", 100));
    world.book.put(a1(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300)).build());
    world.settle();
    world.book.release(ID, "send the cup at least");
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(sent(NUMBER)).extracting(DocumentLine::sku).containsExactly(CUP);
    assertThat(world.erp.cancelled).isEmpty();
    world.refund(r1(State.CLOSED, "1", 100));
    world.settle();
    assertCase(RefundCase.State.HELD, "LINE_LEFT_OUT");
  }

  @Test
  void runOnce_splitOrder_onlyThePartWithTheGoodsIsTakenBack() {
    world.dispatched(
        a1(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300))
            .flags(Set.of(OrderFlag.CHANNEL_HOLD))
            .build());
    String part = world.book.split(ID, Set.of(2)).orElseThrow();
    world.book.release(ID, "");
    world.book.release(part, "");
    world.settle();
    world.refund(r1(State.PAID, "1", 100));
    world.settle();

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(world.order(part).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(reserved()).isZero();
    assertThat(world.balance(CUP).reserved()).isOne();
  }

  @Test
  void runOnce_splitOrderRefundedInPart_sendsTheRestForTheRest() {
    world.dispatched(
        a1(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300))
            .flags(Set.of(OrderFlag.CHANNEL_HOLD))
            .build());
    String part = world.book.split(ID, Set.of(2)).orElseThrow();
    world.book.release(ID, "");
    world.refund(r1(State.PAID, "1", 50).quantity(1));
    world.book.put(a1(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300)).build());
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(sent(NUMBER))
        .extracting(DocumentLine::quantity, DocumentLine::amount)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(1L, Money.fen(50)));
    assertThat(world.order(part).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(reserved()).isOne();
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
  }

  @Test
  void put_versionThatOnlyFollowsOurShipment_isNoChange() {
    shipped(ordered("1", "tea", 2, 100));
    world.book.put(
        a1(Orders.line("1", "tea", 2, 100, Lifecycle.SHIPPED, false))
            .status(Lifecycle.SHIPPED, "WAIT_CONFIRM")
            .build());

    assertThat(order().holdCode()).isEmpty();
  }

  @Test
  void runOnce_orderClosedWithoutARefund_isTakenBack() {
    dispatched(ordered("1", "tea", 2, 100));
    world.book.put(
        Orders.cancelled(
                world.shop.shop(), "A1", NOON.plusSeconds(500), ordered("1", "tea", 2, 100))
            .build());
    world.settle();

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
    RefundCase told = world.refundCase("order:A1");
    assertThat(told.refund().kind()).isEqualTo(Kind.CANCELLATION);
    assertThat(told.state()).isEqualTo(RefundCase.State.DONE);
  }

  @Test
  void runOnce_lineClosedWithItsRefund_isTakenBackOnce() {
    dispatched(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    world.refund(r1(State.PAID, "1", 90));
    world.book.put(
        a1(
                Orders.line("1", "tea", 2, 100, Lifecycle.CLOSED_REFUNDED, true),
                ordered("2", "cup", 1, 300))
            .build());
    world.settle();

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(sent(NUMBER + "-R1")).extracting(DocumentLine::sku).containsExactly(CUP);
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
    assertThat(world.refundCase("order:A1").code()).isEqualTo("COVERED");
  }

  @Test
  void runOnce_orderClosedAfterItsGoodsLeft_waitsForThem() {
    dispatched(ordered("1", "tea", 2, 100));
    world.erp.shipOrder("P1", NUMBER);
    world.book.put(
        Orders.cancelled(
                world.shop.shop(), "A1", NOON.plusSeconds(500), ordered("1", "tea", 2, 100))
            .build());
    world.afterSales().runOnce();
    world.settle();

    assertThat(world.refundCase("order:A1").state()).isEqualTo(RefundCase.State.GOODS_AWAITED);
    assertThat(world.heard.codes()).containsExactly("REFUND_TOO_LATE");
  }

  @Test
  void put_laterVersionOfARefundThatWasDealtWith_changesNothing() {
    runOnce_someUnitsOfALineRefunded_theRestGoesOutForTheRestOfTheMoney();
    world.erp.shipOrder("P1", NUMBER + "-R1");
    world.settle();
    world.refund(r1(State.PAID, "1", 300).quantity(1).goods(Goods.AWAITED));
    world.settle();

    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
    assertThat(world.erp.taken).hasSize(2);
  }

  @Test
  void runOnce_repairOrUnknownKind_isHeldForAPerson() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 0).kind(Kind.REPAIR));
    world.settle();
    assertCase(RefundCase.State.HELD, "REPAIR");
    world.refund(r1(State.OPEN, "1", 0).kind(Kind.UNKNOWN));
    world.settle();
    assertCase(RefundCase.State.HELD, "UNKNOWN_STATUS");

    assertThat(world.refunds.close(world.shop.shop(), "R1", "done by phone")).isTrue();
    assertCase(RefundCase.State.DONE, "CLOSED_BY_HAND");
    assertThat(world.refunds.close(world.shop.shop(), "R1", "again")).isFalse();
    assertThat(world.refunds.release(world.shop.shop(), "R1", "again")).isFalse();
  }

  @Test
  void runOnce_killedAtAnyPoint_takesBackAndSendsTheRestOnce() {
    dispatched(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    world.refund(r1(State.PAID, "1", 100));
    CrashRun.untilThrough(world.crash, world::settle);

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(sent(NUMBER + "-R1")).extracting(DocumentLine::sku).containsExactly(CUP);
    assertThat(world.erp.taken).hasSize(2);
    assertThat(reserved()).isZero();
    assertThat(world.balance(TEA).onHand()).isEqualTo(20);
    assertThat(world.balance(CUP).reserved()).isOne();
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
  }
}
