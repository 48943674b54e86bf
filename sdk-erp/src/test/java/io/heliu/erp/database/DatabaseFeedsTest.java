package io.heliu.erp.database;

import static io.heliu.erp.database.Site.line;
import static io.heliu.erp.database.Site.outbound;
import static io.heliu.erp.database.Site.readOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.Outbound;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
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

  private void approve(boolean approved) {
    site.erp.execute(
        site.where.isTidy()
            ? "UPDATE sal_outbound SET audited = " + (approved ? "TRUE" : "FALSE")
            : "UPDATE XSCKZB SET SHBZ = " + (approved ? "2" : "0"));
  }

  @Test
  void outbounds_approvalIsTakenBackLater_areNamedAndComeAgainWhenApproved() {
    site.erp.ship(outbound("OUT-1"), 100);
    assertThat(door.feeds().outbounds(null).withdrawn()).isEmpty();
    List<String> read = new ArrayList<>();
    String cursor = readNumbers(null, read);
    site.erp.touch("OUT-1", 110);
    approve(false);

    Slice<Outbound> slice = door.feeds().outbounds(cursor);
    assertThat(slice.rows()).isEmpty();
    assertThat(slice.withdrawn()).containsExactly("OUT-1");
    assertThat(door.feeds().outbounds(null).withdrawn()).isEmpty();

    approve(true);
    readNumbers(cursor, read);
    assertThat(read).containsExactly("OUT-1", "OUT-1");
  }

  @Test
  void outbounds_deletedLater_areNamed() {
    site.erp.ship(outbound("OUT-1"), 100);
    String cursor = readNumbers(null, new ArrayList<>());
    site.erp.delete("OUT-1", 110);

    assertThat(door.feeds().outbounds(cursor).withdrawn()).containsExactly("OUT-1");
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
    site.erp.delete("OUT-1", 110);
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
    assertThat(door.feeds().outbounds(null).malformed())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.raw()).contains("OUT-1").contains("0.5").contains("SKU-1");
              assertThat(row.id()).isEqualTo("OUT-1");
              assertThat(row.reason()).isNotEmpty();
            });
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
}
