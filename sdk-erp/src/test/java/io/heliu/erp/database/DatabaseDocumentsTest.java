package io.heliu.erp.database;

import static io.heliu.erp.database.Site.line;
import static io.heliu.erp.database.Site.order;
import static io.heliu.erp.database.Site.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.DocumentPort.Found;
import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.PushOutcome.Rejected;
import io.heliu.erp.PushOutcome.Unknown;
import io.heliu.erp.Receipt;
import io.heliu.erp.SalesOrder;
import io.heliu.erp.database.standin.LegacyErp.Kind;
import io.heliu.erp.database.standin.LegacyErp.Staged;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What becomes of documents that are put into interface tables. */
@OnEverySite
class DatabaseDocumentsTest {
  private final Site site;
  private final DatabaseErp door;

  DatabaseDocumentsTest(Site.Where where) {
    this.site = new Site(where);
    this.door = site.door();
  }

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private String newStatus() {
    return site.where.isTidy() ? "N" : "0";
  }

  private String id(String number) {
    return site.where.isTidy()
        ? door.salesOrders().lookUp(number).orElseThrow().id()
        : number(number);
  }

  private static String number(String ours) {
    return "BILL-" + ours;
  }

  @Test
  void push_new_isStagedAndUnknownUntilTheJobHasRun() {
    PushOutcome outcome = door.salesOrders().push(order("SO-1"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Unknown.class, unknown -> assertThat(unknown.cause().retryable()).isTrue());
    assertThat(site.erp.staged(Kind.ORDER)).containsExactly(new Staged("SO-1", newStatus(), 2));
    assertThat(door.salesOrders().lookUp("SO-1")).contains(new Found("SO-1", "SO-1", false));
  }

  @Test
  void lookUp_jobHasRun_namesTheErpsDocument() {
    door.salesOrders().push(order("SO-1"));
    site.erp.processAll();

    Found found = door.salesOrders().lookUp("SO-1").orElseThrow();
    assertThat(found.number()).isEqualTo("BILL-SO-1");
    assertThat(found.complete()).isTrue();
    assertThat(found.id()).isNotBlank();
  }

  @Test
  void push_jobHasRun_isDuplicate() {
    door.salesOrders().push(order("SO-1"));
    site.erp.processAll();

    assertThat(door.salesOrders().push(order("SO-1")))
        .isEqualTo(new Duplicate(id("SO-1"), number("SO-1")));
    assertThat(site.erp.staged(Kind.ORDER)).hasSize(1);
  }

  @Test
  void push_againWhilePending_staysUnknownAndIsStagedOnce() {
    for (int i = 0; i < 3; i++) {
      assertThat(door.salesOrders().push(order("SO-1"))).isInstanceOf(Unknown.class);
      site.erp.process(i);
    }
    assertThat(site.erp.staged(Kind.ORDER)).hasSize(1);
  }

  @Test
  void push_jobRefuses_isRejectedWithTheErpsWords() {
    SalesOrder order = order("SO-1", line("1", "SKU-9", 1, "1.00"));
    door.salesOrders().push(order);
    site.erp.processAll();

    assertThat(door.salesOrders().push(order))
        .isEqualTo(new Rejected(site.where.isTidy() ? "SKU_NOT_FOUND" : "9", "物料 SKU-9 不存在"));
    assertThat(door.salesOrders().lookUp("SO-1"))
        .hasValueSatisfying(found -> assertThat(found.complete()).isFalse());
  }

  @Test
  void lookUp_neverPushed_isEmpty() {
    assertThat(door.salesOrders().lookUp("SO-1")).isEmpty();
    assertThat(door.outbounds().lookUp("SO-1")).isEmpty();
  }

  @Test
  void lookUp_numberTheColumnCannotHold_isEmpty() {
    assertThat(door.salesOrders().lookUp("S".repeat(200))).isEmpty();
  }

  @Test
  void push_refusalInBrokenBytes_isUnknownAndNotLost() {
    Assumptions.assumeFalse(site.where.isTidy(), "no bytes there");
    door.salesOrders().push(order("SO-1"));
    site.erp.execute("UPDATE T_XSDD_JK SET ZT = 9, CWXX = ?", new byte[] {(byte) 0xFF});

    assertThat(door.salesOrders().push(order("SO-1")))
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown -> assertThat(unknown.cause()).isInstanceOf(Fault.Protocol.class));
  }

