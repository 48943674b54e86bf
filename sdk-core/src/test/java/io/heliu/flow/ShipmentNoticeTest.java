package io.heliu.flow;

import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.channel.ShipmentSink;
import io.heliu.channel.ShipmentSink.Line;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What channels are told of parcels: all of it, once, whatever becomes of other notices. */
final class ShipmentNoticeTest extends FlowTest {
  private Worklist list;

  @BeforeEach
  void fillUp() {
    list = Worklist.open(world.pool);
    world.stock(TEA, 20);
    world.stock(CUP, 20);
  }

  private static OrderLine ordered(String number, String code, long quantity) {
    return Orders.line(number, code, quantity, 100);
  }

  private static Line in(String line, long units) {
    return new Line(line, units);
  }

  private static Parcel told(String order, String parcel, Line... lines) {
    return new Parcel(order, List.of(lines), "SF", "WB-" + parcel);
  }

  private static Fault remote(boolean retryable) {
    Fault.Details details = Fault.Details.of("fake", "ship", "the platform refused the call");
    return new Fault.Remote(details.withCodes("40097", null), retryable);
  }

  /** Puts the orders A1, A2 and A3 into a parcel each. */
  private void threeParcels() {
    for (String n : List.of("1", "2", "3")) {
      world.dispatched(paid(world.shop.shop(), "A" + n, NOON, ordered("L1", "tea", 1)).build());
      world.erp.ship("P" + n, line("TEA", EAST, 1, "SO-fake-A" + n, "1"));
    }
  }

  private void run() {
    boolean more = true;
    while (more) {
      more = world.shipment().runOnce().more();
    }
  }

  @Test
  void runOnce_channelFaultsAtOneNotice_theOthersAreToldAndItIsRefusedOnce() {
    threeParcels();
    world.shop.brokenOrders.put("A1", remote(false));
    run();
    run();

    assertThat(world.shop.parcels).containsExactly(told("A2", "P2"), told("A3", "P3"));
    assertThat(world.heard.codes()).containsExactly("NOTICE_REFUSED");
    assertThat(world.heard.alerts.get(0).message()).contains("A1").contains("40097");
    assertThat(list.refusedNotices(10))
        .extracting(one -> one.content().orderNumber() + " " + one.code())
        .containsExactly("A1 40097");
  }

  @Test
  void runOnce_answerThatCannotBeRead_isRefusedWithACodeOfOurs() {
    threeParcels();
    world.shop.brokenOrders.put(
        "A1", new Fault.Protocol(Fault.Details.of("fake", "get", "sku_cnt: is missing"), null));
    run();

    assertThat(world.shop.parcels).containsExactly(told("A2", "P2"), told("A3", "P3"));
    assertThat(world.query("SELECT code, message FROM heliu_notice WHERE state = 'REFUSED'", 2))
        .containsExactly("FAULT|fake get: sku_cnt: is missing");
  }

  @Test
  void runOnce_noticeRefusedForAFault_goesOutWhenItIsSentAgain() {
    threeParcels();
    world.shop.brokenOrders.put("A1", remote(false));
    run();
    world.shop.brokenOrders.clear();

    assertThat(list.sendAgain(list.refusedNotices(1).get(0))).isTrue();
    run();
    assertThat(world.shop.parcels).contains(told("A1", "P1"));
    assertThat(list.refusedNotices(10)).isEmpty();
  }

  @Test
  void runOnce_faultThatMayPass_stopsTheShopAndLeavesItsNoticesQueued() {
    threeParcels();
    world.dispatched(paid(world.other.shop(), "B1", NOON, ordered("L9", "tea", 1)).build());
    world.erp.ship("P4", line("TEA", EAST, 1, "SO-fake-B1", "1"));
    world.shop.brokenOrders.put("A1", remote(true));

    assertThatThrownBy(this::run).isInstanceOf(Fault.Remote.class);
    assertThat(world.shop.parcels).isEmpty();
    world.shop.brokenOrders.clear();
    run();
    assertThat(world.other.parcels).containsExactly(told("B1", "P4"));
    assertThat(world.shop.parcels)
        .containsExactly(told("A1", "P1"), told("A2", "P2"), told("A3", "P3"));
    assertThat(world.heard.codes()).isEmpty();
  }

  /** Puts both halves of a split order into P1, of which the ledger refuses the second. */
  private void halfHeldParcel() {
    String id =
        world.dispatched(
            paid(world.shop.shop(), "A1", NOON, ordered("L1", "tea", 2), ordered("L2", "cup", 1))
                .flags(Set.of(OrderFlag.CHANNEL_HOLD))
                .build());
    String part = world.book.split(id, Set.of(2)).orElseThrow();
    assertThat(world.book.release(id, "by hand")).isTrue();
    assertThat(world.book.release(part, "by hand")).isTrue();
    world.settle();
    world.erp.ship(
        "P1", line("TEA", EAST, 2, "SO-fake-A1", "1"), line("CUP", EAST, 4, "SO-fake-A1-2", "2"));
  }

  private void haveLeft() {
    assertThat(list.haveLeft(list.heldParcels(world.erp.name(), 10).get(0))).isTrue();
  }

