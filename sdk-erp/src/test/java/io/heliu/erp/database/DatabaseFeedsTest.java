package io.heliu.erp.database;

import static io.heliu.erp.database.Site.all;
import static io.heliu.erp.database.Site.line;
import static io.heliu.erp.database.Site.outbound;
import static io.heliu.erp.database.Site.readOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.heliu.Fault;
import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.erp.ErpFeeds.Count;
import io.heliu.erp.ErpFeeds.Customer;
import io.heliu.erp.ErpFeeds.Material;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receivable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What can be read from legacy ERPs, and that nothing of it is lost or comes twice. */
@OnEverySite
class DatabaseFeedsTest {
  private static final int PAGE = 4;

  private final Site site;
  private final DatabaseErp door;

  DatabaseFeedsTest(Site.Where where) {
    this.site = new Site(where);
    this.door = site.door();
  }

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private @Nullable String readNumbers(@Nullable String start, List<String> numbers) {
    List<Outbound> read = new ArrayList<>();
    String cursor = readOn(door.feeds()::outbounds, start, read);
    read.forEach(one -> numbers.add(one.number()));
    return cursor;
  }

  private List<String> numbers() {
    List<String> numbers = new ArrayList<>();
    readNumbers(null, numbers);
    return numbers;
  }

  @Test
  void outbounds_nothingThere_isEmptyWithoutCursor() {
    assertThat(door.feeds().outbounds(null)).isEqualTo(new Slice<Outbound>(List.of(), null));
  }

  @Test
  void outbounds_paddedAndCodedColumns_comeAsTheyAreMeant() {
    Outbound shipped =
        outbound(
            "OUT-1", line("1", "SKU-1", 2, "198.00", "SO-1", "a"), line("2", "SKU-2", 1, "0.01"));
    site.erp.ship(shipped, 100);

    assertThat(door.feeds().outbounds(null).rows()).containsExactly(shipped);
  }

  @Test
  void outbounds_severalPages_comeOnceInOrder() {
    List<String> shipped = new ArrayList<>();
    for (int i = 1; i <= 3 * PAGE; i++) {
      site.erp.ship(outbound("OUT-" + i), i * 100L);
      shipped.add("OUT-" + i);
    }
    assertThat(numbers()).isEqualTo(shipped);
  }

  @Test
  void outbounds_manyWithOneVersionOverPages_comeOnce() {
    for (int i = 1; i <= 3 * PAGE + 1; i++) {
      site.erp.ship(outbound("OUT-" + i), 100);
    }
    assertThat(numbers()).hasSize(3 * PAGE + 1).doesNotHaveDuplicates();
  }

  @Test
  void outbounds_readToTheEnd_newOnesComeAfterTheCursor() {
    site.erp.ship(outbound("OUT-1"), 100);
    List<String> read = new ArrayList<>();
    String cursor = readNumbers(null, read);
    site.erp.ship(outbound("OUT-2"), 200);
    readNumbers(cursor, read);

    assertThat(read).containsExactly("OUT-1", "OUT-2");
  }

  @Test
  void outbounds_endOnAFullPage_newOnesComeAfterTheCursor() {
    for (int i = 1; i <= PAGE; i++) {
      site.erp.ship(outbound("OUT-" + i), 100);
    }
    List<String> read = new ArrayList<>();
    String cursor = readNumbers(null, read);
    site.erp.ship(outbound("OUT-9"), 101);
    cursor = readNumbers(cursor, read);
    site.erp.ship(outbound("OUT-10"), 102);
    readNumbers(cursor, read);

    assertThat(read).hasSize(PAGE + 2).doesNotHaveDuplicates().contains("OUT-9", "OUT-10");
  }

  @Test
  void outbounds_lateCommitWithAnOlderVersion_isNotLost() {
    site.erp.ship(outbound("OUT-1"), 100);
    List<String> read = new ArrayList<>();
    String cursor = readNumbers(null, read);
    site.erp.ship(outbound("OUT-2"), 95);
    readNumbers(cursor, read);

    assertThat(read).containsExactly("OUT-1", "OUT-2");
  }

