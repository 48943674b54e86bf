package io.heliu.erp.database;

import static io.heliu.erp.database.Site.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.erp.database.Site.Where;
import io.heliu.erp.database.standin.LegacyErp.Kind;
import io.heliu.erp.database.standin.LegacyErp.Staged;
import io.heliu.erp.database.standin.OtherTypes;
import io.heliu.erp.database.standin.RefusingSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Whether a mapping fits a database: its columns, their types, its keys. */
@OnEverySite
class DatabasePingTest {
  private final Site site;
  private final DatabaseErp door;

  DatabasePingTest(Where where) {
    this.site = new Site(where);
    this.door = site.door();
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void ping_everythingThere_isQuiet() {
    door.ping();

    assertThat(site.alerts).isEmpty();
  }

  @Test
  void ping_tableAndColumnMissing_namesBoth() {
    String mapping =
        site.erp
            .mapping()
            .replace(site.where.isTidy() ? "\"stk_inventory\"" : "\"KCB\"", "\"NO_SUCH_TABLE\"")
            .replace(
                site.where.isTidy() ? "\"column\": \"barcode\"" : "\"column\": \"TM\"",
                "\"column\": \"NO_SUCH_COLUMN\"");

    assertThatThrownBy(() -> site.door(mapping).ping())
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("NO_SUCH_TABLE")
        .hasMessageContaining(".NO_SUCH_COLUMN");
  }

  /** SQL Server's driver has a state that says nothing, and the code 229. */
  @Test
  void ping_loginMayNotReadATable_namesItAndNotItsNeighbours() {
    Assumptions.assumeTrue(site.where == Where.H2_UGLY, "one is enough");
    RefusingSource source = new RefusingSource(site.source, "KCB", "S0005", 229);

    assertThatThrownBy(site.builder(source, site.mappingFor(Dialect.SQL_SERVER)).build()::ping)
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("the login may not read KCB")
        .hasMessageNotContaining("XSDD");
  }

  private void dropKeys() {
    Assumptions.assumeFalse(site.where.isTidy(), "a foreign key is on it there");
    for (String table : List.of("T_XSDD_JK", "T_XSDD_JKMX", "T_XSQX_JK")) {
      String key = site.where.isH2() ? "PRIMARY KEY" : "CONSTRAINT " + table + "_pkey";
      site.erp.execute("ALTER TABLE " + table + " DROP " + key);
    }
  }

  @Test
  void ping_numberIsNotUnique_namesTheTablesAndTheirKeys() {
    dropKeys();

    assertThatThrownBy(door::ping)
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("T_XSDD_JK has no unique key on [DJBH, GSDM]")
        .hasMessageContaining("T_XSQX_JK has no unique key");
  }

  @Test
  void ping_keyOnMoreThanTheNumber_isNoKeyOfOurs() {
    dropKeys();
    site.erp.execute("CREATE UNIQUE INDEX ux_1 ON T_XSDD_JK (GSDM, DJBH, RQ)");
    site.erp.execute("CREATE INDEX ix_2 ON T_XSDD_JK (GSDM, DJBH)");
    site.erp.execute("CREATE UNIQUE INDEX ux_3 ON T_XSQX_JK (DJBH)");

    assertThatThrownBy(door::ping)
        .hasMessageContaining("T_XSDD_JK has no unique key")
        .hasMessageNotContaining("T_XSQX_JK");

    site.erp.execute("CREATE UNIQUE INDEX ux_4 ON T_XSDD_JK (DJBH, GSDM)");
    assertThatCode(door::ping).doesNotThrowAnyException();
  }

  @Test
  void ping_keyOnSomeRowsOnly_isNoKeyOfOurs() {
    Assumptions.assumeFalse(site.where.isH2(), "no indexes on some rows there");
    dropKeys();
    site.erp.execute("CREATE UNIQUE INDEX ux_1 ON T_XSDD_JK (GSDM, DJBH) WHERE ZT = 0");

    assertThatThrownBy(door::ping).hasMessageContaining("T_XSDD_JK has no unique key");
  }

  @Test
  void ping_interfaceTableIsAView_isToldThatItsKeyIsNotChecked() {
    Assumptions.assumeFalse(site.where.isTidy(), "one is enough");
    site.erp.execute("CREATE VIEW V_XSDD AS SELECT * FROM T_XSDD_JK");

    site.door(site.mapping("/salesOrders/head/table", "\"V_XSDD\"")).ping();

    assertThat(site.alertCodes()).containsExactly("KEY_NOT_CHECKED");
    assertThat(site.alerts.get(0).message()).contains("V_XSDD", "[DJBH, GSDM]");
  }

  @Test
  void push_numberIsNotUnique_isStagedOnceAllTheSame() {
    dropKeys();
    door.salesOrders().push(order("SO-1"));
    door.salesOrders().push(order("SO-1"));

    assertThat(site.erp.staged(Kind.ORDER)).extracting(Staged::lines).containsExactly(2L);
    site.checkInvariants();
  }

  @Test
  void ping_charsOfOracle_mustBeMappedAsPadded() {
    Assumptions.assumeTrue(site.where == Where.H2_UGLY, "types as Oracle's");
    String mapping = site.mappingFor(Dialect.ORACLE);
    assertThatCode(site.door(mapping)::ping).doesNotThrowAnyException();

    String plain = mapping.replace("\"padded\":true", "\"padded\":false");
    assertThat(plain).isNotEqualTo(mapping);
    assertThatThrownBy(site.door(plain)::ping)
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("T_XSDD_JK.DJBH is a CHAR")
        .hasMessageContaining("XSCKZB.XGSJ is a CHAR")
        .hasMessageContaining("KCB.SPBM is a CHAR")
        .hasMessageContaining("KHZL.KHDM is a CHAR");
  }

  @Test
  void ping_paddedThatIsNoCharOfOracle_isRefused() {
    Assumptions.assumeTrue(site.where == Where.H2_UGLY, "types as Oracle's");
    String mapping =
        Site.changed(
            site.mappingFor(Dialect.ORACLE),
            "/counts/sku",
            "{\"column\": \"BM\", \"padded\": true}");
    site.erp.execute("ALTER TABLE KCB ADD BM VARCHAR(20)");

    assertThatThrownBy(site.door(mapping)::ping).hasMessageContaining("KCB.BM is no CHAR");
  }

  private DatabaseErp sqlServer(String type) {
    Assumptions.assumeTrue(site.where == Where.H2_UGLY, "one is enough");
    OtherTypes source = new OtherTypes(site.source, Map.of("XGSJ", type));
    return site.builder(source, site.mappingFor(Dialect.SQL_SERVER)).build();
  }

  @Test
  void ping_datetimeOfSqlServerOrdersChanges_isRefusedAndTheRemedyNamed() {
    assertThatThrownBy(sqlServer("datetime")::ping)
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("KHZL.XGSJ is a datetime")
        .hasMessageContaining("CAST(XGSJ AS datetime2(3))")
        .hasMessageNotContaining("XSCKZB");
  }

  @Test
  void ping_datetime2OfSqlServerOrdersChanges_isFine() {
    assertThatCode(sqlServer("datetime2")::ping).doesNotThrowAnyException();
  }
}
