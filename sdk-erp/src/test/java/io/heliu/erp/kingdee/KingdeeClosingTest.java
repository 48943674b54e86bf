package io.heliu.erp.kingdee;

import static io.heliu.erp.kingdee.TestSite.line;
import static io.heliu.erp.kingdee.TestSite.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.erp.CancelOutcome.Cancelled;
import io.heliu.erp.CancelOutcome.TooLate;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.PushOutcome.Rejected;
import io.heliu.erp.kingdee.KingdeeSettings.Downstream;
import io.heliu.erp.kingdee.KingdeeSettings.Withdrawal;
import io.heliu.http.standin.Misbehaviour.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sales orders of a site that closes what is taken back. */
class KingdeeClosingTest {
  private static final Withdrawal CLOSING = new Withdrawal("YLBillClose", "FCloseStatus", "B");
  private static final Downstream NOTICES =
      new Downstream("SAL_DELIVERYNOTICE", "FEntity", "FOrderNo");

  private final TestSite site = new TestSite().start();
  private final KingdeeClient client = site.client();
  private final KingdeeClient closing =
      site.client(TestSite.settings().orderClosing(CLOSING).deliveryNotices(NOTICES).build());

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private void pushed() {
    assertThat(client.salesOrders().push(order("SO-1"))).isInstanceOf(PushOutcome.Accepted.class);
    site.attempts.clear();
  }

  private void pushedUpTo(String failing) {
    site.erp
        .faults()
        .next(3, request -> request.path().contains("." + failing + "."), new Status(500));
    client.salesOrders().push(order("SO-1"));
    site.attempts.clear();
    site.erp.faults().clear();
  }

  private void assertSpent(String code) {
    assertCode(closing.salesOrders().push(order("SO-1")), code);
    site.erp.act("warehouse", "");
    assertThat(site.erp.documents("SAL_OUTSTOCK")).isEmpty();
  }

  private static void assertCode(PushOutcome outcome, String code) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo(code));
  }

  @Test
  void cancel_siteCloses_isClosedWithoutUnaudit() {
    pushed();

    assertThat(closing.cancel("SO-1")).isEqualTo(new Cancelled(false));

    assertThat(closing.cancel("SO-1")).isEqualTo(new Cancelled(true));
    assertThat(site.attempts).doesNotContain("UnAudit");
    assertThat(site.erp.document("SAL_SaleOrder", "SO-1").orElseThrow().status()).isEqualTo("C");
    assertThat(closing.salesOrders().push(order("SO-1")))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("CLOSED"));
    site.erp.act("warehouse", "");
    assertThat(site.erp.documents("SAL_OUTSTOCK")).isEmpty();
  }

  @Test
  void cancel_siteClosesButOrderIsNotAudited_isVoided() {
    pushedUpTo("Audit");

    assertThat(closing.cancel("SO-1")).isEqualTo(new Cancelled(false));
    assertSpent("VOIDED");
  }

  @Test
  void cancel_closedByAPersonAfterShipping_isTooLate() {
    pushed();
    site.erp.act("warehouse", "");
    site.erp.act("edit", "YLBillClose,SAL_SaleOrder,SO-1");

    assertThat(closing.cancel("SO-1")).isEqualTo(new TooLate("HAS_OUTBOUND"));
  }

  @Test
  void cancel_warehouseHasADeliveryNotice_isTooLateAndTheOrderStaysOpen() {
    pushed();
    site.erp.act("notice", "SO-1");

    assertThat(closing.cancel("SO-1")).isEqualTo(new TooLate("HAS_DOWNSTREAM"));
    assertThat(site.attempts).doesNotContain("ExcuteOperation");
    assertThat(client.cancel("SO-1")).isEqualTo(new TooLate("HAS_DOWNSTREAM"));
  }

  @Test
  void cancel_deliveryNoticeIsVoid_isClosed() {
    pushed();
    site.erp.act("notice", "SO-1");
    site.erp.act("edit", "UnAudit,SAL_DELIVERYNOTICE,FHTZD-SO-1");
    site.erp.act("edit", "Cancel,SAL_DELIVERYNOTICE,FHTZD-SO-1");

    assertThat(closing.cancel("SO-1")).isEqualTo(new Cancelled(false));
  }

  @Test
  void cancel_deliveryNoticeOfAnotherOrder_isClosed() {
    pushed();
    client.salesOrders().push(order("SO-2"));
    site.erp.act("notice", "SO-2");

    assertThat(closing.cancel("SO-1")).isEqualTo(new Cancelled(false));
  }

  @Test
  void push_closedByTheErpBecauseAllWasSent_isDuplicateUnlessItHasOtherLines() {
    pushed();
    site.erp.act("warehouse", "");
    site.erp.act("edit", "YLBillClose,SAL_SaleOrder,SO-1");

    assertThat(closing.salesOrders().push(order("SO-1")))
        .isEqualTo(new Duplicate("100001", "SO-1"));
    assertCode(closing.salesOrders().push(order("SO-1", line("1", "SKU-3", 5, "50.00"))), "CLOSED");
  }

  @Test
  void push_closedWithoutAnOutbound_isRejected() {
    pushed();
    site.erp.act("edit", "YLBillClose,SAL_SaleOrder,SO-1");

    assertCode(closing.salesOrders().push(order("SO-1")), "CLOSED");
  }
}
