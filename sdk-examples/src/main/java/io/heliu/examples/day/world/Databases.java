package io.heliu.examples.day.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** The databases of the day: files of H2, or schemas of a PostgreSQL server of its own. */
public final class Databases implements AutoCloseable {
  /** The databases that can be used. */
  public enum Store {
    /** H2, in a file. */
    H2,
    /** PostgreSQL, a server of the day's own. */
    POSTGRES
  }

  private final @Nullable PostgresServer server;
  private final List<JdbcConnectionPool> pools = new ArrayList<>();

  public Databases(Store store, Path directory) throws IOException {
    this.server = store == Store.POSTGRES ? PostgresServer.start(directory) : null;
  }

  /**
   * Opens a database.
   *
   * @param directory where its files are, if it has files
   * @param fresh whether what is in it is thrown away
   */
  public DataSource open(String name, Path directory, boolean fresh) throws IOException {
    JdbcConnectionPool pool = server == null ? h2(name, directory, fresh) : postgres(name, fresh);
    pools.add(pool);
    return pool;
  }

  /** Every commit is written before it returns, so that a killed process loses none. */
  private static JdbcConnectionPool h2(String name, Path directory, boolean fresh)
      throws IOException {
    Path file = directory.resolve(name).toAbsolutePath();
    if (fresh) {
      Files.deleteIfExists(Path.of(file + ".mv.db"));
    }
    return JdbcConnectionPool.create("jdbc:h2:file:" + file + ";WRITE_DELAY=0", "sa", "");
  }

  private JdbcConnectionPool postgres(String name, boolean fresh) throws IOException {
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setURL(server == null ? null : server.url());
    try (Connection connection = source.getPooledConnection().getConnection();
        Statement statement = connection.createStatement()) {
      if (fresh) {
        statement.execute("DROP SCHEMA IF EXISTS " + name + " CASCADE");
      }
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + name);
    } catch (SQLException e) {
      throw new IOException("the PostgreSQL server cannot be used", e);
    }
    source.setCurrentSchema(name);
    return JdbcConnectionPool.create(source);
  }

  @Override
  public void close() {
    pools.forEach(JdbcConnectionPool::dispose);
    if (server != null) {
      server.stop();
    }
  }
}
