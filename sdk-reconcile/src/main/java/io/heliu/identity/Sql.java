package io.heliu.identity;

import io.heliu.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on the host's data source. What the database gave up because of others is run again
 * a few times.
 */
final class Sql {
  private static final int MAX_RUNS = 5;

  /** Serialization failure, deadlock, lock time-out, H2's concurrent update. */
  private static final Set<String> GIVEN_UP = Set.of("40001", "40P01", "HYT00", "90131");

  private final DataSource dataSource;

  private Sql(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  static Sql open(DataSource dataSource) {
    Objects.requireNonNull(dataSource, "dataSource");
    try (Connection connection = dataSource.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
      if (!product.contains("h2") && !product.contains("postgresql")) {
        throw new Fault.Configuration(
            Fault.Details.of(
                "identity",
                "open",
                "database " + product + " is not supported; use PostgreSQL or H2"));
      }
      return new Sql(dataSource);
    } catch (SQLException e) {
      throw fault("open", e);
    }
  }

  /**
   * Runs work that writes. Its statements must see what others committed before it got its turn, so
   * a stricter isolation of the host's connections would be wrong here.
   */
  <T> T write(String operation, Work<T> work) {
    return run(operation, Connection.TRANSACTION_READ_COMMITTED, work);
  }

  /** Runs work that reads one state. */
  <T> T read(String operation, Work<T> work) {
    return run(operation, Connection.TRANSACTION_REPEATABLE_READ, work);
  }

  private <T> T run(String operation, int isolation, Work<T> work) {
    for (int run = 1; ; run++) {
      try (Connection connection = dataSource.getConnection()) {
        return runOn(connection, isolation, work);
      } catch (SQLException e) {
        if (run == MAX_RUNS || !GIVEN_UP.contains(String.valueOf(e.getSQLState()))) {
          throw fault(operation, e);
        }
      }
    }
  }

  private static <T> T runOn(Connection connection, int isolation, Work<T> work)
      throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    int former = connection.getTransactionIsolation();
    connection.setTransactionIsolation(isolation);
    connection.setAutoCommit(false);
    T result;
    try {
      result = work.run(new Tx(connection));
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      try {
        connection.rollback();
        giveBack(connection, autoCommit, former);
      } catch (SQLException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    giveBack(connection, autoCommit, former);
    return result;
  }

  private static void giveBack(Connection connection, boolean autoCommit, int isolation)
      throws SQLException {
    connection.setAutoCommit(autoCommit);
    connection.setTransactionIsolation(isolation);
  }

  private static Fault.Store fault(String operation, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    boolean retryable =
        GIVEN_UP.contains(state)
            || e instanceof SQLTransientException
            || e instanceof SQLRecoverableException
            || state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57");
    return new Fault.Store(
        Fault.Details.of("identity", operation, "the database failed: SQL state " + state),
        retryable,
        withoutRow(e, state));
  }

  /** Databases print the refused value or the whole row, which may be about a person. */
  private static SQLException withoutRow(SQLException e, String state) {
    if (!state.startsWith("22") && !state.startsWith("23")) {
      return e;
    }
    SQLException silent =
        new SQLException("a value or row was refused", e.getSQLState(), e.getErrorCode());
    silent.setStackTrace(e.getStackTrace());
    return silent;
  }

  /** What a transaction does; it may be run several times. */
  @FunctionalInterface
  interface Work<T> {
    T run(Tx tx) throws SQLException;
  }

  /** Reads a row. */
  @FunctionalInterface
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** One transaction. */
  static final class Tx {
    private final Connection connection;

    private Tx(Connection connection) {
      this.connection = connection;
    }

    int update(String sql, @Nullable Object... args) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, args);
        return statement.executeUpdate();
      }
    }

    void batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
      if (rows.isEmpty()) {
        return;
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (@Nullable Object[] row : rows) {
          bind(statement, row);
          statement.addBatch();
        }
        statement.executeBatch();
      }
    }

    <T> List<T> query(String sql, Mapper<T> mapper, @Nullable Object... args) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, args);
        try (ResultSet rows = statement.executeQuery()) {
          List<T> result = new ArrayList<>();
          while (rows.next()) {
            result.add(mapper.map(rows));
          }
          return result;
        }
      }
    }

    <T> Optional<T> find(String sql, Mapper<T> mapper, @Nullable Object... args)
        throws SQLException {
      List<T> rows = query(sql, mapper, args);
      return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] args)
        throws SQLException {
      for (int i = 0; i < args.length; i++) {
        Object arg = args[i];
        statement.setObject(
            i + 1, arg instanceof Instant at ? OffsetDateTime.ofInstant(at, ZoneOffset.UTC) : arg);
      }
    }
  }
}
