package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderState;
import io.heliu.order.Recipient;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which orders are held, released, closed or taken on. */
final class DispatchScreeningTest extends FlowTest {
  @Test
  void runOnce_unpaid_isHeld() {
    Order order =
        world.afterDispatch(
            world.tea("A1").status(Lifecycle.PENDING_PAYMENT, "WAIT_PAY").paidAt(null).build());

    assertThat(order.state()).isEqualTo(OrderState.HELD);
    assertThat(order.holdCode()).isEqualTo("UNPAID");
  }

  @Test
  void runOnce_depositPaidOnly_isHeldForTheBalance() {
    Order order =
        world.afterDispatch(
            world
                .tea("A1")
                .status(Lifecycle.PENDING_PAYMENT, "FRONT_PAID")
                .flags(Set.of(OrderFlag.DEPOSIT_PAID))
                .build());

    assertThat(order.holdCode()).isEqualTo("BALANCE_UNPAID");
  }

  @Test
  void runOnce_cashOnDelivery_goesOutUnpaid() {
    world.stock(TEA, 10);

    Order order =
        world.afterDispatch(
            paid(
                    world.shop.shop(),
                    "A1",
                    NOON,
                    line("1", "tea", 2, 1000, Lifecycle.PENDING_PAYMENT, false),
                    line("2", "tea", 1, 500, Lifecycle.PENDING_PAYMENT, true))
                .status(Lifecycle.PENDING_PAYMENT, "COD")
                .flags(Set.of(OrderFlag.CASH_ON_DELIVERY))
                .build());

    assertThat(order.state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(order.lines()).extracting(Order.Line::channelLine).containsExactly("1");
  }

  @Test
  void runOnce_channelForbids_isHeld() {
    assertThat(
            world
                .afterDispatch(world.tea("A1").flags(Set.of(OrderFlag.CHANNEL_HOLD)).build())
                .holdCode())
        .isEqualTo("CHANNEL_HOLD");
  }

  @Test
  void runOnce_unknownStatus_isHeld() {
    assertThat(
            world.afterDispatch(world.tea("A1").status(Lifecycle.UNKNOWN, "X9").build()).holdCode())
        .isEqualTo("UNKNOWN_STATUS");
  }

  @Test
  void runOnce_refundOpen_isHeld() {
    assertThat(
            world
                .afterDispatch(world.tea("A1").flags(Set.of(OrderFlag.REFUNDING)).build())
                .holdCode())
        .isEqualTo("REFUND_OPEN");
  }

  @Test
  void runOnce_addressMissing_isHeld() {
    assertThat(world.afterDispatch(world.tea("A1").recipient(Recipient.none()).build()).holdCode())
        .isEqualTo("ADDRESS_MISSING");
  }

  @Test
  void runOnce_unknownItem_isHeldUntilTheCatalogKnowsIt() {
    world.stock(TEA, 10);
    Order held =
        world.afterDispatch(
            paid(world.shop.shop(), "A1", NOON, line("1", "oolong", 1, 100)).build());
    world.catalog.putCode(world.shop.shop(), "oolong", TEA, 3);
    int again = world.book.screenAgain("UNKNOWN_ITEM");
    world.dispatch().runOnce();

    assertThat(held.holdCode()).isEqualTo("UNKNOWN_ITEM");
    assertThat(again).isOne();
    assertThat(world.balance(TEA).reserved()).isEqualTo(3);
  }

  @Test
  void runOnce_unknownCustomer_isHeld() {
    world.pool.execute("DELETE FROM heliu_customer");

    assertThat(world.afterDispatch(world.tea("A1").build()).holdCode())
        .isEqualTo("UNKNOWN_CUSTOMER");
  }

  @Test
  void runOnce_shippedBeforeWeSawIt_isHeld() {
    Order order =
        world.afterDispatch(
            paid(
                    world.shop.shop(),
                    "A1",
                    NOON,
                    line("1", "tea", 1, 100, Lifecycle.SHIPPED, false),
                    line("2", "tea", 1, 100))
                .status(Lifecycle.PARTIALLY_SHIPPED, "PART")
                .build());

    assertThat(order.holdCode()).isEqualTo("SHIPPED_OUTSIDE");
  }

  @Test
  void runOnce_everythingRefunded_hasNothingToShip() {
    Order order =
        world.afterDispatch(
            paid(
                    world.shop.shop(),
                    "A1",
                    NOON,
                    line("1", "tea", 1, 1, Lifecycle.CLOSED_REFUNDED, true))
                .build());

    assertThat(order.holdCode()).isEqualTo("NOTHING_TO_SHIP");
  }

  @Test
  void runOnce_partOfTheMoneyRefundedWithGoodsStillToSend_isSent() {
    world.stock(TEA, 1);
    Order order =
        world.afterDispatch(
            paid(world.shop.shop(), "A1", NOON, line("1", "tea", 1, 1, Lifecycle.PAID, true))
                .build());

    assertThat(order.state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_longChannelStatus_isCutAndDoesNotStopTheOthers() {
    world.stock(TEA, 10);
    world.book.put(world.tea("A1").status(Lifecycle.CANCELLED, "S".repeat(300)).build());

    assertThat(world.afterDispatch(world.tea("A2").build()).state())
        .isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order("fake:one/A1").state()).isEqualTo(OrderState.CLOSED);
  }

  @Test
  void release_heldByRule_goesOut() {
    world.stock(TEA, 10);
    String id = world.dispatched(world.tea("A1").flags(Set.of(OrderFlag.CHANNEL_HOLD)).build());

    boolean released = world.book.release(id, "checked by hand");
    world.dispatch().runOnce();

    assertThat(released).isTrue();
    assertThat(world.order(id).state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void release_unpaidOrder_goesOut() {
    world.stock(TEA, 10);
    String id =
        world.dispatched(
            paid(
                    world.shop.shop(),
                    "A1",
                    NOON,
                    line("1", "tea", 2, 1000, Lifecycle.PENDING_PAYMENT, false))
                .status(Lifecycle.PENDING_PAYMENT, "WAIT_PAY")
                .build());

    world.book.release(id, "paid by bank transfer");
    world.dispatch().runOnce();

    assertThat(world.order(id).state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void release_notHeld_isRefused() {
    world.stock(TEA, 10);
    String id = world.dispatched(world.tea("A1").build());

    assertThat(world.book.release(id, "why not")).isFalse();
    assertThat(world.book.release("no such order", "")).isFalse();
  }

  @Test
  void runOnce_outOfStockThenRestocked_goesOutAfterScreenAgain() {
    world.stock(TEA, 1);
    String id = world.dispatched(world.tea("A1").build());
    Order held = world.order(id);
    world.stock(TEA, 5);
    world.book.screenAgain("OUT_OF_STOCK");
    world.dispatch().runOnce();

    assertThat(held.holdCode()).isEqualTo("OUT_OF_STOCK");
    assertThat(held.holdNote()).contains("TEA");
    assertThat(world.order(id).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
  }

  @Test
  void runOnce_unknownToTheLedger_isOutOfStock() {
    assertThat(world.afterDispatch(world.tea("A1").build()).holdCode()).isEqualTo("OUT_OF_STOCK");
  }

  @Test
  void runOnce_cancelledBeforeItWasTaken_isClosed() {
    assertThat(
            world
                .afterDispatch(
                    Orders.cancelled(world.shop.shop(), "A1", NOON, line("1", "tea", 1, 100))
                        .build())
                .state())
        .isEqualTo(OrderState.CLOSED);
  }

  @Test
  void runOnce_closedOrderIsPaidAfterAll_isTakenOn() {
    world.stock(TEA, 10);
    String id =
        world.dispatched(
            Orders.cancelled(world.shop.shop(), "A1", NOON, line("1", "tea", 1, 100)).build());

    world.dispatched(
        paid(world.shop.shop(), "A1", NOON.plusSeconds(9), line("1", "tea", 1, 100)).build());

    assertThat(world.order(id).state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_quantityBeyondEveryBound_isHeldAndTheNextGoesOut() {
    world.stock(TEA, 10);
    world.book.put(
        paid(world.shop.shop(), "A1", NOON, line("1", "tea", 2_189_034_567_890_123_401L, 1000))
            .build());
    world.book.put(world.tea("A2").build());
    world.dispatch().runOnce();

    assertThat(world.order("fake:one/A1").holdCode()).isEqualTo("OUT_OF_BOUNDS");
    assertThat(world.order("fake:one/A2").state()).isEqualTo(OrderState.DISPATCHED);
  }
}
