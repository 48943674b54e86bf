package io.heliu.erp.database;

import static io.heliu.erp.database.Site.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.PushOutcome.Unknown;
import io.heliu.erp.database.standin.LegacyErp.Kind;
import io.heliu.erp.database.standin.LegacyErp.Staged;
import io.heliu.erp.database.standin.TroubledSource.Trouble;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Heads that must be there before their lines, in the eyes of one who reads what is uncommitted.
 */
class DatabaseReadinessTest {
  private static final String STATUS =
      """
      {"column": "status", "kind": "TEXT", "initial": "N", "notReady": "W",
       "codes": {"W": "PENDING", "N": "PENDING", "P": "PENDING", "S": "DONE", "F": "REFUSED",
         "X": "REFUSED"}}
      """;
  private static final String SEEN =
      "SELECT h.status, COUNT(l.row_no) FROM omni_order_h h LEFT JOIN omni_order_l l"
          + " ON l.ext_no = h.ext_no GROUP BY h.ext_no, h.status";

  private final Site site = new Site(Site.Where.H2_TIDY);
  private final DatabaseErp door = site.door(site.mapping("/salesOrders/head/status", STATUS));

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  /** Reads heads and the numbers of their lines, also what is not committed. */
  private List<String> seen() {
    try (Connection reader = site.pool.getConnection();
        Statement statement = reader.createStatement()) {
      reader.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
      List<String> seen = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(SEEN)) {
        while (rows.next()) {
          seen.add(rows.getString(1) + rows.getInt(2));
        }
      }
      reader.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      return seen;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read", e);
    }
  }

  @Test
  void push_headIsFirst_isReadyOnlyWhenItsLinesAreThere() {
    List<String> seen = new ArrayList<>();
    site.pool.atEachPoint(() -> seen.addAll(seen()));

    assertThat(door.salesOrders().push(order("SO-1"))).isInstanceOf(Unknown.class);

    site.pool.atEachPoint(() -> {});
    assertThat(seen).contains("W0", "W1", "W2", "N2").doesNotContain("N0", "N1");
  }

  @Test
  void push_headIsFirst_isTakenLikeAnyOther() {
    door.salesOrders().push(order("SO-1"));

    assertThat(site.erp.staged(Kind.ORDER)).containsExactly(new Staged("SO-1", "N", 2));
    site.erp.processAll();
    assertThat(door.salesOrders().push(order("SO-1"))).isInstanceOf(Duplicate.class);
  }

  @Test
  void push_connectionBreaksBeforeItIsReady_leavesNothing() {
    int statementsBefore = 5;
    site.source.next(Trouble.STATEMENT_LOST, statementsBefore);

    assertThatThrownBy(() -> door.salesOrders().push(order("SO-1")))
        .isInstanceOf(Fault.Transport.class);
    assertThat(site.erp.staged(Kind.ORDER)).isEmpty();
  }
}
