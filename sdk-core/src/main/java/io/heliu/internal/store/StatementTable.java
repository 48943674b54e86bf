package io.heliu.internal.store;

import io.heliu.Money;
import io.heliu.channel.StatementLine;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Imported statements and their lines. */
public final class StatementTable {
  private static final String LINE_COLUMNS =
      "id, row_no, kind, kind_code, reference, channel_reference, occurred_at, gross_minor,"
          + " fee_minor, currency";

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
    for (String table : List.of("heliu_statement_line", "heliu_statement")) {
      tx.update(
          "DELETE FROM " + table + " WHERE source = ? AND account = ? AND business_day = ?",
          key.source(),
          key.account(),
          day);
    }
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
    return tx.insertIfAbsent(
        "heliu_statement_line",
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
            "currency"),
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
        line.gross().currency().getCurrencyCode());
  }

  /** Returns a line. */
  public static Optional<StatementLine> find(Tx tx, Key key, String id) throws SQLException {
    return tx.find(
        "SELECT "
            + LINE_COLUMNS
            + " FROM heliu_statement_line WHERE source = ? AND account = ? AND id = ?",
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
        new Money(row.number(9), currency));
  }
}
