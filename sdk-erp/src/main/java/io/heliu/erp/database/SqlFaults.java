package io.heliu.erp.database;

import io.heliu.Fault;
import java.sql.SQLException;

/** Turns SQL exceptions into faults. */
final class SqlFaults {
  private SqlFaults() {}

  static Fault of(Dialect dialect, String system, String operation, SQLException e) {
    SqlProblem problem = SqlProblem.of(dialect, e);
    Fault.Details details =
        Fault.Details.of(system, operation, words(problem))
            .withCodes(state(e), Integer.toString(e.getErrorCode()));
    return switch (problem) {
      case CONNECTION -> new Fault.Transport(details, e).withAttempts(1);
      case AUTHENTICATION -> new Fault.Authentication(details).withAttempts(1);
      case PERMISSION -> new Fault.Permission(details).withAttempts(1);
      case CONFIGURATION -> new Fault.Configuration(details).withAttempts(1);
      case DUPLICATE, CONTENT -> new Fault.Store(details, false, withoutRow(e)).withAttempts(1);
      case PASSING, OTHER ->
          new Fault.Store(details, problem == SqlProblem.PASSING, e).withAttempts(1);
    };
  }

  private static String words(SqlProblem problem) {
    return switch (problem) {
      case CONFIGURATION ->
          "the database does not have a table or column of the mapping; see ping()";
      case PERMISSION -> "the login may not do this with a table of the mapping; grant it";
      default -> "the ERP's database failed";
    };
  }

  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /** Returns what tells a refused value or row: the SQL state if it says so, else the code. */
  static String refusal(SQLException e) {
    boolean telling = state(e).startsWith("22") || state(e).startsWith("23");
    return telling ? state(e) : Integer.toString(e.getErrorCode());
  }

  /** Tells whether the database itself says that the transaction was rolled back. */
  static boolean isRolledBack(Dialect dialect, SQLException e) {
    String state = state(e);
    boolean completionUnknown = state.equals("40003");
    return (state.startsWith("40") && !completionUnknown) || SqlProblem.of(dialect, e).isRefusal();
  }

  /** Databases print the refused value or the whole row, which may be personal data. */
  private static SQLException withoutRow(SQLException e) {
    SQLException silent =
        new SQLException("a value or row was refused", e.getSQLState(), e.getErrorCode());
    silent.setStackTrace(e.getStackTrace());
    return silent;
  }
}
