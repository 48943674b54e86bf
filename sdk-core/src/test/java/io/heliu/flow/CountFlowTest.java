package io.heliu.flow;

import static io.heliu.flow.FakeErp.Next;
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
import io.heliu.Sku;
import io.heliu.erp.Outbound;
import io.heliu.flow.CountFlow.Policy;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Outbox;
import io.heliu.inventory.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The ERP's counts against the ledger, with documents under way between them. */
final class CountFlowTest extends FlowTest {

  private CountFlow.Report count(Policy policy) {
    return world.counts(policy).run(List.of(TEA));
  }

  private static List<String> figures(CountFlow.Report report) {
    return report.drifts().stream()
        .map(
            drift ->
                drift.sku()
                    + "@"
                    + drift.location()
                    + " "
                    + drift.counted()
                    + " "
                    + drift.explained()
                    + " "
                    + drift.expected())
        .toList();
  }

  private static StockDrift only(CountFlow.Report report) {
    assertThat(report.drifts()).hasSize(1);
    return report.drifts().get(0);
  }

  private void reserve(long units) {
    world.dispatched(
        paid(world.shop.shop(), "A1", NOON, Orders.line("1", "tea", units, 100)).build());
  }

  private void bothKnow(long units) {
    world.erp.stock(TEA, EAST, units);
    count(Policy.REPORT);
  }

  private void sell(long units) {
    world.book.put(ticket(world.shop.shop(), "T1", Orders.line("1", "tea", units, 100)).build());
    world.dispatch().runOnce();
  }

  private void ship() {
    world.dispatched(paid(world.shop.shop(), "A1", NOON, Orders.line("1", "tea", 3, 100)).build());
    world.erp.ship("P1", line("TEA", EAST, 3, "SO-fake-A1", "1"));
  }

  @Test
  void run_cellUnknownToTheLedger_isOpenedWithTheCount() {
    world.erp.stock(TEA, EAST, 12);

    CountFlow.Report report = count(Policy.REPORT);

    assertThat(report.opened()).isOne();
    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
  }

  @Test
  void run_unknownCellWithoutStock_isOpenedToo() {
    world.erp.stock(TEA, EAST, 0);
    count(Policy.REPORT);

    assertThat(world.balance(TEA).version()).isPositive();
    assertThat(count(Policy.REPORT).opened()).isZero();
  }

  @Test
  void run_sameOnBothSides_findsNothing() {
    bothKnow(12);

    assertThat(count(Policy.REPORT).drifts()).isEmpty();
  }

  @Test
  void run_differenceToReport_isReportedOnly() {
    bothKnow(12);
    world.erp.stock(TEA, EAST, 9);

    CountFlow.Report report = count(Policy.REPORT);

    assertThat(figures(report)).containsExactly("TEA@EAST 9 0 12");
    assertThat(report.drifts().get(0).difference()).isEqualTo(-3);
    assertThat(world.heard.codes()).containsExactly("STOCK_DRIFT");
    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
  }

  @Test
  void run_differenceToAdopt_correctsTheLedgerOnce() {
    bothKnow(12);
    world.erp.stock(TEA, EAST, 9);
    count(Policy.ADOPT);
    CountFlow.Report second = count(Policy.ADOPT);

    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
    assertThat(second.drifts()).isEmpty();
  }

  @Test
  void run_counterSaleNotInTheErpYet_isExplained() {
    bothKnow(12);
    world.erp.next.add(Next.FAULT);
    assertThatThrownBy(() -> sell(2)).isInstanceOf(Fault.Transport.class);

    assertThat(count(Policy.ADOPT).drifts()).isEmpty();
    assertThat(world.balance(TEA).onHand()).isEqualTo(10);
  }

  @Test
  void run_counterSaleTheErpRejected_isExplained() {
    bothKnow(12);
    world.erp.next.add(Next.REJECT);
    sell(2);

    assertThat(count(Policy.ADOPT).drifts()).isEmpty();
  }

