package io.heliu.erp.database;

import static io.heliu.erp.database.Site.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.erp.Outbound;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far a feed by row versions may go: up to what is committed. */
public class RowVersionTest {
  private final Site site = new Site(Site.Where.H2_TIDY);

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  /** Stands for the function of SQL Server: the lowest version that is not committed. */
  public static long minActive(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT version FROM active_version")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private DatabaseErp sqlServer(long active) {
    site.erp.execute("CREATE TABLE active_version (version BIGINT NOT NULL)");
    site.erp.execute("INSERT INTO active_version VALUES (" + active + ")");
    site.erp.execute(
        "CREATE ALIAS MIN_ACTIVE_ROWVERSION FOR 'io.heliu.erp.database.RowVersionTest.minActive'");
    return site.door(
        site.erp
            .mapping()
            .replaceFirst("\"dialect\"\\s*:\\s*\"[A-Z0-9]+\"", "\"dialect\":\"SQL_SERVER\""));
  }

  private static @Nullable String read(
      DatabaseErp door, @Nullable String cursor, List<String> into) {
    String at = cursor;
    for (Slice<Outbound> slice = door.feeds().outbounds(at); ; ) {
      slice.rows().forEach(one -> into.add(one.number()));
      if (slice.nextCursor() == null) {
        return at;
      }
      at = slice.nextCursor();
      slice = door.feeds().outbounds(at);
    }
  }

  /** The open transaction holds more versions than the lag allows for. */
  @Test
  void outbounds_sqlServerWithALongTransactionOpen_goesNoFurtherThanItsFirstVersion() {
    DatabaseErp door = sqlServer(101);
    site.erp.ship(outbound("OUT-1"), 100);
    site.erp.ship(outbound("OUT-3"), 500);
    List<String> read = new ArrayList<>();
    String cursor = read(door, null, read);
    assertThat(read).containsExactly("OUT-1");

    site.erp.ship(outbound("OUT-2"), 101);
    site.erp.execute("UPDATE active_version SET version = 501");
    read(door, cursor, read);

    assertThat(read).containsExactly("OUT-1", "OUT-2", "OUT-3");
    assertThat(site.alertCodes()).isEmpty();
  }

  @Test
  void outbounds_sqlServerWithNothingSettled_isEmpty() {
    DatabaseErp door = sqlServer(1);
    site.erp.ship(outbound("OUT-1"), 100);
    List<String> read = new ArrayList<>();

    read(door, null, read);

    assertThat(read).isEmpty();
  }

  /** The database was restored: its versions are below those that were read. */
  @Test
  void outbounds_sqlServerWhoseVersionsStartAgain_isFault() {
    DatabaseErp door = sqlServer(1001);
    site.erp.ship(outbound("OUT-1"), 1000);
    String cursor = read(door, null, new ArrayList<>());
    site.erp.execute("UPDATE active_version SET version = 6");

    assertThatThrownBy(() -> door.feeds().outbounds(cursor))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("row_version has started again")
        .hasMessageContaining("without its cursor");
  }

  @Test
  void outbounds_sweepThatMovesOnByMoreThanTheLag_isTold() {
    DatabaseErp door = site.door();
    site.erp.ship(outbound("OUT-1"), 100);
    List<String> read = new ArrayList<>();
    String cursor = read(door, null, read);
    site.erp.ship(outbound("OUT-2"), 110);
    cursor = read(door, cursor, read);
    assertThat(site.alertCodes()).isEmpty();

    site.erp.ship(outbound("OUT-3"), 121);
    read(door, cursor, read);

    assertThat(read).containsExactly("OUT-1", "OUT-2", "OUT-3");
    assertThat(site.alertCodes()).contains("LAG_EXCEEDED");
    assertThat(site.alerts.get(0).message()).contains("sal_outbound", "10 versions");
  }
}
