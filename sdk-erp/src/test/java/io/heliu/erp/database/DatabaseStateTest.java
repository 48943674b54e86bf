package io.heliu.erp.database;

import static io.heliu.erp.database.Site.all;
import static io.heliu.erp.database.Site.readOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.erp.ErpFeeds.Count;
import io.heliu.erp.ErpFeeds.Customer;
import io.heliu.erp.ErpFeeds.Material;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.Receivable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Stock, receivables and base data of legacy ERPs. */
@OnEverySite
class DatabaseStateTest {
  private static final int PAGE = 4;

  private final Site site;
  private final DatabaseErp door;

  DatabaseStateTest(Site.Where where) {
    this.site = new Site(where);
    this.door = site.door();
  }

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  @Test
  void counts_lotsAndReserved_addUpToOnHand() {
    site.erp.stock("SKU-1", "CK001", "A", "100", "23");
    site.erp.stock("SKU-1", "CK001", "B", "20", "0");
    site.erp.stock("SKU-1", "CK002", "A", "7", "7");
    site.erp.stock("SKU-2", "CK001", "A", "0", "0");
    site.erp.stock("SKU-3", "CK001", "A", "9", "0");

    List<Count> counts = door.feeds().counts(List.of(new Sku("SKU-1"), new Sku("SKU-2")));
    assertThat(counts)
        .extracting(Count::sku, Count::location, Count::onHand)
        .containsExactlyInAnyOrder(
            tuple(new Sku("SKU-1"), new Location("CK001"), 120L),
            tuple(new Sku("SKU-1"), new Location("CK002"), 7L),
            tuple(new Sku("SKU-2"), new Location("CK001"), 0L));
  }

  @Test
  void counts_ourClockIsWrong_haveTheDatabasesTime() {
    site.erp.stock("SKU-1", "CK001", "A", "1", "0");

    Instant asOf = door.feeds().counts(List.of(new Sku("SKU-1"))).get(0).asOf();
    assertThat(asOf).isAfter(Site.NOON.plus(Duration.ofDays(30)));
  }

  @Test
  void counts_partOfAUnit_isLeftOutAndReported() {
    site.erp.stock("SKU-1", "CK001", "A", "1.5", "0");
    site.erp.stock("SKU-1", "CK002", "A", "2", "0");

    assertThat(door.feeds().counts(List.of(new Sku("SKU-1"))))
        .extracting(Count::onHand)
        .containsExactly(2L);
    assertThat(site.alertCodes()).containsExactly("COUNT_UNREADABLE");
  }

  @Test
  void counts_oneLotUnknown_leavesThePlaceOut() {
    site.erp.stock("SKU-1", "CK001", "A", "10", "0");
    site.erp.stock("SKU-1", "CK001", "B", "10", "0");
    site.erp.execute(
        site.where.isTidy()
            ? "UPDATE stk_inventory SET qty = NULL WHERE lot = 'B'"
            : "UPDATE KCB SET KYSL = NULL WHERE PH = 'B'");

    assertThat(door.feeds().counts(List.of(new Sku("SKU-1")))).isEmpty();
    assertThat(site.alertCodes()).containsExactly("COUNT_UNREADABLE");
  }

  @Test
  void counts_manySkus_areAskedInParts() {
    List<Sku> skus = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      skus.add(new Sku("X-" + i));
    }
    site.erp.stock("X-0", "CK001", "A", "1", "0");
    site.erp.stock("X-449", "CK001", "A", "2", "0");

