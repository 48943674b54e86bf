package io.heliu.internal.store;

import io.heliu.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Locale;

/** Where databases differ. */
enum Dialect {
  H2,
  POSTGRESQL;

  private static final String H2_CONCURRENT_UPDATE = "90131";

  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    if (product.contains("h2")) {
      return H2;
    }
    if (product.contains("postgresql")) {
      return POSTGRESQL;
    }
    throw new Fault.Configuration(
        Fault.Details.of(
            "store", "open", "database " + product + " is not supported; use PostgreSQL or H2"));
  }

  /** Inserts a row unless its key is there already. */
  String insertIfAbsent(String table, List<String> columns) {
    String insert =
        "INSERT INTO "
            + table
            + " ("
            + String.join(", ", columns)
            + ") VALUES ("
            + "?, ".repeat(columns.size() - 1)
            + "?)";
    return this == POSTGRESQL ? insert + " ON CONFLICT DO NOTHING" : insert;
  }

  /** Tells whether a failed insert means that the key is there already and can be passed over. */
  boolean isDuplicate(SQLException e) {
    return this == H2 && "23505".equals(e.getSQLState());
  }

  /** Tells whether the same transaction may succeed when it is run again from its start. */
  static boolean isTransient(SQLException e) {
    String state = e.getSQLState();
    return "40001".equals(state)
        || "40P01".equals(state)
        || "HYT00".equals(state)
        || H2_CONCURRENT_UPDATE.equals(state);
  }

  /** Tells whether the database is away, full or out of connections for now. */
  static boolean isOutage(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57");
  }
}
