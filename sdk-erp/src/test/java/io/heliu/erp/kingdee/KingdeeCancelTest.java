package io.heliu.erp.kingdee;

import static io.heliu.erp.kingdee.TestSite.line;
import static io.heliu.erp.kingdee.TestSite.order;
import static io.heliu.erp.kingdee.TestSite.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.CancelOutcome.Cancelled;
import io.heliu.erp.CancelOutcome.Pending;
import io.heliu.erp.CancelOutcome.Refused;
import io.heliu.erp.CancelOutcome.TooLate;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.PushOutcome.Rejected;
import io.heliu.erp.kingdee.standin.Trouble;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Misbehaviour.LoseAnswer;
import io.heliu.http.standin.Misbehaviour.Special;
import io.heliu.http.standin.Misbehaviour.Status;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sales orders that are taken back before their goods leave. */
class KingdeeCancelTest {
  private final TestSite site = new TestSite().start();
  private final KingdeeClient client = site.client();

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private void nextAt(String operation, int times, Misbehaviour what) {
    site.erp.faults().next(times, request -> request.path().contains("." + operation + "."), what);
  }

  private void pushed() {
    client.salesOrders().push(order("SO-1"));
    site.attempts.clear();
  }

  /** Pushes until a step fails, so that the order stays before it. */
  private void pushedUpTo(String failing) {
    nextAt(failing, 3, new Status(500));
    pushed();
    site.erp.faults().clear();
  }

