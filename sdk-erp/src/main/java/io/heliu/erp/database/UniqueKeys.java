package io.heliu.erp.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the database keeps unique in a table.
 *
 * @param isTable whether it is a table; the keys of what is behind a view or synonym are not told
 * @param keys the columns of each unique index on all rows, in capitals
 */
record UniqueKeys(boolean isTable, Set<Set<String>> keys) {

  /** Tells whether no two rows have the same in some columns. */
  boolean cover(Set<String> columns) {
    return keys.stream().anyMatch(columns::containsAll);
  }

  static UniqueKeys of(Connection connection, Dialect dialect, String name) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    int dot = name.indexOf('.');
    String table = folded(database, name.substring(dot + 1));
    String place = dot < 0 ? null : folded(database, name.substring(0, dot));
    String catalog = connection.getCatalog();
    String schema = null;
    if (dialect == Dialect.MYSQL) {
      // Per MySQL's documentation a schema is what JDBC calls a catalog.
      catalog = place == null ? catalog : place;
    } else {
      schema = place == null ? connection.getSchema() : place;
    }
    boolean isTable = isTable(database, catalog, schema, table);
    return new UniqueKeys(isTable, isTable ? keys(database, catalog, schema, table) : Set.of());
  }

  private static String folded(DatabaseMetaData database, String name) throws SQLException {
    if (database.storesUpperCaseIdentifiers()) {
      return name.toUpperCase(Locale.ROOT);
    }
    return database.storesLowerCaseIdentifiers() ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static boolean isTable(
      DatabaseMetaData database, @Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    String escape = database.getSearchStringEscape();
    try (ResultSet found =
        database.getTables(catalog, escaped(schema, escape), escaped(table, escape), null)) {
      boolean isTable = false;
      while (found.next()) {
        isTable |= found.getString("TABLE_TYPE").contains("TABLE");
      }
      return isTable;
    }
  }

  private static @Nullable String escaped(@Nullable String name, String escape) {
    return name == null ? null : name.replace("_", escape + "_");
  }

  private static Set<Set<String>> keys(
      DatabaseMetaData database, @Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    Map<String, Set<String>> indexes = new HashMap<>();
    // Exact statistics are not wanted: Oracle's driver would have the table analysed for them.
    try (ResultSet parts = database.getIndexInfo(catalog, schema, table, true, true)) {
      while (parts.next()) {
        String column = parts.getString("COLUMN_NAME");
        String condition = parts.getString("FILTER_CONDITION");
        boolean whole = condition == null || condition.isEmpty();
        if (column != null && whole && !parts.getBoolean("NON_UNIQUE")) {
          indexes
              .computeIfAbsent(parts.getString("INDEX_NAME"), index -> new HashSet<>())
              .add(column.toUpperCase(Locale.ROOT));
        }
      }
    }
    return Set.copyOf(indexes.values());
  }
}