  @Test
  void outbounds_lateCommitBehindASweepUnderWay_isNotLost() {
    for (int i = 1; i <= 2 * PAGE; i++) {
      site.erp.ship(outbound("OUT-" + i), 100 + i);
    }
    Slice<Outbound> first = door.feeds().outbounds(null);
    site.erp.ship(outbound("OUT-LATE"), 100);
    List<String> read = new ArrayList<>();
    first.rows().forEach(one -> read.add(one.number()));
    readNumbers(first.nextCursor(), read);

    assertThat(read).hasSize(2 * PAGE + 1).doesNotHaveDuplicates().contains("OUT-LATE");
  }

  @Test
  void outbounds_cursorIsOld_givesTheSameAgain() {
    for (int i = 1; i <= 2 * PAGE; i++) {
      site.erp.ship(outbound("OUT-" + i), 100L * i);
    }
    String cursor = door.feeds().outbounds(null).nextCursor();

    assertThat(door.feeds().outbounds(cursor)).isEqualTo(door.feeds().outbounds(cursor));
    assertThat(site.door().feeds().outbounds(cursor)).isEqualTo(door.feeds().outbounds(cursor));
  }

  @Test
  void outbounds_readAgainWithoutNews_isEmptyWithoutCursor() {
    site.erp.ship(outbound("OUT-1"), 100);
    String cursor = door.feeds().outbounds(null).nextCursor();

    for (int i = 0; i < 3; i++) {
      assertThat(door.feeds().outbounds(cursor)).isEqualTo(new Slice<Outbound>(List.of(), null));
    }
  }

  @Test
  void outbounds_changed_comesAgain() {
    site.erp.ship(outbound("OUT-1"), 100);
    List<String> read = new ArrayList<>();
    String cursor = readNumbers(null, read);
    site.erp.touch("OUT-1", 200);
    readNumbers(cursor, read);

    assertThat(read).containsExactly("OUT-1", "OUT-1");
  }

  @Test
  void outbounds_lineComesAfterTheHead_isGivenOutWhenItIsThere() {
    site.erp.ship(outbound("OUT-1"), 100);
    String lines = site.where.isTidy() ? "sal_outbound_line" : "XSCKMX";
    site.erp.execute("CREATE TABLE kept AS SELECT * FROM " + lines);
    site.erp.execute("DELETE FROM " + lines);
    List<String> read = new ArrayList<>();
    String cursor = readNumbers(null, read);
    assertThat(read).isEmpty();
    assertThat(site.alertCodes()).containsExactly("ROW_UNREADABLE");

    site.erp.execute("INSERT INTO " + lines + " SELECT * FROM kept");
    readNumbers(cursor, read);

    assertThat(read).containsExactly("OUT-1");
  }

  @Test
  void outbounds_notApproved_comeWhenTheyAre() {
    site.erp.ship(outbound("OUT-1"), 100);
    String table = site.where.isTidy() ? "sal_outbound SET audited = " : "XSCKZB SET SHBZ = ";
    site.erp.execute("UPDATE " + table + (site.where.isTidy() ? "FALSE" : "0"));
    assertThat(numbers()).isEmpty();
    assertThat(site.alerts).isEmpty();

    site.erp.execute("UPDATE " + table + (site.where.isTidy() ? "TRUE" : "2"));
    assertThat(numbers()).containsExactly("OUT-1");
  }

  @Test
  void outbounds_deletedBeforeTheFirstReading_doNotComeAndAreNotReported() {
    site.erp.ship(outbound("OUT-1"), 100);
    site.erp.delete("OUT-1", 101);

    assertThat(numbers()).isEmpty();
    assertThat(site.alerts).isEmpty();
  }

  @Test
  void outbounds_deletedLater_isReportedOnce() {
    site.erp.ship(outbound("OUT-1"), 100);
    List<String> read = new ArrayList<>();
    String cursor = readNumbers(null, read);
    site.erp.delete("OUT-1", 200);
    cursor = readNumbers(cursor, read);
    readNumbers(cursor, read);

    assertThat(read).containsExactly("OUT-1");
    assertThat(site.alertCodes()).containsExactly("ROW_DELETED");
    assertThat(site.alerts.get(0).source()).isEqualTo("legacy outboundfeed");
  }

