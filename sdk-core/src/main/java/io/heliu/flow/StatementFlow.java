package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.StatementLine;
import io.heliu.channel.StatementSource;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.StatementTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Fetches statements day by day and stores their lines (账单下载).
 *
 * <p>A statement is stored whole or not at all. The same file again changes nothing; a re-issued
 * file replaces the day. A line whose identity is known from another day is a repeat if it says the
 * same and a conflict if it does not; the first stays. If a re-issued file no longer has a line
 * that another day's file named, the line goes over to that day ({@code STATEMENT_LINE_MOVED}).
 */
public final class StatementFlow {
  private final Database database;
  private final StatementSource source;
  private final StatementTable.Key key;
  private final Listener listener;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param source where the statements come from
   * @param listener hears of conflicts, replaced and refused statements
   */
  public StatementFlow(DataSource dataSource, StatementSource source, Listener listener) {
    this.database = Database.open(dataSource);
    this.source = Objects.requireNonNull(source, "source");
    this.key = new StatementTable.Key(source.source(), source.account());
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /** What became of a day's statement. */
  public enum Outcome {
    /** Its lines are stored. */
    IMPORTED,
    /** It replaced an earlier issue of the day. */
    REPLACED,
    /** It was imported before; nothing changed. */
    REPEATED,
    /** The day had no lines. */
    EMPTY,
    /**
     * The source says that the day had no lines, but lines of it were imported. They stay; a person
     * must find out which is true.
     */
    WITHDRAWN,
    /** It is not published yet. */
    NOT_READY
  }

  /**
   * What a step did.
   *
   * @param outcome what became of the statement
   * @param step fetched lines; fresh are stored, repeated known from another day, held in conflict
   * @param retryAt when to ask again, if it is not ready
   */
  public record Report(Outcome outcome, StepReport step, Optional<Instant> retryAt) {}

  /**
   * Fetches and stores one day's statement.
   *
   * @throws Fault.Protocol if the file is damaged or its totals are wrong; nothing is stored of it
   * @throws Fault if the source or the database fails
   */
  public Report runOnce(LocalDate day) {
    StatementSource.Result result = source.fetch(day);
    if (result instanceof StatementSource.NotReady notReady) {
      return new Report(Outcome.NOT_READY, idle(), Optional.of(notReady.retryAt()));
    }
    if (result instanceof StatementSource.Ready ready) {
      return database.once("import statement", tx -> store(tx, day, ready.statement()));
    }
    boolean imported =
        database.inTransaction("statement lines", tx -> StatementTable.hasLines(tx, key, day));
    if (imported) {
      alert("STATEMENT_WITHDRAWN", day + " is said to be empty; its lines stay");
    }
    return new Report(imported ? Outcome.WITHDRAWN : Outcome.EMPTY, idle(), Optional.empty());
  }

  /** Returns the stored lines of a day in the order of the file. */
  public List<StatementLine> lines(LocalDate day) {
    return database.inTransaction("statement lines", tx -> StatementTable.lines(tx, key, day));
  }

  private StepReport idle() {
    return StepReport.idle("statement", key.source() + "/" + key.account());
  }

  private Report store(Tx tx, LocalDate day, StatementSource.Statement statement)
      throws SQLException {
    Optional<String> known = StatementTable.digest(tx, key, day);
    if (known.isPresent() && known.get().equals(statement.digest())) {
      return new Report(Outcome.REPEATED, idle(), Optional.empty());
    }
    if (known.isPresent()) {
      StatementTable.delete(tx, key, day);
      alert("STATEMENT_REPLACED", "the statement of " + day + " was issued again");
    }
    List<StatementLine> lines = new ArrayList<>();
    long[] figures = new long[4];
    statement.read(
        line -> {
          lines.add(line);
          if (lines.size() == 1000) {
            flush(tx, day, lines, figures);
          }
        });
    flush(tx, day, lines, figures);
    StatementTable.insert(tx, key, day, statement.digest(), figures[1]);
    if (known.isPresent()) {
      tellMoved(StatementTable.moveOrphans(tx, key));
    }
    StepReport step =
        new StepReport(
            "statement",
            key.source() + "/" + key.account(),
            figures[0],
            figures[1],
            figures[2],
            figures[3],
            0,
            false);
    Outcome outcome = known.isPresent() ? Outcome.REPLACED : Outcome.IMPORTED;
    return new Report(outcome, step, Optional.empty());
  }

  private void flush(Tx tx, LocalDate day, List<StatementLine> lines, long[] figures) {
    try {
      for (StatementLine line : lines) {
        figures[0]++;
        Stored stored = store(tx, day, line);
        if (stored == Stored.NEW) {
          figures[1]++;
        } else if (stored == Stored.REPEATED) {
          figures[2]++;
        } else {
          figures[3]++;
          alert("CONTENT_CONFLICT", "line " + line.id() + " says other than before");
        }
      }
    } catch (SQLException e) {
      throw Database.fault("import statement", e);
    }
    lines.clear();
    listener.progressed(
        new Listener.Progress("statement", key.source() + "/" + key.account(), figures[0], -1));
  }

  /** A line may go from its day while its echo is written: then it is new after all. */
  private Stored store(Tx tx, LocalDate day, StatementLine line) throws SQLException {
    while (!StatementTable.insert(tx, key, day, line)) {
      Optional<StatementLine> first = StatementTable.lock(tx, key, line.id());
      if (first.isPresent()) {
        StatementTable.echo(tx, key, day, line);
        return saysTheSame(first.get(), line) ? Stored.REPEATED : Stored.CONFLICT;
      }
    }
    return Stored.NEW;
  }

  private static boolean saysTheSame(StatementLine first, StatementLine line) {
    return first.kind() == line.kind()
        && first.reference().equals(line.reference())
        && first.gross().equals(line.gross())
        && first.fee().equals(line.fee())
        && first.occurredAt().equals(line.occurredAt());
  }

  private void tellMoved(List<StatementTable.Moved> moved) {
    for (StatementTable.Moved one : moved) {
      alert("STATEMENT_LINE_MOVED", "line " + one.id() + " is of " + one.day() + " now");
    }
  }

  private void alert(String code, String message) {
    listener.alerted(
        new Listener.Alert("statement", code, key.source() + "/" + key.account() + ": " + message));
  }
}
