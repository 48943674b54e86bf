package io.heliu.flow;

import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.Orders.ticket;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.channel.Page;
import io.heliu.channel.ShipmentSink;
import io.heliu.channel.ShipmentSink.Line;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parcels of the ERP on their way through the ledger to the channels. */
final class ShipmentFlowTest extends FlowTest {

  @BeforeEach
  void fillUp() {
    world.stock(TEA, 20);
    world.stock(CUP, 20);
  }

  private static OrderLine ordered(String number, String code, long quantity) {
    return Orders.line(number, code, quantity, 100);
  }

  private String dispatched(String number, OrderLine... lines) {
    return world.dispatched(paid(world.shop.shop(), number, NOON, lines).build());
  }

  private StepReport run() {
    StepReport report = world.shipment().runOnce();
    StepReport last = report;
    while (last.more()) {
      last = world.shipment().runOnce();
    }
    return report;
  }

  private static Line in(String line, long units) {
    return new Line(line, units);
  }

  private static Parcel told(String order, String parcel, Line... lines) {
    return new Parcel(order, List.of(lines), "SF", "WB-" + parcel);
  }

  @Test
  void runOnce_wholeOrderInOneParcel_isShippedAndTold() {
    String id = dispatched("A1", ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    world.erp.ship(
        "P1", line("TEA", EAST, 2, "SO-fake-A1", "1"), line("CUP", EAST, 1, "SO-fake-A1", "2"));
    run();

    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.balance(TEA).onHand()).isEqualTo(18);
    assertThat(world.balance(TEA).reserved()).isZero();
    assertThat(world.shop.parcels).containsExactly(told("A1", "P1"));
  }

