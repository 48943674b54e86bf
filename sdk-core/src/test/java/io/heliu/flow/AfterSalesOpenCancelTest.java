package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Listener;
import io.heliu.channel.RefundSource.State;
import io.heliu.erp.CancelOutcome;
import io.heliu.flow.aftersales.AfterSalesSettings;
import io.heliu.order.OrderState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sales orders whose taking back the ERP has not answered, among others. */
final class AfterSalesOpenCancelTest extends AfterSalesTest {

  /** Dispatches orders A1, A2 ... of one unit each and refunds them all. */
  private void refundedOrders(int count) {
    for (int i = 1; i <= count; i++) {
      String number = "A" + i;
      world.dispatched(
          Orders.paid(world.shop.shop(), number, NOON, ordered("1", "tea", 1, 100)).build());
      world.refund(FakeRefunds.refund("R" + i, number, "1", 100).state(State.PAID));
    }
  }

  @Test
  void runOnce_answerForOneIsOpen_theOthersAreTakenBackAndItStaysAsked() {
    refundedOrders(3);
    world.erp.cancelsOpen.add(NUMBER);
    StepReport first = world.afterSales().runOnce();

    assertThat(first.more()).isTrue();
    assertThat(world.erp.cancelled).containsExactlyInAnyOrder("SO-fake-A2", "SO-fake-A3");
    assertThat(world.query("SELECT state FROM heliu_document WHERE number = '" + NUMBER + "'", 1))
        .containsExactly("CANCELLING");
    world.settle();
    assertThat(order().state()).isEqualTo(OrderState.DISPATCHED);
    assertThat(reserved()).isOne();
    assertThat(world.heard.codes()).isEmpty();
  }

  @Test
  void runOnce_onlyOpenAnswers_thereIsNoMoreToDoUntilTheyCome() {
    refundedOrders(2);
    world.erp.cancelsOpen.addAll(Set.of(NUMBER, "SO-fake-A2"));
    world.afterSales().runOnce();
    StepReport second = world.afterSales().runOnce();

    assertThat(second.more()).isFalse();
    assertThat(world.erp.askedToCancel).hasSize(4);
    world.erp.cancelsOpen.clear();
    world.settle();
    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
    assertThat(reserved()).isZero();
  }

  @Test
  void runOnce_batchIsFullOfOpenAnswers_theOnesBehindAreAskedInTheSameStep() {
    refundedOrders(5);
    world.erp.cancelsOpen.addAll(Set.of(NUMBER, "SO-fake-A2", "SO-fake-A3"));
    for (int i = 0; i < 3; i++) {
      world.afterSales().runOnce();
    }
    assertThat(world.erp.cancelled).hasSize(2);
    world.erp.askedToCancel.clear();
    world.erp.cancelsOpen.remove("SO-fake-A3");
    world.afterSalesSettings = inBatchesOf(2);
    world.afterSales().runOnce();

    assertThat(world.erp.askedToCancel).containsExactly(NUMBER, "SO-fake-A2", "SO-fake-A3");
    assertThat(world.erp.cancelled).hasSize(3);
    assertThat(world.erp.cancelsOpen).containsExactlyInAnyOrder(NUMBER, "SO-fake-A2");
  }

  private AfterSalesSettings inBatchesOf(int batch) {
    AfterSalesSettings one = world.afterSalesSettings;
    return new AfterSalesSettings(
        one.returns(),
        one.numbering(),
        one.zone(),
        one.booking(),
        one.trustsChannel(),
        batch,
        one.shops(),
        one.cancelAge());
  }

  private void after(Duration time) {
    world.clock.advance(time);
    world.afterSales().runOnce();
  }

  @Test
  void runOnce_noAnswerForLong_isSaidOnceAndIsOnTheWorkListUntilItComes() {
    Worklist list = Worklist.open(world.pool);
    Instant asked = world.clock.instant();
    refundedOrders(2);
    world.erp.cancelsOpen.addAll(Set.of(NUMBER, "SO-fake-A2"));
    world.afterSales().runOnce();
    after(Duration.ofHours(23));
    assertThat(world.heard.codes()).isEmpty();
    assertThat(list.openCancels(10)).isEmpty();
    after(Duration.ofHours(1));
    after(Duration.ofHours(1));

    assertThat(world.heard.alerts)
        .containsExactly(
            new Listener.Alert(
                "after-sales", "CANCEL_OVERDUE", NUMBER + " is not taken back yet: OPEN"),
            new Listener.Alert(
                "after-sales", "CANCEL_OVERDUE", "SO-fake-A2 is not taken back yet: OPEN"));
    assertThat(list.openCancels(10))
        .containsExactly(
            new Worklist.OpenCancel(NUMBER, "fake-erp", ID, asked),
            new Worklist.OpenCancel("SO-fake-A2", "fake-erp", "fake:one/A2", asked));
    assertThat(list.openCancels(1)).hasSize(1);
    world.erp.cancelsOpen.clear();
    world.settle();
    assertThat(list.openCancels(10)).isEmpty();
    assertThat(order().state()).isEqualTo(OrderState.CLOSED);
  }

  @Test
  void runOnce_askedAgainAfterARefusal_theAgeCountsAnew() {
    world.afterSalesSettings = world.afterSalesSettings.withCancelAge(Duration.ofHours(2));
    refundedOrders(1);
    world.erp.cancelsOpen.add(NUMBER);
    world.afterSales().runOnce();
    after(Duration.ofHours(2));
    world.erp.cancelsOpen.clear();
    world.erp.cancelAnswers.add(new CancelOutcome.Refused("E9", "period is closed"));
    world.settle();
    world.erp.cancelsOpen.add(NUMBER);
    world.refunds.release(world.shop.shop(), "R1", "period opened");
    world.afterSales().runOnce();
    after(Duration.ofHours(1));
    List<String> early = world.heard.codes();
    after(Duration.ofHours(1));

    assertThat(early).containsExactly("CANCEL_OVERDUE", "REFUND_HELD");
    assertThat(world.heard.codes()).endsWith("REFUND_HELD", "CANCEL_OVERDUE");
  }

  @Test
  void withCancelAge_notPositive_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.afterSalesSettings.withCancelAge(Duration.ZERO))
        .withMessage("cancelAge: must be positive");
  }
}
