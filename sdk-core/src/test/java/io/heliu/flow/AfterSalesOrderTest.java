package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.World.CUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Secret;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.DocumentLine;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What refunds and closed lines mean for orders that have not left. */
final class AfterSalesOrderTest extends AfterSalesTest {

  private void closeOrder() {
    world.book.put(
        Orders.cancelled(
                world.shop.shop(),
                "A1",
                NOON.plusSeconds(900),
                ordered("1", "tea", 2, 100),
                ordered("2", "cup", 1, 300))
            .build());
  }

  @Test
  void runOnce_orderClosedAndARefundThatWasWithdrawn_isTakenBack() {
    dispatched(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    world.refund(r1(State.CLOSED, "1", 100));
    world.settle();
    closeOrder();
    world.settle();

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(world.refundCase("order:A1").code()).isEqualTo("BEFORE_SHIPMENT");
  }

  @Test
  void runOnce_firstOfTwoMergedOrdersRefundedInFull_sendsTheOther() {
    world.erp.next.addAll(List.of(FakeErp.Next.REJECT, FakeErp.Next.REJECT));
    world.book.put(a1(ordered("1", "tea", 2, 100)).build());
    world.book.put(Orders.paid(world.shop.shop(), "A2", NOON, ordered("1", "cup", 1, 300)).build());
    world.dispatch().runOnce();
    assertThat(world.book.merge("fake:one/A2", ID)).isTrue();
    world.refund(r1(State.PAID, "1", 100));
    world.settle();
    String held = order().holdCode();
    world.book.release(ID, "removed in the ERP");
    world.settle();

    assertThat(held).isEqualTo("ERP_HAS_OLDER");
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(sent(NUMBER)).extracting(DocumentLine::sku).containsExactly(CUP);
    assertThat(reserved()).isZero();
  }

  @Test
  void runOnce_refundOfAnOrderWithARemark_leavesTheRemarkToTheRules() {
    String rule =
        "{\"screen\":[{\"id\":\"r\",\"when\":{\"remark\":{\"any\":[\"%s\"],\"in\":\"%s\"}},"
            + "\"code\":\"LOOK\",\"note\":\"look\"}]}";
    for (String side : List.of("BUYER", "SELLER")) {
      world.settings =
          world.settings.withOrderRules(
              OrderRules.parse(
                  rule.formatted("of the " + side, side), Secret.of("synthetic key of a test")),
              world.clock);
      world.refund(r1(State.PAID, "1", side.equals("BUYER") ? 30 : 31));
      world.book.put(
          a1(ordered("1", "tea", 2, 100))
              .buyerRemark("wish of the BUYER")
              .sellerRemark("note of the SELLER")
              .build());
      world.dispatch().runOnce();

      assertThat(order().holdCode()).as(side).isEqualTo("LOOK");
    }
  }

  @Test
  void runOnce_refundInAnotherCurrency_isHeldAndTheOthersGoOn() {
    world.refund(r1(State.PAID, "1", 100).currency("USD"));
    world.refund(FakeRefunds.refund("R2", "A1", "2", 30).state(State.PAID));
    world.book.put(a1(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300)).build());
    world.book.put(Orders.paid(world.shop.shop(), "A2", NOON, ordered("1", "cup", 1, 300)).build());
    world.settle();

    assertCase(RefundCase.State.HELD, "CURRENCY");
    assertThat(world.refundCase("R2").state()).isNotEqualTo(RefundCase.State.NEW);
    assertThat(order().holdCode()).isEqualTo("REFUND_OPEN");
    assertThat(world.order("fake:one/A2").state()).isEqualTo(OrderState.DISPATCHED);
    world.refunds.close(world.shop.shop(), "R1", "it was a mistake of the channel");
    world.book.release(ID, "all goes");
    world.settle();
    assertThat(sent(NUMBER)).hasSize(2);
  }

  @Test
  void runOnce_currencyChangesAfterTheReturn_isHeldForAPerson() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 100).kind(Kind.RETURN).goods(Goods.BACK));
    world.settle();
    world.refund(r1(State.PAID, "1", 100).kind(Kind.RETURN).goods(Goods.BACK).currency("USD"));
    world.settle();

    assertCase(RefundCase.State.HELD, "AMOUNT_CHANGED");
  }

  @Test
  void runOnce_erpRefusesWithWordsOfItsOwn_theAlertLeavesThemOut() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 100));
    world.erp.cancelAnswers.add(new CancelOutcome.Refused("E9", "buyer Made Up is blocked"));
    world.settle();

    assertThat(world.heard.alerts).hasSize(1);
    assertThat(world.heard.alerts.get(0).message()).isEqualTo("fake:one refund R1: CANCEL_REFUSED");
    assertThat(r1().note()).contains("Made Up");
  }

  private void refundWithdrawnWhileUnitsAreGivenBack() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 100));
    world.afterSales().runOnce();
    world.ledger.beforeApply =
        () -> {
          world.refund(r1(State.CLOSED, "1", 100));
          world.ledger.beforeApply = () -> {};
        };
  }

  @Test
  void runOnce_refundWithdrawnWhileUnitsAreGivenBack_takesThemAnew() {
    refundWithdrawnWhileUnitsAreGivenBack();
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(reserved()).isEqualTo(2);
  }

  @Test
  void runOnce_refundWithdrawnWhileUnitsAreGivenBackAndKilledAnywhere_takesThemAnew() {
    refundWithdrawnWhileUnitsAreGivenBack();
    CrashRun.untilThrough(world.crash, world::settle);

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(reserved()).isEqualTo(2);
  }

  @Test
  void release_erpSaidThatItIsTooLate_asksItAgain() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 100));
    world.erp.cancelAnswers.add(new CancelOutcome.TooLate("HAS_OUTBOUND"));
    world.settle();
    assertCase(RefundCase.State.GOODS_AWAITED, "TOO_LATE");
    assertThat(world.refunds.release(world.shop.shop(), "R1", "outbound deleted")).isTrue();
    world.settle();

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
  }

  @Test
  void runOnce_orderClosedAndARefundOfOneLineOnly_isTakenBack() {
    dispatched(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    world.refund(r1(State.OPEN, "1", 30));
    world.settle();
    assertThat(world.erp.cancelled).isEmpty();
    closeOrder();
    world.settle();

    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(world.balance(CUP).reserved()).isZero();
    assertThat(world.refundCase("order:A1").code()).isEqualTo("BEFORE_SHIPMENT");
  }
}
