package io.heliu.erp.kingdee;

import static io.heliu.erp.kingdee.TestSite.line;
import static io.heliu.erp.kingdee.TestSite.order;
import static io.heliu.erp.kingdee.TestSite.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.erp.DocumentPort.Found;
import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.PushOutcome.Accepted;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.PushOutcome.Rejected;
import io.heliu.erp.PushOutcome.Unknown;
import io.heliu.erp.SalesOrder;
import io.heliu.erp.kingdee.standin.KingdeeStandIn.Doc;
import io.heliu.erp.kingdee.standin.Trouble;
import io.heliu.http.BreakerPolicy;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Misbehaviour.LoseAnswer;
import io.heliu.http.standin.Misbehaviour.Special;
import io.heliu.http.standin.Misbehaviour.Status;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on the way, and that a document still gets into the ERP once. */
class KingdeeTroubleTest {
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

  private PushOutcome push() {
    return client.salesOrders().push(order("SO-1"));
  }

  private Doc saved() {
    List<Doc> orders = site.erp.documents("SAL_SaleOrder");
    assertThat(orders).hasSize(1);
    return orders.get(0);
  }

  static Stream<Arguments> openEnds() {
    return Stream.of("Save", "Submit", "Audit")
        .flatMap(
            step ->
                Stream.of(
                        new LoseAnswer(),
                        new Misbehaviour.Silence(),
                        new Misbehaviour.HalfBody(),
                        new Misbehaviour.Disconnect(),
                        new Status(502),
                        new Special(Trouble.RESPONSE_ERROR),
                        new Special(Trouble.RESPONSE_ERROR_AFTER),
                        new Special(Trouble.NO_ENVELOPE))
                    .map(what -> Arguments.of(step, what)));
  }

  @ParameterizedTest
  @MethodSource("openEnds")
  void push_endIsOpen_isUnknownAndGoesOnAfterALookUp(String step, Misbehaviour what) {
    nextAt(step, 3, what);

    assertThat(push()).isInstanceOf(Unknown.class);
    site.erp.faults().clear();

    boolean there = client.salesOrders().lookUp("SO-1").isPresent();
    PushOutcome again = push();
    assertThat(again).isInstanceOf(there ? Duplicate.class : Accepted.class);
    assertThat(saved().status()).isEqualTo("C");
  }

