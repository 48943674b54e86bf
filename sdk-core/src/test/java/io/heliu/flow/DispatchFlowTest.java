package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.Orders.ticket;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.SET;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.SalesOrder;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.Recipient;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Screening, reserving and the documents that come of it. */
final class DispatchFlowTest extends FlowTest {

  private ChannelOrder.Builder tea(String number) {
    return paid(world.shop.shop(), number, NOON, line("1", "tea", 2, 1000));
  }

  private Order afterDispatch(ChannelOrder order) {
    return world.order(world.dispatched(order));
  }

  private SalesOrder salesOrder(String number) {
    return (SalesOrder) world.erp.document(number);
  }

  @Test
  void runOnce_paidOrder_reservesAndPushesOneSalesOrder() {
    world.stock(TEA, 10);

    Order order = afterDispatch(tea("A1").build());

    assertThat(order.state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
    SalesOrder document = salesOrder("SO-fake-A1");
    assertThat(document.customer()).isEqualTo("C1");
    assertThat(document.externalNumber()).isEqualTo("A1");
    assertThat(document.lines())
        .containsExactly(new DocumentLine("1", TEA, EAST, 2, Money.fen(1000), null, null));
  }

  @Test
  void runOnce_nothingNew_hasNoMore() {
    world.stock(TEA, 10);
    world.dispatched(tea("A1").build());

    DispatchFlow.Report report = world.dispatch().runOnce();

    assertThat(report.more()).isFalse();
    assertThat(report.push().fetched()).isZero();
  }

  @Test
  void runOnce_unpaid_isHeld() {
    Order order =
        afterDispatch(tea("A1").status(Lifecycle.PENDING_PAYMENT, "WAIT_PAY").paidAt(null).build());

    assertThat(order.state()).isEqualTo(OrderState.HELD);
    assertThat(order.holdCode()).isEqualTo("UNPAID");
  }

  @Test
  void runOnce_depositPaidOnly_isHeldForTheBalance() {
    Order order =
        afterDispatch(
            tea("A1")
                .status(Lifecycle.PENDING_PAYMENT, "FRONT_PAID")
                .flags(Set.of(OrderFlag.DEPOSIT_PAID))
                .build());

    assertThat(order.holdCode()).isEqualTo("BALANCE_UNPAID");
  }

  @Test
  void runOnce_cashOnDelivery_goesOutUnpaid() {
    world.stock(TEA, 10);

    Order order =
        afterDispatch(
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
    assertThat(afterDispatch(tea("A1").flags(Set.of(OrderFlag.CHANNEL_HOLD)).build()).holdCode())
        .isEqualTo("CHANNEL_HOLD");
  }

  @Test
  void runOnce_unknownStatus_isHeld() {
    assertThat(afterDispatch(tea("A1").status(Lifecycle.UNKNOWN, "X9").build()).holdCode())
        .isEqualTo("UNKNOWN_STATUS");
  }

  @Test
  void runOnce_refundOpen_isHeld() {
    assertThat(afterDispatch(tea("A1").flags(Set.of(OrderFlag.REFUNDING)).build()).holdCode())
        .isEqualTo("REFUND_OPEN");
  }

  @Test
  void runOnce_addressMissing_isHeld() {
    assertThat(afterDispatch(tea("A1").recipient(Recipient.none()).build()).holdCode())
        .isEqualTo("ADDRESS_MISSING");
  }

  @Test
  void runOnce_unknownItem_isHeldUntilTheCatalogKnowsIt() {
    world.stock(TEA, 10);
    Order held =
        afterDispatch(paid(world.shop.shop(), "A1", NOON, line("1", "oolong", 1, 100)).build());
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

    assertThat(afterDispatch(tea("A1").build()).holdCode()).isEqualTo("UNKNOWN_CUSTOMER");
  }

  @Test
  void runOnce_shippedBeforeWeSawIt_isHeld() {
    Order order =
        afterDispatch(
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
        afterDispatch(
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
        afterDispatch(
            paid(world.shop.shop(), "A1", NOON, line("1", "tea", 1, 1, Lifecycle.PAID, true))
                .build());

    assertThat(order.state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_longChannelStatus_isCutAndDoesNotStopTheOthers() {
    world.stock(TEA, 10);
    world.book.put(tea("A1").status(Lifecycle.CANCELLED, "S".repeat(300)).build());

    assertThat(afterDispatch(tea("A2").build()).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order("fake:one/A1").state()).isEqualTo(OrderState.CLOSED);
  }

  @Test
  void release_heldByRule_goesOut() {
    world.stock(TEA, 10);
    String id = world.dispatched(tea("A1").flags(Set.of(OrderFlag.CHANNEL_HOLD)).build());

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
    String id = world.dispatched(tea("A1").build());

    assertThat(world.book.release(id, "why not")).isFalse();
    assertThat(world.book.release("no such order", "")).isFalse();
  }

  @Test
  void runOnce_outOfStockThenRestocked_goesOutAfterScreenAgain() {
    world.stock(TEA, 1);
    String id = world.dispatched(tea("A1").build());
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
    assertThat(afterDispatch(tea("A1").build()).holdCode()).isEqualTo("OUT_OF_STOCK");
  }

  @Test
  void runOnce_kit_reservesItsComponents() {
    world.stock(TEA, 10);
    world.stock(CUP, 10);

    Order order =
        afterDispatch(paid(world.shop.shop(), "A1", NOON, line("1", "set", 3, 1000)).build());

    assertThat(order.lines())
        .extracting(l -> l.sku() + " " + l.quantity())
        .containsExactlyInAnyOrder("TEA 6", "CUP 3");
    assertThat(order.lines().stream().map(Order.Line::amount).reduce(Money::plus))
        .contains(Money.fen(1000));
    assertThat(world.catalog.components(SET)).isEqualTo(Map.of(TEA, 2L, CUP, 1L));
  }

  @Test
  void runOnce_freight_isSharedOutSoThatTheLinesSumToPaid() {
    world.stock(TEA, 10);
    world.stock(CUP, 10);
    world.dispatched(
        paid(
                world.shop.shop(),
                "A1",
                NOON,
                line("1", "set", 1, 1001),
                line("2", "cup", 1, 502),
                line("3", "tea", 1, 0))
            .paid(Money.fen(2303))
            .freight(Money.fen(800))
            .build());

    Money sum =
        salesOrder("SO-fake-A1").lines().stream()
            .map(DocumentLine::amount)
            .reduce(Money::plus)
            .orElseThrow();

    assertThat(sum).isEqualTo(Money.fen(2303));
  }

  @Test
  void runOnce_freightOfAFreeOrder_isNotLost() {
    world.stock(TEA, 10);
    world.dispatched(
        paid(world.shop.shop(), "A1", NOON, line("1", "tea", 1, 0), line("2", "tea", 1, 0))
            .paid(Money.fen(801))
            .freight(Money.fen(801))
            .build());

    assertThat(salesOrder("SO-fake-A1").lines())
        .extracting(DocumentLine::amount)
        .containsExactly(Money.fen(401), Money.fen(400));
  }

  @Test
  void runOnce_counterSale_isConsumedAndPushedAsOutbound() {
    world.stock(TEA, 10);
    Order order = afterDispatch(ticket(world.shop.shop(), "T1", line("1", "tea", 2, 500)).build());

    assertThat(order.state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.balance(TEA).onHand()).isEqualTo(8);
    assertThat(world.erp.document("SO-fake-T1")).isInstanceOf(Outbound.class);
  }

  @Test
  void runOnce_counterSoldWhatNobodyHad_reportsTheOversale() {
    world.stock(TEA, 1);
    world.book.put(ticket(world.shop.shop(), "T1", line("1", "tea", 3, 500)).build());

    DispatchFlow.Report report = world.dispatch().runOnce();

    assertThat(report.oversold()).isEqualTo(2);
    assertThat(world.heard.codes()).containsExactly("OVERSOLD");
    assertThat(world.balance(TEA).onHand()).isEqualTo(-2);
  }

  @Test
  void runOnce_counterReturn_putsUnitsBackWithNegativeQuantity() {
    world.stock(TEA, 1);
    world.dispatched(
        ticket(world.shop.shop(), "T1", line("1", "tea", -2, -500))
            .flags(Set.of(OrderFlag.HANDED_OVER, OrderFlag.RETURN))
            .build());

    Outbound outbound = (Outbound) world.erp.document("SO-fake-T1");
    assertThat(world.balance(TEA).onHand()).isEqualTo(3);
    assertThat(outbound.lines())
        .containsExactly(new DocumentLine("1", TEA, EAST, -2, Money.fen(-500), null, null));
  }

  @Test
  void runOnce_cancelledBeforeItWasTaken_isClosed() {
    assertThat(
            afterDispatch(
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
  void runOnce_numberOfAnotherOrder_holdsOnlyThatOrder() {
    world.stock(TEA, 10);
    world.settings =
        world.settings.withNumbering(order -> order.id().endsWith("A3") ? "SO-3" : "SO-same");
    world.book.put(tea("A1").build());
    world.book.put(tea("A2").build());
    world.book.put(tea("A3").build());
    world.dispatch().runOnce();

    assertThat(world.order("fake:one/A1").state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order("fake:one/A2").holdCode()).isEqualTo("NUMBER_TAKEN");
    assertThat(world.order("fake:one/A3").state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_documentThatFaultsByItself_doesNotHoldUpTheOnesBehindIt() {
    world.stock(TEA, 10);
    world.book.put(tea("A1").build());
    world.book.put(tea("A2").build());
    world.erp.next.add(FakeErp.Next.FAULT_OF_DOCUMENT);

    StepReport pushed = world.dispatch().runOnce().push();

    assertThat(pushed.held()).isOne();
    assertThat(pushed.fresh()).isOne();
    assertThat(world.order("fake:one/A2").state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.heard.codes()).containsExactly("DOCUMENT_FAULTS");
    world.dispatch().runOnce();
    assertThat(world.order("fake:one/A1").state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_quantityBeyondEveryBound_isHeldAndTheNextGoesOut() {
    world.stock(TEA, 10);
    world.book.put(
        paid(world.shop.shop(), "A1", NOON, line("1", "tea", 2_189_034_567_890_123_401L, 1000))
            .build());
    world.book.put(tea("A2").build());
    world.dispatch().runOnce();

    assertThat(world.order("fake:one/A1").holdCode()).isEqualTo("OUT_OF_BOUNDS");
    assertThat(world.order("fake:one/A2").state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_lineWithABarcodeOnly_isResolvedByIt() {
    world.stock(TEA, 10);
    world.catalog.putBarcode("6900000000017", TEA, 1);
    OrderLine scanned =
        new OrderLine(
            "1",
            null,
            null,
            null,
            "6900000000017",
            "scanned",
            BigDecimal.valueOf(2),
            Money.fen(500),
            Money.fen(1000),
            Lifecycle.PAID,
            "PAID",
            false,
            false);

    Order order = afterDispatch(paid(world.shop.shop(), "A1", NOON, scanned).build());

    assertThat(order.lines().get(0).sku()).isEqualTo(TEA);
    assertThat(order.state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_orderOfAClosedPeriod_isDatedOnTheFirstOpenDay() {
    world.stock(TEA, 10);
    LocalDate open = LocalDate.ofInstant(NOON, world.settings.zone()).plusDays(3);
    world.settings = world.settings.withBooking(DispatchSettings.openFrom(open));

    world.dispatched(tea("A1").build());

    assertThat(salesOrder("SO-fake-A1").date()).isEqualTo(open);
  }

  @Test
  void runOnce_numberingMended_reusesTheReservation() {
    runOnce_numberOfAnotherOrder_holdsOnlyThatOrder();
    world.settings = DispatchSettings.from(EAST);
    world.book.screenAgain("NUMBER_TAKEN");
    world.dispatch().runOnce();

    assertThat(world.order("fake:one/A2").state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(6);
  }

  @Test
  void number_partOfASplit_carriesThePart() {
    Order.Source source = new Order.Source(world.shop.shop(), "A1");
    Order part =
        new Order(
            "fake:one/A1#2",
            OrderState.NEW,
            "",
            "",
            1,
            false,
            "",
            NOON,
            List.of(source),
            List.of());

    assertThat(DispatchSettings.number(part)).isEqualTo("SO-fake-A1-2");
  }

  @Test
  void runOnce_idsAsLongAsAllowed_goOut() {
    world.stock(TEA, 10);
    String number = "9".repeat(180);

    assertThat(afterDispatch(tea(number).build()).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
  }

  @Test
  void runOnce_oneConnection_isEnough() {
    world.stock(TEA, 10);
    world.book.put(tea("A1").build());
    world.pool.limit(1);

    world.dispatch().runOnce();

    assertThat(world.order("fake:one/A1").state()).isEqualTo(OrderState.DISPATCHED);
  }
}
