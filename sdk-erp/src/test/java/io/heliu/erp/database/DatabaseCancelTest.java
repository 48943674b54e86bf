package io.heliu.erp.database;

import static io.heliu.erp.database.Site.line;
import static io.heliu.erp.database.Site.order;
import static io.heliu.erp.database.Site.outbound;
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
import io.heliu.erp.PushOutcome.Unknown;
import io.heliu.erp.database.standin.LegacyErp.Kind;
import io.heliu.erp.database.standin.TroubledSource.Trouble;
import java.nio.charset.Charset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sales orders that are taken back, by their status or by a request to the ERP's job. */
@OnEverySite
class DatabaseCancelTest {
  private final Site site;
  private final DatabaseErp door;

  DatabaseCancelTest(Site.Where where) {
    this.site = new Site(where);
    this.door = site.door();
  }

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private void staged() {
    door.salesOrders().push(order("SO-1"));
  }

  private void done() {
    staged();
    site.erp.processAll();
    assertThat(site.erp.documentOf(Kind.ORDER, "SO-1")).isEqualTo("BILL-SO-1");
  }

  /** Cancels; where the ERP must be asked, its job runs and the call is repeated. */
  private CancelOutcome settled() {
    for (int i = 0; i < 3; i++) {
      CancelOutcome outcome = door.cancel("SO-1");
      if (!(outcome instanceof Pending)) {
        return outcome;
      }
      site.erp.processAll();
    }
    throw new AssertionError("the ERP never answers");
  }

