package io.heliu.internal.store;

import io.heliu.Fault;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where databases differ. */
enum Dialect {
  H2,
  POSTGRESQL;

  private static final String H2_CONCURRENT_UPDATE = "90131";

  /**
   * Releases of H2 that may not find the newest commits in the file of a killed process: their file
   * header leads to the commit before one that was put into reused space.
   */
  private static final Pattern H2_FORGETFUL = Pattern.compile("2\\.5\\.25[02]\\b.*");

  static Dialect of(Connection connection) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    String product = database.getDatabaseProductName().toLowerCase(Locale.ROOT);
    if (product.contains("h2")) {
      requireLastingCommits(database);
      return H2;
    }
    if (product.contains("postgresql")) {
      return POSTGRESQL;
    }
    throw new Fault.Configuration(
        Fault.Details.of(
            "store", "open", "database " + product + " is not supported; use PostgreSQL or H2"));
  }

  private static void requireLastingCommits(DatabaseMetaData h2) throws SQLException {
    String release = h2.getDatabaseProductVersion();
    boolean inMemory = String.valueOf(h2.getURL()).startsWith("jdbc:h2:mem:");
    if (!inMemory && H2_FORGETFUL.matcher(release).matches()) {
      throw new Fault.Configuration(
          Fault.Details.of(
              "store",
              "open",
              "H2 "
                  + release
                  + " can lose commits of a file when the process is killed;"
                  + " use H2 2.4.240, or PostgreSQL"));
    }
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