  @Test
  void runOnce_shippedThenRefunded_whatLeftIsStillKnownByChannelLine() {
    dispatched("A1", ordered("L1", "tea", 2), ordered("L2", "cup", 3));
    world.erp.ship(
        "P1", line("TEA", EAST, 1, "SO-fake-A1", "1"), line("CUP", EAST, 3, "SO-fake-A1", "2"));
    world.erp.ship("P2", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    run();
    world.book.put(
        paid(world.shop.shop(), "A1", NOON.plusSeconds(900), ordered("L1", "tea", 2))
            .status(Lifecycle.CLOSED_REFUNDED, "CLOSED")
            .build());

    assertThat(world.book.shipped(world.shop.shop(), "A1"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("L1", Map.of(TEA, 2L), "L2", Map.of(CUP, 3L)));
    assertThat(world.book.shipped(world.shop.shop(), "A2")).isEmpty();
  }

  @Test
  void runOnce_outboundThatCannotBeRead_isQuarantinedOnceAndCostsNoOther() {
    String id = dispatched("A1", ordered("L1", "tea", 2));
    world.erp.malformed.add(
        new Page.Malformed("P0", "{\"FRealQty\":0.5}", "FRealQty: whole units"));
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    run();
    run();

    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.query("SELECT source, row_id, raw, reason FROM heliu_quarantine", 4))
        .containsExactly("shipment/fake-erp|P0|{\"FRealQty\":0.5}|FRealQty: whole units");
  }

  @Test
  void runOnce_sliceOfUnreadableRowsOnly_isQuarantinedAndNoLoss() {
    world.erp.malformed.add(new Page.Malformed(null, "raw", "unreadable"));
    run();

    assertThat(world.query("SELECT raw FROM heliu_quarantine", 1)).containsExactly("raw");
  }

  @Test
  void runOnce_ownOutbounds_areIgnored() {
    world.dispatched(ticket(world.shop.shop(), "T1", ordered("1", "tea", 2)).build());
    run();

    assertThat(world.balance(TEA).onHand()).isEqualTo(18);
    assertThat(world.query("SELECT number FROM heliu_parcel", 1)).isEmpty();
  }

  @Test
  void runOnce_sliceOfOwnOutboundsOnly_hasMore() {
    for (int i = 0; i < 4; i++) {
      world.book.put(ticket(world.shop.shop(), "T" + i, ordered("1", "tea", 1)).build());
    }
    world.dispatch().runOnce();

    assertThat(world.shipment().runOnce().more()).isTrue();
  }

  @Test
  void runOnce_splitParcels_eachTellsItsLines() {
    String id = dispatched("A1", ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    run();
    OrderState between = world.order(id).state();
    world.erp.ship("P2", line("CUP", EAST, 1, "SO-fake-A1", "2"));
    run();

    assertThat(between).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.shop.parcels)
        .containsExactly(told("A1", "P1", in("L1", 2)), told("A1", "P2", in("L2", 1)).asLast());
  }

  @Test
  void runOnce_firstPartRefused_isTheLastOneWhenItGoesOutAgain() {
    dispatched("A1", ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    world.shop.refusesParcels = ShipmentSink.Result.refused("B150", "carrier unknown");
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    run();
    world.shop.refusesParcels = null;
    world.erp.ship("P2", line("CUP", EAST, 1, "SO-fake-A1", "2"));
    run();
    Worklist worklist = Worklist.open(world.pool);
    worklist.refusedNotices(1).forEach(worklist::sendAgain);
    run();

    assertThat(world.shop.parcels)
        .containsExactly(told("A1", "P2", in("L2", 1)), told("A1", "P1", in("L1", 2)).asLast());
  }

  @Test
  void runOnce_otherLineWasRefunded_isTheLastParcel() {
    dispatched("A1", ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    OrderLine closed = ordered("L2", "cup", 1);
    world.book.put(
        paid(
                world.shop.shop(),
                "A1",
                NOON.plusSeconds(900),
                ordered("L1", "tea", 2),
                new OrderLine(
                    closed.number(),
                    closed.itemId(),
                    closed.variantId(),
                    closed.merchantCode(),
                    closed.barcode(),
                    closed.title(),
                    closed.quantity(),
                    closed.price(),
                    closed.amount(),
                    Lifecycle.CLOSED_REFUNDED,
                    "CLOSED",
                    false,
                    true))
            .build());
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    run();

    assertThat(world.shop.parcels).containsExactly(told("A1", "P1", in("L1", 2)).asLast());
  }

  @Test
  void runOnce_lineSpreadOverTwoParcels_eachTellsItsUnits() {
    String id = dispatched("A1", ordered("L1", "tea", 3));
    world.erp.ship("P1", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    world.erp.ship("P2", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    run();

    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.shop.parcels)
        .containsExactly(told("A1", "P1", in("L1", 1)), told("A1", "P2", in("L1", 2)).asLast());
    assertThat(world.balance(TEA).onHand()).isEqualTo(17);
  }

  @Test
  void runOnce_parcelWithTwoOrders_tellsBoth() {
    dispatched("A1", ordered("L1", "tea", 2));
    dispatched("A2", ordered("L1", "tea", 1));
    world.erp.ship(
        "P1", line("TEA", EAST, 2, "SO-fake-A1", "1"), line("TEA", EAST, 1, "SO-fake-A2", "1"));
    run();

    assertThat(world.shop.parcels).containsExactlyInAnyOrder(told("A1", "P1"), told("A2", "P1"));
    assertThat(world.balance(TEA).reserved()).isZero();
  }

  @Test
  void runOnce_oneOrderOfTheParcelRefused_theOtherIsShippedAndTold() {
    String first = dispatched("A1", ordered("L1", "tea", 2));
    String second = dispatched("A2", ordered("L1", "tea", 1));
    world.erp.ship(
        "P1", line("TEA", EAST, 5, "SO-fake-A1", "1"), line("TEA", EAST, 1, "SO-fake-A2", "1"));
    StepReport report = run();

    assertThat(report.held()).isOne();
    assertThat(world.heard.codes()).containsExactly("PARCEL_REFUSED");
    assertThat(world.order(first).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.order(second).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.shop.parcels).containsExactly(told("A2", "P1"));
  }

  @Test
  void runOnce_substituteForWhatWasOrdered_isHeldForAPersonAndTheRestIsShipped() {
    String id = dispatched("A1", ordered("L1", "tea", 2), ordered("L2", "tea", 1));
    world.erp.ship(
        "P1", line("TEA", EAST, 2, "SO-fake-A1", "1"), line("CUP", EAST, 1, "SO-fake-A1", "2"));
    StepReport report = run();

    assertThat(report.held()).isOne();
    assertThat(world.heard.codes()).containsExactly("PARCEL_SUBSTITUTED");
    assertThat(world.query("SELECT state FROM heliu_parcel", 1)).containsExactly("HELD");
    assertThat(world.order(id).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.balance(TEA).onHand()).isEqualTo(18);
    assertThat(world.balance(CUP).onHand()).isEqualTo(20);
    assertThat(world.shop.parcels).containsExactly(told("A1", "P1", in("L1", 2)));
  }

  @Test
  void runOnce_nothingButASubstitute_isHeldAndNotTold() {
    String id = dispatched("A1", ordered("L1", "tea", 2));
    world.erp.ship("P1", line("CUP", EAST, 2, "SO-fake-A1", "1"));
    run();

    assertThat(world.heard.codes()).containsExactly("PARCEL_SUBSTITUTED");
    assertThat(world.order(id).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.shop.parcels).isEmpty();
    assertThat(run().held()).isZero();
  }

  @Test
  void runOnce_refusedParcel_doesNotCountAsShipped() {
    String id = dispatched("A1", ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    world.erp.ship("P2", line("CUP", EAST, 9, "SO-fake-A1", "2"));
    run();

    assertThat(world.order(id).state()).isEqualTo(OrderState.DISPATCHED);
  }

  @Test
  void runOnce_lineNotNamed_isFoundBySku() {
    String id = dispatched("A1", ordered("L1", "tea", 2), ordered("L2", "tea", 1));
    world.erp.ship("P1", line("TEA", EAST, 3, "SO-fake-A1", null));
    run();

    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.shop.parcels).containsExactly(told("A1", "P1"));
  }

  @Test
  void runOnce_repeatedFeedRow_shipsOnce() {
    dispatched("A1", ordered("L1", "tea", 2));
    world.erp.ship("P1", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    run();
    world.erp.repeatLastRow();
    StepReport report = run();

    assertThat(report.repeated()).isOne();
    assertThat(world.balance(TEA).onHand()).isEqualTo(19);
    assertThat(world.shop.parcels).hasSize(1);
  }

  @Test
  void runOnce_parcelOfAnUnknownDocument_isIgnored() {
    world.erp.ship("P1", line("TEA", EAST, 1, "SO-of-a-clerk", "1"));
    run();

    assertThat(world.balance(TEA).onHand()).isEqualTo(20);
  }

  @Test
  void runOnce_channelRefuses_isReportedAndNotRepeated() {
    dispatched("A1", ordered("L1", "tea", 2));
    world.shop.refusesParcels = ShipmentSink.Result.refused("B150", "carrier unknown");
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    StepReport report = run();

    assertThat(report.failed()).isOne();
    assertThat(world.heard.codes()).containsExactly("NOTICE_REFUSED");
    assertThat(run().failed()).isZero();
    assertThat(world.query("SELECT state, code FROM heliu_notice", 2))
        .containsExactly("REFUSED|B150");
  }

  @Test
  void runOnce_splitOrder_eachPartTellsItsLines() {
    String id = held("A1", ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    String part = world.book.split(id, Set.of(2)).orElseThrow();
    releaseAll(id, part);
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    world.erp.ship("P2", line("CUP", EAST, 1, "SO-fake-A1-2", "2"));
    run();

    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.order(part).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.shop.parcels)
        .containsExactly(told("A1", "P1", in("L1", 2)), told("A1", "P2", in("L2", 1)).asLast());
  }

  @Test
  void runOnce_bothPartsOfASplitInOneParcel_areToldTogether() {
    String id = held("A1", ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    String part = world.book.split(id, Set.of(2)).orElseThrow();
    releaseAll(id, part);
    world.erp.ship(
        "P1", line("TEA", EAST, 2, "SO-fake-A1", "1"), line("CUP", EAST, 1, "SO-fake-A1-2", "2"));
    run();

    assertThat(world.shop.parcels).containsExactly(told("A1", "P1"));
  }

  @Test
  void runOnce_mergedOrders_bothChannelOrdersAreTold() {
    String from = held("A1", ordered("L1", "tea", 2));
    String into = held("A2", ordered("L1", "cup", 1));
    assertThat(world.book.merge(from, into)).isTrue();
    releaseAll(into);
    world.erp.ship(
        "P1", line("TEA", EAST, 2, "SO-fake-A2", "2"), line("CUP", EAST, 1, "SO-fake-A2", "1"));
    run();

    assertThat(world.erp.taken).hasSize(1);
    assertThat(world.order(from).state()).isEqualTo(OrderState.CLOSED);
    assertThat(world.order(into).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.shop.parcels).containsExactlyInAnyOrder(told("A1", "P1"), told("A2", "P1"));
  }

  @Test
  void runOnce_splitAndMergedOverTwoShops_everyChannelOrderIsToldOfItsLines() {
    String first = held("A1", ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    String part = world.book.split(first, Set.of(2)).orElseThrow();
    String second =
        world.dispatched(
            paid(world.other.shop(), "B1", NOON, ordered("L9", "tea", 1))
                .flags(Set.of(OrderFlag.CHANNEL_HOLD))
                .build());
    assertThat(world.book.merge(part, second)).isTrue();
    releaseAll(first, second);
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    world.erp.ship(
        "P2", line("TEA", EAST, 1, "SO-fake-B1", "1"), line("CUP", EAST, 1, "SO-fake-B1", "2"));
    run();

    assertThat(world.shop.parcels)
        .containsExactly(told("A1", "P1", in("L1", 2)), told("A1", "P2", in("L2", 1)).asLast());
    assertThat(world.other.parcels).containsExactly(told("B1", "P2"));
  }

  @Test
  void runOnce_shopThatFaults_doesNotHoldUpTheOtherShops() {
    world.dispatched(paid(world.shop.shop(), "A1", NOON, ordered("L1", "tea", 1)).build());
    world.dispatched(paid(world.other.shop(), "B1", NOON, ordered("L9", "tea", 1)).build());
    world.erp.ship("P1", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    world.erp.ship("P2", line("TEA", EAST, 1, "SO-fake-B1", "1"));
    world.shop.point =
        () -> {
          throw new Fault.Authentication(Fault.Details.of("fake", "ship", "authorise again"));
        };

    assertThatThrownBy(() -> world.shipment().runOnce()).isInstanceOf(Fault.Authentication.class);
    assertThat(world.other.parcels).containsExactly(told("B1", "P2"));
    world.shop.point = () -> {};
    run();
    assertThat(world.shop.parcels).containsExactly(told("A1", "P1"));
  }

  @Test
  void merge_rejectedOrderThatHoldsUnits_givesThemBack() {
    String from = rejected("A1");
    String into = held("A2", ordered("L1", "cup", 1));
    world.book.merge(from, into);
    releaseAll(into);

    assertThat(world.order(from).state()).isEqualTo(OrderState.CLOSED);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
    assertThat(world.order(into).state()).isEqualTo(OrderState.DISPATCHED);
  }

  private String rejected(String number) {
    world.erp.next.add(FakeErp.Next.REJECT);
    return dispatched(number, ordered("L1", "tea", 2));
  }

  private String held(String number, OrderLine... lines) {
    return world.dispatched(
        paid(world.shop.shop(), number, NOON, lines).flags(Set.of(OrderFlag.CHANNEL_HOLD)).build());
  }

  private void releaseAll(String... ids) {
    for (String id : ids) {
      assertThat(world.book.release(id, "by hand")).isTrue();
    }
    world.dispatch().runOnce();
    world.dispatch().runOnce();
  }

  @Test
  void runOnce_killedAtAnyPoint_shipsAndTellsOnce() {
    String id = dispatched("A1", ordered("L1", "tea", 2), ordered("L2", "cup", 1));
    dispatched("A2", ordered("L1", "tea", 1));
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    world.erp.ship(
        "P2", line("CUP", EAST, 1, "SO-fake-A1", "2"), line("TEA", EAST, 1, "SO-fake-A2", "1"));
    CrashRun.untilThrough(world.crash, this::run);

    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.balance(TEA).onHand()).isEqualTo(17);
    assertThat(world.balance(CUP).onHand()).isEqualTo(19);
    assertThat(world.shop.parcels)
        .containsExactlyInAnyOrder(
            told("A1", "P1", in("L1", 2)),
            told("A1", "P2", in("L2", 1)).asLast(),
            told("A2", "P2"));
  }
}
