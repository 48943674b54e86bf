package io.heliu.flow;

import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.State;
import io.heliu.channel.ShipmentSink;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.DocumentLine;
import io.heliu.flow.aftersales.GoodsBack;
import io.heliu.flow.stock.StockSettings;
import io.heliu.inventory.Allocation;
import io.heliu.inventory.Command;
import io.heliu.inventory.StockLine;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import io.heliu.order.RefundBook.Unsent;
import io.heliu.order.RefundCase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Units that have not left when a person closes their refund. */
final class AfterSalesGiveUpTest extends AfterSalesTest {

  private boolean close() {
    return world.refunds.close(world.shop.shop(), "R1", "the clerk closed the line in the ERP");
  }

  private void ship(String parcel, DocumentLine... lines) {
    world.erp.ship(parcel, lines);
    world.shipment().runOnce();
  }

  /** Tea, of which a refund is paid, has not left; a cup has. */
  private void partlyShipped() {
    dispatched(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    ship("P1", line("CUP", EAST, 1, NUMBER, "2"));
    world.refund(r1(State.PAID, "1", 100));
    world.settle();
    assertCase(RefundCase.State.GOODS_AWAITED, "TOO_LATE");
    world.heard.alerts.clear();
  }

  @Test
  void close_partlyShippedOrder_givesTheRestBackAndEndsTheOrder() {
    partlyShipped();
    assertThat(close()).isTrue();
    long between = reserved();
    StepReport report = world.afterSales().runOnce();

    assertThat(between).isEqualTo(2);
    assertThat(report.more()).isTrue();
    assertThat(reserved()).isZero();
    assertThat(onHand()).isEqualTo(20);
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertCase(RefundCase.State.DONE, "CLOSED_BY_HAND");
    assertThat(world.afterSales().runOnce().more()).isFalse();
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void close_partlyShippedOrder_theShopIsToldWhatItMaySellAgain() {
    world.catalog.putItem(world.shop.shop(), "item-tea", null, TEA, 1);
    partlyShipped();
    world.stockFlow().runOnce();
    long before = world.shop.levels.getOrDefault("item-tea", -1L);
    close();
    world.afterSales().runOnce();
    world.stockFlow().runOnce();

    assertThat(before).isEqualTo(18);
    assertThat(world.shop.levels).containsEntry("item-tea", 20L);
  }

  @Test
  void close_killedAtAnyPoint_givesBackOnce() {
    partlyShipped();
    CrashRun.untilThrough(
        world.crash,
        () -> {
          close();
          world.settle();
        });

    assertThat(reserved()).isZero();
    assertThat(onHand()).isEqualTo(20);
    assertThat(world.balance(CUP).onHand()).isEqualTo(19);
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.query("SELECT SUM(quantity) FROM heliu_given_up", 1)).containsExactly("2");
  }

  @Test
  void close_restLeavesAllTheSame_isLeftToTheParcelThatComes() {
    partlyShipped();
    boolean closed = world.refunds.close(world.shop.shop(), "R1", Unsent.LEAVES, "a present");
    world.settle();
    long between = reserved();
    ship("P2", line("TEA", EAST, 2, NUMBER, "1"));

    assertThat(closed).isTrue();
    assertThat(between).isEqualTo(2);
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(onHand()).isEqualTo(18);
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void close_otherLinesAreStillToGo_theOrderEndsWithThem() {
    dispatched(
        ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300), ordered("3", "tea", 1, 50));
    ship("P1", line("CUP", EAST, 1, NUMBER, "2"));
    world.refund(r1(State.PAID, "1", 100));
    world.settle();
    close();
    world.settle();
    OrderState between = order().state();
    long held = reserved();
    ship("P2", line("TEA", EAST, 1, NUMBER, "3"));

    assertThat(between).isEqualTo(OrderState.DISPATCHED);
    assertThat(held).isOne();
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(onHand()).isEqualTo(19);
    assertThat(world.heard.codes()).containsExactly("REFUND_TOO_LATE");
  }

  @Test
  void close_someUnitsOfALine_onlyTheseAreGivenBack() {
    dispatched(ordered("1", "tea", 5, 500));
    ship("P1", line("TEA", EAST, 1, NUMBER, "1"));
    world.refund(r1(State.PAID, "1", 200).quantity(2));
    world.settle();
    close();
    world.settle();
    long held = reserved();
    ship("P2", line("TEA", EAST, 2, NUMBER, "1"));

    assertThat(held).isEqualTo(2);
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(onHand()).isEqualTo(17);
  }

  @Test
  void close_partOfAKit_givesBackItsUnits() {
    dispatched(ordered("1", "set", 3, 900), ordered("2", "cup", 1, 100));
    ship("P1", line("CUP", EAST, 1, NUMBER, ourLine(2)));
    world.refund(r1(State.PAID, "1", 300).quantity(1));
    world.settle();
    close();
    world.settle();

    assertThat(reserved()).isEqualTo(4);
    assertThat(world.balance(CUP).reserved()).isEqualTo(2);
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
  }

  private String ourLine(int channelLine) {
    return order().lines().stream()
        .filter(one -> one.channelLine().equals("" + channelLine))
        .map(one -> "" + one.line())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void close_twoRefundsOfALine_neverGiveBackMoreThanIsLeft() {
    dispatched(ordered("1", "tea", 3, 300), ordered("2", "cup", 1, 300));
    ship("P1", line("CUP", EAST, 1, NUMBER, "2"));
    world.refund(r1(State.PAID, "1", 100).quantity(1));
    world.refund(FakeRefunds.refund("R2", "A1", "1", 200).state(State.PAID));
    world.settle();
    close();
    world.refunds.close(world.shop.shop(), "R2", "both");
    world.settle();

    assertThat(reserved()).isZero();
    assertThat(onHand()).isEqualTo(20);
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
  }

  private void givenUp() {
    partlyShipped();
    close();
    world.settle();
    ship("P2", line("TEA", EAST, 2, NUMBER, "1"));
  }

  @Test
  void runOnce_parcelOfWhatWasGivenUp_isHeldAndSaid() {
    givenUp();

    assertThat(world.heard.alerts).hasSize(1);
    assertThat(world.heard.alerts.get(0).code()).isEqualTo("PARCEL_GIVEN_UP");
    assertThat(world.heard.alerts.get(0).message()).contains("P2", "2 of TEA", ID);
    assertThat(Worklist.open(world.pool).heldParcels("fake-erp", 10))
        .containsExactly(
            new Worklist.HeldParcel(
                "fake-erp", "P2", List.of(new Worklist.Goods(ID, 1, TEA, EAST, 2))));
    assertThat(onHand()).isEqualTo(20);
    assertThat(world.shop.parcels).hasSize(1);
  }

  @Test
  void haveLeft_parcelOfWhatWasGivenUp_isTakenOnceAndTheChannelIsTold() {
    givenUp();
    Worklist list = Worklist.open(world.pool);
    assertThat(list.haveLeft(list.heldParcels("fake-erp", 1).get(0))).isTrue();
    CrashRun.untilThrough(world.crash, () -> world.shipment().runOnce());

    assertThat(onHand()).isEqualTo(18);
    assertThat(reserved()).isZero();
    assertThat(world.shop.parcels).extracting(ShipmentSink.Parcel::waybill).contains("WB-P2");
    GoodsBack back =
        world
            .afterSales()
            .goodsBack(world.shop.shop(), "R1", List.of(new GoodsBack.Goods(TEA, 2, EAST)));
    world.settle();
    assertThat(back).isEqualTo(new GoodsBack.Taken(false));
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void haveLeft_parcelOfWhatWasGivenUp_leavesTheOtherLinesTheirUnits() {
    dispatched(
        ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300), ordered("3", "tea", 2, 50));
    ship("P1", line("CUP", EAST, 1, NUMBER, "2"));
    world.refund(r1(State.PAID, "1", 100));
    world.settle();
    close();
    world.settle();
    ship("P2", line("TEA", EAST, 2, NUMBER, "1"));
    Worklist list = Worklist.open(world.pool);
    list.haveLeft(list.heldParcels("fake-erp", 1).get(0));
    world.shipment().runOnce();
    long held = reserved();
    ship("P3", line("TEA", EAST, 2, NUMBER, "3"));

    assertThat(held).isEqualTo(2);
    assertThat(list.heldParcels("fake-erp", 1)).isEmpty();
    assertThat(onHand()).isEqualTo(16);
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
  }

  @Test
  void runOnce_parcelThatNamesNoLine_isOfTheLineThatIsStillToGo() {
    dispatched(
        ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300), ordered("3", "tea", 1, 50));
    ship("P1", line("CUP", EAST, 1, NUMBER, "2"));
    world.refund(r1(State.PAID, "1", 100));
    world.settle();
    close();
    world.settle();
    world.heard.alerts.clear();
    ship("P2", line("TEA", EAST, 1, NUMBER, null));

    assertThat(world.heard.codes()).isEmpty();
    assertThat(world.shop.parcels).anyMatch(parcel -> parcel.lineNumbers().equals(List.of("3")));
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
  }

  @Test
  void close_parcelOfTheRestIsOnItsWayIntoTheLedger_isWaitedFor() {
    partlyShipped();
    close();
    world.erp.ship("P2", line("TEA", EAST, 2, NUMBER, "1"));
    world.ledger.beforeApply =
        () -> {
          world.ledger.beforeApply = () -> {};
          world.afterSales().runOnce();
        };
    world.shipment().runOnce();
    world.settle();

    assertThat(onHand()).isEqualTo(18);
    assertThat(reserved()).isZero();
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.heard.codes()).isEmpty();
    assertThat(world.query("SELECT quantity FROM heliu_given_up", 1)).isEmpty();
  }

