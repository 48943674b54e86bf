package io.heliu.flow;

import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.ticket;
import static io.heliu.flow.World.EAST;
import static io.heliu.flow.World.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.OrderInbox;
import io.heliu.flow.stock.CountFlow.Policy;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Voided sales of which something is still to be done: counts meanwhile, and further steps. */
@SuppressWarnings("NullAway.Init")
final class VoidUnderWayTest extends FlowTest {
  private Counting counting;

  @BeforeEach
  void stock() {
    counting = new Counting(world);
    world.stock(TEA, 12);
    counting.bothKnow(12);
  }

  private void sell(String... numbers) {
    List<OrderInbox.Entry> sales = new ArrayList<>();
    for (String number : numbers) {
      sales.add(
          new OrderInbox.Entry(
              ticket(world.shop.shop(), number, line("1", "tea", 3, 900)).build(), "of " + number));
    }
    take(sales, List.of());
  }

  private void takeVoids(String... numbers) {
    List<OrderInbox.Ignored> voids = new ArrayList<>();
    for (String number : numbers) {
      Order.Source sale = new Order.Source(world.shop.shop(), number);
      voids.add(new OrderInbox.Ignored(sale, "void", true));
    }
    take(List.of(), voids);
  }

  private void take(List<OrderInbox.Entry> orders, List<OrderInbox.Ignored> ignored) {
    new Inbox(world.pool, world.clock, world.heard)
        .take(new OrderInbox.Batch("till", "batch", orders, ignored, List.of(), List.of()));
  }

  private StepReport run(int batch) {
    DispatchSettings settings = world.settings.withBatch(batch);
    return new VoidFlow(world.pool, world.ledger, settings, world.heard).runOnce();
  }

  /** Kills the step at every point of its two halves, and adopts a count after each kill. */
  private void countAfterEachKill() {
    boolean begun = false;
    for (int point = 1; ; point++) {
      boolean through = CrashRun.goesThrough(world.crash, point, () -> run(10));
      assertThat(counting.count(Policy.ADOPT).drifts()).as("killed at point " + point).isEmpty();
      if (through) {
        assertThat(begun).as("killed between its halves").isTrue();
        return;
      }
      if (!begun && reversing() > 0) {
        begun = true;
        point = 0;
      }
    }
  }

  @Test
  void run_countOfASaleThatTheErpNeverHadIsVoided_neverAdoptsHalfAVoid() {
    sell("T1");
    world.erp.next.add(FakeErp.Next.REJECT);
    world.dispatch().runOnce();
    takeVoids("T1");

    countAfterEachKill();
    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
  }

  @Test
  void run_countOfASaleThatTheErpHasIsVoided_neverAdoptsHalfAVoid() {
    sell("T1");
    world.settle();
    assertThat(world.erp.onHand(TEA, EAST)).isEqualTo(9);
    takeVoids("T1");

    countAfterEachKill();
    world.settle();
    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
    assertThat(world.erp.onHand(TEA, EAST)).isEqualTo(12);
  }

  @Test
  void run_otherSkuWhileAVoidIsUnderWay_isCompared() {
    sell("T1");
    world.settle();
    takeVoids("T1");
    world.stock(World.CUP, 5);
    world.erp.stock(World.CUP, EAST, 5);
    CrashRun.goesThrough(world.crash, 8, () -> run(10));

    assertThat(world.counts(Policy.REPORT).run(List.of(World.CUP)).leftOut()).isZero();
  }

  @Test
  void run_unitsOfAPendingSaleCountedOutInTheErp_voidEndsWhereTheErpIs() {
    sell("T1");
    world.erp.next.add(FakeErp.Next.REJECT);
    world.dispatch().runOnce();
    world.erp.stock(TEA, EAST, 9);
    counting.count(Policy.ADOPT);
    takeVoids("T1");
    run(10);

    assertThat(world.balance(TEA).onHand()).isEqualTo(9);
    assertThat(counting.count(Policy.REPORT).drifts()).isEmpty();
  }

  @Test
  void run_unitsOfASaleInTheErpCountedOutThere_voidEndsWhereTheErpIs() {
    sell("T1");
    world.settle();
    world.erp.stock(TEA, EAST, 8);
    counting.count(Policy.ADOPT);
    takeVoids("T1");
    run(10);
    assertThat(counting.count(Policy.ADOPT).drifts()).isEmpty();
    world.settle();

    assertThat(world.balance(TEA).onHand()).isEqualTo(11);
    assertThat(world.erp.onHand(TEA, EAST)).isEqualTo(11);
  }

  @Test
  void runOnce_waitingVoidBeforeOneThatCanBeDone_saysThatThereIsMore() {
    sell("T1");
    world.erp.next.add(FakeErp.Next.UNKNOWN_BEFORE_COMMIT);
    world.dispatch().runOnce();
    takeVoids("T1");
    sell("T2");
    takeVoids("T2");
    StepReport first = run(1);
    StepReport second = run(1);

    assertThat(first.repeated() + " " + first.more()).isEqualTo("1 true");
    assertThat(second.fresh()).isOne();
  }

  @Test
  void runOnce_onlyWaitingVoids_saysNoMoreAfterEachWasLookedAt() {
    sell("T1", "T2", "T3");
    for (int i = 0; i < 3; i++) {
      world.erp.next.add(FakeErp.Next.UNKNOWN_BEFORE_COMMIT);
    }
    world.dispatch().runOnce();
    takeVoids("T1", "T2", "T3");
    for (int batch = 1; batch <= 4; batch++) {
      long waiting = 0;
      int steps = 0;
      boolean more = true;
      while (more) {
        StepReport report = run(batch);
        waiting += report.repeated();
        more = report.more();
        assertThat(++steps).as("steps of batches of " + batch).isLessThan(5);
      }
      assertThat(waiting).as("batches of " + batch).isBetween(3L, 5L);
    }
  }

  @Test
  void runOnce_moreReversalsLeftByACrashThanABatch_saysThatThereIsMore() {
    sell("T1", "T2", "T3");
    world.settle();
    takeVoids("T1", "T2", "T3");
    int point = 1;
    while (reversing() < 3) {
      CrashRun.goesThrough(world.crash, point++, () -> run(10));
    }
    StepReport first = run(2);
    StepReport second = run(2);

    assertThat(first.fresh() + " " + first.more()).isEqualTo("2 true");
    assertThat(second.fresh() + " " + second.more()).isEqualTo("1 false");
    world.settle();
    assertThat(world.balance(TEA).onHand()).isEqualTo(12);
  }

  private int reversing() {
    return world.query("SELECT number FROM heliu_void WHERE state = 'REVERSING'", 1).size();
  }

  @Test
  void runOnce_asLongAsThereIsMore_undoesAllWithoutAnIdleStep() {
    sell("T1", "T2", "T3", "T4");
    takeVoids("T1", "T2", "T3", "T4");
    int steps = 0;
    boolean more = true;
    while (more) {
      StepReport report = run(2);
      assertThat(report.fresh()).isEqualTo(2);
      more = report.more();
      steps++;
    }

    assertThat(steps).isEqualTo(2);
    assertThat(world.book.find(world.shop.shop() + "/T4"))
        .map(Order::state)
        .contains(OrderState.CLOSED);
  }
}
