package io.heliu.erp.database;

import static io.heliu.erp.database.Site.order;
import static io.heliu.erp.database.Site.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.PushOutcome.Rejected;
import io.heliu.erp.PushOutcome.Unknown;
import io.heliu.erp.Receipt;
import io.heliu.erp.database.standin.LegacyErp.Kind;
import io.heliu.erp.database.standin.LegacyErp.Staged;
import io.heliu.erp.database.standin.RefusingSource;
import io.heliu.erp.database.standin.TroubledSource.Trouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on the way, and that a document still gets into the interface tables once. */
@OnEverySite
class DatabaseTroubleTest {
  private static final int STATEMENTS_OF_A_PUSH = 5;

  private final Site site;
  private final DatabaseErp door;

  DatabaseTroubleTest(Site.Where where) {
    this.site = new Site(where);
    this.door = site.door();
  }

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private PushOutcome push() {
    return door.salesOrders().push(order("SO-1"));
  }

  private void assertStagedOnceAfterAnotherPush() {
    push();
    assertThat(site.erp.staged(Kind.ORDER)).extracting(Staged::lines).containsExactly(2L);
    site.erp.processAll();
    assertThat(push()).isInstanceOf(Duplicate.class);
  }

  @Test
  void push_answerOfTheCommitIsLost_isUnknownAndFoundByItsKey() {
    site.source.next(Trouble.ANSWER_LOST);

    assertThat(push())
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown -> assertThat(unknown.cause()).isInstanceOf(Fault.Transport.class));
    assertThat(door.salesOrders().lookUp("SO-1")).isPresent();
    assertStagedOnceAfterAnotherPush();
  }

  @Test
  void push_commitIsLost_isUnknownAndNotFoundByItsKey() {
    site.source.next(Trouble.COMMIT_LOST);

    assertThat(push()).isInstanceOf(Unknown.class);
    assertThat(door.salesOrders().lookUp("SO-1")).isEmpty();
    assertStagedOnceAfterAnotherPush();
  }

  @Test
  void push_connectionBreaksBeforeTheCommit_isFaultBecauseNothingWasWritten() {
    for (int before = 0; before < STATEMENTS_OF_A_PUSH; before++) {
      site.source.next(Trouble.STATEMENT_LOST, before);

      assertThatThrownBy(this::push)
          .as("after %d statements", before)
          .isInstanceOfSatisfying(
              Fault.Transport.class, fault -> assertThat(fault.retryable()).isTrue());
      assertThat(site.erp.staged(Kind.ORDER)).isEmpty();
    }
    assertStagedOnceAfterAnotherPush();
  }

  @Test
  void push_connectionBreaksAfterTheCommit_isUnknown() {
    site.source.next(Trouble.STATEMENT_LOST, STATEMENTS_OF_A_PUSH);

    assertThat(push()).isInstanceOf(Unknown.class);
    assertThat(site.erp.staged(Kind.ORDER)).hasSize(1);
    assertStagedOnceAfterAnotherPush();
  }

  @Test
  void push_noConnection_isFault() {
    site.source.next(Trouble.NO_CONNECTION);

    assertThatThrownBy(this::push).isInstanceOf(Fault.Transport.class);
    assertStagedOnceAfterAnotherPush();
  }

  @Test
  void push_connectionCannotBeClosed_changesNothingAndIsReported() {
    site.source.next(Trouble.CLOSE_FAILS);

    push();

    assertThat(site.erp.staged(Kind.ORDER)).hasSize(1);
    assertThat(site.alertCodes()).containsExactly("CONNECTION_NOT_CLOSED");
    assertStagedOnceAfterAnotherPush();
  }

  @Test
  void lookUp_connectionBreaks_isFault() {
    push();
    site.source.next(Trouble.STATEMENT_LOST);

    assertThatThrownBy(() -> door.salesOrders().lookUp("SO-1")).isInstanceOf(Fault.Transport.class);
  }

  @Test
  void feeds_connectionBreaks_isFaultAndCanBeRepeated() {
    site.erp.ship(outbound("OUT-1"), 100);
    for (int before = 0; before < 3; before++) {
      site.source.next(Trouble.STATEMENT_LOST, before);
      assertThatThrownBy(() -> door.feeds().outbounds(null)).isInstanceOf(Fault.Transport.class);
    }
    assertThat(door.feeds().outbounds(null).rows()).hasSize(1);
  }

  @Test
  void push_twoThreadsWithOneDocument_stageItOnce() throws Exception {
    int rounds = 10;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < rounds; round++) {
        String number = "SO-" + round;
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<PushOutcome>> pushes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          pushes.add(
              threads.submit(
                  () -> {
                    start.await();
                    return door.salesOrders().push(order(number));
                  }));
        }
        for (Future<PushOutcome> push : pushes) {
          assertThat(push.get()).isInstanceOf(Unknown.class);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(site.erp.staged(Kind.ORDER)).hasSize(rounds).allMatch(one -> one.lines() == 2);
  }

  @Test
  void push_twoThreadsWithOneNumberAndOtherContent_oneIsRejected() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      CyclicBarrier start = new CyclicBarrier(2);
      List<Future<PushOutcome>> pushes = new ArrayList<>();
      for (String amount : List.of("1.00", "2.00")) {
        pushes.add(
            threads.submit(
                () -> {
                  start.await();
                  return door.salesOrders().push(order("SO-1", Site.line("1", "SKU-1", 1, amount)));
                }));
      }
      List<PushOutcome> outcomes = List.of(pushes.get(0).get(), pushes.get(1).get());
      assertThat(outcomes).hasAtLeastOneElementOfType(Unknown.class);
      assertThat(outcomes).hasAtLeastOneElementOfType(Rejected.class);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void push_someoneHoldsTheKey_isFaultThatPasses() throws SQLException {
    push();
    String copy =
        site.where.isTidy()
            ? "INSERT INTO omni_order_h SELECT channel, 'SO-2', bill_date, cust_code, src_no, note,"
                + " carrier, waybill, total_amount, status, erp_id, erp_bill_no, err_code, err_msg,"
                + " created_at FROM omni_order_h"
            : "INSERT INTO T_XSDD_JKMX SELECT GSDM, 'SO-2', XH, HH, SPBM, SL, JE, YDH, YHH"
                + " FROM T_XSDD_JKMX";
    try (Connection other = site.source.getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.executeUpdate(copy);

      assertThatThrownBy(() -> door.salesOrders().push(order("SO-2")))
          .isInstanceOfSatisfying(
              Fault.Store.class,
              fault -> {
                assertThat(fault.retryable()).isTrue();
                assertThat(fault.code()).isNotBlank();
              });
      other.rollback();
    }
    assertThat(site.erp.staged(Kind.ORDER)).hasSize(1);
    assertThat(door.salesOrders().push(order("SO-2"))).isInstanceOf(Unknown.class);
    assertThat(site.erp.staged(Kind.ORDER)).hasSize(2);
  }

  @Test
  void push_linesOfAnotherUnderItsKey_isUnknownAndNothingIsAdded() {
    push();
    String lines = site.where.isTidy() ? "omni_receipt_l" : "T_XSDD_JKMX";
    if (site.where.isTidy()) {
      site.erp.execute("INSERT INTO " + lines + " VALUES ('HELIU', 'RC-1', 1, '7', 'AR7', 1, 0)");
      assertThat(
              door.receipts()
                  .push(
                      new Receipt(
                          "RC-1",
                          Site.DAY,
                          Site.SHOP,
                          "",
                          List.of(
                              new Receipt.Line(
                                  Site.receivable(7, "1.00", "1.00"),
                                  Money.yuan("1.00"),
                                  Money.yuan("0.00"))))))
          .isInstanceOf(Unknown.class);
      assertThat(site.erp.staged(Kind.RECEIPT)).isEmpty();
    } else {
      site.erp.execute("INSERT INTO " + lines + " (GSDM, DJBH, XH) VALUES ('01', 'SO-2', 1)");
      assertThat(door.salesOrders().push(order("SO-2"))).isInstanceOf(Unknown.class);
      assertThat(site.erp.staged(Kind.ORDER)).hasSize(1);
    }
  }

  @Test
  void push_linesAreTakenAway_isRejectedBecauseTheContentDiffers() {
    push();
    site.erp.execute(site.where.isTidy() ? "DELETE FROM omni_order_l" : "DELETE FROM T_XSDD_JKMX");
    assertThat(push())
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.code()).isEqualTo("CONTENT_DIFFERS"));
    site.erp.execute(site.where.isTidy() ? "DELETE FROM omni_order_h" : "DELETE FROM T_XSDD_JK");
  }

  /** SQL states that say nothing must not make one document stop those behind it. */
  @ParameterizedTest
  @CsvSource({
    "SQL_SERVER, S0001, 2628",
    "SQL_SERVER, S0008, 8115",
    "SQL_SERVER, S0001, 245",
    "ORACLE, 72000, 12899",
    "MYSQL, HY000, 1366"
  })
  void push_valueDoesNotFitInTheVendorsWords_isRejectedWithoutTheValue(
      Dialect dialect, String state, int code) {
    Assumptions.assumeTrue(site.where == Site.Where.H2_TIDY, "one is enough");
    RefusingSource source = new RefusingSource(site.source, "INSERT INTO", state, code);
    DatabaseErp refusing = site.builder(source, site.mappingFor(dialect)).build();

    assertThat(refusing.salesOrders().push(order("SO-1")))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.code()).isEqualTo(String.valueOf(code));
              assertThat(rejected.message()).doesNotContain("synthetic");
            });
    assertThat(site.erp.staged(Kind.ORDER)).isEmpty();
  }

  @Test
  void feeds_tableMissing_isConfigurationFault() {
    String mapping =
        site.erp
            .mapping()
            .replace(site.where.isTidy() ? "\"stk_inventory\"" : "\"KCB\"", "\"NO_SUCH_TABLE\"");

    assertThatThrownBy(() -> site.door(mapping).feeds().counts(List.of(new Sku("SKU-1"))))
        .isInstanceOf(Fault.Configuration.class);
  }
}