    assertThat(door.feeds().counts(skus)).extracting(Count::onHand).containsExactly(1L, 2L);
    assertThat(door.feeds().counts(List.of())).isEmpty();
  }

  @Test
  void counts_skuTheColumnCannotHold_isReportedAndTheOthersCome() {
    site.erp.stock("SKU-1", "CK001", "A", "1", "0");

    assertThat(door.feeds().counts(List.of(new Sku("S".repeat(80)), new Sku("SKU-1")))).hasSize(1);
    assertThat(site.alertCodes()).containsExactly("SKU_NOT_STORABLE");
  }

  @Test
  void openReceivables_partlyCleared_comeWithWhatIsOpen() {
    site.erp.receivable(Site.receivable(1, "198.00", "198.00"));
    site.erp.receivable(Site.receivable(2, "100.00", "0.00"));
    site.erp.receivable(Site.receivable(3, "100.00", "0.01"));
    site.erp.receivable(Site.receivable(4, "-50.00", "-50.00"));

    List<Receivable> open = all(door.feeds()::openReceivables);
    assertThat(open).extracting(Receivable::number).containsExactly("AR1", "AR3", "AR4");
    assertThat(open.get(1).open().minor()).isEqualTo(1);
    assertThat(open.get(1).amount().minor()).isEqualTo(10_000);
    assertThat(open.get(1).due()).isEqualTo(Site.DAY.plusDays(30));
    assertThat(open.get(1).externalNumber()).isEqualTo("TB-3");
  }

  @Test
  void openReceivables_clearedBetweenPages_leaveNoGap() {
    for (int i = 10; i < 10 + 2 * PAGE + 1; i++) {
      site.erp.receivable(Site.receivable(i, "1.00", "1.00"));
    }
    Slice<Receivable> first = door.feeds().openReceivables(null);
    site.erp.execute(
        site.where.isTidy()
            ? "UPDATE ar_receivable SET open_amount = 0 WHERE id < 14"
            : "UPDATE YSDJ SET HXJE = YSJE WHERE DJBH < 'AR14'");
    List<Receivable> read = new ArrayList<>(first.rows());
    readOn(door.feeds()::openReceivables, first.nextCursor(), read);

    assertThat(read).hasSize(2 * PAGE + 1).doesNotHaveDuplicates();
  }

  @Test
  void openReceivables_moreExactThanMoney_isReportedAndNotRounded() {
    site.erp.receivable(Site.receivable(1, "1.00", "1.00"));
    site.erp.execute(
        site.where.isTidy()
            ? "UPDATE ar_receivable SET open_amount = 0.005"
            : "UPDATE YSDJ SET RQ = '20251399'");

    assertThat(all(door.feeds()::openReceivables)).isEmpty();
    assertThat(site.alertCodes()).containsExactly("ROW_UNREADABLE");
  }

  @Test
  void materials_namesInGbk_areReadable() {
    assertThat(all(door.feeds()::materials))
        .contains(new Material(new Sku("SKU-1"), "示例商品 SKU-1", "690000000001"))
        .hasSize(3);
  }

  @Test
  void materials_noBarcode_comeWithout() {
    site.erp.material("SKU-4", "无码", null);

    assertThat(all(door.feeds()::materials)).contains(new Material(new Sku("SKU-4"), "无码", null));
  }

  @Test
  void materials_disabled_doNotCome() {
    site.erp.execute(
        site.where.isTidy()
            ? "UPDATE bd_material SET disabled = TRUE WHERE sku = 'SKU-2'"
            : "UPDATE SPZL SET TYBZ = 'Y' WHERE SPBM = 'SKU-2'");

    assertThat(all(door.feeds()::materials))
        .extracting(one -> one.sku().code())
        .containsExactly("SKU-1", "SKU-3");
  }

  @Test
  void materials_severalPages_comeOnce() {
    for (int i = 10; i < 10 + 3 * PAGE; i++) {
      site.erp.material("SKU-" + i, "示例", null);
    }
    assertThat(all(door.feeds()::materials)).hasSize(3 * PAGE + 3).doesNotHaveDuplicates();
  }

  @Test
  void customers_namesInGbk_areReadable() {
    site.erp.customer("C-2", "示例客户有限公司");

    assertThat(all(door.feeds()::customers))
        .containsExactlyInAnyOrder(
            new Customer(Site.SHOP, "示例旗舰店"), new Customer("C-2", "示例客户有限公司"));
  }

  @Test
  void customers_bytesThatAreNoGbk_areReportedAndTheOthersCome() {
    Assumptions.assumeFalse(site.where.isTidy(), "no bytes there");
    site.erp.customer("C-2", "示例");
    site.erp.execute(
        "UPDATE KHZL SET KHMC = ? WHERE KHDM = 'C-2'", new byte[] {(byte) 0x81, (byte) 0x20});

    assertThat(all(door.feeds()::customers)).hasSize(1);
    assertThat(site.alerts)
        .singleElement()
        .satisfies(alert -> assertThat(alert.message()).contains("KHMC").contains("GBK"));
  }

  @Test
  void customers_changedAMomentAgoInTheErpsZone_areNotTakenForTheFuture() {
    Assumptions.assumeFalse(site.where.isTidy(), "no times there");
    Instant now = door.feeds().counts(someStock()).get(0).asOf();
    setCustomerTime(now.minusSeconds(30));
    assertThat(all(door.feeds()::customers)).hasSize(1);
  }

  @Test
  void customers_clockOfTheErpsServerIsAhead_comeWhenTheDatabaseGetsThere() {
    Assumptions.assumeFalse(site.where.isTidy(), "no times there");
    Instant now = door.feeds().counts(someStock()).get(0).asOf();
    setCustomerTime(now.plusSeconds(3600));
    assertThat(all(door.feeds()::customers)).isEmpty();

    setCustomerTime(now.minusSeconds(3600));
    assertThat(all(door.feeds()::customers)).hasSize(1);
  }

  private List<Sku> someStock() {
    site.erp.stock("SKU-1", "CK001", "A", "1", "0");
    return List.of(new Sku("SKU-1"));
  }

  private void setCustomerTime(Instant time) {
    site.erp.execute(
        "UPDATE KHZL SET XGSJ = ?", LocalDateTime.ofInstant(time, ZoneId.of("Asia/Shanghai")));
  }
}