  @Test
  void push_batchHalfProcessed_eachHasItsOwnState() {
    door.salesOrders().push(order("SO-1"));
    SalesOrder refused = order("SO-2", line("1", "SKU-9", 1, "1.00"));
    door.salesOrders().push(refused);
    site.erp.process(2);
    site.erp.process(2);
    door.salesOrders().push(order("SO-3"));
    site.erp.process(1);
    door.salesOrders().push(order("SO-4"));

    assertThat(door.salesOrders().push(order("SO-1"))).isInstanceOf(Duplicate.class);
    assertThat(door.salesOrders().push(refused)).isInstanceOf(Rejected.class);
    assertThat(door.salesOrders().push(order("SO-3"))).isInstanceOf(Unknown.class);
    assertThat(door.salesOrders().push(order("SO-4"))).isInstanceOf(Unknown.class);
  }

  @Test
  void lookUp_doneButNotYetNumbered_isNotComplete() {
    door.salesOrders().push(order("SO-1"));
    site.erp.setStatus(Kind.ORDER, "SO-1", site.where.isTidy() ? "S" : "2");

    assertThat(door.salesOrders().lookUp("SO-1")).contains(new Found("SO-1", "SO-1", false));
    assertThat(door.salesOrders().push(order("SO-1"))).isInstanceOf(Unknown.class);
  }

