package io.heliu.erp.database;

import static io.heliu.erp.database.Site.line;
import static io.heliu.erp.database.Site.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.erp.CancelOutcome.Cancelled;
import io.heliu.erp.CancelOutcome.Pending;
import io.heliu.erp.DocumentPort.Found;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.PushOutcome.Rejected;
import io.heliu.erp.PushOutcome.Unknown;
import io.heliu.erp.database.standin.LegacyErp.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Staged rows that the ERP's side moves away or removes once it has imported them. */
@OnEverySite
class DatabaseArchiveTest {
  private final Site site;
  private final String head;
  private final String lines;
  private final DatabaseErp door;

  DatabaseArchiveTest(Site.Where where) {
    this.site = new Site(where);
    this.head = where.isTidy() ? "omni_order_h" : "T_XSDD_JK";
    this.lines = where.isTidy() ? "omni_order_l" : "T_XSDD_JKMX";
    for (String table : new String[] {head, lines}) {
      site.erp.execute("CREATE TABLE " + table + "_old AS SELECT * FROM " + table);
    }
    this.door = site.door(archived(site.erp.mapping()));
  }

  private String archived(String mapping) {
    String archive = "{\"head\": \"" + head + "_old\", \"lines\": \"" + lines + "_old\"}";
    return Site.changed(mapping, "/salesOrders/archive", archive);
  }

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private void done() {
    door.salesOrders().push(order("SO-1"));
    site.erp.processAll();
  }

  private void remove() {
    site.erp.execute("DELETE FROM " + lines);
    site.erp.execute("DELETE FROM " + head);
  }

  private void archive() {
    for (String table : new String[] {head, lines}) {
      site.erp.execute("INSERT INTO " + table + "_old SELECT * FROM " + table);
    }
    remove();
  }

  @Test
  void push_rowsAreInTheArchive_isDuplicateAndNotStagedAgain() {
    done();
    String id = door.salesOrders().lookUp("SO-1").orElseThrow().id();
    archive();

    assertThat(door.salesOrders().push(order("SO-1"))).isEqualTo(new Duplicate(id, "BILL-SO-1"));
    assertThat(site.erp.staged(Kind.ORDER)).isEmpty();
  }

  @Test
  void push_archivedWithOtherContent_isRejectedAndNotStaged() {
    done();
    archive();

    assertThat(door.salesOrders().push(order("SO-1", line("1", "SKU-1", 9, "198.00"))))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo("CONTENT_DIFFERS"));
    assertThat(site.erp.staged(Kind.ORDER)).isEmpty();
  }

  @Test
  void push_neverArchived_isStaged() {
    assertThat(door.salesOrders().push(order("SO-1"))).isInstanceOf(Unknown.class);
    assertThat(site.erp.staged(Kind.ORDER)).hasSize(1);
  }

  @Test
  void lookUp_rowsAreInTheArchive_namesTheErpsDocument() {
    done();
    Found before = door.salesOrders().lookUp("SO-1").orElseThrow();
    archive();

    assertThat(door.salesOrders().lookUp("SO-1")).contains(before);
    assertThat(before.number()).isEqualTo("BILL-SO-1");
  }

  @Test
  void cancel_rowsAreInTheArchive_asksTheErp() {
    done();
    archive();

    assertThat(door.cancel("SO-1")).isEqualTo(new Pending("REQUEST_OPEN"));
    site.erp.processAll();
    assertThat(door.cancel("SO-1")).isEqualTo(new Cancelled(true));
  }

  @Test
  void cancel_archivedWithAStatusThatWasOurs_isNotTakenForWithdrawn() {
    Assumptions.assumeTrue(site.where.isTidy(), "only a request there");
    door.salesOrders().push(order("SO-1", line("1", "SKU-NEW", 1, "1.00")));
    site.erp.processAll();
    archive();

    assertThat(door.cancel("SO-1")).isEqualTo(new Pending("REQUEST_OPEN"));
  }

  @Test
  void cancel_rowsAreRemovedAndNoArchiveIsMapped_asksTheErp() {
    done();
    remove();
    DatabaseErp plain = site.door();

    assertThat(plain.cancel("SO-1")).isEqualTo(new Pending("REQUEST_OPEN"));
    site.erp.processAll();
    assertThat(plain.cancel("SO-1")).isEqualTo(new Cancelled(true));
    assertThat(plain.salesOrders().push(order("SO-1"))).isInstanceOf(Rejected.class);
  }

  @Test
  void ping_archiveIsMissing_namesIt() {
    door.ping();
    site.erp.execute("DROP TABLE " + lines + "_old");

    assertThatThrownBy(door::ping)
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining(lines + "_old");
  }
}
