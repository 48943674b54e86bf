package io.heliu.flow;

import static io.heliu.flow.FakeErp.Next;
import static io.heliu.flow.FakeErp.line;
import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.paid;
import static io.heliu.flow.Orders.ticket;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.flow.CountFlow.Drift;
import io.heliu.flow.CountFlow.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ERP's counts against the ledger, with documents under way between them. */
final class CountFlowTest extends FlowTest {

  private CountFlow.Report count(Policy policy) {
    return world.counts(policy).run(List.of(TEA));
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

    assertThat(report.drifts()).containsExactly(new Drift(TEA, EAST, 9, 0, 12));
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
  void run_driftBesideMovingStock_isTheRestOnly() {
    bothKnow(12);
    world.erp.next.add(Next.REJECT);
    sell(2);
    world.erp.stock(TEA, EAST, 11);

    assertThat(count(Policy.REPORT).drifts()).containsExactly(new Drift(TEA, EAST, 11, 2, 12));
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

    assertThat(count(Policy.REPORT).drifts()).containsExactly(new Drift(TEA, EAST, 8, 0, 12));
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
}