  @Test
  void push_statusNotInTheMapping_isUnknownAndSaysSo() {
    door.salesOrders().push(order("SO-1"));
    site.erp.setStatus(Kind.ORDER, "SO-1", "7");

    assertThat(door.salesOrders().push(order("SO-1")))
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown ->
                assertThat(unknown.cause())
                    .isInstanceOf(Fault.Protocol.class)
                    .hasMessageContaining("status 7"));
    assertThat(door.salesOrders().lookUp("SO-1"))
        .hasValueSatisfying(found -> assertThat(found.complete()).isFalse());
  }

  @Test
  void push_sameNumberOtherAmount_isRejected() {
    door.salesOrders().push(order("SO-1", line("1", "SKU-1", 1, "1.00")));

    assertThat(door.salesOrders().push(order("SO-1", line("1", "SKU-1", 1, "1.01"))))
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.code()).isEqualTo("CONTENT_DIFFERS"));
  }

  @Test
  void push_sameNumberOtherLine_isRejected() {
    door.salesOrders().push(order("SO-1", line("1", "SKU-1", 1, "1.00")));

    assertThat(door.salesOrders().push(order("SO-1", line("1", "SKU-2", 1, "1.00"))))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void push_sameNumberMoreLines_isRejected() {
    door.salesOrders().push(order("SO-1", line("1", "SKU-1", 1, "1.00")));

    assertThat(
            door.salesOrders()
                .push(order("SO-1", line("1", "SKU-1", 1, "1.00"), line("2", "SKU-2", 1, "0.00"))))
        .isInstanceOf(Rejected.class);
    assertThat(site.erp.staged(Kind.ORDER)).extracting(Staged::lines).containsExactly(1L);
  }

  @Test
  void push_sameNumberOtherCustomer_isRejected() {
    door.salesOrders().push(order("SO-1"));
    SalesOrder other =
        new SalesOrder("SO-1", Site.DAY, "TMALL-002", "TB-SO-1", order("SO-1").lines());

    assertThat(door.salesOrders().push(other)).isInstanceOf(Rejected.class);
  }

  @Test
  void push_outbound_comesBackInTheFeedUnchanged() {
    Outbound pushed =
        outbound(
            "OUT-1",
            line("1", "SKU-1", 2, "198.00", "SO-1", "a"),
            line("2", "SKU-2", 1, "0.01", "SO-1", "b"));
    door.outbounds().push(pushed);
    site.erp.processAll();

    assertThat(door.feeds().outbounds(null).rows()).containsExactly(pushed);
  }

  @Test
  void push_returnedGoods_keepTheirSigns() {
    Outbound back = outbound("OUT-1", line("1", "SKU-1", -2, "-19.98"));
    door.outbounds().push(back);
    site.erp.processAll();

    assertThat(door.feeds().outbounds(null).rows()).containsExactly(back);
    assertThat(door.outbounds().push(back)).isInstanceOf(Duplicate.class);
  }

  @Test
  void push_withoutCarrierAndWaybill_comesBackWithout() {
    Outbound bare =
        new Outbound(
            "OUT-1",
            Site.DAY,
            Site.SHOP,
            "TB-1",
            null,
            null,
            List.of(line("1", "SKU-1", 1, "1.00")));
    door.outbounds().push(bare);
    site.erp.processAll();

    assertThat(door.feeds().outbounds(null).rows()).containsExactly(bare);
    assertThat(door.outbounds().push(bare)).isInstanceOf(Duplicate.class);
  }

  @Test
  void push_otherCurrency_isRejectedAndNothingIsStaged() {
    Money dollars = new Money(100, Currency.getInstance("USD"));
    DocumentLine line =
        new DocumentLine("1", new Sku("SKU-1"), new Location("CK001"), 1, dollars, null, null);

    assertThat(door.salesOrders().push(order("SO-1", line)))
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.code()).isEqualTo("CURRENCY"));
    assertThat(site.erp.staged(Kind.ORDER)).isEmpty();
  }

  @Test
  void push_textTooLong_isRejectedWithTheColumnAndNothingIsStaged() {
    String sku = "S".repeat(65);

    assertThat(door.salesOrders().push(order("SO-1", line("1", sku, 1, "1.00"))))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("TEXT_TOO_LONG");
              assertThat(refused.message())
                  .contains(site.where.isTidy() ? "sku" : "SPBM")
                  .doesNotContain(sku);
            });
    assertThat(site.erp.staged(Kind.ORDER)).isEmpty();
  }

  @Test
  void push_databaseRefusesTheRow_isRejectedWithoutTheValue() {
    String mapping =
        site.erp
            .mapping()
            .replace("\"length\": 64", "\"length\": 200")
            .replace("\"length\": 20", "\"length\": 200");
    String sku = "S".repeat(65);

    assertThat(site.door(mapping).salesOrders().push(order("SO-1", line("1", sku, 1, "1.00"))))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> {
              assertThat(refused.code()).startsWith("22");
              assertThat(refused.message()).doesNotContain(sku);
            });
    assertThat(site.erp.staged(Kind.ORDER)).isEmpty();
  }

  @Test
  void push_severalLocations_isTakenWhereLinesHaveTheirOwn() {
    DocumentLine there =
        new DocumentLine(
            "2", new Sku("SKU-2"), new Location("CK002"), 1, Money.yuan("1.00"), null, null);

    PushOutcome outcome =
        door.salesOrders().push(order("SO-1", line("1", "SKU-1", 1, "1.00"), there));
    if (site.where.isTidy()) {
      assertThat(outcome).isInstanceOf(Unknown.class);
    } else {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Rejected.class, refused -> assertThat(refused.code()).isEqualTo("SEVERAL_LOCATIONS"));
    }
  }

  @Test
  void push_new_isStampedInTheErpsLocalTime() {
    door.salesOrders().push(order("SO-1"));

    String table =
        site.where.isTidy() ? "SELECT created_at FROM omni_order_h" : "SELECT LRSJ FROM T_XSDD_JK";
    assertThat(site.erp.query(table).get(0).get(0).toString()).startsWith("2025-06-15 12:00:00");
  }

  @Test
  void push_receipt_isStagedWithItsReceivables() {
    Assumptions.assumeTrue(site.where.isTidy(), "the ugly ERP takes no receipts");
    Receipt receipt =
        new Receipt(
            "RC-1",
            Site.DAY,
            Site.SHOP,
            "支付宝",
            List.of(
                new Receipt.Line(
                    Site.receivable(7, "198.00", "198.00"),
                    Money.yuan("198.00"),
                    Money.yuan("1.19"))));
    door.receipts().push(receipt);
    site.erp.processAll();

    assertThat(door.receipts().push(receipt)).isInstanceOf(Duplicate.class);
    assertThat(site.erp.query("SELECT ar_id, ar_no FROM omni_receipt_l"))
        .containsExactly(List.of("7", "AR7"));
  }

  @Test
  void push_kindNotMapped_isConfigurationFault() {
    Assumptions.assumeFalse(site.where.isTidy(), "the tidy ERP takes everything");

    assertThatThrownBy(() -> door.receipts().lookUp("RC-1"))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("receipts");
  }

  @Test
  void push_valuesLookLikeSql_areStoredAsTheyAre() {
    SalesOrder hostile =
        new SalesOrder("SO-1", Site.DAY, "O'HARA", "'; DROP TABLE--", order("SO-1").lines());
    door.salesOrders().push(hostile);
    site.erp.processAll();

    assertThat(door.salesOrders().push(hostile)).isInstanceOf(Duplicate.class);
    assertThat(door.salesOrders().lookUp("' OR '1'='1")).isEmpty();
  }
}
