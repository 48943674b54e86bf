package io.heliu.erp.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Where databases differ. H2 and PostgreSQL are tested; the others are their vendors' documented
 * syntax.
 */
enum Dialect {
  H2("LIMIT ?", "SELECT CURRENT_TIMESTAMP"),
  POSTGRESQL("LIMIT ?", "SELECT CURRENT_TIMESTAMP"),
  SQL_SERVER("OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY", "SELECT SYSDATETIMEOFFSET()"),
  ORACLE("FETCH FIRST ? ROWS ONLY", "SELECT SYSTIMESTAMP FROM DUAL"),
  MYSQL("LIMIT ?", "SELECT UTC_TIMESTAMP(6)");

  private final String page;
  private final String now;

  Dialect(String page, String now) {
    this.page = page;
    this.now = now;
  }

  /** Returns what, after the order, leaves the first rows; the number of rows is a parameter. */
  String page() {
    return page;
  }

  /** Returns the query for the database's clock. */
  String now() {
    return now;
  }

  /**
   * Returns the query for the largest row version below those of all open transactions; null if the
   * database does not tell. Per SQL Server's documentation, rows are given their version when a
   * statement runs, and MIN_ACTIVE_ROWVERSION is the lowest one that is not committed.
   */
  @Nullable String settledVersion() {
    return this == SQL_SERVER ? "SELECT CAST(MIN_ACTIVE_ROWVERSION() AS BIGINT) - 1" : null;
  }

  /** Reads the database's clock. */
  Instant instant(ResultSet rows) throws SQLException {
    return this == MYSQL
        ? rows.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC)
        : rows.getObject(1, OffsetDateTime.class).toInstant();
  }

  /**
   * Returns how many of the characters that a column's length counts a text has. Per SQL Server's
   * documentation an nvarchar counts pairs of bytes, so that a character outside of the basic plane
   * is two.
   */
  int length(String text) {
    return this == SQL_SERVER ? text.length() : text.codePointCount(0, text.length());
  }
}
