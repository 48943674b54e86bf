package io.heliu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Tx;
import io.heliu.store.standin.ReleaseSource;
import io.heliu.store.standin.TestPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file of H2 holds when the process is killed, and which releases are refused for it. */
final class H2FileTest {
  private static final int COMMITS = 60;
  private static final int KEYS = 40;

  @TempDir Path directory;

  private JdbcDataSource file(String name, String settings) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:file:" + directory.resolve(name).toAbsolutePath() + settings);
    return source;
  }

  /** Space in the file is used again at once, as it is otherwise after 45 seconds. */
  @Test
  void commit_processKilledAfterwards_isInTheFile() throws Exception {
    List<Integer> forgotten = new ArrayList<>();
    try (TestPool pool =
        new TestPool(file("live", ";WRITE_DELAY=0;RETENTION_TIME=0"), "SHUTDOWN")) {
      Schema.install(pool);
      pool.execute("CREATE TABLE probe (id INT PRIMARY KEY, val VARCHAR NOT NULL)");
      Database database = Database.open(pool);
      for (int commit = 1; commit <= COMMITS; commit++) {
        int number = commit;
        database.inTransaction("probe", tx -> write(tx, number));
        if (!inKilledFile().equals("" + number)) {
          forgotten.add(number);
        }
      }
    }

    assertThat(forgotten).as("of %s commits", COMMITS).isEmpty();
  }

  /** Writes the number of a commit, and rows of many sizes in the place of others. */
  private static boolean write(Tx tx, int commit) throws SQLException {
    String put = "MERGE INTO probe KEY (id) VALUES (?, ?)";
    tx.update(put, 0, "" + commit);
    for (int row = 0; row < commit % 6; row++) {
      int size = (commit * 577 + row * 991) % 3000;
      tx.update(put, 1 + (commit * 7 + row * 13) % KEYS, "x".repeat(size));
    }
    return true;
  }

  /** Returns the newest number in the file as it stands now, which is what a kill would leave. */
  private String inKilledFile() throws IOException, SQLException {
    Files.copy(
        directory.resolve("live.mv.db"),
        directory.resolve("killed.mv.db"),
        StandardCopyOption.REPLACE_EXISTING);
    try (TestPool pool = new TestPool(file("killed", ";ACCESS_MODE_DATA=r"), "SHUTDOWN")) {
      return Database.open(pool)
          .inTransaction(
              "read", tx -> tx.find("SELECT val FROM probe WHERE id = 0", row -> row.text(1)))
          .orElse("nothing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.5.250 (2026-08-29)", "2.5.252 (2026-09-23)"})
  void open_fileOfAReleaseThatLosesCommits_isRefused(String release) throws Exception {
    try (TestPool pool = new TestPool(file("live", ""), "SHUTDOWN")) {
      assertThatThrownBy(() -> Schema.install(new ReleaseSource(pool, release)))
          .isInstanceOf(Fault.Configuration.class)
          .hasMessageContaining(release);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3.232 (2024-08-11)", "2.4.240 (2025-09-22)", "2.5.2520"})
  void open_fileOfAnotherRelease_isTaken(String release) throws Exception {
    try (TestPool pool = new TestPool(file("live", ""), "SHUTDOWN")) {
      assertThatCode(() -> Schema.install(new ReleaseSource(pool, release)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void open_memoryOfAReleaseThatLosesCommitsOfFiles_isTaken() {
    try (TestPool pool = TestDatabase.H2.empty()) {
      assertThatCode(() -> Schema.install(new ReleaseSource(pool, "2.5.252 (2026-09-23)")))
          .doesNotThrowAnyException();
    }
  }
}
