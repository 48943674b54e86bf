package io.heliu.flow;

import static io.heliu.flow.FakeErp.Next;
import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.ticket;
import static io.heliu.flow.World.CUP;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Sku;
import io.heliu.erp.Outbound;
import io.heliu.flow.stock.CountFlow;
import io.heliu.flow.stock.CountFlow.Policy;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Outbox;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ERP's counts against the ledger, with documents and parcels under way between them. */
@SuppressWarnings("NullAway.Init")
final class CountInFlightTest extends FlowTest {
  private Counting counting;

  @BeforeEach
  void openCounting() {
    counting = new Counting(world);
  }

  @Test
  void run_counterSaleNotInTheErpYet_isExplained() {
    counting.bothKnow(12);
    world.erp.next.add(Next.FAULT);
    assertThatThrownBy(() -> counting.sell(2)).isInstanceOf(Fault.Transport.class);

    assertThat(counting.count(Policy.ADOPT).drifts()).isEmpty();
    assertThat(world.balance(TEA).onHand()).isEqualTo(10);
  }

  @Test
  void run_counterSaleTheErpRejected_isExplained() {
    counting.bothKnow(12);
    world.erp.next.add(Next.REJECT);
    counting.sell(2);

    assertThat(counting.count(Policy.ADOPT).drifts()).isEmpty();
  }

  @Test
  void run_moreDocumentsUnderWayThanOnePage_areAllExplained() {
    counting.bothKnow(12);
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

    assertThat(counting.count(Policy.REPORT).drifts()).isEmpty();
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
    counting.bothKnow(12);
    world.erp.next.add(Next.REJECT);
    counting.sell(2);
    world.erp.stock(TEA, EAST, 11);

    assertThat(Counting.figures(counting.count(Policy.REPORT))).containsExactly("TEA@EAST 11 2 12");
  }

  @Test
  void run_documentOfUnknownFate_leavesItsSkuOut() {
    counting.bothKnow(12);
    world.erp.next.add(Next.UNKNOWN_AFTER_COMMIT);
    counting.sell(2);

    CountFlow.Report report = counting.count(Policy.ADOPT);

    assertThat(report.leftOut()).isOne();
    assertThat(report.drifts()).isEmpty();
    assertThat(world.balance(TEA).onHand()).isEqualTo(10);
  }

  @Test
  void run_parcelNotReadYet_isExplained() {
    counting.bothKnow(12);
    counting.ship();

    assertThat(counting.count(Policy.ADOPT).drifts()).isEmpty();
    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
  }

  @Test
  void run_parcelBeyondTheFirstSlice_isExplained() {
    counting.bothKnow(12);
    world.erp.sliceSize = 1;
    world.erp.ship("P0", line("CUP", EAST, 1, null, null));
    counting.ship();

    assertThat(counting.count(Policy.ADOPT).drifts()).isEmpty();
  }

  @Test
  void run_parcelTaken_isEvenAgain() {
    counting.bothKnow(12);
    counting.ship();
    world.shipment().runOnce();

    assertThat(counting.count(Policy.REPORT).drifts()).isEmpty();
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
  }

  @Test
  void run_saleInTheErpThatIsNotOurs_isADrift() {
    counting.bothKnow(12);
    world.erp.ship("P1", line("TEA", EAST, 4, "SO-of-a-clerk", "1"));

    assertThat(Counting.figures(counting.count(Policy.REPORT))).containsExactly("TEA@EAST 8 0 12");
  }

  @Test
  void run_parcelLeavesWhileCounting_leavesItsSkuOut() {
    counting.bothKnow(12);
    world.erp.afterCounts = counting::ship;

    CountFlow.Report report = counting.count(Policy.ADOPT);

    assertThat(report.leftOut()).isOne();
    assertThat(report.drifts()).isEmpty();
  }

