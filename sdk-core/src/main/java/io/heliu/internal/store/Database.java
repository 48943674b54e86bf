package io.heliu.internal.store;

import io.heliu.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Runs transactions on the host's data source. Thread-safe.
 *
 * <p>A transaction that the database gave up because of others (serialization failure, deadlock,
 * lock time-out) is run again a few times; work must therefore change nothing but the database.
 */
public final class Database {
  private static final int MAX_RUNS = 5;

  private final DataSource dataSource;
  private final Dialect dialect;

  private Database(DataSource dataSource, Dialect dialect) {
    this.dataSource = dataSource;
    this.dialect = dialect;
  }

  /**
   * Opens a data source whose schema is installed or about to be.
   *
   * @throws Fault.Configuration if the database is not a supported one
   * @throws Fault.Store if it cannot be reached
   */
  public static Database open(DataSource dataSource) {
    Objects.requireNonNull(dataSource, "dataSource");
    try (Connection connection = dataSource.getConnection()) {
      return new Database(dataSource, Dialect.of(connection));
    } catch (SQLException e) {
      throw fault("open", e);
    }
  }

  /** Runs work in one transaction: all of it is there afterwards, or nothing. */
  public <T> T inTransaction(String operation, Work<T> work) {
    for (int run = 1; ; run++) {
      try (Connection connection = dataSource.getConnection()) {
        return runOn(connection, work);
      } catch (SQLException e) {
        if (!Dialect.isTransient(e) || run == MAX_RUNS) {
          throw fault(operation, e);
        }
      }
    }
  }

  private <T> T runOn(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      T result = work.run(new Tx(connection, dialect));
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  private static Fault.Store fault(String operation, SQLException e) {
    return new Fault.Store(
        Fault.Details.of("store", operation, "the database failed: SQL state " + e.getSQLState()),
        Dialect.isTransient(e),
        e);
  }

  /**
   * What a transaction does.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  public interface Work<T> {
    /** Does the work. */
    T run(Tx tx) throws SQLException;
  }
}