  private void assertSpent(String code) {
    PushOutcome outcome = client.salesOrders().push(order("SO-1"));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo(code));
    site.erp.act("warehouse", "");
    assertThat(site.erp.documents("SAL_OUTSTOCK")).isEmpty();
  }

  @Test
  void cancel_audited_isUnauditedAndVoidedAndItsNumberIsSpent() {
    pushed();

    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(false));

    assertThat(site.attempts).contains("UnAudit", "ExcuteOperation");
    assertThat(site.erp.fields("SAL_SaleOrder", "SO-1")).containsEntry("FCancelStatus", "B");
    assertSpent("VOIDED");
  }

  @Test
  void cancel_saved_isVoided() {
    pushedUpTo("Submit");

    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(false));
    assertThat(site.attempts).doesNotContain("UnAudit", "CancelAssign");
    assertSpent("VOIDED");
  }

  @Test
  void cancel_submitted_isWithdrawnAndVoided() {
    pushedUpTo("Audit");

    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(false));
    assertThat(site.attempts).contains("CancelAssign").doesNotContain("UnAudit");
    assertSpent("VOIDED");
  }

  @Test
  void cancel_draft_isVoided() {
    pushedUpTo("Submit");
    site.erp.act("draft", "SAL_SaleOrder,SO-1");

    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(false));
    assertSpent("VOIDED");
  }

  @Test
  void cancel_reopenedByAPerson_isVoided() {
    pushed();
    site.erp.act("edit", "UnAudit,SAL_SaleOrder,SO-1");

    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(false));
  }

  @Test
  void cancel_twice_isCancelledBefore() {
    pushed();
    client.cancel("SO-1");
    site.attempts.clear();

    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(true));
    assertThat(site.attempts).containsExactly("ExecuteBillQuery");
  }

  @Test
  void cancel_notThere_isCancelledBefore() {
    assertThat(client.cancel("SO' or 1=1")).isEqualTo(new Cancelled(true));
  }

  @Test
  void cancel_shipped_isTooLateAndTheOrderStays() {
    pushed();
    site.erp.act("warehouse", "");

    assertThat(client.cancel("SO-1")).isEqualTo(new TooLate("HAS_OUTBOUND"));
    assertThat(site.erp.document("SAL_SaleOrder", "SO-1").orElseThrow().status()).isEqualTo("C");
  }

  @Test
  void cancel_outboundBeingMade_isTooLate() {
    pushed();
    nextAt("Submit", 3, new Status(500));
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 1, "99.00", "SO-1", "1")));
    site.erp.faults().clear();

    assertThat(client.cancel("SO-1")).isEqualTo(new TooLate("HAS_OUTBOUND"));
  }

  @Test
  void cancel_outboundVoided_isCancelled() {
    pushed();
    nextAt("Submit", 3, new Status(500));
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 1, "99.00", "SO-1", "1")));
    site.erp.faults().clear();
    site.erp.act("edit", "Cancel,SAL_OUTSTOCK,OUT-1");

    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(false));
  }

  @Test
  void cancel_outboundComesBetweenQueryAndUnaudit_isTooLateByTheErpsRefusal() {
    pushed();
    site.erp
        .faults()
        .next(1, request -> unAudits(request.path()), new Special(Trouble.SHIPPED_BEFORE));

    assertThat(client.cancel("SO-1")).isEqualTo(new TooLate("HAS_OUTBOUND"));
    assertThat(site.erp.document("SAL_SaleOrder", "SO-1").orElseThrow().status()).isEqualTo("C");
  }

  private static boolean unAudits(String path) {
    return path.contains(".UnAudit.");
  }

  @Test
  void cancel_anotherDocumentWasMadeOfIt_isTooLateByTheErpsWords() {
    pushed();
    nextAt("UnAudit", 1, new Special(Trouble.DOWNSTREAM));

    assertThat(client.cancel("SO-1")).isEqualTo(new TooLate("HAS_DOWNSTREAM"));
  }

  @Test
  void cancel_erpRefusesByAnotherRule_isRefusedWithItsWords() {
    pushed();
    nextAt("UnAudit", 1, new Special(Trouble.CLOSED_PERIOD));

    assertThat(client.cancel("SO-1")).isEqualTo(new Refused("11", "当前期间已结账"));
  }

  static Stream<Arguments> openEnds() {
    return Stream.of("UnAudit", "ExcuteOperation")
        .flatMap(
            step ->
                Stream.of(
                        new LoseAnswer(),
                        new Misbehaviour.Silence(),
                        new Misbehaviour.HalfBody(),
                        new Misbehaviour.Disconnect(),
                        new Status(502),
                        new Special(Trouble.DATABASE_AFTER),
                        new Special(Trouble.RESPONSE_ERROR_AFTER),
                        new Special(Trouble.NO_ENVELOPE))
                    .map(what -> Arguments.of(step, what)));
  }

  @ParameterizedTest
  @MethodSource("openEnds")
  void cancel_endIsOpen_isReadBackOrSafeToRepeat(String step, Misbehaviour what) {
    pushed();
    nextAt(step, 3, what);

    CancelOutcome outcome;
    try {
      outcome = client.cancel("SO-1");
    } catch (Fault fault) {
      site.erp.faults().clear();
      outcome = client.cancel("SO-1");
    }

    site.erp.faults().clear();
    assertThat(outcome).isInstanceOf(Cancelled.class);
    assertSpent("VOIDED");
  }

  @Test
  void cancel_answerAndReadBackAreLost_isFaultAndThenCancelledBefore() {
    pushedUpTo("Submit");
    nextAt("ExcuteOperation", 3, new LoseAnswer());
    site.erp
        .faults()
        .next(
            3,
            request ->
                request.path().contains(".ExecuteBillQuery.")
                    && site.attempts.contains("ExcuteOperation"),
            new Status(503));

    assertThatThrownBy(() -> client.cancel("SO-1"))
        .isInstanceOfSatisfying(
            Fault.Transport.class, fault -> assertThat(fault.getSuppressed()).hasSize(1));
    site.erp.faults().clear();

    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(true));
  }

  @Test
  void cancel_noPermission_isFaultAndTheOrderStays() {
    pushed();
    nextAt("UnAudit", 1, new Special(Trouble.NO_PERMISSION));

    assertThatThrownBy(() -> client.cancel("SO-1")).isInstanceOf(Fault.Permission.class);
    assertThat(site.erp.document("SAL_SaleOrder", "SO-1").orElseThrow().status()).isEqualTo("C");
  }

  @Test
  void cancel_personHoldsTheOrder_isPendingUntilItIsFree() {
    pushed();
    site.erp.act("lock", "SO-1");

    assertThat(client.cancel("SO-1")).isEqualTo(new Pending("13"));
    site.erp.act("unlock", "SO-1");

    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(false));
  }

  @Test
  void cancel_deadlockAgainAndAgain_isPending() {
    pushed();
    nextAt("UnAudit", 3, new Special(Trouble.DEADLOCK));

    assertThat(client.cancel("SO-1")).isEqualTo(new Pending("4"));
  }

  @Test
  void cancel_throttled_isFaultBecauseNoOtherOrderWouldDoBetter() {
    pushed();
    nextAt("UnAudit", 3, new Special(Trouble.THROTTLE));

    assertThatThrownBy(() -> client.cancel("SO-1")).isInstanceOf(Fault.Throttled.class);
  }

  @Test
  void save_numberOfAVoidOrder_isRefusedByTheErp() {
    pushed();
    client.cancel("SO-1");

    client.salesOrders().push(order("SO-1", line("1", "SKU-3", 1, "5.00")));

    assertThat(site.erp.documents("SAL_SaleOrder")).hasSize(1);
    assertThat(site.erp.document("SAL_SaleOrder", "SO-1").orElseThrow().amount())
        .isEqualByComparingTo("198");
  }

  @Test
  void push_outboundOfAVoidOrder_isRejected() {
    pushed();
    client.cancel("SO-1");

    assertThat(
            client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 1, "99.00", "SO-1", "1"))))
        .isInstanceOf(Rejected.class);
    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(1_000);
  }
}
