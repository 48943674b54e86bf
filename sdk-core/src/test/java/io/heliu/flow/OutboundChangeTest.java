package io.heliu.flow;

import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.flow.stock.CountFlow;
import io.heliu.flow.stock.CountFlow.Policy;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outbounds of the ERP that change after they were read, or that have goods coming back. */
final class OutboundChangeTest extends FlowTest {

  @BeforeEach
  void fillUp() {
    for (var sku : List.of(TEA, CUP)) {
      world.stock(sku, 20);
      world.erp.stock(sku, EAST, 20);
    }
    world.counts(Policy.REPORT).run(Set.of(TEA, CUP));
  }

  private String dispatched(OrderLine... lines) {
    return world.dispatched(paid(world.shop.shop(), "A1", NOON, lines).build());
  }

  private String teas(long units) {
    return dispatched(Orders.line("L1", "tea", units, 100 * units));
  }

  private StepReport run() {
    StepReport first = world.shipment().runOnce();
    StepReport last = first;
    while (last.more()) {
      last = world.shipment().runOnce();
    }
    return first;
  }

  private CountFlow.Report count() {
    return world.counts(Policy.ADOPT).run(Set.of(TEA, CUP));
  }

  private List<String> parcels() {
    return world.query("SELECT number, state FROM heliu_parcel ORDER BY number", 2);
  }