  @Test
  void runOnce_restOfAParcelAfterItsNoticeWasSent_isToldInAFurtherNotice() {
    halfHeldParcel();
    run();
    haveLeft();
    run();

    assertThat(world.shop.parcels)
        .containsExactly(told("A1", "P1", in("L1", 2)), told("A1", "P1", in("L2", 1)).asLast());
  }

  @Test
  void runOnce_restOfAParcelBeforeItsNoticeWasSent_isToldWithIt() {
    halfHeldParcel();
    world.shop.brokenOrders.put("A1", remote(true));
    assertThatThrownBy(this::run).isInstanceOf(Fault.Remote.class);
    haveLeft();
    world.shop.brokenOrders.clear();
    run();

    assertThat(world.shop.parcels).containsExactly(told("A1", "P1"));
  }

  @Test
  void runOnce_restOfAParcelWhoseNoticeWasRefused_isToldAndTheRefusedOneStaysOnTheList() {
    halfHeldParcel();
    world.shop.brokenOrders.put("A1", remote(false));
    run();
    world.shop.brokenOrders.clear();
    haveLeft();
    run();

    assertThat(world.shop.parcels).containsExactly(told("A1", "P1", in("L2", 1)));
    assertThat(list.refusedNotices(10))
        .extracting(one -> one.part() + " " + one.content())
        .containsExactly("1 " + told("A1", "P1", in("L1", 2)));
  }

  @Test
  void sendAgain_oneOfTwoRefusedNoticesOfAParcel_theOtherStaysOnTheList() {
    halfHeldParcel();
    world.shop.brokenOrders.put("A1", remote(false));
    run();
    haveLeft();
    run();
    world.shop.brokenOrders.clear();

    assertThat(list.sendAgain(list.refusedNotices(10).get(1))).isTrue();
    run();
    assertThat(world.shop.parcels).containsExactly(told("A1", "P1", in("L2", 1)));
    assertThat(list.refusedNotices(10)).hasSize(1);
  }

  @Test
  void runOnce_restOfAParcelKilledAtAnyPoint_isToldOnce() {
    halfHeldParcel();
    run();
    haveLeft();
    CrashRun.untilThrough(world.crash, this::run);

    assertThat(world.shop.parcels)
        .containsExactly(told("A1", "P1", in("L1", 2)), told("A1", "P1", in("L2", 1)).asLast());
  }

  @Test
  void runOnce_erpCannotBeRead_whatIsQueuedIsToldNevertheless() {
    threeParcels();
    world.shop.brokenOrders.put("A1", remote(true));
    assertThatThrownBy(this::run).isInstanceOf(Fault.Remote.class);
    world.shop.brokenOrders.clear();
    world.erp.feedFaults = true;

    assertThatThrownBy(this::run).isInstanceOf(Fault.Transport.class);
    assertThat(world.shop.parcels)
        .containsExactly(told("A1", "P1"), told("A2", "P2"), told("A3", "P3"));
  }

  @Test
  void runOnce_outboundWithBlankCarrierAndWaybill_isToldAsOneWithout() {
    world.dispatched(paid(world.shop.shop(), "A1", NOON, ordered("L1", "tea", 1)).build());
    world.dispatched(paid(world.shop.shop(), "A2", NOON, ordered("L1", "tea", 1)).build());
    world.erp.ship("P1", " ", "", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    world.erp.ship("P2", line("TEA", EAST, 1, "SO-fake-A2", "1"));
    run();

    assertThat(world.shop.parcels)
        .containsExactly(new Parcel("A1", List.of(), "OTHER", "P1"), told("A2", "P2"));
  }

  private static ShipmentSink.Result unknownWaybill() {
    return ShipmentSink.Result.refused("W1", "the carrier does not know the waybill");
  }

  @Test
  void runOnce_waybillThatComesLater_isToldToTheChannelThatRefusedWithoutIt() {
    world.dispatched(paid(world.shop.shop(), "A1", NOON, ordered("L1", "tea", 1)).build());
    world.shop.refusesParcels = unknownWaybill();
    world.erp.ship("P1", "SF", "", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    run();
    world.shop.refusesParcels = null;
    world.erp.ship("P1", "SF", "WB-P1", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    run();

    assertThat(world.shop.parcels).containsExactly(told("A1", "P1"));
    assertThat(world.heard.codes()).containsExactly("NOTICE_REFUSED");
    assertThat(list.refusedNotices(10)).isEmpty();
    assertThat(world.balance(TEA).onHand()).isEqualTo(19);
  }

  @Test
  void runOnce_waybillThatChangesAfterItWasTold_isForAPersonOnce() {
    world.dispatched(paid(world.shop.shop(), "A1", NOON, ordered("L1", "tea", 1)).build());
    world.erp.ship("P1", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    run();
    world.erp.ship("P1", "SF", "WB-P9", line("TEA", EAST, 1, "SO-fake-A1", "1"));
    run();
    world.erp.repeatLastRow();
    run();

    assertThat(world.shop.parcels).containsExactly(told("A1", "P1"));
    assertThat(world.heard.codes()).containsExactly("WAYBILL_CHANGED");
  }
}
