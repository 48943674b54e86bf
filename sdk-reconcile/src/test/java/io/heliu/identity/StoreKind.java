package io.heliu.identity;

import io.heliu.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** The stores; each test gets an empty one of its own. */
enum StoreKind {
  MEMORY {
    @Override
    Opened open() {
      return new Opened(null, null);
    }
  },
  H2 {
    @Override
    Opened open() {
      String url = "jdbc:h2:mem:identity" + NUMBER.incrementAndGet() + ";LOCK_TIMEOUT=5000";
      JdbcConnectionPool pool = JdbcConnectionPool.create(url + ";DB_CLOSE_DELAY=-1", "", "");
      return new Opened(pool, "SHUTDOWN");
    }
  },
  POSTGRESQL {
    @Override
    Opened open() {
      String schema = "identity" + NUMBER.incrementAndGet();
      PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
      source.setURL(Server.RUNNING.getJdbcUrl("postgres", "postgres"));
      execute(Server.RUNNING.getPostgresDatabase(), "CREATE SCHEMA " + schema);
      source.setCurrentSchema(schema);
      // As strict as a host may set it: writers must not depend on it.
      source.setOptions("-c default_transaction_isolation=serializable");
      return new Opened(JdbcConnectionPool.create(source), "DROP SCHEMA " + schema + " CASCADE");
    }
  };

  static final Secret SECRET = Secret.of("synthetic-secret-for-tests");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  abstract Opened open();

  static void execute(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** An empty store. */
  record Opened(@Nullable JdbcConnectionPool source, @Nullable String cleanUp)
      implements AutoCloseable {

    IdentityResolver resolver(Clock clock, IdentityLimits limits) {
      if (source == null) {
        return IdentityResolver.inMemory(SECRET, clock, limits);
      }
      IdentitySchema.install(source);
      return IdentityResolver.open(source, SECRET, clock, limits);
    }

    @Override
    public void close() {
      if (source != null && cleanUp != null) {
        execute(source, cleanUp);
        source.dispose();
      }
    }
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
