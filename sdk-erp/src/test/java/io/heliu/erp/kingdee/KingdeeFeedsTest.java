package io.heliu.erp.kingdee;

import static io.heliu.erp.kingdee.TestSite.all;
import static io.heliu.erp.kingdee.TestSite.line;
import static io.heliu.erp.kingdee.TestSite.order;
import static io.heliu.erp.kingdee.TestSite.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.ErpFeeds.Count;
import io.heliu.erp.ErpFeeds.Customer;
import io.heliu.erp.ErpFeeds.Material;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KingdeeFeedsTest {
  private final TestSite site = new TestSite().start();
  private final KingdeeClient client = site.client();
  private final KingdeeClient smallPages = site.client(TestSite.settings().pageRows(3).build());

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private void ship(String number) {
    client
        .outbounds()
        .push(outbound(number, line("1", "SKU-1", 1, "9.90"), line("2", "SKU-2", 1, "0.10")));
    site.time.pass(Duration.ofSeconds(1));
  }

  private static List<String> numbers(List<Outbound> outbounds) {
    return outbounds.stream().map(Outbound::number).toList();
  }

  /** Reads on until there is nothing new, and returns the last cursor. */
  private static @Nullable String readOn(
      KingdeeClient client, @Nullable String from, List<String> read) {
    String cursor = from;
    while (true) {
      Slice<Outbound> slice = client.feeds().outbounds(cursor);
      if (slice.nextCursor() == null) {
        assertThat(slice.rows()).isEmpty();
        return cursor;
      }
      read.addAll(numbers(slice.rows()));
      cursor = slice.nextCursor();
    }
  }

  @Test
  void outbounds_pushed_comeBackAsTheyWere() {
    Outbound pushed =
        outbound("OUT-1", line("1", "SKU-1", 2, "198.00"), line("2", "SKU-2", 1, "0.00"));
    client.outbounds().push(pushed);

    assertThat(client.feeds().outbounds(null).rows()).containsExactly(pushed);
  }

  @Test
  void outbounds_ofOrders_nameTheOrdersLines() {
    client
        .salesOrders()
        .push(order("SO-1", line("a", "SKU-1", 2, "20.00"), line("b", "SKU-2", 1, "5.00")));
    site.erp.act("warehouse", "");

    List<DocumentLine> lines =
        client.feeds().outbounds(null).rows().stream().flatMap(o -> o.lines().stream()).toList();
    assertThat(lines)
        .extracting(DocumentLine::sourceDocument, DocumentLine::sourceLine, DocumentLine::amount)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("SO-1", "a", Money.yuan("20.00")),
            org.assertj.core.groups.Tuple.tuple("SO-1", "b", Money.yuan("5.00")));
    Outbound first = client.feeds().outbounds(null).rows().get(0);
    assertThat(first.externalNumber()).isEqualTo("TB-SO-1");
    assertThat(first.carrier()).isNotNull();
    assertThat(first.waybill()).startsWith(first.carrier());
  }

  @Test
  void outbounds_notAudited_doNotCome() {
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 5_000, "1.00")));

    assertThat(client.feeds().outbounds(null)).isEqualTo(new Slice<Outbound>(List.of(), null));
  }

  @Test
  void outbounds_noWaybill_comeWithout() {
    Outbound bare =
        new Outbound(
            "OUT-1",
            TestSite.DAY,
            TestSite.SHOP,
            "TB-1",
            null,
            null,
            List.of(line("1", "SKU-1", 1, "1.00")));
    client.outbounds().push(bare);

    assertThat(client.feeds().outbounds(null).rows()).containsExactly(bare);
  }

  @Test
  void outbounds_manyPagesOfAnySize_comeOnceInOrder() {
    List<String> pushed = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ship("OUT-" + i);
      pushed.add("OUT-" + i);
    }
    for (int rows = 1; rows <= 12; rows++) {
      List<String> read = new ArrayList<>();
      readOn(site.client(TestSite.settings().pageRows(rows).build()), null, read);
      assertThat(read).as("pages of %d rows", rows).isEqualTo(pushed);
    }
  }

  @Test
  void outbounds_moreInOneSecondThanAPage_comeOnce() {
    for (int i = 0; i < 8; i++) {
      client.outbounds().push(outbound("OUT-" + i, line("1", "SKU-1", 1, "9.90")));
    }
    List<String> read = new ArrayList<>();
    readOn(smallPages, null, read);

    assertThat(read).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void outbounds_newOnes_comeAfterTheCursor() {
    ship("OUT-1");
    List<String> read = new ArrayList<>();
    String cursor = readOn(client, null, read);
    ship("OUT-2");
    readOn(client, cursor, read);

    assertThat(read).containsExactly("OUT-1", "OUT-2");
  }

  @Test
  void outbounds_sameCursorAgain_givesTheSame() {
    ship("OUT-1");
    ship("OUT-2");
    ship("OUT-3");
    Slice<Outbound> first = smallPages.feeds().outbounds(null);

    assertThat(smallPages.feeds().outbounds(first.nextCursor()))
        .isEqualTo(smallPages.feeds().outbounds(first.nextCursor()));
  }

  @Test
  void outbounds_approvalThatBecomesVisibleLate_isNotMissed() {
    ship("OUT-1");
    site.time.pass(Duration.ofSeconds(-30));
    client.outbounds().push(outbound("OUT-2", line("1", "SKU-1", 1, "9.90")));
    site.time.pass(Duration.ofSeconds(31));
    ship("OUT-3");
    site.time.pass(Duration.ofSeconds(-40));
    List<String> read = new ArrayList<>();
    String cursor = readOn(client, null, read);
    client.outbounds().push(outbound("OUT-4", line("1", "SKU-1", 1, "9.90")));
    readOn(client, cursor, read);

    assertThat(read).containsExactly("OUT-2", "OUT-1", "OUT-3", "OUT-4");
  }

  @Test
  void outbounds_auditedAgain_comeAgain() {
    ship("OUT-1");
    List<String> read = new ArrayList<>();
    String cursor = readOn(client, null, read);
    site.erp.act("edit", "UnAudit,SAL_OUTSTOCK,OUT-1");
    site.erp.act("edit", "Submit,SAL_OUTSTOCK,OUT-1");
    site.erp.act("edit", "Audit,SAL_OUTSTOCK,OUT-1");
    readOn(client, cursor, read);

    assertThat(read).containsExactly("OUT-1", "OUT-1");
  }

  @Test
  void outbounds_fractionOfAUnit_isLeftOutAndAlerted() {
    site.erp.act("save", "SAL_OUTSTOCK," + FRACTION);
    site.erp.act("edit", "Submit,SAL_OUTSTOCK,HALF");
    site.erp.act("edit", "Audit,SAL_OUTSTOCK,HALF");
    ship("OUT-1");

    Slice<Outbound> slice = client.feeds().outbounds(null);
    assertThat(numbers(slice.rows())).containsExactly("OUT-1");
    assertThat(slice.malformed())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.id()).isEqualTo("HALF");
              assertThat(row.raw()).contains("\"FBillNo\":\"HALF\"").contains("\"FRealQty\":0.5");
            });
    assertThat(site.alerts)
        .singleElement()
        .satisfies(alert -> assertThat(alert.code()).isEqualTo("OUTBOUND_UNREADABLE"))
        .extracting(Listener.Alert::message)
        .asString()
        .contains("HALF");
    assertThat(client.feeds().counts(List.of(new Sku("SKU-3")))).hasSize(1);
  }

  @Test
  void outbounds_onlyOnesThatCannotBeRead_comeWithACursorPastThem() {
    site.erp.act("save", "SAL_OUTSTOCK," + FRACTION);
    site.erp.act("edit", "Submit,SAL_OUTSTOCK,HALF");
    site.erp.act("edit", "Audit,SAL_OUTSTOCK,HALF");

    Slice<Outbound> slice = client.feeds().outbounds(null);
    assertThat(slice.rows()).isEmpty();
    assertThat(slice.malformed()).hasSize(1);
    assertThat(client.feeds().outbounds(slice.nextCursor()).isEmpty()).isTrue();
  }

  @Test
  void openReceivables_currencyUnknownToTheSettings_comeRaw() {
    client.outbounds().push(outbound("OUT-1", line("1", "SKU-1", 2, "198.00")));
    KingdeeClient elsewhere =
        site.client(TestSite.settings().currency(Money.CNY, "PRE007").build());

    Slice<Receivable> slice = elsewhere.feeds().openReceivables(null);
    assertThat(slice.rows()).isEmpty();
    assertThat(slice.malformed())
        .singleElement()
        .satisfies(
            row -> assertThat(row.raw()).contains("PRE001").contains("\"FPAYAMOUNTFOR\":198"));
  }

  private static final String FRACTION =
      "{\"FBillTypeID\":{\"FNUMBER\":\"XSCKD01_SYS\"},\"FBillNo\":\"HALF\",\"FDate\":\"2025-06-15\","
          + "\"FSaleOrgId\":{\"FNumber\":\"100\"},\"FCustomerID\":{\"FNumber\":\"TMALL-001\"},"
          + "\"FStockOrgId\":{\"FNumber\":\"100\"},\"FNote\":\"TB-HALF\","
          + "\"SubHeadEntity\":{\"FSettleCurrID\":{\"FNumber\":\"PRE001\"}},"
          + "\"FEntity\":[{\"FMaterialID\":{\"FNumber\":\"SKU-3\"},\"FUnitID\":{\"FNumber\":\"Pcs\"},"
          + "\"FRealQty\":0.5,\"FTaxPrice\":2,\"FStockID\":{\"FNumber\":\"CK001\"}}]}";

  @Test
  void outbounds_cursorOfAnotherFeed_isRefusedByName() {
    assertThatThrownBy(() -> client.feeds().outbounds("100001"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cursor: ");
    assertThatThrownBy(() -> client.feeds().openReceivables("1|x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cursor: ");
  }

  @Test
  void counts_perLocation_withTheErpsOwnTime() {
    site.time.pass(Duration.ofMillis(2_500));

    assertThat(client.feeds().counts(List.of(new Sku("SKU-1"), new Sku("NO-SUCH"))))
        .containsExactly(
            new Count(new Sku("SKU-1"), new Location("CK001"), 1_000, TestSite.NOON.plusSeconds(2)),
            new Count(new Sku("SKU-1"), new Location("CK002"), 50, TestSite.NOON.plusSeconds(2)));
  }

  @Test
  void counts_nothingAsked_asksNothing() {
    assertThat(client.feeds().counts(List.of())).isEmpty();
    assertThat(site.attempts).isEmpty();
  }

  @Test
  void counts_morePlacesThanAPage_areAllThere() {
    List<Count> counts =
        site.client(TestSite.settings().pageRows(1).build())
            .feeds()
            .counts(List.of(new Sku("SKU-1"), new Sku("SKU-2"), new Sku("SKU-3")));

    assertThat(counts)
        .extracting(Count::onHand)
        .containsExactly(1_000L, 50L, 1_000L, 50L, 1_000L, 50L);
  }

  @Test
  void openReceivables_manyPages_comeOnceWithTheChannelsNumber() {
    for (int i = 0; i < 10; i++) {
      ship("OUT-" + i);
    }
    List<Receivable> read = all(smallPages.feeds()::openReceivables);

    assertThat(read).hasSize(10).doesNotHaveDuplicates();
    assertThat(read).allMatch(r -> r.externalNumber().startsWith("TB-OUT-"));
    assertThat(read).allMatch(r -> r.open().equals(Money.yuan("10.00")));
  }

  @Test
  void openReceivables_clearedWhileReading_leaveNoGap() {
    for (int i = 0; i < 9; i++) {
      ship("OUT-" + i);
    }
    Slice<Receivable> first = smallPages.feeds().openReceivables(null);
    for (Receivable receivable : first.rows()) {
      clear("SK-" + receivable.number(), receivable);
    }
    List<Receivable> rest = new ArrayList<>();
    for (String cursor = first.nextCursor(); cursor != null; ) {
      Slice<Receivable> slice = smallPages.feeds().openReceivables(cursor);
      rest.addAll(slice.rows());
      cursor = slice.nextCursor();
    }

    assertThat(first.rows()).hasSize(3);
    assertThat(rest).hasSize(6);
  }

  private void clear(String number, Receivable receivable) {
    client
        .receipts()
        .push(
            new Receipt(
                number,
                TestSite.DAY,
                TestSite.SHOP,
                "settlement",
                List.of(new Receipt.Line(receivable, receivable.open(), Money.fen(0)))));
  }

  @Test
  void materials_manyPages_comeWithBarcodes() {
    List<Material> materials =
        all(site.client(TestSite.settings().pageRows(2).build()).feeds()::materials);

    assertThat(materials)
        .containsExactly(
            new Material(new Sku("SKU-1"), "示例商品 SKU-1", "690000000001"),
            new Material(new Sku("SKU-2"), "示例商品 SKU-2", "690000000002"),
            new Material(new Sku("SKU-3"), "示例商品 SKU-3", "690000000003"));
  }

  @Test
  void customers_all_come() {
    assertThat(all(client.feeds()::customers))
        .containsExactly(new Customer("TMALL-001", "示例旗舰店"), new Customer("O'Hara", "示例客户"));
  }

  @Test
  void query_fieldThatTheErpDoesNotHave_isRemoteFaultThatIsNotRetried() {
    KingdeeClient other = site.client(TestSite.settings().barcodeField("FNoSuchField").build());

    assertThatThrownBy(() -> other.feeds().materials(null))
        .isInstanceOfSatisfying(
            Fault.Remote.class,
            fault -> {
              assertThat(fault.code()).isEqualTo("4");
              assertThat(fault.attempts()).isEqualTo(1);
            });
  }
}
