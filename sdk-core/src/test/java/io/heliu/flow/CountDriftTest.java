package io.heliu.flow;

import static io.heliu.flow.FakeErp.Next;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.flow.stock.CountFlow;
import io.heliu.flow.stock.CountFlow.Policy;
import io.heliu.flow.stock.StockDrift;
import io.heliu.inventory.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a comparison of the ERP's counts with the ledger finds, adopts and says of it. */
@SuppressWarnings("NullAway.Init")
final class CountDriftTest extends FlowTest {
  private Counting counting;

  @BeforeEach
  void openCounting() {
    counting = new Counting(world);
  }

  @Test
  void run_cellUnknownToTheLedger_isOpenedWithTheCount() {
    world.erp.stock(TEA, EAST, 12);

    CountFlow.Report report = counting.count(Policy.REPORT);

    assertThat(report.opened()).isOne();
    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
  }

  @Test
  void run_unknownCellWithoutStock_isOpenedToo() {
    world.erp.stock(TEA, EAST, 0);
    counting.count(Policy.REPORT);

    assertThat(world.balance(TEA).version()).isPositive();
    assertThat(counting.count(Policy.REPORT).opened()).isZero();
  }

  @Test
  void run_sameOnBothSides_findsNothing() {
    counting.bothKnow(12);

    assertThat(counting.count(Policy.REPORT).drifts()).isEmpty();
  }

  @Test
  void run_differenceToReport_isReportedOnly() {
    counting.bothKnow(12);
    world.erp.stock(TEA, EAST, 9);

    CountFlow.Report report = counting.count(Policy.REPORT);

    assertThat(Counting.figures(report)).containsExactly("TEA@EAST 9 0 12");
    assertThat(report.drifts().get(0).difference()).isEqualTo(-3);
    assertThat(world.heard.codes()).containsExactly("STOCK_DRIFT");
    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
  }

  @Test
  void run_differenceToAdopt_correctsTheLedgerOnce() {
    counting.bothKnow(12);
    world.erp.stock(TEA, EAST, 9);
    counting.count(Policy.ADOPT);
    CountFlow.Report second = counting.count(Policy.ADOPT);

    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
    assertThat(second.drifts()).isEmpty();
  }

  @Test
  void run_cellThatTheErpStopsListing_isAZeroCount() {
    counting.bothKnow(12);
    world.erp.forget(TEA, EAST);

    StockDrift drift = Counting.only(counting.count(Policy.REPORT));

    assertThat(drift.counted()).isZero();
    assertThat(drift.difference()).isEqualTo(-12);
    assertThat(drift.cause()).isEqualTo(StockDrift.Cause.NOT_LISTED);
  }

  @Test
  void run_cellThatTheErpStopsListing_isAdoptedOnlyWhenItStaysAway() {
    counting.bothKnow(12);
    world.erp.forget(TEA, EAST);
    counting.count(Policy.ADOPT);
    long first = world.balance(TEA).onHand();
    counting.count(Policy.ADOPT);

    assertThat(first).isEqualTo(12);
    assertThat(world.balance(TEA).onHand()).isZero();
    assertThat(counting.count(Policy.ADOPT).drifts()).isEmpty();
  }

  @Test
  void run_cellThatTheErpListsAgain_isNotAdoptedAsZero() {
    counting.bothKnow(12);
    world.erp.forget(TEA, EAST);
    counting.count(Policy.ADOPT);
    world.erp.stock(TEA, EAST, 12);
    counting.count(Policy.ADOPT);
    world.erp.forget(TEA, EAST);
    counting.count(Policy.ADOPT);

    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
  }

  @Test
  void run_cellNotListedWithDocumentsUnderWay_isComparedLikeTheOthers() {
    counting.bothKnow(2);
    world.erp.next.add(Next.REJECT);
    counting.sell(2);
    world.erp.forget(TEA, EAST);

    assertThat(Counting.figures(counting.count(Policy.REPORT))).containsExactly("TEA@EAST 0 2 2");
  }

  @Test
  void run_cellNeverListed_isLeftAlone() {
    world.stock(TEA, 5);

    CountFlow.Report report = counting.count(Policy.ADOPT);

    assertThat(report.compared()).isZero();
    assertThat(world.balance(TEA).onHand()).isEqualTo(5);
  }

  @Test
  void run_driftThatStays_keepsItsAgeOverRestarts() {
    counting.bothKnow(12);
    world.erp.stock(TEA, EAST, 9);
    Instant first = world.clock.instant();
    counting.count(Policy.REPORT);
    world.clock.advance(Duration.ofDays(2));

    StockDrift drift = Counting.only(counting.count(Policy.REPORT));

    assertThat(drift.firstSeen()).isEqualTo(first);
    assertThat(drift.age()).isEqualTo(Duration.ofDays(2));
  }

  @Test
  void run_driftThatWentAway_startsAnew() {
    counting.bothKnow(12);
    world.erp.stock(TEA, EAST, 9);
    counting.count(Policy.REPORT);
    world.erp.stock(TEA, EAST, 12);
    counting.count(Policy.REPORT);
    world.clock.advance(Duration.ofDays(1));
    world.erp.stock(TEA, EAST, 9);

    assertThat(Counting.only(counting.count(Policy.REPORT)).age()).isZero();
  }

  @Test
  void run_drift_namesBothWatermarksAndTheCorrection() {
    counting.bothKnow(12);
    world.erp.next.add(Next.REJECT);
    counting.sell(2);
    world.erp.stock(TEA, EAST, 11);

    StockDrift drift = Counting.only(counting.count(Policy.REPORT));

    assertThat(drift.countedAsOf()).isEqualTo(world.clock.instant());
    assertThat(drift.ledgerSequence()).isEqualTo(world.ledger.sequence());
    assertThat(drift.inFlight()).containsExactly(new StockDrift.Movement("SO-fake-T1", 2));
    assertThat(world.ledger.apply(drift.correction())).isInstanceOf(Answer.Accepted.class);
    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
    assertThat(counting.count(Policy.REPORT).drifts()).isEmpty();
  }

  @Test
  void run_differenceOfWhatIsReserved_isNamedSo() {
    counting.bothKnow(12);
    counting.reserve(3);
    world.erp.stock(TEA, EAST, 9);

    assertThat(Counting.only(counting.count(Policy.REPORT)).cause())
        .isEqualTo(StockDrift.Cause.RESERVED);
  }

  @Test
  void run_differenceOfADocumentUnderWay_isNamedSo() {
    counting.bothKnow(12);
    world.erp.next.add(Next.REJECT);
    counting.sell(2);
    world.erp.stock(TEA, EAST, 10);

    assertThat(Counting.only(counting.count(Policy.REPORT)).cause())
        .isEqualTo(StockDrift.Cause.DOCUMENT);
  }

  @Test
  void run_multipleOfTheOtherFigure_isNamedAsUnit() {
    counting.bothKnow(12);
    world.erp.stock(TEA, EAST, 288);

    assertThat(Counting.only(counting.count(Policy.REPORT)).cause())
        .isEqualTo(StockDrift.Cause.UNIT);
  }

  @Test
  void run_differenceThatBecomesLarger_isNamedAsGrowing() {
    counting.bothKnow(13);
    world.erp.stock(TEA, EAST, 12);
    StockDrift first = Counting.only(counting.count(Policy.REPORT));
    world.erp.stock(TEA, EAST, 11);

    assertThat(first.cause()).isEqualTo(StockDrift.Cause.UNEXPLAINED);
    assertThat(Counting.only(counting.count(Policy.REPORT)).cause())
        .isEqualTo(StockDrift.Cause.GROWING);
  }
}
