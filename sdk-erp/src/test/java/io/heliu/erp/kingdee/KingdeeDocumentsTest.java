package io.heliu.erp.kingdee;

import static io.heliu.erp.kingdee.TestSite.line;
import static io.heliu.erp.kingdee.TestSite.order;
import static io.heliu.erp.kingdee.TestSite.outbound;
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
import io.heliu.erp.PushOutcome.Accepted;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.PushOutcome.Rejected;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import io.heliu.erp.SalesOrder;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KingdeeDocumentsTest {
  private final TestSite site = new TestSite().start();
  private final KingdeeClient client = site.client();

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  @Test
  void order_new_isSavedSubmittedAndAudited() {
    PushOutcome outcome = client.salesOrders().push(order("SO-1"));

    assertThat(outcome).isEqualTo(new Accepted("100001", "SO-1"));
    assertThat(site.erp.document("SAL_SaleOrder", "SO-1").orElseThrow().status()).isEqualTo("C");
    assertThat(site.attempts).containsExactly("Save", "Submit", "Audit");
  }

  @Test
  void order_fields_arriveAsSent() {
    client.salesOrders().push(order("SO-1", line("L-7", "SKU-2", 3, "10.00")));

    assertThat(site.erp.fields("SAL_SaleOrder", "SO-1"))
        .containsEntry("FCustId", TestSite.SHOP)
        .containsEntry("FSalerId", "XSY001")
        .containsEntry("FNote", "TB-SO-1")
        .containsEntry("FSettleCurrId", "PRE001")
        .containsEntry("FDate", TestSite.DAY.atStartOfDay());
    assertThat(site.erp.lines("SAL_SaleOrder", "SO-1", "FSaleOrderEntry"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry)
                    .containsEntry("FEntryNote", "L-7")
                    .containsEntry("FSOStockId", "CK001")
                    .containsEntry("FTaxPrice", new BigDecimal("3.3333333333"))
                    .containsEntry("FAllAmount", new BigDecimal("10.00")));
  }

  @Test
  void order_freeLine_isMarkedFree() {
    client.salesOrders().push(order("SO-1", line("1", "SKU-2", 3, "0.00")));

    assertThat(site.erp.lines("SAL_SaleOrder", "SO-1", "FSaleOrderEntry"))
        .singleElement()
        .satisfies(entry -> assertThat(entry).containsEntry("FIsFree", true));
  }

  @Test
  void order_quoteInNumberAndCustomer_isTakenLiterally() {
    SalesOrder order =
        new SalesOrder(
            "SO' or 1=1", TestSite.DAY, "O'Hara", "TB'1", List.of(line("1", "SKU-1", 1, "9.90")));

    assertThat(client.salesOrders().push(order)).isInstanceOf(Accepted.class);
    assertThat(client.salesOrders().lookUp("SO' or 1=1")).isPresent();
    assertThat(client.salesOrders().lookUp("SO'")).isEmpty();
  }

  @Test
  void order_pushedAgain_isDuplicate() {
    client.salesOrders().push(order("SO-1"));

    assertThat(client.salesOrders().push(order("SO-1"))).isEqualTo(new Duplicate("100001", "SO-1"));
    assertThat(site.erp.documents("SAL_SaleOrder")).hasSize(1);
  }

  @Test
  void order_auditedWithOtherLines_isRejectedAndLeftAlone() {
    client.salesOrders().push(order("SO-1"));

    assertThat(client.salesOrders().push(order("SO-1", line("1", "SKU-3", 1, "5.00"))))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("CONTENT_DIFFERS"));
    assertThat(site.erp.document("SAL_SaleOrder", "SO-1").orElseThrow().amount())
        .isEqualByComparingTo("198");
  }

  @Test
  void order_unknownMaterial_isRejectedWithTheErpsWords() {
    PushOutcome outcome = client.salesOrders().push(order("SO-1", line("1", "NO-SUCH", 1, "1.00")));

    assertThat(outcome).isInstanceOf(Rejected.class);
    assertThat(((Rejected) outcome).code()).isEqualTo("9");
    assertThat(((Rejected) outcome).message()).contains("NO-SUCH");
    assertThat(client.salesOrders().lookUp("SO-1")).isEmpty();
  }

  @Test
  void order_negativeQuantity_isRefusedByName() {
    assertThatThrownBy(
            () -> client.salesOrders().push(order("SO-1", line("1", "SKU-1", -1, "-1.00"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lines: ");
  }

  @Test
  void order_currencyWithoutNumber_isConfigurationFaultAndNothingIsSent() {
    DocumentLine dollars =
        new DocumentLine(
            "1",
            new Sku("SKU-1"),
            new Location("CK001"),
            1,
            Money.of("5.00", Currency.getInstance("USD")),
            null,
            null);

    assertThatThrownBy(() -> client.salesOrders().push(order("SO-1", dollars)))
        .isInstanceOf(Fault.Configuration.class);
    assertThat(site.attempts).isEmpty();
  }

  @Test
  void lookUp_unknownNumber_isEmpty() {
    assertThat(client.salesOrders().lookUp("SO-1")).isEmpty();
  }

  @Test
  void lookUp_savedOnly_isNotComplete() {
    client.salesOrders().push(order("SO-1"));
    site.erp.act("edit", "UnAudit,SAL_SaleOrder,SO-1");

    assertThat(client.salesOrders().lookUp("SO-1")).contains(new Found("100001", "SO-1", false));
  }

  @Test
  void outbound_audited_lowersStockAndIsOwed() {
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 2, "198.00")));

    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(998);
    assertThat(site.receivables())
        .singleElement()
        .satisfies(
            receivable -> {
              assertThat(receivable.externalNumber()).isEqualTo("TB-OUT-1");
              assertThat(receivable.amount()).isEqualTo(Money.yuan("198.00"));
              assertThat(receivable.open()).isEqualTo(Money.yuan("198.00"));
              assertThat(receivable.due()).isEqualTo(TestSite.DAY.plusDays(30));
              assertThat(receivable.planId()).isNotEqualTo(receivable.id());
            });
    assertThat(site.erp.lines("SAL_OUTSTOCK", "OUT-1", "FOutStockTrace"))
        .containsExactly(Map.of("FLogComId", "SF", "FCarryBillNo", "SF0000000001"));
  }

  @Test
  void outbound_ofOrder_isTiedToItsLines() {
    client
        .salesOrders()
        .push(order("SO-1", line("a", "SKU-1", 2, "20.00"), line("b", "SKU-2", 1, "5.00")));

    PushOutcome outcome =
        client.outbounds().push(outbound("OUT-1", line("1", "SKU-2", 1, "5.00", "SO-1", "b")));

    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(site.erp.lines("SAL_OUTSTOCK", "OUT-1", "FEntity"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry)
                    .containsEntry("FSrcType", "SAL_SaleOrder")
                    .containsEntry("FSrcBillNo", "SO-1")
                    .containsEntry("FSOEntryId", new BigDecimal(200_002)));
  }

  @Test
  void outbound_moreThanTheOrder_isRejected() {
    client.salesOrders().push(order("SO-1", line("a", "SKU-1", 2, "20.00")));
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 1, "10.00", "SO-1", "a")));

    assertThat(
            client.outbounds().push(outbound("OUT-2", line("1", "SKU-1", 2, "20.00", "SO-1", "a"))))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void outbound_sourceMissing_isRejectedAndNothingIsSaved() {
    PushOutcome outcome =
        client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 1, "10.00", "SO-9", "a")));

    assertThat(outcome).isInstanceOf(Rejected.class);
    assertThat(((Rejected) outcome).code()).isEqualTo("SOURCE_MISSING");
    assertThat(site.erp.documents("SAL_OUTSTOCK")).isEmpty();
  }

  @Test
  void outbound_moreThanOnHand_isRejectedAndGoesOnWhenStockIsThere() {
    Outbound outbound = outbound("OUT-1", line("1", "SKU-1", 1_001, "1001.00"));

    assertThat(client.outbounds().push(outbound)).isInstanceOf(Rejected.class);
    assertThat(site.erp.document("SAL_OUTSTOCK", "OUT-1").orElseThrow().status()).isEqualTo("B");
    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(1_000);

    site.erp.act("stock", "SKU-1,CK001,2000");
    assertThat(client.outbounds().push(outbound)).isInstanceOf(Duplicate.class);
    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(999);
  }

  @Test
  void outbound_moreThanOnHandAllowed_goesNegative() {
    KingdeeClient generous = site.client(TestSite.settings().negativeStock(true).build());

    assertThat(generous.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 1_001, "1.00"))))
        .isInstanceOf(Accepted.class);
    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(-1);
  }

  @Test
  void outbound_negativeQuantities_becomesReturn() {
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 2, "20.00")));

    Outbound back = outbound("RET-1", line("1", "SKU-1", -1, "-10.00", "OUT-1", "1"));
    assertThat(client.outbounds().push(back)).isInstanceOf(Accepted.class);
    assertThat(client.outbounds().push(back)).isInstanceOf(Duplicate.class);

    assertThat(client.outbounds().lookUp("RET-1")).map(Found::complete).contains(true);
    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(999);
    assertThat(site.receivables())
        .extracting(Receivable::open)
        .containsExactly(Money.yuan("20.00"), Money.yuan("-10.00"));
  }

  @Test
  void outbound_mixedSigns_isRefusedByName() {
    assertThatThrownBy(
            () ->
                client
                    .outbounds()
                    .push(
                        outbound(
                            "X-1",
                            line("1", "SKU-1", 1, "10.00"),
                            line("2", "SKU-2", -1, "-10.00"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lines: ");
  }

  @Test
  void receipt_wholeAmount_clearsTheReceivable() {
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 2, "198.00")));
    Receipt receipt = receipt("SK-1", site.receivables().get(0), "198.00", "11.88");

    assertThat(client.receipts().push(receipt)).isInstanceOf(Accepted.class);
    assertThat(client.receipts().push(receipt)).isInstanceOf(Duplicate.class);

    assertThat(site.receivables()).isEmpty();
    assertThat(site.erp.lines("AR_RECEIVEBILL", "SK-1", "FRECEIVEBILLENTRY"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry)
                    .containsEntry("FRECTOTALAMOUNTFOR", new BigDecimal("198.00"))
                    .containsEntry("FRECAMOUNTFOR_E", new BigDecimal("186.12"))
                    .containsEntry("FHANDLINGCHARGEFOR", new BigDecimal("11.88"))
                    .containsEntry("FCOMMENT", "settlement 2025-06-15"));
  }

  @Test
  void receipt_part_leavesTheRestOpen() {
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 2, "198.00")));
    client.receipts().push(receipt("SK-1", site.receivables().get(0), "98.00", "0.00"));

    assertThat(site.receivables())
        .singleElement()
        .satisfies(
            receivable -> {
              assertThat(receivable.amount()).isEqualTo(Money.yuan("198.00"));
              assertThat(receivable.open()).isEqualTo(Money.yuan("100.00"));
            });
  }

  @Test
  void receipt_clearedMeanwhile_isRejected() {
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 2, "198.00")));
    Receivable before = site.receivables().get(0);
    client.receipts().push(receipt("SK-1", before, "198.00", "0.00"));

    assertThat(client.receipts().push(receipt("SK-2", before, "198.00", "0.00")))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void receipt_saleAndReturnTogether_clearsBoth() {
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 2, "20.00")));
    client.outbounds().push(outbound("RET-1", line("1", "SKU-1", -1, "-10.00")));
    List<Receivable> open = site.receivables();
    Receipt both =
        new Receipt(
            "SK-1",
            TestSite.DAY,
            TestSite.SHOP,
            "settlement",
            open.stream().map(r -> new Receipt.Line(r, r.open(), Money.fen(0))).toList());

    assertThat(client.receipts().push(both)).isInstanceOf(Accepted.class);
    assertThat(site.receivables()).isEmpty();
  }

  @Test
  void receipt_moneyGoesOut_isARefundBill() {
    client.outbounds().push(outbound("RET-1", line("1", "SKU-1", -1, "-10.00")));
    Receipt refund = receipt("SK-1", site.receivables().get(0), "-10.00", "-0.06");

    assertThat(client.receipts().push(refund)).isInstanceOf(Accepted.class);
    assertThat(client.receipts().push(refund)).isInstanceOf(Duplicate.class);

    assertThat(site.receivables()).isEmpty();
    assertThat(site.erp.documents("AR_RECEIVEBILL")).isEmpty();
    assertThat(site.erp.lines("AR_REFUNDBILL", "SK-1", "FREFUNDBILLENTRY"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry)
                    .containsEntry("FREFUNDAMOUNTFOR", new BigDecimal("10.00"))
                    .containsEntry("FREFUNDAMOUNTFOR_E", new BigDecimal("9.94"))
                    .containsEntry("FHANDLINGCHARGEFOR", new BigDecimal("0.06"))
                    .containsEntry("FNOTE", "settlement 2025-06-15"));
  }

  @Test
  void receipt_partOfAReturn_leavesTheRestOpen() {
    client.outbounds().push(outbound("RET-1", line("1", "SKU-1", -1, "-10.00")));
    client.receipts().push(receipt("SK-1", site.receivables().get(0), "-4.00", "0.00"));

    assertThat(site.receivables())
        .extracting(Receivable::open)
        .containsExactly(Money.yuan("-6.00"));
    assertThat(site.erp.lines("AR_REFUNDBILL", "SK-1", "FREFUNDBILLSRCENTRY"))
        .singleElement()
        .satisfies(
            source -> {
              assertThat(source)
                  .containsEntry("FREALREFUNDAMOUNT_S", new BigDecimal("4.00"))
                  .containsEntry("FPLANREFUNDAMOUNT", new BigDecimal("10.00"));
              assertThat(String.valueOf(source.get("FREFUNDBILLSRCENTRY_Link")))
                  .contains("_FREALREFUNDAMOUNT_SOLD\":10.00")
                  .contains("_FREALREFUNDAMOUNT_S\":4.00");
            });
  }

  @Test
  void receipt_restOfAReturn_clearsWhatTheFirstRefundLeftOpen() {
    client.outbounds().push(outbound("RET-1", line("1", "SKU-1", -1, "-10.00")));
    Receivable before = site.receivables().get(0);
    client.receipts().push(receipt("SK-1", before, "-4.00", "0.00"));
    Receivable rest = site.receivables().get(0);

    assertThat(client.receipts().push(receipt("SK-2", before, "-7.00", "0.00")))
        .isInstanceOf(Rejected.class);
    assertThat(client.receipts().push(receipt("SK-3", rest, "-6.00", "0.00")))
        .isInstanceOf(Accepted.class);
    assertThat(site.receivables()).isEmpty();
  }

  @Test
  void receipt_totalIsZero_isRejectedBeforeAnythingIsSent() {
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 1, "10.00")));
    client.outbounds().push(outbound("RET-1", line("1", "SKU-1", -1, "-10.00")));
    Receipt both =
        new Receipt(
            "SK-1",
            TestSite.DAY,
            TestSite.SHOP,
            "settlement",
            site.receivables().stream()
                .map(r -> new Receipt.Line(r, r.open(), Money.fen(0)))
                .toList());
    site.attempts.clear();

    assertThat(((Rejected) client.receipts().push(both)).code()).isEqualTo("TOTAL_ZERO");
    assertThat(site.attempts).isEmpty();
  }

  @Test
  void receipt_receivableOfAnotherErp_isRefusedByName() {
    Receivable foreign =
        new Receivable(
            "GUID",
            "GUID",
            "AR1",
            TestSite.SHOP,
            "",
            TestSite.DAY,
            TestSite.DAY,
            Money.yuan("1.00"),
            Money.yuan("1.00"));

    assertThatThrownBy(() -> client.receipts().push(receipt("SK-1", foreign, "1.00", "0.00")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("receivable.id: ");
  }

  private static Receipt receipt(String number, Receivable receivable, String yuan, String fee) {
    return new Receipt(
        number,
        TestSite.DAY,
        TestSite.SHOP,
        "settlement 2025-06-15",
        List.of(new Receipt.Line(receivable, Money.yuan(yuan), Money.yuan(fee))));
  }
}
