package io.heliu.internal.store;

import io.heliu.Money;
import io.heliu.channel.StatementLine;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Imported statements and their lines. A line is stored once, under the day whose file named it
 * first. What the files of other days say of it is its echo: it counts for nothing until the line
 * is gone from its day.
 */
public final class StatementTable {
  private static final String LINES = "heliu_statement_line";
  private static final String ECHOES = "heliu_statement_echo";
  private static final String LINE_COLUMNS =
      "id, row_no, kind, kind_code, reference, channel_reference, occurred_at, gross_minor,"
          + " fee_minor, currency, merchant_refund, raw_row";

  private static final List<String> COLUMNS =
      List.of(
          "source",
          "account",
          "business_day",
          "id",
          "row_no",
          "kind",
          "kind_code",
          "reference",
          "channel_reference",
          "occurred_at",
          "gross_minor",
          "fee_minor",
          "currency",
          "merchant_refund",
          "raw_row");

  private StatementTable() {}

  /** Whose statements. */
  public record Key(String source, String account) {}

  /** Returns the digest of a day's statement, if it was imported. */
  public static Optional<String> digest(Tx tx, Key key, LocalDate day) throws SQLException {
    return tx.find(
        "SELECT digest FROM heliu_statement WHERE source = ? AND account = ? AND business_day = ?",
        row -> row.text(1),
        key.source(),
        key.account(),
        day);
  }

  /** Takes a day's statement out, to be replaced. */
  public static void delete(Tx tx, Key key, LocalDate day) throws SQLException {
    for (String table : List.of(LINES, ECHOES, "heliu_statement")) {
      tx.update(
          "DELETE FROM " + table + " WHERE source = ? AND account = ? AND business_day = ?",
          key.source(),
          key.account(),
          day);
    }
  }

  /** Tells whether a file of a day named any line. */
  public static boolean hasLines(Tx tx, Key key, LocalDate day) throws SQLException {
    for (String table : List.of(LINES, ECHOES)) {
      long rows =
          tx.count(
              "SELECT COUNT(*) FROM "
                  + table
                  + " WHERE source = ? AND account = ? AND business_day = ?",
              key.source(),
              key.account(),
              day);
      if (rows > 0) {
        return true;
      }
    }
    return false;
  }

  /** A line that went over to a day. */
  public record Moved(String id, LocalDate day) {}

  /**
   * Gives every line that its day no longer has to the first of the other days whose files named
   * it. Echoes are few, so all of an account are looked at.
   */
  public static List<Moved> moveOrphans(Tx tx, Key key) throws SQLException {
    List<Moved> orphans =
        tx.query(
            "SELECT e.id, MIN(e.business_day) FROM heliu_statement_echo e WHERE e.source = ? AND"
                + " e.account = ? AND NOT EXISTS (SELECT 1 FROM heliu_statement_line l WHERE"
                + " l.source = e.source AND l.account = e.account AND l.id = e.id) GROUP BY e.id"
                + " ORDER BY 1",
            row -> new Moved(row.text(1), row.date(2)),
            key.source(),
            key.account());
    String columns = String.join(", ", COLUMNS);
    String of = " WHERE source = ? AND account = ? AND business_day = ?";
    for (Moved moved : orphans) {
      @Nullable Object[] echo = {key.source(), key.account(), moved.day(), moved.id()};
      String from = columns + " FROM " + ECHOES + of + " AND id = ?";
      tx.update("INSERT INTO " + LINES + " (" + columns + ") SELECT " + from, echo);
      tx.update("DELETE FROM " + ECHOES + of + " AND id = ?", echo);
      tx.update(
          "UPDATE heliu_statement SET line_count = line_count + 1" + of,
          key.source(),
          key.account(),
          moved.day());
    }
    return orphans;
  }

  /** Records a day's statement. */
  public static void insert(Tx tx, Key key, LocalDate day, String digest, long lines)
      throws SQLException {
    tx.update(
        "INSERT INTO heliu_statement (source, account, business_day, digest, line_count) VALUES (?,"
            + " ?, ?, ?, ?)",
        key.source(),
        key.account(),
        day,
        digest,
        lines);
  }

  /** Adds a line; tells whether its id is new. */
  public static boolean insert(Tx tx, Key key, LocalDate day, StatementLine line)
      throws SQLException {
    return insert(tx, LINES, key, day, line);
  }

  /** Keeps what another day's file says of a line that is stored. */
  public static void echo(Tx tx, Key key, LocalDate day, StatementLine line) throws SQLException {
    insert(tx, ECHOES, key, day, line);
  }

  private static boolean insert(Tx tx, String table, Key key, LocalDate day, StatementLine line)
      throws SQLException {
    return tx.insertIfAbsent(
        table,
        COLUMNS,
        key.source(),
        key.account(),
        day,
        line.id(),
        line.row(),
        line.kind(),
        line.kindCode(),
        line.reference(),
        line.channelReference(),
        line.occurredAt(),
        line.gross().minor(),
        line.fee().minor(),
        line.gross().currency().getCurrencyCode(),
        line.merchantRefund(),
        line.raw());
  }

  /**
   * Returns a line and keeps it as it is until the transaction ends: a day that is issued again
   * without it waits, and sees its echo.
   */
  public static Optional<StatementLine> lock(Tx tx, Key key, String id) throws SQLException {
    return tx.find(
        "SELECT "
            + LINE_COLUMNS
            + " FROM heliu_statement_line WHERE source = ? AND account = ? AND id = ? FOR UPDATE",
        StatementTable::line,
        key.source(),
        key.account(),
        id);
  }

  /** Returns a day's lines in the order of the file. */
  public static List<StatementLine> lines(Tx tx, Key key, LocalDate day) throws SQLException {
    return tx.query(
        "SELECT "
            + LINE_COLUMNS
            + " FROM heliu_statement_line WHERE source = ? AND account = ? AND business_day = ?"
            + " ORDER BY row_no",
        StatementTable::line,
        key.source(),
        key.account(),
        day);
  }

  private static StatementLine line(Tx.Row row) throws SQLException {
    Currency currency = Currency.getInstance(row.text(10));
    return new StatementLine(
        row.text(1),
        (int) row.number(2),
        StatementLine.Kind.valueOf(row.text(3)),
        row.text(4),
        row.text(5),
        row.textOrNull(6),
        row.instant(7),
        new Money(row.number(8), currency),
        new Money(row.number(9), currency),
        row.textOrNull(11),
        row.text(12));
  }
}
