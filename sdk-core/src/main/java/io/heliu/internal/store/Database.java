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
    return inTransaction(operation, Isolation.OF_THE_HOST, work);
  }

  /** Runs work in one transaction of an isolation. */
  public <T> T inTransaction(String operation, Isolation isolation, Work<T> work) {
    for (int run = 1; ; run++) {
      try (Connection connection = dataSource.getConnection()) {
        return runIsolated(connection, isolation, work);
      } catch (SQLException e) {
        if (!Dialect.isTransient(e) || run == MAX_RUNS) {
          throw fault(operation, e);
        }
      }
    }
  }

  /** Runs work that must not be run again in one transaction, because it reaches other systems. */
  public <T> T once(String operation, Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return runOn(connection, work);
    } catch (SQLException e) {
      throw fault(operation, e);
    }
  }

  /** What a transaction sees of others. */
  public enum Isolation {
    /** What the host's connections are set to. */
    OF_THE_HOST,
    /** What others have committed before each statement. */
    READ_COMMITTED,
    /** One state. */
    REPEATABLE_READ
  }

  private <T> T runIsolated(Connection connection, Isolation isolation, Work<T> work)
      throws SQLException {
    if (isolation == Isolation.OF_THE_HOST) {
      return runOn(connection, work);
    }
    int former = connection.getTransactionIsolation();
    connection.setTransactionIsolation(
        isolation == Isolation.READ_COMMITTED
            ? Connection.TRANSACTION_READ_COMMITTED
            : Connection.TRANSACTION_REPEATABLE_READ);
    T result;
    try {
      result = runOn(connection, work);
    } catch (SQLException | RuntimeException | Error e) {
      try {
        connection.setTransactionIsolation(former);
      } catch (SQLException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    connection.setTransactionIsolation(former);
    return result;
  }

  private <T> T runOn(Connection connection, Work<T> work) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    T result;
    try {
      result = work.run(new Tx(connection, dialect));
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      undo(connection, autoCommit, e);
      throw e;
    }
    connection.setAutoCommit(autoCommit);
    return result;
  }

  private static void undo(Connection connection, boolean autoCommit, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Returns the fault that tells of a failed statement, without the row that it failed for. */
  public static Fault.Store fault(String operation, SQLException e) {
    return new Fault.Store(
        Fault.Details.of("store", operation, "the database failed: SQL state " + e.getSQLState()),
        Dialect.isTransient(e) || Dialect.isOutage(e),
        withoutRow(e));
  }

  /** Databases print the refused value or the whole row, which may be personal data. */
  private static SQLException withoutRow(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (!state.startsWith("22") && !state.startsWith("23")) {
      return e;
    }
    SQLException silent =
        new SQLException("a value or row was refused", e.getSQLState(), e.getErrorCode());
    silent.setStackTrace(e.getStackTrace());
    return silent;
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
