package io.heliu.erp.database;

import static io.heliu.erp.database.Site.outbound;
import static io.heliu.erp.database.Site.readOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.erp.ErpFeeds.Material;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.Outbound;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Feeds whose changes start again: a database that was restored, or that of another year. */
@OnEverySite
class DatabaseRestartTest {
  private static final String NUMBERED =
      """
      {"by": "CHANGE_NUMBER", "column": "change_no",
       "valid": {"table": "ct_valid", "minimum": "min_no", "current": "cur_no"}}
      """;

  private final Site site;
  private final DatabaseErp door;

  DatabaseRestartTest(Site.Where where) {
    this.site = new Site(where);
    this.door = site.door();
  }

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private @Nullable String outboundsRead() {
    return readOn(door.feeds()::outbounds, null, new ArrayList<>());
  }

  @Test
  void outbounds_rowVersionsStartAgain_isToldUntilTheCursorIsReset() {
    Assumptions.assumeTrue(site.where.isTidy(), "times there");
    site.erp.ship(outbound("OUT-1"), 1000);
    String cursor = outboundsRead();
    site.erp.execute("DELETE FROM sal_outbound_line");
    site.erp.execute("DELETE FROM sal_outbound");
    site.erp.ship(outbound("OUT-2"), 5);

    for (int i = 1; i <= 2; i++) {
      assertThat(door.feeds().outbounds(cursor)).isEqualTo(new Slice<Outbound>(List.of(), null));
      assertThat(site.alertCodes()).hasSize(i).containsOnly("VERSIONS_WENT_BACK");
    }
    assertThat(site.alerts.get(0).message()).contains("sal_outbound", "without its cursor");
    assertThat(door.feeds().outbounds(null).rows())
        .extracting(Outbound::number)
        .containsExactly("OUT-2");
  }

  @Test
  void outbounds_latestRowWithinTheLagIsRemoved_isNotTold() {
    Assumptions.assumeTrue(site.where.isTidy(), "times there");
    site.erp.ship(outbound("OUT-1"), 1000);
    site.erp.ship(outbound("OUT-2"), 1005);
    String cursor = outboundsRead();
    site.erp.execute("DELETE FROM sal_outbound WHERE bill_no = 'OUT-2'");

    assertThat(door.feeds().outbounds(cursor).isEmpty()).isTrue();
    assertThat(site.alerts).isEmpty();
  }

  @Test
  void outbounds_databasesClockIsBeforeTheCursor_isFault() {
    Assumptions.assumeFalse(site.where.isTidy(), "versions there");
    String cursor = "{\"from\":\"2999-01-01 00:00:00\",\"to\":null,\"seen\":[],\"met\":[]}";

    assertThatThrownBy(() -> door.feeds().outbounds(cursor))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("XGSJ has started again")
        .hasMessageContaining("without its cursor");
  }

  private @Nullable String materialsRead(DatabaseErp from) {
    return readOn(from.feeds()::materials, null, new ArrayList<Material>());
  }

  @Test
  void materials_changeNumbersStartAgain_isTold() {
    Assumptions.assumeTrue(site.where.isTidy(), "read as a whole there");
    String cursor = materialsRead(door);
    assertThat(door.feeds().materials(cursor).isEmpty()).isTrue();
    assertThat(site.alerts).isEmpty();
    site.erp.execute("UPDATE bd_material SET change_no = change_no - 1000");

    assertThat(door.feeds().materials(cursor).isEmpty()).isTrue();
    assertThat(site.alertCodes()).containsExactly("VERSIONS_WENT_BACK");
  }

  private DatabaseErp numbered(long minimum, long current) {
    Assumptions.assumeTrue(site.where.isTidy(), "read as a whole there");
    site.erp.execute("CREATE TABLE ct_valid (min_no BIGINT, cur_no BIGINT)");
    site.erp.execute("INSERT INTO ct_valid VALUES (?, ?)", minimum, current);
    return site.door(site.mapping("/materials/changes", NUMBERED));
  }

  @Test
  void materials_cursorIsValid_goesOn() {
    DatabaseErp numbered = numbered(0, 900);
    String cursor = materialsRead(numbered);
    numbered.ping();
    site.erp.goOnAfter(800);
    site.erp.material("SKU-9", "示例商品", null);

    assertThat(numbered.feeds().materials(cursor).rows()).hasSize(1);
    assertThat(site.alerts).isEmpty();
  }

  @Test
  void materials_changesAfterTheCursorAreCleanedUp_isFault() {
    DatabaseErp numbered = numbered(0, 900);
    String cursor = materialsRead(numbered);
    site.erp.execute("UPDATE ct_valid SET min_no = 800");
    site.erp.goOnAfter(800);
    site.erp.material("SKU-9", "示例商品", null);

    assertThatThrownBy(() -> numbered.feeds().materials(cursor))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("cleaned up")
        .hasMessageContaining("without its cursor");
    assertThat(numbered.feeds().materials(null).rows()).hasSize(4);
  }

  @Test
  void materials_currentNumberIsBelowTheCursor_isFault() {
    DatabaseErp numbered = numbered(0, 900);
    String cursor = materialsRead(numbered);
    site.erp.execute("UPDATE ct_valid SET cur_no = 1");

    assertThatThrownBy(() -> numbered.feeds().materials(cursor))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("started again");
  }

  @Test
  void materials_databaseDoesNotTellItsBounds_isFault() {
    DatabaseErp numbered = numbered(0, 900);
    String cursor = materialsRead(numbered);
    site.erp.execute("UPDATE ct_valid SET min_no = NULL");

    assertThatThrownBy(() -> numbered.feeds().materials(cursor))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("ct_valid.min_no: must not be empty");
  }
}
