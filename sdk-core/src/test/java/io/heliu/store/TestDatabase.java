package io.heliu.store;

import io.heliu.store.standin.TestPool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The supported databases; each test gets an empty one of its own. */
public enum TestDatabase {
  H2 {
    @Override
    DataSource create(int number) {
      JdbcDataSource source = new JdbcDataSource();
      source.setURL("jdbc:h2:mem:heliu" + number + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=5000");
      return source;
    }
  },
  POSTGRESQL {
    @Override
    DataSource create(int number) throws SQLException {
      EmbeddedPostgres server = Server.RUNNING;
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE SCHEMA test" + number);
      }
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setURL(server.getJdbcUrl("postgres", "postgres"));
      source.setCurrentSchema("test" + number);
      return source;
    }
  };

  private static final AtomicInteger NUMBER = new AtomicInteger();

  abstract DataSource create(int number) throws SQLException;

  /** Returns a pool on an empty database without tables. */
  public TestPool empty() {
    try {
      int number = NUMBER.incrementAndGet();
      return new TestPool(
          create(number), this == H2 ? "SHUTDOWN" : "DROP SCHEMA test" + number + " CASCADE");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create a test database", e);
    }
  }

  /** Returns a pool on an empty database with the tables. */
  public TestPool installed() {
    TestPool pool = empty();
    Schema.install(pool);
    return pool;
  }

  /** One server for all tests of the run; it stops with the process. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
