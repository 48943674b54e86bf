package io.heliu.erp.kingdee;

import static io.heliu.erp.kingdee.TestSite.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.CancelOutcome.Cancelled;
import io.heliu.erp.CancelOutcome.Refused;
import io.heliu.erp.CancelOutcome.TooLate;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.kingdee.KingdeeSettings.Form;
import io.heliu.erp.kingdee.KingdeeSettings.Withdrawal;
import io.heliu.erp.kingdee.standin.Trouble;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Misbehaviour.Special;
import io.heliu.http.standin.Misbehaviour.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sales orders that were sent back to be voided, and then cannot be. */
class KingdeeRestoreTest {
  private static final String LOOSE_OUTBOUND =
      """
      {"FBillNo": "OUT-9", "FBillTypeID": {"FNUMBER": "XSCKD01_SYS"}, "FDate": "2025-06-15",
       "FSaleOrgId": {"FNumber": "ORG"}, "FCustomerID": {"FNumber": "TMALL-001"},
       "FStockOrgId": {"FNumber": "ORG"},
       "SubHeadEntity": {"FSettleCurrID": {"FNumber": "PRE001"}},
       "FEntity": [{"FMaterialID": {"FNumber": "SKU-1"}, "FUnitID": {"FNumber": "Pcs"},
         "FRealQty": 1, "FTaxPrice": 99, "FStockID": {"FNumber": "CK001"},
         "FSoorDerno": "SO-1"}]}
      """
          .replace("ORG", TestSite.REGISTRATION.organization());

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

  private String status() {
    return site.erp.document("SAL_SaleOrder", "SO-1").orElseThrow().status();
  }

  private static void assertLeft(CancelOutcome outcome, String state) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("LEFT_UNAUDITED");
              assertThat(refused.message()).contains(state).contains("已结账");
            });
  }

  @Test
  void cancel_voidIsRefused_orderIsAuditedAgainAndPushesAreRepeats() {
    pushed();
    nextAt("ExcuteOperation", 1, new Special(Trouble.CLOSED_PERIOD));

    assertThat(client.cancel("SO-1")).isEqualTo(new Refused("11", "当前期间已结账"));

    assertThat(status()).isEqualTo("C");
    assertThat(client.salesOrders().push(order("SO-1"))).isInstanceOf(Duplicate.class);
    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(false));
  }

  @Test
  void cancel_voidOfASubmittedOrderIsRefused_orderIsSubmittedAgain() {
    nextAt("Audit", 3, new Status(500));
    pushed();
    site.erp.faults().clear();
    nextAt("ExcuteOperation", 1, new Special(Trouble.CLOSED_PERIOD));

    assertThat(client.cancel("SO-1")).isEqualTo(new Refused("11", "当前期间已结账"));
    assertThat(status()).isEqualTo("B");
  }

  @Test
  void cancel_noPermissionToVoid_orderIsAuditedAgainBeforeTheFault() {
    pushed();
    nextAt("ExcuteOperation", 1, new Special(Trouble.NO_PERMISSION));

    assertThatThrownBy(() -> client.cancel("SO-1")).isInstanceOf(Fault.Permission.class);
    assertThat(status()).isEqualTo("C");
  }

  @Test
  void cancel_voidAndAuditAreRefused_isLeftUnauditedAndNamesTheState() {
    pushed();
    nextAt("ExcuteOperation", 1, new Special(Trouble.CLOSED_PERIOD));
    nextAt("Audit", 1, new Special(Trouble.CLOSED_PERIOD));

    assertLeft(client.cancel("SO-1"), "SUBMITTED");
    assertThat(status()).isEqualTo("B");
  }

  @Test
  void cancel_answerOfTheNewAuditIsLost_isAskedForAgain() {
    pushed();
    nextAt("ExcuteOperation", 1, new Special(Trouble.CLOSED_PERIOD));
    nextAt("Audit", 1, new Misbehaviour.LoseAnswer());

    assertThat(client.cancel("SO-1")).isEqualTo(new Refused("11", "当前期间已结账"));
    assertThat(status()).isEqualTo("C");
  }

  @Test
  void cancel_earlierCallBrokeOffAndVoidIsRefused_isLeftUnaudited() {
    pushed();
    nextAt("ExcuteOperation", 3, new Status(502));
    assertThatThrownBy(() -> client.cancel("SO-1")).isInstanceOf(Fault.class);
    site.erp.faults().clear();
    assertThat(status()).isEqualTo("D");
    nextAt("ExcuteOperation", 1, new Special(Trouble.CLOSED_PERIOD));

    assertLeft(client.cancel("SO-1"), "REOPENED");
    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(false));
  }

  @Test
  void cancel_outboundAppearsAfterTheAuditWasTakenBack_isTooLateAndAuditedAgain() {
    pushed();
    KingdeeClient raced =
        site.builder(TestSite.SIGNED)
            .listener(
                new Listener() {
                  @Override
                  public void attempted(Attempt attempt) {
                    if (attempt.operation().equals("UnAudit")) {
                      site.erp.act("save", "SAL_OUTSTOCK," + LOOSE_OUTBOUND);
                    }
                  }
                })
            .build();

    assertThat(raced.cancel("SO-1")).isEqualTo(new TooLate("HAS_OUTBOUND"));
    assertThat(status()).isEqualTo("C");
  }

  @Test
  void cancel_voidShowsInAnotherWay_outboundCountsUnlessItIsVoidByThat() {
    pushed();
    site.erp.act("save", "SAL_OUTSTOCK," + LOOSE_OUTBOUND);
    site.erp.act("edit", "Cancel,SAL_OUTSTOCK,OUT-9");
    Withdrawal other = new Withdrawal("Cancel", "FCancelStatus", "Z");

    assertThat(site.client(TestSite.settings().voiding(other).build()).cancel("SO-1"))
        .isEqualTo(new TooLate("HAS_OUTBOUND"));
    assertThat(client.cancel("SO-1")).isEqualTo(new Cancelled(false));
  }

  @Test
  void outbounds_voidShowsInAFieldOfTheSite_leavesOutWhatIsVoidByThat() {
    Form orders = new Form("XSDD01_SYS", "F_HL_STATE", "FEntryNote");
    KingdeeClient writer = site.client(TestSite.settings().order(orders).build());
    writer.salesOrders().push(order("SO-1"));
    writer.salesOrders().push(order("SO-2"));
    site.erp.act("warehouse", "");
    Withdrawal gone = new Withdrawal("Cancel", "F_HL_STATE", "TB-SO-2");
    KingdeeClient reader = site.client(TestSite.settings().voiding(gone).build());

    List<String> sources =
        TestSite.all(reader.feeds()::outbounds).stream()
            .flatMap(outbound -> outbound.lines().stream())
            .map(line -> String.valueOf(line.sourceDocument()))
            .distinct()
            .toList();
    assertThat(sources).containsExactly("SO-1");
  }
}
