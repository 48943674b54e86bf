package io.heliu.erp.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an SQL exception is about. The vendor's code decides where its database gives many causes
 * one SQL state: per its driver's documentation SQL Server has states such as S0001 for nearly
 * everything, Oracle 72000, MySQL HY000. Else the class of the SQL state decides.
 */
enum SqlProblem {
  /** The database cannot be reached. */
  CONNECTION,
  /** The login is refused. */
  AUTHENTICATION,
  /** The login may not do it. */
  PERMISSION,
  /** A table or column is not as the mapping says. */
  CONFIGURATION,
  /** A key is taken. */
  DUPLICATE,
  /** A value or row is refused, by its type or by a constraint. */
  CONTENT,
  /** It passes: deadlocks, full resources, locks that were waited for. */
  PASSING,
  /** Anything else. */
  OTHER;

  private static final Map<Integer, SqlProblem> SQL_SERVER =
      codes(
          Map.of(
              AUTHENTICATION, List.of(18452, 18456, 18486, 18487, 18488),
              PERMISSION, List.of(229, 230, 262, 297, 300, 916, 4060),
              CONFIGURATION, List.of(102, 156, 207, 208, 209, 213, 271, 273, 544, 4104),
              DUPLICATE, List.of(2601, 2627),
              CONTENT, List.of(220, 241, 242, 244, 245, 248, 295, 515, 547, 2628, 8114, 8115, 8152),
              PASSING, List.of(701, 1204, 1205, 1222, 3960, 8645, 8651)));

  private static final Map<Integer, SqlProblem> ORACLE =
      codes(
          Map.of(
              CONNECTION, List.of(28, 1012, 1033, 1034, 1089, 3113, 3114, 3135),
              AUTHENTICATION, List.of(1005, 1017, 28000, 28001),
              PERMISSION, List.of(1031, 1045),
              CONFIGURATION, List.of(904, 913, 918, 942, 947, 4043),
              DUPLICATE, List.of(1),
              CONTENT,
                  List.of(
                      1400, 1401, 1407, 1438, 1722, 1830, 1840, 1841, 1843, 1847, 1858, 1861, 2290,
                      2291, 12899),
              PASSING, List.of(54, 60, 1013, 1555, 4021, 8177, 30006)));

  private static final Map<Integer, SqlProblem> MYSQL =
      codes(
          Map.of(
              PERMISSION, List.of(1044, 1142, 1143),
              CONFIGURATION, List.of(1054, 1146, 1364),
              DUPLICATE, List.of(1062),
              CONTENT, List.of(1048, 1264, 1265, 1292, 1366, 1406, 1451, 1452, 3819),
              PASSING, List.of(1205, 1213, 3572)));

  private static final List<String> PASSING_STATES =
      List.of("40", "53", "57", "HYT00", "HYT01", "55P03", "61000", "90131");

  private static Map<Integer, SqlProblem> codes(Map<SqlProblem, List<Integer>> problems) {
    Map<Integer, SqlProblem> codes = new HashMap<>();
    problems.forEach((problem, some) -> some.forEach(code -> codes.put(code, problem)));
    return Map.copyOf(codes);
  }

  /** Tells what an exception is about. */
  static SqlProblem of(Dialect dialect, SQLException e) {
    Map<Integer, SqlProblem> codes =
        switch (dialect) {
          case SQL_SERVER -> SQL_SERVER;
          case ORACLE -> ORACLE;
          case MYSQL -> MYSQL;
          case H2, POSTGRESQL -> Map.of();
        };
    SqlProblem known = codes.get(e.getErrorCode());
    if (known != null) {
      return known;
    }
    return isConnection(e) ? CONNECTION : byState(e);
  }

  private static boolean isConnection(SQLException e) {
    return SqlFaults.state(e).startsWith("08")
        || e instanceof SQLRecoverableException
        || e instanceof SQLNonTransientConnectionException
        || e instanceof SQLTransientConnectionException;
  }

  private static SqlProblem byState(SQLException e) {
    String state = SqlFaults.state(e);
    if (state.startsWith("28")) {
      return AUTHENTICATION;
    }
    if (state.equals("42501")) {
      return PERMISSION;
    }
    if (state.startsWith("42")) {
      return CONFIGURATION;
    }
    if (state.equals("23505")) {
      return DUPLICATE;
    }
    if (state.startsWith("22") || state.startsWith("23")) {
      return CONTENT;
    }
    boolean passing =
        e instanceof SQLTransientException || PASSING_STATES.stream().anyMatch(state::startsWith);
    return passing ? PASSING : OTHER;
  }

  /** Tells whether the database itself refused, so that nothing of the statement is there. */
  boolean isRefusal() {
    return this == DUPLICATE || this == CONTENT;
  }
}
