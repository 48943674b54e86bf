package io.heliu.erp.database;

import io.heliu.Fault;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;

/** Turns SQL exceptions into faults, by the class of their SQL state. */
final class SqlFaults {
  /** Classes and states of what passes: deadlocks, full resources, locks that were waited for. */
  private static final List<String> PASSING =
      List.of("40", "53", "57", "HYT00", "HYT01", "55P03", "61000", "90131");

  private SqlFaults() {}

  static Fault of(String system, String operation, SQLException e) {
    String state = state(e);
    Fault.Details details =
        Fault.Details.of(system, operation, words(state))
            .withCodes(state, Integer.toString(e.getErrorCode()));
    if (isConnection(e)) {
      return new Fault.Transport(details, e).withAttempts(1);
    }
    if (state.startsWith("28")) {
      return new Fault.Authentication(details).withAttempts(1);
    }
    if (state.equals("42501")) {
      return new Fault.Permission(details).withAttempts(1);
    }
    if (state.startsWith("42")) {
      return new Fault.Configuration(details).withAttempts(1);
    }
    boolean passing =
        e instanceof SQLTransientException || PASSING.stream().anyMatch(state::startsWith);
    return new Fault.Store(details, passing, withoutRow(e)).withAttempts(1);
  }

  private static String words(String state) {
    if (state.startsWith("42") && !state.equals("42501")) {
      return "the database does not have a table or column of the mapping; see ping()";
    }
    return "the ERP's database failed";
  }

  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private static boolean isConnection(SQLException e) {
    return state(e).startsWith("08")
        || e instanceof SQLRecoverableException
        || e instanceof SQLNonTransientConnectionException
        || e instanceof SQLTransientConnectionException;
  }

  /** Tells whether the database itself says that the transaction was rolled back. */
  static boolean isRolledBack(SQLException e) {
    String state = state(e);
    boolean completionUnknown = state.equals("40003");
    return (state.startsWith("40") && !completionUnknown) || isContent(e);
  }

  /** Tells whether a value or row was refused, by its type or by a constraint. */
  static boolean isContent(SQLException e) {
    return state(e).startsWith("22") || state(e).startsWith("23");
  }

  /** Databases print the refused value or the whole row, which may be personal data. */
  private static SQLException withoutRow(SQLException e) {
    if (!isContent(e)) {
      return e;
    }
    SQLException silent =
        new SQLException("a value or row was refused", e.getSQLState(), e.getErrorCode());
    silent.setStackTrace(e.getStackTrace());
    return silent;
  }
}
