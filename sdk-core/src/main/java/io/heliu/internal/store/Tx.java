package io.heliu.internal.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One transaction. Instants go in and come out as UTC; nulls are allowed where the column is. */
public final class Tx {
  private static final int REPLACEMENT = 0xFFFD;

  private final Connection connection;
  private final Dialect dialect;

  Tx(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Runs a statement and returns how many rows it changed. */
  public int update(String sql, @Nullable Object... args) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, args);
      return statement.executeUpdate();
    }
  }

  /** Runs one statement with many argument lists. */
  public void batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
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

  /** Inserts a row unless its key is there already; tells whether it was inserted. */
  public boolean insertIfAbsent(String table, List<String> columns, @Nullable Object... values)
      throws SQLException {
    try {
      return update(dialect.insertIfAbsent(table, columns), values) == 1;
    } catch (SQLException e) {
      if (dialect.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Returns all rows of a query. */
  public <T> List<T> query(String sql, Mapper<T> mapper, @Nullable Object... args)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, args);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> result = new ArrayList<>();
        Row row = new Row(rows);
        while (rows.next()) {
          result.add(mapper.map(row));
        }
        return result;
      }
    }
  }

  /** Returns the only row of a query, if there is one. */
  public <T> Optional<T> find(String sql, Mapper<T> mapper, @Nullable Object... args)
      throws SQLException {
    List<T> rows = query(sql, mapper, args);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** Returns the number that a counting query gives. */
  public long count(String sql, @Nullable Object... args) throws SQLException {
    return find(sql, row -> row.number(1), args).orElse(0L);
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] args)
      throws SQLException {
    for (int i = 0; i < args.length; i++) {
      Object arg = args[i];
      if (arg instanceof Instant instant) {
        statement.setObject(i + 1, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
      } else if (arg instanceof Enum<?> constant) {
        statement.setString(i + 1, constant.name());
      } else if (arg instanceof String text) {
        statement.setString(i + 1, storable(text));
      } else {
        statement.setObject(i + 1, arg);
      }
    }
  }

  /** Remote texts may hold a NUL or half a surrogate pair, which PostgreSQL cannot store. */
  private static String storable(String text) {
    if (isStorable(text)) {
      return text;
    }
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    ? REPLACEMENT
                    : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }

  /** Looks at every text of every row, hence without a stream. */
  private static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a row.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  public interface Mapper<T> {
    /** Reads the row. */
    T map(Row row) throws SQLException;
  }

  /** The row at hand; columns count from 1. */
  public static final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
      this.rows = rows;
    }

    /** Returns a text that is there. */
    public String text(int column) throws SQLException {
      String text = rows.getString(column);
      if (text == null) {
        throw new SQLException("column " + column + " is null");
      }
      return text;
    }

    /** Returns a text, or null. */
    public @Nullable String textOrNull(int column) throws SQLException {
      return rows.getString(column);
    }

    /** Returns a whole number; 0 for null. */
    public long number(int column) throws SQLException {
      return rows.getLong(column);
    }

    /** Returns a truth value. */
    public boolean flag(int column) throws SQLException {
      return rows.getBoolean(column);
    }

    /** Returns an instant that is there. */
    public Instant instant(int column) throws SQLException {
      return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Returns an instant, or null. */
    public @Nullable Instant instantOrNull(int column) throws SQLException {
      OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }

    /** Returns a date that is there. */
    public LocalDate date(int column) throws SQLException {
      return rows.getObject(column, LocalDate.class);
    }
  }
}