  @Test
  void run_unitsOfADifferingCellMoveWhileCounting_areNotCountedTwice() {
    counting.bothKnow(12);
    world.erp.stock(TEA, EAST, 9);
    world.erp.next.add(Next.REJECT);
    world.erp.afterCounts = () -> counting.sell(2);
    CountFlow.Report during = counting.count(Policy.ADOPT);
    long left = world.balance(TEA).onHand();
    world.erp.afterCounts = () -> {};
    counting.count(Policy.ADOPT);

    assertThat(during.leftOut()).isOne();
    assertThat(left).isEqualTo(10);
    assertThat(world.balance(TEA).onHand()).isEqualTo(7);
  }

  @Test
  void run_unitsOfADifferingCellReservedWhileCounting_isCorrectedAllTheSame() {
    counting.bothKnow(12);
    world.erp.stock(TEA, EAST, 9);
    world.erp.afterCounts = () -> counting.reserve(2);
    CountFlow.Report report = counting.count(Policy.ADOPT);

    assertThat(report.leftOut()).isZero();
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
  }

  @Test
  void run_afterAKillBetweenLedgerAndDatabase_neverAdoptsHalfAMovement() {
    counting.bothKnow(12);
    counting.ship();
    for (int point = 1; ; point++) {
      boolean through = CrashRun.goesThrough(world.crash, point, () -> world.shipment().runOnce());
      assertThat(counting.count(Policy.ADOPT).drifts()).as("killed at point " + point).isEmpty();
      if (through) {
        break;
      }
    }
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
  }

  @Test
  void run_afterAKillBetweenCounterSaleAndDatabase_neverAdoptsHalfAMovement() {
    counting.bothKnow(12);
    world.book.put(ticket(world.shop.shop(), "T1", Orders.line("1", "tea", 2, 100)).build());
    for (int point = 1; ; point++) {
      boolean through = CrashRun.goesThrough(world.crash, point, () -> world.dispatch().runOnce());
      assertThat(counting.count(Policy.ADOPT).drifts()).as("killed at point " + point).isEmpty();
      if (through) {
        break;
      }
    }
    assertThat(world.balance(TEA).onHand()).isEqualTo(10);
  }

  @Test
  void run_beforeAnyDocumentWasSent_readsTheHistoryOnce() {
    world.erp.sliceSize = 1;
    for (int i = 0; i < 5; i++) {
      world.erp.ship("OLD" + i, line("CUP", EAST, 1, null, null));
    }
    world.erp.stock(TEA, EAST, 12);
    counting.count(Policy.REPORT);
    int first = world.erp.slicesRead;
    counting.count(Policy.REPORT);

    assertThat(first).isGreaterThanOrEqualTo(6);
    assertThat(world.erp.slicesRead - first).isEqualTo(2);
  }

  @Test
  void run_historyReadBeforeTheFirstDocument_missesNoParcelOfOurs() {
    world.erp.sliceSize = 1;
    world.erp.ship("OLD", line("CUP", EAST, 1, null, null));
    counting.bothKnow(12);
    counting.ship();

    assertThat(counting.count(Policy.ADOPT).drifts()).isEmpty();
    world.shipment().runOnce();
    world.shipment().runOnce();
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
  }

  @Test
  void run_parcelRepeatedInTheFeed_isTakenOffOnce() {
    counting.bothKnow(12);
    counting.ship();
    world.erp.repeatLastRow();
    world.erp.stock(TEA, EAST, 9);

    assertThat(counting.count(Policy.ADOPT).drifts()).isEmpty();
  }

  @Test
  void run_substituteInAParcel_isExplained() {
    counting.bothKnow(12);
    world.stock(CUP, 5);
    world.erp.stock(CUP, EAST, 5);
    counting.reserve(3);
    world.erp.ship("P1", line("CUP", EAST, 3, "SO-fake-A1", "1"));
    world.shipment().runOnce();

    assertThat(world.counts(Policy.REPORT).run(List.of(CUP)).drifts()).isEmpty();
  }
}
