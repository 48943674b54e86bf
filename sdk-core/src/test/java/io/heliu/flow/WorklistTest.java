package io.heliu.flow;

import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.channel.Page;
import io.heliu.channel.ShipmentSink;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Quarantine;
import io.heliu.inventory.Command;
import io.heliu.order.OrderState;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person finds on the list, and what the calls of a person do. */
final class WorklistTest extends FlowTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-11");
  private Worklist list;

  @BeforeEach
  void openList() {
    list = Worklist.open(world.pool);
    world.stock(TEA, 20);
  }

  private void quarantine(String source, String id, String raw, int second) {
    Database.open(world.pool)
        .inTransaction(
            "quarantine",
            tx ->
                Quarantine.put(
                    tx,
                    source,
                    new Page.Malformed(id, raw, "pay_time: must be a time"),
                    NOON.plusSeconds(second)));
  }

  private Worklist.RefusedNotice refusedNotice() {
    world.dispatched(paid(world.shop.shop(), "A1", NOON, Orders.line("L1", "tea", 2, 100)).build());
    world.shop.refusesParcels = ShipmentSink.Result.refused("B150", "carrier unknown");
    world.erp.ship("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    world.shipment().runOnce();
    return list.refusedNotices(10).get(0);
  }

  private static Receipt receipt(String number) {
    Receivable receivable =
        new Receivable("r1", "p1", "AR1", "C1", "A1", DAY, DAY, Money.fen(500), Money.fen(500));
    return new Receipt(
        number,
        DAY,
        "C1",
        "bank",
        List.of(new Receipt.Line(receivable, Money.fen(100), Money.fen(3))));
  }

  private ReceiptFlow rejectedReceipt() {
    ReceiptFlow flow = new ReceiptFlow(world.pool, world.erp, world.heard);
    flow.enqueue(List.of(receipt("R1")));
    world.erp.next.add(FakeErp.Next.REJECT);
    flow.runOnce();
    return flow;
  }

  @Test
  void unreadRows_severalSources_areListedOldestFirst() {
    quarantine("shop/b", "2", "{\"b\":1}", 2);
    quarantine("shop/a", "1", "{\"a\":1}", 1);

    assertThat(list.unreadRows(10)).extracting(Worklist.UnreadRow::id).containsExactly("1", "2");
    assertThat(list.unreadRows(1)).hasSize(1);
  }

  @Test
  void unreadRow_toString_leavesTheRawFormOut() {
    quarantine("shop/a", "1", "{\"receiver\":\"somebody\"}", 1);

    Worklist.UnreadRow row = list.unreadRows(1).get(0);
    assertThat(row.raw()).contains("somebody");
    assertThat(row.toString()).contains("pay_time").doesNotContain("somebody");
  }

  @Test
  void dismiss_row_isGoneAndOthersStay() {
    quarantine("shop/a", "1", "{\"a\":1}", 1);
    quarantine("shop/a", "2", "{\"a\":2}", 2);
    Worklist.UnreadRow first = list.unreadRows(1).get(0);

    assertThat(list.dismiss(first)).isTrue();
    assertThat(list.dismiss(first)).isFalse();
    assertThat(list.unreadRows(10)).extracting(Worklist.UnreadRow::id).containsExactly("2");
  }

  @Test
  void refusedNotices_refusedByTheChannel_namesParcelOrderAndCode() {
    Worklist.RefusedNotice notice = refusedNotice();

    assertThat(notice)
        .isEqualTo(
            new Worklist.RefusedNotice(
                "fake-erp",
                "P1",
                1,
                world.shop.shop(),
                new ShipmentSink.Parcel(
                    "A1", List.of(new ShipmentSink.Line("L1", 2)), "SF", "WB-P1"),
                "B150"));
  }

  @Test
  void sendAgain_afterTheCauseIsGone_theChannelIsTold() {
    Worklist.RefusedNotice notice = refusedNotice();
    world.shop.refusesParcels = null;

    assertThat(list.sendAgain(notice)).isTrue();
    world.shipment().runOnce();
    assertThat(world.shop.parcels).hasSize(1);
    assertThat(list.refusedNotices(10)).isEmpty();
    assertThat(list.sendAgain(notice)).isFalse();
  }

  @Test
  void toldByHand_refusedNotice_isNeverSentAgain() {
    Worklist.RefusedNotice notice = refusedNotice();
    world.shop.refusesParcels = null;

    assertThat(list.toldByHand(notice)).isTrue();
    world.shipment().runOnce();
    assertThat(world.shop.parcels).isEmpty();
    assertThat(list.refusedNotices(10)).isEmpty();
  }

  @Test
  void stuckDocuments_rejectedAndUnknown_areListedWithTheirState() {
    rejectedReceipt();
    world.erp.next.add(FakeErp.Next.UNKNOWN_BEFORE_COMMIT);
    world.dispatched(paid(world.shop.shop(), "A1", NOON, Orders.line("L1", "tea", 2, 100)).build());

    assertThat(list.stuckDocuments(10))
        .containsExactly(
            new Worklist.StuckDocument(
                "R1", "fake-erp", "RECEIPT", "", Worklist.DocumentState.REJECTED, "E7", 1),
            new Worklist.StuckDocument(
                "SO-fake-A1",
                "fake-erp",
                "SALES_ORDER",
                world.shop.shop() + "/A1",
                Worklist.DocumentState.UNKNOWN,
                "UNKNOWN",
                1));
  }

  @Test
  void pushAgain_rejectedReceipt_isPosted() {
    ReceiptFlow flow = rejectedReceipt();

    assertThat(list.pushAgain(list.stuckDocuments(1).get(0))).isTrue();
    assertThat(flow.runOnce().fresh()).isOne();
    assertThat(list.stuckDocuments(1)).isEmpty();
  }

  @Test
  void pushAgain_documentOfAnOrder_isLeftToTheOrdersRelease() {
    world.erp.next.add(FakeErp.Next.REJECT);
    world.dispatched(paid(world.shop.shop(), "A1", NOON, Orders.line("L1", "tea", 2, 100)).build());

    assertThat(list.pushAgain(list.stuckDocuments(1).get(0))).isFalse();
    assertThat(list.stuckDocuments(1)).hasSize(1);
  }

  private Worklist.HeldParcel held() {
    world.dispatched(paid(world.shop.shop(), "A1", NOON, Orders.line("L1", "tea", 2, 100)).build());
    world.erp.ship("P1", line("TEA", EAST, 5, "SO-fake-A1", "1"));
    world.shipment().runOnce();
    return list.heldParcels(world.erp.name(), 10).get(0);
  }

  @Test
  void heldParcels_moreThanWasHeld_areListedWithTheirGoods() {
    Worklist.HeldParcel parcel = held();

    assertThat(parcel.number()).isEqualTo("P1");
    assertThat(parcel.goods().stream().mapToLong(Worklist.Goods::quantity).sum()).isEqualTo(5);
    assertThat(parcel.goods())
        .allSatisfy(goods -> assertThat(goods.order()).isEqualTo(world.shop.shop() + "/A1"));
  }

  @Test
  void haveLeft_heldParcel_isTakenAndToldAndNothingStaysHeld() {
    Worklist.HeldParcel parcel = held();

    assertThat(list.haveLeft(parcel)).isTrue();
    assertThat(list.haveLeft(parcel)).isFalse();
    world.shipment().runOnce();

    assertThat(world.balance(TEA).onHand()).isEqualTo(15);
    assertThat(world.balance(TEA).reserved()).isZero();
    assertThat(world.order(world.shop.shop() + "/A1").state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.shop.parcels)
        .containsExactly(new ShipmentSink.Parcel("A1", List.of(), "SF", "WB-P1"));
    assertThat(list.heldParcels(world.erp.name(), 10)).isEmpty();
  }

  @Test
  void haveLeft_killedAtAnyPoint_takesOnce() {
    list.haveLeft(held());
    CrashRun.untilThrough(world.crash, () -> world.shipment().runOnce());

    assertThat(world.balance(TEA).onHand()).isEqualTo(15);
    assertThat(world.balance(TEA).reserved()).isZero();
    assertThat(world.shop.parcels).hasSize(1);
  }

  @Test
  void haveLeft_fromAnotherLocationThanWasHeld_keepsNothingHeld() {
    Location west = new Location("WEST");
    world.ledger.apply(new Command.Adjust("west", TEA, west, 5, "receipt"));
    String id =
        world.dispatched(
            paid(world.shop.shop(), "A1", NOON, Orders.line("L1", "tea", 2, 100)).build());
    world.erp.ship("P1", line("TEA", west, 2, "SO-fake-A1", "1"));
    world.shipment().runOnce();
    list.haveLeft(list.heldParcels(world.erp.name(), 10).get(0));
    CrashRun.untilThrough(world.crash, () -> world.shipment().runOnce());

    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.balance(TEA).reserved()).isZero();
    assertThat(world.balance(TEA).onHand()).isEqualTo(20);
    assertThat(world.ledger.balance(TEA, west).onHand()).isEqualTo(3);
  }

  @Test
  void drop_heldParcel_changesNothingInTheLedger() {
    Worklist.HeldParcel parcel = held();

    assertThat(list.drop(parcel)).isTrue();
    world.shipment().runOnce();

    assertThat(world.balance(TEA).onHand()).isEqualTo(20);
    assertThat(world.balance(TEA).reserved()).isEqualTo(2);
    assertThat(list.heldParcels(world.erp.name(), 10)).isEmpty();
  }

  @Test
  void lists_limitBelowOne_isRefused() {
    assertThatThrownBy(() -> list.unreadRows(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: must be at least 1");
  }
}