  @Test
  void close_parcelComesWhileTheRestIsGivenBack_isHeldAndSaid() {
    partlyShipped();
    close();
    world.ledger.beforeApply =
        () -> {
          world.ledger.beforeApply = () -> {};
          ship("P2", line("TEA", EAST, 2, NUMBER, "1"));
        };
    world.afterSales().runOnce();
    world.settle();

    assertThat(world.heard.codes()).containsExactly("PARCEL_GIVEN_UP");
    assertThat(Worklist.open(world.pool).heldParcels("fake-erp", 10)).hasSize(1);
    assertThat(reserved()).isZero();
    assertThat(onHand()).isEqualTo(20);
  }

  @Test
  void close_ledgerHoldsLessThanIsGivenUp_givesBackWhatIsHeld() {
    partlyShipped();
    close();
    String reservation = order().reservation();
    world.ledger.beforeApply =
        () -> {
          world.ledger.beforeApply = () -> {};
          StockLine one = new StockLine(TEA, EAST, 1);
          world.ledger.apply(new Command.Release("x", reservation, List.of(one), "by another"));
        };
    world.afterSales().runOnce();
    world.settle();

    assertThat(reserved()).isZero();
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.afterSales().runOnce().more()).isFalse();
  }

  @Test
  void close_orderWithLinesStillToGo_quotaOfTheShopCountsWhatIsHeld() {
    world.catalog.putItem(world.shop.shop(), "item-tea", null, TEA, 1);
    world.catalog.putItem(world.other.shop(), "item-two", null, TEA, 1);
    world.stockShops = List.of(world.shop, world.other);
    Allocation.Rule quota =
        Allocation.Rule.of(
            world.shop.shop(), new Allocation.Share(8, 10_000, 0, 0, Long.MAX_VALUE));
    world.stockSettings =
        StockSettings.of(
            new Allocation(
                Map.of(world.shop.shop(), List.of(EAST), world.other.shop(), List.of(EAST)),
                List.of(quota)));
    dispatched(
        ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300), ordered("3", "tea", 3, 50));
    ship("P1", line("CUP", EAST, 1, NUMBER, "2"));
    world.refund(r1(State.PAID, "1", 100));
    world.settle();
    publish();
    long before = world.other.levels.getOrDefault("item-two", -1L);
    close();
    world.settle();
    publish();

    assertThat(before).isEqualTo(12);
    assertThat(world.other.levels).containsEntry("item-two", 12L);
    assertThat(world.shop.levels).containsEntry("item-tea", 17L);
  }

  private void publish() {
    while (world.stockFlow().runOnce().more()) {
      assertThat(world.shop.published).hasSizeLessThan(50);
    }
  }

  @Test
  void close_refusedByTheErpAndNothingHasLeft_endsTheOrder() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.PAID, "1", 100));
    world.erp.cancelAnswers.add(new CancelOutcome.Refused("E9", "period is closed"));
    world.settle();
    assertCase(RefundCase.State.HELD, "CANCEL_REFUSED");
    world.heard.alerts.clear();
    CrashRun.untilThrough(
        world.crash,
        () -> {
          close();
          world.settle();
        });
    OrderState ended = order().state();
    String code = order().holdCode();
    ship("P1", line("TEA", EAST, 2, NUMBER, "1"));

    assertThat(ended + " " + code).isEqualTo("CLOSED GIVEN_UP");
    assertThat(reserved()).isZero();
    assertThat(world.heard.codes()).containsExactly("PARCEL_GIVEN_UP");
    Worklist list = Worklist.open(world.pool);
    list.haveLeft(list.heldParcels("fake-erp", 1).get(0));
    world.shipment().runOnce();
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
    assertThat(onHand()).isEqualTo(18);
  }

  @Test
  void runOnce_refundWithdrawnAfterAllWasGivenUp_goesOutUnderAnotherNumber() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 100));
    world.erp.cancelAnswers.add(new CancelOutcome.Refused("E9", "period is closed"));
    world.settle();
    close();
    world.settle();
    world.refund(r1(State.CLOSED, "1", 100));
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(sent(NUMBER + "-R1")).hasSize(1);
    assertThat(reserved()).isEqualTo(2);
    world.erp.shipOrder("P1", NUMBER + "-R1");
    world.settle();
    assertThat(order().state()).isEqualTo(OrderState.SHIPPED);
  }

  @Test
  void runOnce_refundWithdrawnAfterPartWasGivenUp_isHeldForAPerson() {
    dispatched(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    ship("P1", line("CUP", EAST, 1, NUMBER, "2"));
    world.refund(r1(State.OPEN, "1", 100));
    world.settle();
    close();
    world.settle();
    world.refund(r1(State.CLOSED, "1", 100));
    world.settle();

    assertCase(RefundCase.State.HELD, "LINE_LEFT_OUT");
    assertThat(r1().note()).isEqualTo("2 of TEA were given up");
  }

  @Test
  void runOnce_refundPaidAfterPartWasGivenUp_isDone() {
    dispatched(ordered("1", "tea", 2, 100), ordered("2", "cup", 1, 300));
    ship("P1", line("CUP", EAST, 1, NUMBER, "2"));
    world.refund(r1(State.OPEN, "1", 100));
    world.settle();
    close();
    world.settle();
    world.refund(r1(State.PAID, "1", 100));
    world.settle();

    assertCase(RefundCase.State.DONE, "BEFORE_SHIPMENT");
  }

  @Test
  void runOnce_erpTakesTheRestBackAfterPartWasGivenUp_theUnitsAreReservedAnew() {
    dispatched(ordered("1", "tea", 2, 100), ordered("2", "tea", 3, 300));
    world.refund(r1(State.OPEN, "1", 100));
    world.erp.cancelAnswers.add(new CancelOutcome.Refused("E9", "period is closed"));
    world.settle();
    close();
    world.settle();
    long between = reserved();
    world.refund(FakeRefunds.refund("R2", "A1", "2", 300));
    world.settle();
    world.refunds.release(world.shop.shop(), "R2", "period opened");
    world.settle();
    long taken = reserved();
    world.refund(r1(State.CLOSED, "1", 100));
    world.refund(
        FakeRefunds.refund("R2", "A1", "2", 300).state(State.CLOSED).at(NOON.plusSeconds(900)));
    world.settle();

    assertThat(between).isEqualTo(3);
    assertThat(taken).isEqualTo(5);
    assertThat(world.erp.cancelled).containsExactly(NUMBER);
    assertThat(sent(NUMBER + "-R1")).hasSize(2);
    assertThat(reserved()).isEqualTo(5);
  }

  @Test
  void close_exchangeThatIsNoneAnyMore_givesBackWhatWasToGoOut() {
    shipped(ordered("1", "tea", 2, 100));
    world.refund(r1(State.SETTLED, "1", 0).kind(Kind.EXCHANGE).goods(Goods.BACK));
    world.settle();
    Order sent = world.order(ID + "#E1");
    assertThat(sent.state()).isEqualTo(OrderState.DISPATCHED);
    world.erp.cancelAnswers.add(new CancelOutcome.TooLate("AT_WORK"));
    world.refund(r1(State.PAID, "1", 100).kind(Kind.RETURN).goods(Goods.BACK));
    world.settle();
    assertCase(RefundCase.State.HELD, "REPLACEMENT_LEFT");
    close();
    world.settle();

    assertThat(reserved()).isZero();
    assertThat(world.order(sent.id()).state()).isEqualTo(OrderState.CLOSED);
  }

  @Test
  void close_repair_leavesTheOrderAlone() {
    dispatched(ordered("1", "tea", 2, 100));
    world.refund(r1(State.OPEN, "1", 0).kind(Kind.REPAIR));
    world.settle();
    assertThat(close()).isTrue();
    world.settle();

    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(reserved()).isEqualTo(2);
  }
}
