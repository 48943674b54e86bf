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
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the documents of orders say, and which units are taken for them. */
final class DispatchDocumentTest extends FlowTest {
  @Test
  void runOnce_paidOrder_reservesAndPushesOneSalesOrder() {
    world.stock(TEA, 10);

    Order order = world.afterDispatch(world.tea("A1").build());

    assertThat(order.state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
    SalesOrder document = world.salesOrder("SO-fake-A1");
    assertThat(document.customer()).isEqualTo("C1");
    assertThat(document.externalNumber()).isEqualTo("A1");
    assertThat(document.lines())
        .containsExactly(new DocumentLine("1", TEA, EAST, 2, Money.fen(1000), null, null));
  }

  @Test
  void runOnce_nothingNew_hasNoMore() {
    world.stock(TEA, 10);
    world.dispatched(world.tea("A1").build());

    DispatchFlow.Report report = world.dispatch().runOnce();

    assertThat(report.more()).isFalse();
    assertThat(report.push().fetched()).isZero();
  }

  @Test
  void runOnce_kit_reservesItsComponents() {
    world.stock(TEA, 10);
    world.stock(CUP, 10);

    Order order =
        world.afterDispatch(paid(world.shop.shop(), "A1", NOON, line("1", "set", 3, 1000)).build());

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
        world.salesOrder("SO-fake-A1").lines().stream()
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

    assertThat(world.salesOrder("SO-fake-A1").lines())
        .extracting(DocumentLine::amount)
        .containsExactly(Money.fen(401), Money.fen(400));
  }

  @Test
  void runOnce_counterSale_isConsumedAndPushedAsOutbound() {
    world.stock(TEA, 10);
    Order order =
        world.afterDispatch(ticket(world.shop.shop(), "T1", line("1", "tea", 2, 500)).build());

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
  void runOnce_numberOfAnotherOrder_holdsOnlyThatOrder() {
    world.stock(TEA, 10);
    world.settings =
        world.settings.withNumbering(order -> order.id().endsWith("A3") ? "SO-3" : "SO-same");
    world.book.put(world.tea("A1").build());
    world.book.put(world.tea("A2").build());
    world.book.put(world.tea("A3").build());
    world.dispatch().runOnce();

    assertThat(world.order("fake:one/A1").state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order("fake:one/A2").holdCode()).isEqualTo("NUMBER_TAKEN");
    assertThat(world.order("fake:one/A3").state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_documentThatFaultsByItself_doesNotHoldUpTheOnesBehindIt() {
    world.stock(TEA, 10);
    world.book.put(world.tea("A1").build());
    world.book.put(world.tea("A2").build());
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

    Order order = world.afterDispatch(paid(world.shop.shop(), "A1", NOON, scanned).build());

    assertThat(order.lines().get(0).sku()).isEqualTo(TEA);
    assertThat(order.state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_orderOfAClosedPeriod_isDatedOnTheFirstOpenDay() {
    world.stock(TEA, 10);
    LocalDate open = LocalDate.ofInstant(NOON, world.settings.zone()).plusDays(3);
    world.settings = world.settings.withBooking(DispatchSettings.openFrom(open));

    world.dispatched(world.tea("A1").build());

    assertThat(world.salesOrder("SO-fake-A1").date()).isEqualTo(open);
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

    assertThat(world.afterDispatch(world.tea(number).build()).state())
        .isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
  }

  @Test
  void runOnce_oneConnection_isEnough() {
    world.stock(TEA, 10);
    world.book.put(world.tea("A1").build());
    world.pool.limit(1);

    world.dispatch().runOnce();

    assertThat(world.order("fake:one/A1").state()).isEqualTo(OrderState.DISPATCHED);
  }
}