  @Test
  void runOnce_heldParcelCorrectedToWhatWasOrdered_isShippedAndTold() {
    String id = teas(3);
    world.erp.ship("P1", line("TEA", EAST, 5, "SO-fake-A1", "1"));
    run();
    assertThat(parcels()).containsExactly("P1|HELD");
    world.erp.correct("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    run();

    assertThat(parcels()).containsExactly("P1|APPLIED");
    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(world.balance(TEA).onHand()).isEqualTo(17);
    assertThat(world.shop.parcels).hasSize(1);
    assertThat(world.heard.codes()).containsExactly("PARCEL_REFUSED");
    assertThat(count().drifts()).isEmpty();
  }

  @Test
  void runOnce_correctedParcelKilledAtAnyPoint_shipsOnce() {
    teas(3);
    world.erp.ship("P1", line("TEA", EAST, 5, "SO-fake-A1", "1"));
    run();
    world.erp.correct("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    CrashRun.untilThrough(world.crash, this::run);

    assertThat(world.balance(TEA).onHand()).isEqualTo(17);
    assertThat(world.shop.parcels).hasSize(1);
  }

  @Test
  void runOnce_correctedTwiceBeforeItWasAskedFor_takesTheLast() {
    teas(3);
    world.erp.ship("P1", line("TEA", EAST, 5, "SO-fake-A1", "1"));
    world.erp.correct("P1", line("TEA", EAST, 4, "SO-fake-A1", "1"));
    world.erp.correct("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    run();

    assertThat(world.balance(TEA).onHand()).isEqualTo(18);
    assertThat(world.balance(TEA).reserved()).isOne();
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void runOnce_parcelThatLostItsLinesOfOurs_isNotHeldAnyMore() {
    teas(3);
    world.erp.ship("P1", line("CUP", EAST, 3, "SO-fake-A1", "1"));
    run();
    world.erp.correct("P1", line("CUP", EAST, 3, "SO-of-a-clerk", "1"));
    run();

    assertThat(parcels()).containsExactly("P1|APPLIED");
    assertThat(Worklist.open(world.pool).heldParcels(world.erp.name(), 10)).isEmpty();
    assertThat(world.balance(CUP).onHand()).isEqualTo(20);
    assertThat(world.shop.parcels).isEmpty();
  }

  @Test
  void runOnce_parcelCorrectedAfterItLeft_isForAPersonOnce() {
    teas(3);
    world.erp.ship("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    run();
    world.erp.correct("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    world.erp.repeatLastRow();
    run();
    world.erp.repeatLastRow();
    run();

    assertThat(world.heard.codes()).containsExactly("OUTBOUND_CORRECTED");
    assertThat(world.heard.alerts.get(0).message()).startsWith("P1 ");
    assertThat(world.balance(TEA).onHand()).isEqualTo(17);
    assertThat(world.shop.parcels).hasSize(1);
  }

  @Test
  void runOnce_parcelCorrectedAndBackAgain_isToldEachTime() {
    teas(3);
    world.erp.ship("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    run();
    world.erp.correct("P1", line("TEA", EAST, 2, "SO-fake-A1", "1"));
    run();
    world.erp.ship("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    run();

    assertThat(world.heard.codes()).containsExactly("OUTBOUND_CORRECTED", "OUTBOUND_CORRECTED");
  }

  @Test
  void haveLeft_parcelThatWasCorrectedMeanwhile_isDecidedAnew() {
    teas(3);
    world.erp.ship("P1", line("TEA", EAST, 5, "SO-fake-A1", "1"));
    run();
    Worklist list = Worklist.open(world.pool);
    Worklist.HeldParcel before = list.heldParcels(world.erp.name(), 1).get(0);
    world.erp.correct("P1", line("TEA", EAST, 4, "SO-fake-A1", "1"));
    run();

    assertThat(parcels()).containsExactly("P1|HELD");
    assertThat(list.haveLeft(before) || list.drop(before)).isFalse();
    assertThat(list.haveLeft(list.heldParcels(world.erp.name(), 1).get(0))).isTrue();
    run();
    assertThat(world.balance(TEA).onHand()).isEqualTo(16);
    assertThat(world.balance(TEA).reserved()).isZero();
  }

  @Test
  void runOnce_sameGoodsInAnotherOrderOfLines_areNoCorrection() {
    dispatched(Orders.line("L1", "tea", 2, 200), Orders.line("L2", "cup", 1, 100));
    world.erp.ship(
        "P1", line("TEA", EAST, 2, "SO-fake-A1", "1"), line("CUP", EAST, 1, "SO-fake-A1", "2"));
    run();
    world.erp.correct(
        "P1", line("CUP", EAST, 1, "SO-fake-A1", "2"), line("TEA", EAST, 2, "SO-fake-A1", "1"));
    run();

    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void run_countWhileACorrectionOfAHeldParcelIsUnread_leavesItsSkusOut() {
    teas(3);
    world.erp.ship("P1", line("CUP", EAST, 5, "SO-fake-A1", "1"));
    run();
    world.erp.correct("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    CountFlow.Report before = count();
    run();

    assertThat(before.leftOut()).isEqualTo(2);
    assertThat(before.drifts()).isEmpty();
    assertThat(world.balance(TEA).onHand()).isEqualTo(17);
    assertThat(world.balance(CUP).onHand()).isEqualTo(20);
    assertThat(count().drifts()).isEmpty();
  }

  @Test
  void runOnce_goodsComingBackOnAnOrderOfOurs_areRefusedWithTheReason() {
    String id = teas(3);
    world.erp.ship("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    run();
    world.erp.ship("P2", line("TEA", EAST, -1, "SO-fake-A1", "1"));
    StepReport report = run();
    world.erp.repeatLastRow();
    run();

    assertThat(report.held()).isOne();
    assertThat(world.heard.codes()).containsExactly("OUTBOUND_NEGATIVE");
    assertThat(world.heard.alerts.get(0).message()).contains("P2").contains("-1 of TEA");
    assertThat(Worklist.open(world.pool).unreadRows(10))
        .singleElement()
        .satisfies(row -> assertThat(row.id()).isEqualTo("P2"))
        .satisfies(row -> assertThat(row.reason()).startsWith("quantity: "));
    assertThat(parcels()).containsExactly("P1|APPLIED");
    assertThat(world.order(id).state()).isEqualTo(OrderState.SHIPPED);
    assertThat(count().drifts()).hasSize(1);
    assertThat(world.balance(TEA).onHand()).isEqualTo(18);
  }

  @Test
  void runOnce_goodsComingBackBesideGoodsThatLeave_onlyTheLatterAreTaken() {
    String id = dispatched(Orders.line("L1", "tea", 2, 200), Orders.line("L2", "cup", 1, 100));
    world.erp.ship(
        "P1", line("TEA", EAST, 2, "SO-fake-A1", "1"), line("CUP", EAST, -1, "SO-fake-A1", "2"));
    run();

    assertThat(world.heard.codes()).containsExactly("OUTBOUND_NEGATIVE");
    assertThat(world.balance(TEA).onHand()).isEqualTo(18);
    assertThat(world.balance(CUP).onHand()).isEqualTo(20);
    assertThat(world.order(id).state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(world.shop.parcels).hasSize(1);
  }

  @Test
  void runOnce_goodsComingBackOnADocumentOfOthers_areNoneOfOurs() {
    world.erp.ship("P2", line("TEA", EAST, -1, "SO-of-a-clerk", "1"));
    run();

    assertThat(world.heard.codes()).isEmpty();
    assertThat(Worklist.open(world.pool).unreadRows(10)).isEmpty();
  }

  @Test
  void runOnce_parcelIsNotAuditedAnyMore_isToldOnceAndOnTheWorklist() {
    teas(3);
    world.erp.ship("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    run();
    world.erp.withdraw("P1");
    world.erp.withdraw("P-OF-OTHERS");
    run();
    run();

    assertThat(world.heard.codes()).containsExactly("OUTBOUND_WITHDRAWN");
    assertThat(world.heard.alerts.get(0).message()).startsWith("P1 ");
    assertThat(Worklist.open(world.pool).unreadRows(10))
        .singleElement()
        .matches(row -> row.toString().contains("P1"));
    assertThat(world.balance(TEA).onHand()).isEqualTo(17);
  }

  @Test
  void runOnce_parcelWithdrawnBeforeItWasTaken_isTakenOnlyOnceItStandsAgain() {
    teas(3);
    world.erp.ship("P1", line("TEA", EAST, 5, "SO-fake-A1", "1"));
    run();
    world.erp.withdraw("P1");
    run();
    assertThat(parcels()).containsExactly("P1|APPLIED");
    assertThat(world.balance(TEA).onHand()).isEqualTo(20);
    assertThat(world.shop.parcels).isEmpty();

    world.erp.withdrawn.clear();
    world.erp.correct("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    run();

    assertThat(world.balance(TEA).onHand()).isEqualTo(17);
    assertThat(world.shop.parcels).hasSize(1);
  }

  @Test
  void runOnce_parcelThatLostItsLinesAndGotThemBack_isTaken() {
    teas(3);
    world.erp.ship("P1", line("CUP", EAST, 3, "SO-fake-A1", "1"));
    run();
    world.erp.correct("P1", line("CUP", EAST, 3, "SO-of-a-clerk", "1"));
    run();
    world.erp.correct("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    run();

    assertThat(world.balance(TEA).onHand()).isEqualTo(17);
    assertThat(world.shop.parcels).hasSize(1);
  }

  @Test
  void runOnce_parcelIsAuditedAgainAndAgainNot_isToldAgain() {
    teas(3);
    world.erp.ship("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
    run();
    world.erp.withdraw("P1");
    run();
    world.erp.withdrawn.clear();
    world.erp.repeatLastRow();
    run();
    assertThat(Worklist.open(world.pool).unreadRows(10)).isEmpty();

    world.erp.withdraw("P1");
    run();
    assertThat(world.heard.codes()).containsExactly("OUTBOUND_WITHDRAWN", "OUTBOUND_WITHDRAWN");
    assertThat(world.balance(TEA).onHand()).isEqualTo(17);
  }
}
