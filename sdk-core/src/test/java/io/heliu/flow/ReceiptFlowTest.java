package io.heliu.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Receipts on their way to the ERP. */
final class ReceiptFlowTest extends FlowTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-11");

  private ReceiptFlow flow() {
    return new ReceiptFlow(world.pool, world.erp, world.heard);
  }

  private static Receipt receipt(String number, long fen) {
    Receivable receivable =
        new Receivable("r1", "p1", "AR1", "C1", "A1", DAY, DAY, Money.fen(500), Money.fen(500));
    return new Receipt(
        number,
        DAY,
        "C1",
        "bank",
        List.of(new Receipt.Line(receivable, Money.fen(fen), Money.fen(3))));
  }

  @Test
  void runOnce_queuedReceipt_isPostedWithItsContent() {
    flow().enqueue(List.of(receipt("R1", 100)));

    assertThat(flow().runOnce().fresh()).isOne();
    assertThat(world.erp.document("R1")).isEqualTo(receipt("R1", 100));
  }

  @Test
  void enqueue_again_changesNothing() {
    flow().enqueue(List.of(receipt("R1", 100)));
    flow().runOnce();

    assertThat(flow().enqueue(List.of(receipt("R1", 100)))).isZero();
    assertThat(flow().runOnce().fetched()).isZero();
  }

  private static Receipt later(Receipt receipt, String customer, long openFen) {
    Receipt.Line line = receipt.lines().get(0);
    Receivable seen = line.receivable();
    Receivable now =
        new Receivable(
            seen.id(),
            seen.planId(),
            seen.number(),
            seen.customer(),
            seen.externalNumber(),
            seen.date(),
            seen.due(),
            seen.amount(),
            Money.fen(openFen));
    return new Receipt(
        receipt.number(),
        DAY.plusDays(30),
        customer,
        "bank, December",
        List.of(new Receipt.Line(now, line.cleared(), line.fee())));
  }

  @Test
  void enqueue_againWithOtherDateAndComment_isKnownAndTheOthersAreQueued() {
    flow().enqueue(List.of(receipt("R1", 100)));
    flow().runOnce();

    assertThat(flow().enqueue(List.of(later(receipt("R1", 100), "C1", 400), receipt("R2", 1))))
        .isOne();
    assertThat(flow().runOnce().fetched()).isOne();
    assertThat(world.erp.document("R1")).isEqualTo(receipt("R1", 100));
  }

  @Test
  void enqueue_numberForAnotherCustomer_isRefused() {
    flow().enqueue(List.of(receipt("R1", 100)));

    assertThatThrownBy(() -> flow().enqueue(List.of(later(receipt("R1", 100), "C2", 500))))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("R1");
  }

  @Test
  void enqueue_numberWithOtherContent_isRefusedAndNoneIsQueued() {
    flow().enqueue(List.of(receipt("R1", 100)));

    assertThatThrownBy(() -> flow().enqueue(List.of(receipt("R2", 1), receipt("R1", 200))))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("R1");
    assertThat(world.query("SELECT number FROM heliu_document", 1)).containsExactly("R1");
  }

  @Test
  void runOnce_rejected_isReportedAndNotRepeated() {
    flow().enqueue(List.of(receipt("R1", 100)));
    world.erp.next.add(FakeErp.Next.REJECT);

    assertThat(flow().runOnce().failed()).isOne();
    assertThat(flow().runOnce().fetched()).isZero();
    assertThat(world.heard.codes()).containsExactly("DOCUMENT_REJECTED");
  }

  @Test
  void runOnce_killedAtAnyPoint_postsEachOnce() {
    flow().enqueue(List.of(receipt("R1", 100), receipt("R2", 200)));
    CrashRun.untilThrough(
        world.crash,
        () -> {
          while (flow().runOnce().more()) {
            assertThat(world.heard.codes()).isEmpty();
          }
        });

    assertThat(world.erp.taken.keySet()).containsExactlyInAnyOrder("R1", "R2");
  }
}
