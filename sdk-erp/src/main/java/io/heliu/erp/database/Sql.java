package io.heliu.erp.database;

import io.heliu.Fault;
import io.heliu.Listener;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** Short transactions on the ERP's database. */
final class Sql {
  private final DataSource dataSource;
  private final String system;
  private final Dialect dialect;
  private final int timeoutSeconds;
  private final Listener listener;

  Sql(
      DataSource dataSource,
      String system,
      Dialect dialect,
      int timeoutSeconds,
      Listener listener) {
    this.dataSource = dataSource;
    this.system = system;
    this.dialect = dialect;
    this.timeoutSeconds = timeoutSeconds;
    this.listener = listener;
  }

  String system() {
    return system;
  }

  Dialect dialect() {
    return dialect;
  }

  /** What is done in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  /** What became of a transaction that writes. */
  sealed interface Written {

    /** It is there. */
    record Committed() implements Written {}

    /** Nothing was written: a key is there already. */
    record Taken() implements Written {}

    /** Nothing was written: the database refuses a value or a row. */
    record Refused(String code) implements Written {}

    /** Nobody knows: the commit was sent, and no answer came. */
    record Open(Fault cause) implements Written {}
  }

  /** Reads; throws a {@link Fault} if the database fails. */
  <T> T read(String operation, Work<T> work) {
    Connection connection = open(operation);
    try {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      T result;
      try {
        result = work.run(new Session(connection));
      } catch (SQLException | RuntimeException | Error e) {
        undo(connection, autoCommit, e);
        throw e;
      }
      connection.rollback();
      connection.setAutoCommit(autoCommit);
      return result;
    } catch (SQLException e) {
      throw SqlFaults.of(dialect, system, operation, e);
    } finally {
      close(connection);
    }
  }

  /** Writes all or nothing; throws a {@link Fault} if it is certain that nothing was written. */
  Written write(String operation, Work<?> work) {
    Connection connection = open(operation);
    try {
      return writeOn(connection, operation, work);
    } finally {
      close(connection);
    }
  }

  private Written writeOn(Connection connection, String operation, Work<?> work) {
    boolean autoCommit = true;
    boolean committing = false;
    try {
      autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      work.run(new Session(connection));
      committing = true;
      connection.commit();
    } catch (SQLException e) {
      undo(connection, autoCommit, e);
      if (committing && !SqlFaults.isRolledBack(dialect, e)) {
        return new Written.Open(SqlFaults.of(dialect, system, operation, e));
      }
      return nothingWritten(operation, e);
    } catch (RuntimeException | Error e) {
      undo(connection, autoCommit, e);
      throw e;
    }
    try {
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      alert("CONNECTION_NOT_RESTORED", e);
    }
    return new Written.Committed();
  }

  private Written nothingWritten(String operation, SQLException e) {
    SqlProblem problem = SqlProblem.of(dialect, e);
    if (problem == SqlProblem.DUPLICATE) {
      return new Written.Taken();
    }
    if (problem == SqlProblem.CONTENT) {
      return new Written.Refused(SqlFaults.refusal(e));
    }
    throw SqlFaults.of(dialect, system, operation, e);
  }

  private Connection open(String operation) {
    try {
      return dataSource.getConnection();
    } catch (SQLException e) {
      throw SqlFaults.of(dialect, system, operation, e);
    }
  }

  private static void undo(Connection connection, boolean autoCommit, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** What was read or written stays so, whatever happens to the connection afterwards. */
  private void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      alert("CONNECTION_NOT_CLOSED", e);
    }
  }

  private void alert(String code, SQLException e) {
    listener.alerted(
        new Listener.Alert(system, code, "SQL state " + SqlFaults.state(e) + "; look at the pool"));
  }

  /**
   * A column as the database describes it.
   *
   * @param name as the database spells it
   * @param jdbcType the constant of {@link java.sql.Types}
   * @param typeName what the database calls the type
   */
  record Described(String name, int jdbcType, String typeName) {}

  /** A connection in a transaction. */
  final class Session {
    private final Connection connection;

    private Session(Connection connection) {
      this.connection = connection;
    }

    /** Returns how many rows the statement met. */
    int update(Query query) throws SQLException {
      try (PreparedStatement statement = prepare(query)) {
        return statement.executeUpdate();
      }
    }

    List<Row> rows(Query query, List<? extends Column<?>> columns) throws SQLException {
      try (PreparedStatement statement = prepare(query);
          ResultSet rows = statement.executeQuery()) {
        List<Row> result = new ArrayList<>();
        while (rows.next()) {
          result.add(new Row(rows, columns));
        }
        return result;
      }
    }

    /** Returns a table's columns as the database describes them. */
    List<Described> columns(String table) throws SQLException {
      try (PreparedStatement statement =
              prepare(new Query("SELECT * FROM " + table + " WHERE 1 = 0"));
          ResultSet rows = statement.executeQuery()) {
        ResultSetMetaData columns = rows.getMetaData();
        List<Described> described = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          described.add(
              new Described(
                  columns.getColumnName(i),
                  columns.getColumnType(i),
                  Objects.requireNonNullElse(columns.getColumnTypeName(i), "")));
        }
        return described;
      }
    }

    /** Returns the unique keys of a table. */
    UniqueKeys uniqueKeys(String table) throws SQLException {
      return UniqueKeys.of(connection, dialect, table);
    }

    /** Returns what the database's clock shows; ours may differ. */
    Instant now() throws SQLException {
      try (PreparedStatement statement = prepare(new Query(dialect.now()));
          ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("the database does not tell its time");
        }
        return dialect.instant(rows);
      }
    }

    private PreparedStatement prepare(Query query) throws SQLException {
      PreparedStatement statement = connection.prepareStatement(query.text());
      try {
        statement.setQueryTimeout(timeoutSeconds);
        query.bindTo(statement);
        return statement;
      } catch (SQLException | RuntimeException e) {
        statement.close();
        throw e;
      }
    }
  }
}