  private void assertSpent() {
    PushOutcome outcome = door.salesOrders().push(order("SO-1"));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("CANCELLED"));
    site.erp.processAll();
  }

  /** It may have been taken and its row removed: only the ERP knows. */
  @Test
  void cancel_notThere_isAskedOfTheErpAndItsNumberIsSpent() {
    assertThat(door.cancel("SO-1")).isEqualTo(new Pending("REQUEST_OPEN"));
    site.erp.processAll();

    assertThat(door.cancel("SO-1")).isEqualTo(new Cancelled(true));
    assertSpent();
    assertThat(site.erp.staged(Kind.ORDER)).isEmpty();
  }

  @Test
  void cancel_notThereAndNobodyCanBeAsked_isCancelledBefore() {
    Assumptions.assumeTrue(site.where.isTidy(), "only a request there");

    assertThat(site.door(withoutRequest()).cancel("SO-1")).isEqualTo(new Cancelled(true));
  }

  @Test
  void cancel_numberThatTheRequestCannotHold_isRefused() {
    Assumptions.assumeTrue(site.where.isTidy(), "one is enough");
    String number = "{\"column\": \"ext_no\", \"length\": 3}";
    DatabaseErp narrow = site.door(site.mapping("/salesOrders/cancel/request/number", number));

    assertThat(narrow.cancel("SO-1"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("TEXT_TOO_LONG"));
  }

  /** Lets the ERP import the order and remove its rows at a statement or commit. */
  private void takenAndRemovedAt(int point) {
    int[] points = {0};
    site.pool.atEachPoint(
        () -> {
          if (++points[0] == point) {
            site.pool.atEachPoint(() -> {});
            site.erp.processAll();
            site.erp.execute("DELETE FROM omni_order_l");
            site.erp.execute("DELETE FROM omni_order_h");
          }
        });
  }

  /** Before the update, and after its commit: the job may have read the order before. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void cancel_takenAndRemovedMeanwhile_isAskedOfTheErp(int point) {
    Assumptions.assumeTrue(site.where.isTidy(), "only a request there");
    staged();
    takenAndRemovedAt(point);

    assertThat(door.cancel("SO-1")).isEqualTo(new Pending("REQUEST_OPEN"));
  }

  @Test
  void cancel_takenAndRemovedMeanwhileAndNobodyCanBeAsked_isNotCancelled() {
    Assumptions.assumeTrue(site.where.isTidy(), "only a request there");
    DatabaseErp withoutRequest = site.door(withoutRequest());
    withoutRequest.salesOrders().push(order("SO-1"));
    takenAndRemovedAt(2);

    assertThat(withoutRequest.cancel("SO-1"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("ROW_GONE"));
  }

  @Test
  void cancel_numberThatNoColumnHolds_isCancelledBefore() {
    assertThat(door.cancel("S".repeat(100))).isEqualTo(new Cancelled(true));
  }

  @Test
  void cancel_notTaken_isNeverImportedAndItsNumberIsSpent() {
    staged();

    assertThat(settled()).isInstanceOf(Cancelled.class);

    site.erp.processAll();
    assertThat(site.erp.documentOf(Kind.ORDER, "SO-1")).isNull();
    assertSpent();
    assertThat(site.erp.documentOf(Kind.ORDER, "SO-1")).isNull();
  }

  @Test
  void cancel_notTakenWhereTheStatusIsOurs_isVoidAtOnce() {
    Assumptions.assumeTrue(site.where.isTidy(), "only a request there");
    staged();

    assertThat(door.cancel("SO-1")).isEqualTo(new Cancelled(false));
    assertThat(door.cancel("SO-1")).isEqualTo(new Cancelled(true));
    assertThat(site.erp.staged(Kind.ORDER))
        .singleElement()
        .matches(one -> one.status().equals("X"));
  }

  @Test
  void cancel_picked_isAnsweredByTheJob() {
    staged();
    site.erp.process(1);

    assertThat(door.cancel("SO-1")).isEqualTo(new Pending("REQUEST_OPEN"));
    site.erp.processAll();

    assertThat(door.cancel("SO-1")).isEqualTo(new Cancelled(true));
    assertThat(site.erp.documentOf(Kind.ORDER, "SO-1")).isNull();
    assertSpent();
  }

  @Test
  void cancel_done_isVoidedByTheErpAndItsOutboundsAreRefused() {
    done();

    assertThat(settled()).isInstanceOf(Cancelled.class);

    assertSpent();
    door.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 2, "198.00", "SO-1", "1")));
    site.erp.processAll();
    assertThat(
            door.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 2, "198.00", "SO-1", "1"))))
        .isInstanceOf(Rejected.class);
    assertThat(Site.all(door.feeds()::outbounds)).isEmpty();
  }

  @Test
  void cancel_shipped_isTooLateAndPushStaysWhatItWas() {
    done();
    site.erp.ship(outbound("CK-1", line("1", "SKU-1", 2, "198.00", "SO-1", "1")), 50);

    assertThat(settled()).isEqualTo(new TooLate(site.where.isTidy() ? "SHIPPED" : "2"));
    assertThat(door.salesOrders().push(order("SO-1"))).isInstanceOf(PushOutcome.Duplicate.class);
  }

  @Test
  void cancel_erpRefuses_isRefusedWithItsWords() {
    done();
    assertThat(door.cancel("SO-1")).isEqualTo(new Pending("REQUEST_OPEN"));
    if (site.where.isTidy()) {
      site.erp.execute("UPDATE omni_cancel SET status = 'R', err_code = 'E7', err_msg = '期间已结账'");
    } else {
      site.erp.execute(
          "UPDATE T_XSQX_JK SET JG = 3, CWXX = ?",
          (Object) "期间已结账".getBytes(Charset.forName("GBK")));
    }

    assertThat(door.cancel("SO-1"))
        .isEqualTo(new Refused(site.where.isTidy() ? "E7" : "3", "期间已结账"));
    assertThat(door.salesOrders().push(order("SO-1"))).isInstanceOf(PushOutcome.Duplicate.class);
  }

  @Test
  void cancel_answerIsNotInTheMapping_isFault() {
    done();
    assertThat(door.cancel("SO-1")).isEqualTo(new Pending("REQUEST_OPEN"));
    site.erp.execute(
        site.where.isTidy()
            ? "UPDATE omni_cancel SET status = '?'"
            : "UPDATE T_XSQX_JK SET JG = 77");

    assertThatThrownBy(() -> door.cancel("SO-1"))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("not in the mapping");
  }

  private void refused() {
    door.salesOrders().push(order("SO-1", line("1", "SKU-NEW", 1, "1.00")));
    site.erp.processAll();
    assertThat(site.erp.documentOf(Kind.ORDER, "SO-1")).isNull();
  }

  @Test
  void cancel_refusedOrder_isTakenBackWithTheErpSoThatNoRetryImportsIt() {
    refused();

    assertThat(settled()).isInstanceOf(Cancelled.class);

    site.erp.material("SKU-NEW", "示例商品", null);
    site.erp.processAll();
    assertThat(site.erp.documentOf(Kind.ORDER, "SO-1")).isNull();
    assertSpent();
  }

  @Test
  void cancel_refusedOrderWhereOnlyARequestIsMapped_isNotCancelledBeforeTheErpSaysSo() {
    Assumptions.assumeFalse(site.where.isTidy(), "the status is ours there");
    refused();

    assertThat(door.cancel("SO-1")).isEqualTo(new Pending("REQUEST_OPEN"));
    site.erp.setStatus(Kind.ORDER, "SO-1", "0");
    site.erp.material("SKU-NEW", "示例商品", null);
    site.erp.processAll();

    assertThat(site.erp.documentOf(Kind.ORDER, "SO-1")).isNull();
    assertThat(door.cancel("SO-1")).isEqualTo(new Cancelled(true));
  }

  @Test
  void cancel_refusedOrderThatNobodyCanBeAskedFor_isRefusedUnlessTheRefusalIsFinal() {
    Assumptions.assumeTrue(site.where.isTidy(), "only a request there");
    refused();
    String mapping = withoutRequest().replace("[\"N\", \"F\"]", "[\"N\"]");

    assertThat(site.door(mapping).cancel("SO-1"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("REFUSED_MAY_RETRY"));

    String declared = mapping.replace("\"cancel\": {", "\"cancel\": {\"refusedIsFinal\": true,");
    assertThat(declared).isNotEqualTo(mapping);
    assertThat(site.door(declared).cancel("SO-1")).isEqualTo(new Cancelled(true));
  }

  @Test
  void push_requestIsOpen_isUnknownAndNothingIsWritten() {
    done();
    assertThat(door.cancel("SO-1")).isEqualTo(new Pending("REQUEST_OPEN"));

    assertThat(door.salesOrders().push(order("SO-1"))).isInstanceOf(Unknown.class);
  }

  @Test
  void push_rowsOfTheCancelledOrderAreCleanedAway_isStillRejected() {
    done();
    settled();
    String head = site.where.isTidy() ? "omni_order_h" : "T_XSDD_JK";
    site.erp.execute("DELETE FROM " + (site.where.isTidy() ? "omni_order_l" : "T_XSDD_JKMX"));
    site.erp.execute("DELETE FROM " + head);

    assertSpent();
    assertThat(site.erp.staged(Kind.ORDER)).isEmpty();
  }

  @Test
  void cancel_connectionBreaksAnywhere_isRepeatedSafely() {
    for (Trouble trouble :
        new Trouble[] {Trouble.STATEMENT_LOST, Trouble.COMMIT_LOST, Trouble.ANSWER_LOST}) {
      for (int before = 0; before < 4; before++) {
        String number = "SO-" + trouble.ordinal() + before;
        door.salesOrders().push(order(number));
        site.source.next(trouble, before);
        boolean cancelled = false;
        for (int i = 0; i < 4 && !cancelled; i++) {
          try {
            cancelled = door.cancel(number) instanceof Cancelled;
          } catch (Fault fault) {
            assertThat(fault.retryable()).as(number + " " + fault).isTrue();
          }
          site.erp.processAll();
        }
        site.source.calm();
        assertThat(cancelled).as(number).isTrue();
        site.erp.processAll();
        assertThat(door.salesOrders().push(order(number))).as(number).isInstanceOf(Rejected.class);
      }
    }
  }

  @Test
  void cancel_pickedMeanwhile_isNotVoidedOverTheJobsHead() {
    Assumptions.assumeTrue(site.where.isTidy(), "only a request there");
    DatabaseErp withoutRequest = site.door(withoutRequest());
    withoutRequest.salesOrders().push(order("SO-1"));
    int[] statements = {0};
    site.pool.atEachPoint(
        () -> {
          if (++statements[0] == 2) {
            site.pool.atEachPoint(() -> {});
            site.erp.process(1);
          }
        });

    assertThat(withoutRequest.cancel("SO-1")).isEqualTo(new Pending("ORDER_OPEN"));
    site.erp.processAll();

    assertThat(site.erp.documentOf(Kind.ORDER, "SO-1")).isNotNull();
    assertThat(withoutRequest.cancel("SO-1"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("TAKEN"));
  }

  private String withoutRequest() {
    String mapping = site.erp.mapping();
    int start = mapping.indexOf("\"request\"");
    int end = mapping.indexOf("\"outbounds\"");
    return mapping.substring(0, mapping.lastIndexOf(',', start)) + "}}," + mapping.substring(end);
  }

  @Test
  void cancel_notMapped_isRefused() {
    String mapping = site.erp.mapping();
    int start = mapping.lastIndexOf(',', mapping.indexOf("\"cancel\""));
    int end = mapping.indexOf("\"outbounds\"");
    DatabaseErp plain = site.door(mapping.substring(0, start) + "}," + mapping.substring(end));

    assertThat(plain.cancel("SO-1"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("CANCEL_NOT_MAPPED"));
  }
}