  @Test
  void run_moreDocumentsUnderWayThanOnePage_areAllExplained() {
    bothKnow(12);
    Database.open(world.pool)
        .inTransaction(
            "queue",
            tx -> {
              for (int i = 0; i < 1001; i++) {
                Outbox.enqueue(tx, world.erp.name(), outbound("T" + i), "");
              }
              return true;
            });
    world.erp.stock(TEA, EAST, 12 + 1001);

    assertThat(count(Policy.REPORT).drifts()).isEmpty();
  }

  private static Outbound outbound(String number) {
    return new Outbound(
        number,
        LocalDate.parse("2026-11-11"),
        "C1",
        number,
        null,
        null,
        List.of(line("TEA", EAST, 1, null, null)));
  }

  @Test
  void run_manyCells_asksTheDatabaseAsOftenAsForOne() {
    world.erp.stock(TEA, EAST, 12);
    long one = statements(List.of(TEA));
    List<Sku> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(new Sku("SKU" + i));
      world.erp.stock(many.get(i), EAST, 12);
    }
    world.counts(Policy.REPORT).run(many);

    assertThat(statements(many)).isLessThanOrEqualTo(one);
  }

  private long statements(List<Sku> skus) {
    AtomicLong statements = new AtomicLong();
    world.pool.atEachPoint(statements::incrementAndGet);
    world.counts(Policy.REPORT).run(skus);
    return statements.get();
  }

  @Test
  void run_driftBesideMovingStock_isTheRestOnly() {
    bothKnow(12);
    world.erp.next.add(Next.REJECT);
    sell(2);
    world.erp.stock(TEA, EAST, 11);

    assertThat(figures(count(Policy.REPORT))).containsExactly("TEA@EAST 11 2 12");
  }

  @Test
  void run_documentOfUnknownFate_leavesItsSkuOut() {
    bothKnow(12);
    world.erp.next.add(Next.UNKNOWN_AFTER_COMMIT);
    sell(2);

    CountFlow.Report report = count(Policy.ADOPT);

    assertThat(report.leftOut()).isOne();
    assertThat(report.drifts()).isEmpty();
    assertThat(world.balance(TEA).onHand()).isEqualTo(10);
  }

  @Test
  void run_parcelNotReadYet_isExplained() {
    bothKnow(12);
    ship();

    assertThat(count(Policy.ADOPT).drifts()).isEmpty();
    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
  }

  @Test
  void run_parcelBeyondTheFirstSlice_isExplained() {
    bothKnow(12);
    world.erp.sliceSize = 1;
    world.erp.ship("P0", line("CUP", EAST, 1, null, null));
    ship();

    assertThat(count(Policy.ADOPT).drifts()).isEmpty();
  }

  @Test
  void run_parcelTaken_isEvenAgain() {
    bothKnow(12);
    ship();
    world.shipment().runOnce();

    assertThat(count(Policy.REPORT).drifts()).isEmpty();
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
  }

  @Test
  void run_saleInTheErpThatIsNotOurs_isADrift() {
    bothKnow(12);
    world.erp.ship("P1", line("TEA", EAST, 4, "SO-of-a-clerk", "1"));

    assertThat(figures(count(Policy.REPORT))).containsExactly("TEA@EAST 8 0 12");
  }

  @Test
  void run_parcelLeavesWhileCounting_leavesItsSkuOut() {
    bothKnow(12);
    world.erp.afterCounts = this::ship;

    CountFlow.Report report = count(Policy.ADOPT);

    assertThat(report.leftOut()).isOne();
    assertThat(report.drifts()).isEmpty();
  }

  @Test
  void run_unitsOfADifferingCellMoveWhileCounting_areNotCountedTwice() {
    bothKnow(12);
    world.erp.stock(TEA, EAST, 9);
    world.erp.next.add(Next.REJECT);
    world.erp.afterCounts = () -> sell(2);
    CountFlow.Report during = count(Policy.ADOPT);
    long left = world.balance(TEA).onHand();
    world.erp.afterCounts = () -> {};
    count(Policy.ADOPT);

    assertThat(during.leftOut()).isOne();
    assertThat(left).isEqualTo(10);
    assertThat(world.balance(TEA).onHand()).isEqualTo(7);
  }

  @Test
  void run_unitsOfADifferingCellReservedWhileCounting_isCorrectedAllTheSame() {
    bothKnow(12);
    world.erp.stock(TEA, EAST, 9);
    world.erp.afterCounts = () -> reserve(2);
    CountFlow.Report report = count(Policy.ADOPT);

    assertThat(report.leftOut()).isZero();
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
  }

  @Test
  void run_afterAKillBetweenLedgerAndDatabase_neverAdoptsHalfAMovement() {
    bothKnow(12);
    ship();
    for (int point = 1; ; point++) {
      boolean through = CrashRun.goesThrough(world.crash, point, () -> world.shipment().runOnce());
      assertThat(count(Policy.ADOPT).drifts()).as("killed at point " + point).isEmpty();
      if (through) {
        break;
      }
    }
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
  }

  @Test
  void run_afterAKillBetweenCounterSaleAndDatabase_neverAdoptsHalfAMovement() {
    bothKnow(12);
    world.book.put(ticket(world.shop.shop(), "T1", Orders.line("1", "tea", 2, 100)).build());
    for (int point = 1; ; point++) {
      boolean through = CrashRun.goesThrough(world.crash, point, () -> world.dispatch().runOnce());
      assertThat(count(Policy.ADOPT).drifts()).as("killed at point " + point).isEmpty();
      if (through) {
        break;
      }
    }
    assertThat(world.balance(TEA).onHand()).isEqualTo(10);
  }

  @Test
  void run_cellThatTheErpStopsListing_isAZeroCount() {
    bothKnow(12);
    world.erp.forget(TEA, EAST);

    StockDrift drift = only(count(Policy.REPORT));

    assertThat(drift.counted()).isZero();
    assertThat(drift.difference()).isEqualTo(-12);
    assertThat(drift.cause()).isEqualTo(StockDrift.Cause.NOT_LISTED);
  }

  @Test
  void run_cellThatTheErpStopsListing_isAdoptedOnlyWhenItStaysAway() {
    bothKnow(12);
    world.erp.forget(TEA, EAST);
    count(Policy.ADOPT);
    long first = world.balance(TEA).onHand();
    count(Policy.ADOPT);

    assertThat(first).isEqualTo(12);
    assertThat(world.balance(TEA).onHand()).isZero();
    assertThat(count(Policy.ADOPT).drifts()).isEmpty();
  }

  @Test
  void run_cellThatTheErpListsAgain_isNotAdoptedAsZero() {
    bothKnow(12);
    world.erp.forget(TEA, EAST);
    count(Policy.ADOPT);
    world.erp.stock(TEA, EAST, 12);
    count(Policy.ADOPT);
    world.erp.forget(TEA, EAST);
    count(Policy.ADOPT);

    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
  }

  @Test
  void run_cellNotListedWithDocumentsUnderWay_isComparedLikeTheOthers() {
    bothKnow(2);
    world.erp.next.add(Next.REJECT);
    sell(2);
    world.erp.forget(TEA, EAST);

    assertThat(figures(count(Policy.REPORT))).containsExactly("TEA@EAST 0 2 2");
  }

  @Test
  void run_cellNeverListed_isLeftAlone() {
    world.stock(TEA, 5);

    CountFlow.Report report = count(Policy.ADOPT);

    assertThat(report.compared()).isZero();
    assertThat(world.balance(TEA).onHand()).isEqualTo(5);
  }

  @Test
  void run_driftThatStays_keepsItsAgeOverRestarts() {
    bothKnow(12);
    world.erp.stock(TEA, EAST, 9);
    Instant first = world.clock.instant();
    count(Policy.REPORT);
    world.clock.advance(Duration.ofDays(2));

    StockDrift drift = only(count(Policy.REPORT));

    assertThat(drift.firstSeen()).isEqualTo(first);
    assertThat(drift.age()).isEqualTo(Duration.ofDays(2));
  }

  @Test
  void run_driftThatWentAway_startsAnew() {
    bothKnow(12);
    world.erp.stock(TEA, EAST, 9);
    count(Policy.REPORT);
    world.erp.stock(TEA, EAST, 12);
    count(Policy.REPORT);
    world.clock.advance(Duration.ofDays(1));
    world.erp.stock(TEA, EAST, 9);

    assertThat(only(count(Policy.REPORT)).age()).isZero();
  }

  @Test
  void run_drift_namesBothWatermarksAndTheCorrection() {
    bothKnow(12);
    world.erp.next.add(Next.REJECT);
    sell(2);
    world.erp.stock(TEA, EAST, 11);

    StockDrift drift = only(count(Policy.REPORT));

    assertThat(drift.countedAsOf()).isEqualTo(world.clock.instant());
    assertThat(drift.ledgerSequence()).isEqualTo(world.ledger.sequence());
    assertThat(drift.inFlight()).containsExactly(new StockDrift.Movement("SO-fake-T1", 2));
    assertThat(world.ledger.apply(drift.correction())).isInstanceOf(Answer.Accepted.class);
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
    assertThat(count(Policy.REPORT).drifts()).isEmpty();
  }

  @Test
  void run_differenceOfWhatIsReserved_isNamedSo() {
    bothKnow(12);
    reserve(3);
    world.erp.stock(TEA, EAST, 9);

    assertThat(only(count(Policy.REPORT)).cause()).isEqualTo(StockDrift.Cause.RESERVED);
  }

  @Test
  void run_differenceOfADocumentUnderWay_isNamedSo() {
    bothKnow(12);
    world.erp.next.add(Next.REJECT);
    sell(2);
    world.erp.stock(TEA, EAST, 10);

    assertThat(only(count(Policy.REPORT)).cause()).isEqualTo(StockDrift.Cause.DOCUMENT);
  }

  @Test
  void run_multipleOfTheOtherFigure_isNamedAsUnit() {
    bothKnow(12);
    world.erp.stock(TEA, EAST, 288);

    assertThat(only(count(Policy.REPORT)).cause()).isEqualTo(StockDrift.Cause.UNIT);
  }

  @Test
  void run_differenceThatBecomesLarger_isNamedAsGrowing() {
    bothKnow(13);
    world.erp.stock(TEA, EAST, 12);
    StockDrift first = only(count(Policy.REPORT));
    world.erp.stock(TEA, EAST, 11);

    assertThat(first.cause()).isEqualTo(StockDrift.Cause.UNEXPLAINED);
    assertThat(only(count(Policy.REPORT)).cause()).isEqualTo(StockDrift.Cause.GROWING);
  }

  @Test
  void run_beforeAnyDocumentWasSent_readsTheHistoryOnce() {
    world.erp.sliceSize = 1;
    for (int i = 0; i < 5; i++) {
      world.erp.ship("OLD" + i, line("CUP", EAST, 1, null, null));
    }
    world.erp.stock(TEA, EAST, 12);
    count(Policy.REPORT);
    int first = world.erp.slicesRead;
    count(Policy.REPORT);

    assertThat(first).isGreaterThanOrEqualTo(6);
    assertThat(world.erp.slicesRead - first).isEqualTo(2);
  }

  @Test
  void run_historyReadBeforeTheFirstDocument_missesNoParcelOfOurs() {
    world.erp.sliceSize = 1;
    world.erp.ship("OLD", line("CUP", EAST, 1, null, null));
    bothKnow(12);
    ship();

    assertThat(count(Policy.ADOPT).drifts()).isEmpty();
    world.shipment().runOnce();
    world.shipment().runOnce();
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
  }

  @Test
  void run_parcelRepeatedInTheFeed_isTakenOffOnce() {
    bothKnow(12);
    ship();
    world.erp.repeatLastRow();
    world.erp.stock(TEA, EAST, 9);

    assertThat(count(Policy.ADOPT).drifts()).isEmpty();
  }

  @Test
  void run_substituteInAParcel_isExplained() {
    bothKnow(12);
    world.stock(CUP, 5);
    world.erp.stock(CUP, EAST, 5);
    reserve(3);
    world.erp.ship("P1", line("CUP", EAST, 3, "SO-fake-A1", "1"));
    world.shipment().runOnce();

    assertThat(world.counts(Policy.REPORT).run(List.of(CUP)).drifts()).isEmpty();
  }
}