  @Test
  void push_saveEndIsOpen_sendsItOnce() {
    nextAt("Save", 3, new LoseAnswer());

    push();

    assertThat(site.attempts).containsExactly("Save");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Submit", "Audit"})
  void push_stepsAnswerIsLostOnce_isRepeatedAndAccepted(String step) {
    nextAt(step, 1, new LoseAnswer());

    assertThat(push()).isEqualTo(new Accepted("100001", "SO-1"));
    assertThat(saved().status()).isEqualTo("C");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Save", "Submit", "Audit"})
  void push_lockedOrThrottledForAMoment_isAccepted(String step) {
    nextAt(step, 1, new Special(Trouble.LOCK));
    nextAt(step, 1, new Special(Trouble.THROTTLE));

    assertThat(push()).isInstanceOf(Accepted.class);
  }

  @Test
  void push_throttledForLong_isFaultBecauseNothingWasSaved() {
    nextAt("Save", 3, new Special(Trouble.THROTTLE));

    assertThatThrownBy(this::push)
        .isInstanceOfSatisfying(
            Fault.Throttled.class, fault -> assertThat(fault.attempts()).isEqualTo(3));
    assertThat(site.erp.documents("SAL_SaleOrder")).isEmpty();
  }

  @Test
  void push_lockedForLongBeforeSave_isFaultBecauseNothingWasSaved() {
    nextAt("Save", 3, new Special(Trouble.LOCK));

    assertThatThrownBy(this::push)
        .isInstanceOfSatisfying(
            Fault.Remote.class,
            fault -> {
              assertThat(fault.code()).isEqualTo("13");
              assertThat(fault.retryable()).isTrue();
            });
  }

  @Test
  void push_personHoldsTheDocument_isUnknownUntilItIsFree() {
    nextAt("Audit", 1, new Special(Trouble.NO_PERMISSION));
    push();
    site.erp.act("lock", "SO-1");

    assertThat(push()).isInstanceOf(Unknown.class);

    site.erp.act("unlock", "SO-1");
    assertThat(push()).isInstanceOf(Duplicate.class);
  }

  @Test
  void push_noPermissionToSave_isFault() {
    nextAt("Save", 1, new Special(Trouble.NO_PERMISSION));

    assertThatThrownBy(this::push).isInstanceOf(Fault.Permission.class);
  }

  @Test
  void push_noPermissionToAudit_isUnknownBecauseTheDocumentIsThere() {
    nextAt("Audit", 1, new Special(Trouble.NO_PERMISSION));

    assertThat(push())
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown -> assertThat(unknown.cause()).isInstanceOf(Fault.Permission.class));
    assertThat(client.salesOrders().lookUp("SO-1")).contains(new Found("100001", "SO-1", false));
  }

  @Test
  void push_licenceHasEnded_isFaultThatIsNotRetried() {
    nextAt("Save", 1, new Special(Trouble.LICENCE));

    assertThatThrownBy(this::push)
        .isInstanceOfSatisfying(
            Fault.Remote.class, fault -> assertThat(fault.retryable()).isFalse());
    assertThat(site.attempts).containsExactly("Save");
  }

  @Test
  void push_databaseFailedAtSave_isReadBackAndFault() {
    nextAt("Save", 1, new Special(Trouble.DATABASE));

    assertThatThrownBy(this::push)
        .isInstanceOfSatisfying(
            Fault.Remote.class, fault -> assertThat(fault.code()).isEqualTo("6"));
    assertThat(site.attempts).containsExactly("Save", "ExecuteBillQuery");
  }

  @Test
  void push_databaseFailedAfterSave_isReadBackAndFinished() {
    nextAt("Save", 1, new Special(Trouble.DATABASE_AFTER));

    assertThat(push()).isInstanceOf(Duplicate.class);
    assertThat(saved().status()).isEqualTo("C");
  }

  @Test
  void push_databaseFailedAndReadBackFails_isUnknown() {
    nextAt("Save", 1, new Special(Trouble.DATABASE_AFTER));
    nextAt("ExecuteBillQuery", 3, new Status(503));

    assertThat(push()).isInstanceOf(Unknown.class);
  }

  @Test
  void push_deadlockAtAudit_isRepeated() {
    nextAt("Audit", 1, new Special(Trouble.DEADLOCK));

    assertThat(push()).isInstanceOf(Accepted.class);
  }

  @Test
  void push_status206_isGood() {
    nextAt("Save", 1, new Special(Trouble.STATUS_206));

    assertThat(push()).isInstanceOf(Accepted.class);
  }

  @Test
  void push_gatewayRefusesTheTime_isSentAgainWithTheErpsTime() {
    nextAt("Save", 1, new Special(Trouble.GATEWAY_STALE));

    assertThat(push()).isInstanceOf(Accepted.class);
    assertThat(site.attempts).startsWith("Save", "Save");
  }

  @Test
  void push_gatewayRefusesTheApplication_isConfigurationFaultWithRequestId() {
    nextAt("Save", 1, new Special(Trouble.GATEWAY_NO_APP));

    assertThatThrownBy(this::push)
        .isInstanceOfSatisfying(
            Fault.Configuration.class,
            fault -> {
              assertThat(fault.code()).isEqualTo("4002");
              assertThat(fault.requestId()).isEqualTo("made-up-request-id");
            });
  }

  @Test
  void push_gatewayFailsWithoutJson_isUnknown() {
    nextAt("Save", 1, new Status(519));

    assertThat(push()).isInstanceOf(Unknown.class);
  }

  @Test
  void push_loginPageInSignedMode_isUnknown() {
    nextAt("Save", 1, new Special(Trouble.LOGIN_PAGE));

    assertThat(push()).isInstanceOf(Unknown.class);
  }

  @Test
  void push_nobodyListens_isTransportFaultBecauseNothingWasSent() {
    KingdeeClient lost =
        site.builder(TestSite.SIGNED).endpoint(URI.create("http://127.0.0.1:1/k3cloud")).build();

    assertThatThrownBy(() -> lost.salesOrders().push(order("SO-1")))
        .isInstanceOf(Fault.Transport.class);
  }

  @Test
  void push_savedOnly_goesOnFromCreated() {
    nextAt("Submit", 3, new Status(500));
    push();
    site.erp.faults().clear();
    assertThat(saved().status()).isEqualTo("A");
    site.attempts.clear();

    assertThat(push()).isInstanceOf(Duplicate.class);
    assertThat(site.attempts)
        .containsExactly("Save", "ExecuteBillQuery", "Save", "Submit", "Audit");
  }

  @Test
  void push_submittedOnly_goesOnFromSubmitted() {
    nextAt("Audit", 3, new Status(500));
    push();
    site.erp.faults().clear();
    assertThat(saved().status()).isEqualTo("B");
    site.attempts.clear();

    assertThat(push()).isInstanceOf(Duplicate.class);
    assertThat(site.attempts)
        .containsExactly("Save", "ExecuteBillQuery", "ExecuteBillQuery", "Audit");
  }

  @Test
  void push_audited_doesNothing() {
    push();
    site.attempts.clear();

    assertThat(push()).isInstanceOf(Duplicate.class);
    assertThat(site.attempts).containsExactly("Save", "ExecuteBillQuery", "ExecuteBillQuery");
  }

  private PushOutcome pushOther() {
    return client.salesOrders().push(order("SO-1", line("1", "SKU-3", 5, "50.00")));
  }

  @Test
  void push_savedOnlyAndChanged_isSavedInPlaceUnderItsId() {
    nextAt("Submit", 3, new Status(500));
    push();
    site.erp.faults().clear();

    assertThat(pushOther()).isEqualTo(new Duplicate("100001", "SO-1"));
    assertThat(saved().status()).isEqualTo("C");
    assertThat(saved().amount()).isEqualByComparingTo("50");
    assertThat(site.erp.lines("SAL_SaleOrder", "SO-1", "FSaleOrderEntry")).hasSize(1);
  }

  @Test
  void push_refusedAtSubmitAgainAndAgain_isSavedInPlaceEachTime() {
    nextAt("Submit", 1, new Special(Trouble.CLOSED_PERIOD));
    nextAt("Submit", 1, new Special(Trouble.CLOSED_PERIOD));
    nextAt("Submit", 1, new Special(Trouble.CLOSED_PERIOD));

    for (int i = 0; i < 3; i++) {
      assertThat(push())
          .isInstanceOfSatisfying(
              Rejected.class, rejected -> assertThat(rejected.message()).contains("已结账"));
    }
    assertThat(push()).isInstanceOf(Duplicate.class);
  }

  @Test
  void push_inPlaceSavesEndIsOpen_isUnknownAndGoesOn() {
    nextAt("Submit", 3, new Status(500));
    push();
    site.erp.faults().clear();
    site.erp
        .faults()
        .next(1, request -> request.text().contains("\\\"FID\\\":100001"), new LoseAnswer());

    assertThat(pushOther()).isInstanceOf(Unknown.class);
    assertThat(pushOther()).isInstanceOf(Duplicate.class);
    assertThat(saved().amount()).isEqualByComparingTo("50");
  }

  @Test
  void push_submittedAndChanged_isRejectedAndLeftAlone() {
    nextAt("Audit", 3, new Status(500));
    push();
    site.erp.faults().clear();

    assertThat(pushOther())
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("CONTENT_DIFFERS"));
    assertThat(saved().status()).isEqualTo("B");
    assertThat(saved().amount()).isEqualByComparingTo("198");
  }

