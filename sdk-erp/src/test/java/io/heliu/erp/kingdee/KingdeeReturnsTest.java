package io.heliu.erp.kingdee;

import static io.heliu.erp.kingdee.TestSite.line;
import static io.heliu.erp.kingdee.TestSite.order;
import static io.heliu.erp.kingdee.TestSite.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.PushOutcome.Accepted;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.PushOutcome.Rejected;
import io.heliu.erp.Receivable;
import io.heliu.http.standin.Misbehaviour.Status;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goods that come back: sales returns of outbounds, and what is owed to the customer for them. */
class KingdeeReturnsTest {
  private final TestSite site = new TestSite().start();
  private final KingdeeClient client = site.client();

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private void sold() {
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 3, "30.00")));
  }

  private PushOutcome back(String number, long units, String yuan) {
    return client
        .outbounds()
        .push(outbound(number, line("1", "SKU-1", -units, yuan, "OUT-1", "1")));
  }

  @Test
  void push_partsOfALineOneAfterTheOther_areTakenUpToWhatWasSold() {
    sold();

    assertThat(back("RET-1", 1, "-10.00")).isInstanceOf(Accepted.class);
    assertThat(back("RET-2", 1, "-10.00")).isInstanceOf(Accepted.class);
    assertThat(back("RET-3", 2, "-20.00"))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.message()).contains("超过"));
    assertThat(back("RET-4", 1, "-10.00")).isInstanceOf(Accepted.class);
    assertThat(back("RET-5", 1, "-10.00")).isInstanceOf(Rejected.class);

    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(1_000);
    assertThat(site.receivables().stream().map(Receivable::open).reduce(Money::plus))
        .contains(Money.yuan("0.00"));
  }

  @Test
  void push_twoLinesOfOneReturnTogetherMoreThanSold_isRejected() {
    sold();

    PushOutcome outcome =
        client
            .outbounds()
            .push(
                outbound(
                    "RET-1",
                    line("1", "SKU-1", -2, "-20.00", "OUT-1", "1"),
                    line("2", "SKU-1", -2, "-20.00", "OUT-1", "1")));

    assertThat(outcome).isInstanceOf(Rejected.class);
    assertThat(site.erp.documents("SAL_RETURNSTOCK")).isEmpty();
  }

  @Test
  void push_againAfterALostStep_takesTheGoodsBackOnce() {
    sold();
    site.erp.faults().next(3, request -> request.path().contains(".Audit."), new Status(502));
    back("RET-1", 3, "-30.00");
    site.erp.faults().clear();

    assertThat(back("RET-1", 3, "-30.00")).isInstanceOf(Duplicate.class);
    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(1_000);
  }

  @Test
  void push_toAnotherLocation_isOnHandThere() {
    sold();
    Outbound back =
        outbound(
            "RET-1",
            new DocumentLine(
                "1",
                new Sku("SKU-1"),
                new Location("CK002"),
                -2,
                Money.yuan("-20.00"),
                "OUT-1",
                "1"));

    assertThat(client.outbounds().push(back)).isInstanceOf(Accepted.class);
    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(997);
    assertThat(site.erp.onHand("SKU-1", "CK002")).isEqualTo(52);
  }

  @Test
  void push_lessMoneyThanWasPaid_isOwedAsSaid() {
    sold();

    back("RET-1", 2, "-7.01");

    assertThat(site.erp.lines("SAL_RETURNSTOCK", "RET-1", "FEntity"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry)
                    .containsEntry("FRealQty", new BigDecimal(2))
                    .containsEntry("FAllAmount", new BigDecimal("7.01"))
                    .containsEntry("FSrcType", "SAL_OUTSTOCK")
                    .containsEntry("FSrcBillNo", "OUT-1"));
    assertThat(site.receivables())
        .extracting(Receivable::amount)
        .containsExactly(Money.yuan("30.00"), Money.yuan("-7.01"));
  }

  @Test
  void openReceivables_ofAReturn_isRedAndCarriesTheChannelsOrder() {
    sold();
    Outbound back =
        new Outbound(
            "RET-1",
            TestSite.DAY.plusDays(3),
            TestSite.SHOP,
            "TB-3948571234567890",
            null,
            null,
            List.of(line("1", "SKU-1", -1, "-10.00", "OUT-1", "1")));
    client.outbounds().push(back);

    assertThat(site.receivables())
        .filteredOn(one -> one.amount().isNegative())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.externalNumber()).isEqualTo("TB-3948571234567890");
              assertThat(one.open()).isEqualTo(Money.yuan("-10.00"));
              assertThat(one.customer()).isEqualTo(TestSite.SHOP);
              assertThat(one.date()).isEqualTo(TestSite.DAY.plusDays(3));
            });
  }

  @Test
  void push_ofAnOutboundThatTheWarehouseMade_isTiedToItsLineAsTheFeedNamedIt() {
    client.salesOrders().push(order("SO-1", line("a", "SKU-1", 1, "20.00")));
    site.erp.act("warehouse", "");
    Outbound sent = client.feeds().outbounds(null).rows().get(0);
    DocumentLine line = sent.lines().get(0);
    String number = sent.number();

    assertThat(
            client
                .outbounds()
                .push(outbound("RET-1", line("1", "SKU-1", -1, "-20.00", number, line.line()))))
        .isInstanceOf(Accepted.class);
    assertThat(
            client
                .outbounds()
                .push(outbound("RET-2", line("1", "SKU-1", -1, "-20.00", number, line.line()))))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void push_sourceIsNotThere_isRejectedAndNothingIsSaved() {
    assertThat(back("RET-1", 1, "-10.00"))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("SOURCE_MISSING"));
    assertThat(site.erp.documents("SAL_RETURNSTOCK")).isEmpty();
  }

  @Test
  void push_sourceHasNotLeft_isRejected() {
    site.erp.faults().next(3, request -> request.path().contains(".Audit."), new Status(500));
    sold();
    site.erp.faults().clear();

    assertThat(back("RET-1", 1, "-10.00")).isInstanceOf(Rejected.class);
  }

  @Test
  void push_otherLinesUnderTheNumberOfAReturn_isRejected() {
    sold();
    back("RET-1", 1, "-10.00");

    assertThat(back("RET-1", 2, "-20.00"))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("CONTENT_DIFFERS"));
  }

  @Test
  void unaudit_outboundWithAReturn_isRefusedByTheErp() {
    sold();
    back("RET-1", 1, "-10.00");

    assertThatThrownBy(() -> site.erp.act("edit", "UnAudit,SAL_OUTSTOCK,OUT-1"))
        .hasMessageContaining("下游");
  }
}