  @Test
  void outbounds_halfUnits_areReportedAndTheOthersCome() {
    site.erp.ship(outbound("OUT-1"), 100);
    site.erp.ship(outbound("OUT-2"), 101);
    site.erp.execute(
        site.where.isTidy()
            ? "UPDATE sal_outbound_line SET qty = 0.5 WHERE outbound_id IN"
                + " (SELECT id FROM sal_outbound WHERE bill_no = 'OUT-1')"
            : "UPDATE XSCKMX SET SL = 0.5 WHERE CKDH = 'OUT-1'");

    List<String> read = new ArrayList<>();
    String cursor = readNumbers(null, read);
    readNumbers(cursor, read);
    assertThat(read).containsExactly("OUT-2");
    assertThat(site.alertCodes()).containsExactly("ROW_UNREADABLE");
  }

  @Test
  void outbounds_foreignCursor_isRefused() {
    for (String cursor :
        List.of(
            "",
            "x",
            "[]",
            "{}",
            "[\"1\"]",
            "{\"seen\":[1],\"met\":[]}",
            "{\"to\":\"x\",\"seen\":[],\"met\":[]}",
            "{\"to\":{},\"seen\":[],\"met\":[]}",
            "{\"after\":[\"x\"],\"seen\":[],\"met\":[]}")) {
      assertThatThrownBy(() -> door.feeds().outbounds(cursor))
          .as(cursor)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("cursor: ");
    }
  }

  @Test
  void outbounds_orderIsBroken_isProtocolFaultOrPassedOver() {
    site.erp.ship(outbound("OUT-1"), 100);
    if (site.where.isTidy()) {
      site.erp.execute("ALTER TABLE bd_material ALTER COLUMN change_no DROP NOT NULL");
      site.erp.execute("UPDATE bd_material SET change_no = NULL");
      assertThatThrownBy(() -> door.feeds().materials(null))
          .isInstanceOf(Fault.Protocol.class)
          .hasMessageContaining("bd_material.change_no: must not be empty");
    } else {
      site.erp.execute("UPDATE XSCKZB SET XGSJ = '0'");
      assertThatThrownBy(() -> door.feeds().outbounds(null))
          .isInstanceOf(Fault.Protocol.class)
          .hasMessageContaining("XGSJ: must be a time in its format");
    }
  }

  @Test
  void outbounds_ourClockIsWrong_changesNothing() {
    site.erp.ship(outbound("OUT-1"), 100);
    for (Duration skew : List.of(Duration.ofDays(-4000), Duration.ofDays(4000))) {
      DatabaseErp skewed =
          site.builder(site.erp.mapping())
              .clock(Clock.fixed(Site.NOON.plus(skew), ZoneOffset.UTC))
              .build();
      assertThat(skewed.feeds().outbounds(null).rows()).hasSize(1);
    }
  }

  /** Commits come out of order within what the mapping allows for. */
  @RepeatedTest(5)
  void outbounds_randomWritesBetweenSlices_comeOnce(RepetitionInfo repetition) {
    long seed = 20250615L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<String> shipped = new ArrayList<>();
    List<String> read = new ArrayList<>();
    String cursor = null;
    long version = 100;
    for (int step = 0; step < 40; step++) {
      for (int i = random.nextInt(4); i > 0; i--) {
        String number = "OUT-" + shipped.size();
        site.erp.ship(outbound(number), version - random.nextInt(5));
        shipped.add(number);
      }
      version += random.nextInt(3);
      if (random.nextBoolean()) {
        Slice<Outbound> slice = door.feeds().outbounds(cursor);
        slice.rows().forEach(one -> read.add(one.number()));
        cursor = slice.nextCursor() == null ? cursor : slice.nextCursor();
      }
    }
    readNumbers(cursor, read);

    Collections.sort(read);
    Collections.sort(shipped);
    assertThat(read).as("seed %d", seed).isEqualTo(shipped);
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