  @Test
  void push_sentBackByAPersonAndChanged_isRejectedAndThePersonsWorkStays() {
    push();
    site.erp.act("edit", "UnAudit,SAL_SaleOrder,SO-1");
    site.attempts.clear();

    assertThat(pushOther())
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("REOPENED"));
    assertThat(saved().status()).isEqualTo("D");
    assertThat(saved().amount()).isEqualByComparingTo("198");
    assertThat(site.attempts).containsExactly("Save", "ExecuteBillQuery");
  }

  @Test
  void push_draft_isSavedInPlace() {
    nextAt("Submit", 3, new Status(500));
    push();
    site.erp.faults().clear();
    site.erp.act("draft", "SAL_SaleOrder,SO-1");
    site.attempts.clear();

    assertThat(push()).isEqualTo(new Duplicate("100001", "SO-1"));
    assertThat(saved().status()).isEqualTo("C");
    assertThat(site.attempts)
        .containsExactly("Save", "ExecuteBillQuery", "Save", "Submit", "Audit");
  }

  @Test
  void push_draftsSaveEndIsOpen_isUnknownAndGoesOn() {
    nextAt("Submit", 3, new Status(500));
    push();
    site.erp.faults().clear();
    site.erp.act("draft", "SAL_SaleOrder,SO-1");
    site.erp
        .faults()
        .next(1, request -> request.text().contains("\\\"FID\\\":100001"), new LoseAnswer());

    assertThat(push()).isInstanceOf(Unknown.class);
    assertThat(push()).isEqualTo(new Duplicate("100001", "SO-1"));
    assertThat(saved().status()).isEqualTo("C");
  }

  @Test
  void push_sentBackByAPerson_isRejectedAndLeftAlone() {
    push();
    site.erp.act("edit", "UnAudit,SAL_SaleOrder,SO-1");

    assertThat(push())
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("REOPENED"));
    assertThat(saved().status()).isEqualTo("D");
  }

  @Test
  void push_voidedByAPerson_isRejectedAndLeftAlone() {
    nextAt("Submit", 3, new Status(500));
    push();
    site.erp.faults().clear();
    site.erp.act("edit", "Cancel,SAL_SaleOrder,SO-1");

    assertThat(push())
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("VOIDED"));
  }

  @Test
  void push_auditedByAPersonMeanwhile_isDuplicate() {
    nextAt("Audit", 3, new Status(500));
    push();
    site.erp.faults().clear();
    site.erp.act("edit", "Audit,SAL_SaleOrder,SO-1");

    assertThat(push()).isInstanceOf(Duplicate.class);
  }

  @Test
  void push_faultsAllOverManyDocuments_everyDocumentIsThereOnceAndOwedOnce() {
    site.erp.faults().rule("lost", 3, request -> true, new LoseAnswer());
    site.erp.faults().rule("dropped", 4, request -> true, new Misbehaviour.Disconnect());
    site.erp.faults().rule("error", 5, request -> true, new Special(Trouble.RESPONSE_ERROR_AFTER));
    site.erp.faults().rule("lock", 4, request -> true, new Special(Trouble.LOCK));
    site.erp.faults().rule("database", 5, request -> true, new Special(Trouble.DATABASE_AFTER));

    KingdeeClient patient =
        site.builder(TestSite.SIGNED)
            .breakerPolicy(new BreakerPolicy(1_000, 100, Duration.ofSeconds(1)))
            .build();
    for (int i = 0; i < 40; i++) {
      pushUntilThere(patient, outbound("OUT-" + i, line("1", "SKU-1", 1, "9.90")));
    }

    assertThat(site.erp.faults().hits("lost")).isPositive();
    assertThat(site.erp.documents("SAL_OUTSTOCK")).hasSize(40);
    assertThat(site.erp.documents("SAL_OUTSTOCK")).allMatch(doc -> doc.status().equals("C"));
    assertThat(site.erp.duplicates("SAL_OUTSTOCK")).isEmpty();
    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(960);
    assertThat(site.erp.documents("AR_receivable")).hasSize(40);
  }

  private static void pushUntilThere(KingdeeClient client, Outbound outbound) {
    for (int i = 0; i < 10; i++) {
      try {
        PushOutcome outcome = client.outbounds().push(outbound);
        if (!(outcome instanceof Unknown)) {
          assertThat(outcome).isInstanceOfAny(Accepted.class, Duplicate.class);
          return;
        }
        client.outbounds().lookUp(outbound.number());
      } catch (Fault fault) {
        assertThat(client.outbounds().lookUp(outbound.number())).isEmpty();
      }
    }
    throw new AssertionError(outbound.number() + " never got there");
  }

  @Test
  void fault_messages_haveNoWordsOfTheErp() {
    nextAt("Save", 3, new Special(Trouble.LOCK));
    SalesOrder order = order("SO-1");

    assertThatThrownBy(() -> client.salesOrders().push(order))
        .hasMessageNotContaining("用户")
        .hasMessageContaining("MsgCode 13");
  }
}
