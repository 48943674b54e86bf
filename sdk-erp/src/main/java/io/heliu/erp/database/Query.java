package io.heliu.erp.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
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

  static Query select(List<? extends Column<?>> columns, String table) {
    String names = columns.stream().map(Column::column).collect(Collectors.joining(", "));
    return new Query("SELECT " + names + " FROM " + table);
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
    return add(column.column() + " " + operator + " ?").bind(column, value);
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
