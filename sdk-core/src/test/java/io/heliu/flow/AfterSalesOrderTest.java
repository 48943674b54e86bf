package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.World.CUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.RefundSource.State;
import io.heliu.erp.DocumentLine;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
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
