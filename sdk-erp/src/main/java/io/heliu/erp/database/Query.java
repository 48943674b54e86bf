package io.heliu.erp.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A statement: names from a checked mapping, and parameters for everything else. */
final class Query {
  private record Bind(@Nullable Object value, int jdbcType) {}

  private final StringBuilder text;
  private final List<Bind> binds = new ArrayList<>();

  Query(String start) {
    this.text = new StringBuilder(start);
  }

  /**
   * Returns the start of a query. A column that several fields are read from is there once: per
   * their documentation SQL Server and Oracle refuse to order by one that is there twice.
   */
  static Query select(List<? extends Column<?>> columns, String table) {
    Map<String, String> names = new LinkedHashMap<>();
    columns.forEach(column -> names.putIfAbsent(folded(column), column.column()));
    return new Query("SELECT " + String.join(", ", names.values()) + " FROM " + table);
  }

  /** Returns where each of the columns is in a row of {@link #select}. */
  static List<Integer> positions(List<? extends Column<?>> columns) {
    Map<String, Integer> first = new LinkedHashMap<>();
    List<Integer> positions = new ArrayList<>();
    for (Column<?> column : columns) {
      first.putIfAbsent(folded(column), first.size() + 1);
      positions.add(Objects.requireNonNull(first.get(folded(column))));
    }
    return positions;
  }

  private static String folded(Column<?> column) {
    return column.column().toUpperCase(Locale.ROOT);
  }

  /** Returns an insert of one row. */
  static Query insert(String table, List<Cell<?>> cells) {
    Query query = new Query("INSERT INTO " + table + " (");
    query.add(cells.stream().map(cell -> cell.column().column()).collect(Collectors.joining(", ")));
    query.add(") VALUES (" + "?, ".repeat(cells.size() - 1) + "?)");
    for (Cell<?> cell : cells) {
      query.binds.add(new Bind(cell.encoded(), cell.column().jdbcType()));
    }
    return query;
  }

  Query add(String sql) {
    text.append(sql);
    return this;
  }

  /** Adds a parameter whose place is in the text already. */
  <T> Query bind(Column<T> column, T value) {
    binds.add(new Bind(column.encode(value), column.jdbcType()));
    return this;
  }

  /** Adds a comparison with a parameter. */
  <T> Query compare(Column<T> column, String operator, T value) {
    return add(column.column() + " " + operator + " " + column.parameter()).bind(column, value);
  }

  /** Adds that a column gets a value. */
  <T> Query set(Column<T> column, T value) {
    return add(column.column() + " = ?").bind(column, value);
  }

  /** Adds the condition that columns, taken together, come after a position. */
  Query after(List<KeyColumn> columns, List<String> position) {
    for (int i = 0; i < columns.size(); i++) {
      boolean last = i == columns.size() - 1;
      add("(").compare(columns.get(i), ">", position.get(i));
      if (!last) {
        add(" OR (").compare(columns.get(i), "=", position.get(i)).add(" AND ");
      }
    }
    return add(")".repeat(2 * columns.size() - 1));
  }

  /** Adds the condition that the columns have one of some keys. */
  Query keys(List<KeyColumn> columns, List<List<String>> keys) {
    String between = "(";
    for (List<String> key : keys) {
      add(between);
      for (int i = 0; i < columns.size(); i++) {
        add(i == 0 ? "(" : " AND ").compare(columns.get(i), "=", key.get(i));
      }
      add(")");
      between = " OR ";
    }
    return add(")");
  }

  Query orderBy(List<KeyColumn> columns) {
    return add(
        " ORDER BY " + columns.stream().map(Column::column).collect(Collectors.joining(", ")));
  }

  /** Leaves the first rows. */
  Query first(Dialect dialect, int rows) {
    binds.add(new Bind(rows, Types.INTEGER));
    return add(" " + dialect.page());
  }

  String text() {
    return text.toString();
  }

  void bindTo(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < binds.size(); i++) {
      Bind bind = binds.get(i);
      if (bind.value == null) {
        statement.setNull(i + 1, bind.jdbcType);
      } else {
        statement.setObject(i + 1, bind.value);
      }
    }
  }
}
