package io.heliu.erp.database;

import io.heliu.Fault;
import io.heliu.erp.Document;
import io.heliu.erp.DocumentPort;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.database.Model.Head;
import io.heliu.erp.database.Model.State;
import io.heliu.erp.database.Sql.Written;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts documents into interface tables and watches what the ERP's job makes of them. What is there
 * already, or in the archive, is compared and not put there again. The source key is unique, so
 * that of two who insert at the same time one fails and reads back.
 *
 * @param <D> the document
 */
final class StagedDocuments<D extends Document> implements DocumentPort<D> {
  private final Sql sql;
  private final Tables tables;
  private final BiFunction<Dialect, D, Bill> bills;
  private final Clock clock;
  private final ZoneId zone;
  private final @Nullable StagedCancels cancels;

  StagedDocuments(
      Sql sql,
      Tables tables,
      BiFunction<Dialect, D, Bill> bills,
      Clock clock,
      ZoneId zone,
      @Nullable StagedCancels cancels) {
    this.sql = sql;
    this.tables = tables;
    this.bills = bills;
    this.clock = clock;
    this.zone = zone;
    this.cancels = cancels;
  }

  /** Where documents of a kind go. */
  record Tables(
      Head head,
      String lines,
      TextColumn lineNumber,
      NumberColumn lineRow,
      List<Constant> lineConstants,
      boolean headFirst,
      List<Place> places) {

    static Tables of(Model.Staging staging) {
      Model.SalesLines lines = staging.lines();
      return new Tables(
          staging.head(),
          lines.table(),
          lines.number(),
          lines.row(),
          lines.constants(),
          Boolean.TRUE.equals(staging.headFirst()),
          places(staging.head(), lines.table(), staging.archive()));
    }

    static Tables of(Model.ReceiptStaging staging) {
      Model.ReceiptLines lines = staging.lines();
      return new Tables(
          staging.head(),
          lines.table(),
          lines.number(),
          lines.row(),
          lines.constants(),
          Boolean.TRUE.equals(staging.headFirst()),
          places(staging.head(), lines.table(), staging.archive()));
    }

    /** Rows move from the first place to the second, so one who reads in this order finds them. */
    private static List<Place> places(Head head, String lines, Model.@Nullable Archive archive) {
      Place own = new Place(head.table(), lines);
      return archive == null
          ? List.of(own)
          : List.of(own, new Place(archive.head(), archive.lines()));
    }
  }

  /** Tables in which documents of a kind are looked for. */
  record Place(String head, String lines) {}

  @Override
  public PushOutcome push(D document) {
    Bill bill;
    try {
      bill = bills.apply(sql.dialect(), document);
    } catch (BadValue e) {
      return new PushOutcome.Rejected(e.code(), e.words());
    }
    PushOutcome spent = cancels == null ? null : cancels.spent(document.number());
    if (spent != null) {
      return spent;
    }
    String number = document.number();
    Optional<Row> before = sql.read("push", session -> find(session, number, bill));
    if (before.isPresent()) {
      return settled(() -> outcome(before.get(), number, bill));
    }
    Written written = sql.write("push", session -> insert(session, bill));
    if (written instanceof Written.Open open) {
      return new PushOutcome.Unknown(open.cause());
    }
    if (written instanceof Written.Refused refused) {
      return new PushOutcome.Rejected(
          refused.code(), "the interface tables refuse a value or row of the document");
    }
    boolean fresh = written instanceof Written.Committed;
    return settled(() -> outcome(number, fresh ? null : bill));
  }

  /** From here on the rows are there, whatever happens. */
  private static PushOutcome settled(Supplier<PushOutcome> reading) {
    try {
      return reading.get();
    } catch (Fault fault) {
      return new PushOutcome.Unknown(fault);
    }
  }

  private boolean insert(Sql.Session session, Bill bill) throws SQLException {
    List<Cell<?>> head = new ArrayList<>(bill.head());
    KeyColumn status = tables.head.status().asKey();
    String initial = tables.head.status().initial();
    String notReady = tables.head.status().notReady();
    head.add(Cell.of(status, notReady == null ? initial : notReady));
    if (tables.head.createdAt() != null) {
      ZoneId theirs = tables.head.createdAt().zone();
      LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), theirs == null ? zone : theirs);
      head.add(Cell.of(tables.head.createdAt(), now));
    }
    if (tables.headFirst) {
      session.update(Query.insert(tables.head.table(), head));
    }
    for (List<Cell<?>> line : bill.lines()) {
      session.update(Query.insert(tables.lines, line));
    }
    if (!tables.headFirst) {
      session.update(Query.insert(tables.head.table(), head));
    }
    return notReady == null || release(session, bill, notReady);
  }

  /** Lets the ERP's job take a head whose lines are all there. */
  private boolean release(Sql.Session session, Bill bill, String notReady) throws SQLException {
    KeyColumn status = tables.head.status().asKey();
    Query query = new Query("UPDATE " + tables.head.table() + " SET ");
    query.set(status, tables.head.status().initial()).add(" WHERE ");
    bySource(query, tables.head.number(), bill.number(), tables.head.constants());
    if (session.update(query.add(" AND ").compare(status, "=", notReady)) != 1) {
      throw new SQLException("a head that was inserted is not there or has another status");
    }
    return true;
  }

  /** Returns what the rows say; they are compared with a bill that was not written just now. */
  private PushOutcome outcome(String number, @Nullable Bill unlessSame) {
    Optional<Row> row = sql.read("look up", session -> find(session, number, unlessSame));
    if (row.isEmpty()) {
      return unknown("the key is taken but cannot be seen, or its row has been taken away", true);
    }
    return outcome(row.get(), number, unlessSame);
  }

  private PushOutcome outcome(Row row, String number, @Nullable Bill unlessSame) {
    Kept kept = kept(row, number);
    if (cancels != null && kept.code.equals(cancels.voidCode())) {
      return StagedCancels.rejected();
    }
    if (unlessSame != null && !isSame(unlessSame, row, number)) {
      return new PushOutcome.Rejected(
          "CONTENT_DIFFERS", "the interface tables have other content under this number");
    }
    if (kept.state == null) {
      return unknown("the status " + kept.code + " is not in the mapping", false);
    }
    return switch (kept.state) {
      case PENDING -> unknown("the ERP has not finished with the document", true);
      case DONE ->
          unlessSame == null
              ? new PushOutcome.Accepted(kept.id, kept.number)
              : new PushOutcome.Duplicate(kept.id, kept.number);
      case REFUSED -> refusal(row, kept);
    };
  }

  private PushOutcome.Unknown unknown(String words, boolean passing) {
    Fault.Details details = Fault.Details.of(sql.system(), "push", words);
    return new PushOutcome.Unknown(
        passing ? new Fault.Store(details, true, null) : new Fault.Protocol(details, null));
  }

  private PushOutcome refusal(Row row, Kept kept) {
    try {
      String code = row.get(tables.head.refusalCode());
      String message = row.get(tables.head.refusalMessage());
      return new PushOutcome.Rejected(
          code == null ? kept.code : code,
          message == null ? "the ERP refuses the document and does not say why" : message);
    } catch (BadValue e) {
      throw unreadable(e);
    }
  }

  /** What the ERP has made of a document; the state is null if its code is not in the mapping. */
  record Kept(String id, String number, @Nullable State state, String code) {}

  private Kept kept(Row row, String number) {
    try {
      return readKept(row, number);
    } catch (BadValue e) {
      throw unreadable(e);
    }
  }

  private Fault.Protocol unreadable(BadValue e) {
    return new Fault.Protocol(Fault.Details.of(sql.system(), "look up", e.words()), null);
  }

  private Kept readKept(Row row, String number) {
    Head head = tables.head;
    String code = Objects.requireNonNullElse(row.get(head.status().asKey()), "");
    State state = head.status().codes().get(code);
    String id = row.get(head.erpId());
    String theirs = row.get(head.erpNumber());
    boolean named =
        (head.erpId() == null || id != null) && (head.erpNumber() == null || theirs != null);
    // The status may be set before the number of the ERP's document: then it is not done yet.
    State settled = state == State.DONE && !named ? State.PENDING : state;
    String shown = theirs == null ? number : theirs;
    return new Kept(id == null ? shown : id, shown, settled, code);
  }

  @Override
  public Optional<Found> lookUp(String number) {
    return kept(number).map(kept -> new Found(kept.id, kept.number, kept.state == State.DONE));
  }

  /** Returns what the ERP has made of a document. */
  Optional<Kept> kept(String number) {
    try {
      tables.head.number().encode(number);
    } catch (BadValue cannotBeThere) {
      return Optional.empty();
    }
    Optional<Row> row = sql.read("look up", session -> find(session, number, null));
    return row.map(found -> kept(found, number));
  }

  private Optional<Row> find(Sql.Session session, String number, @Nullable Bill content)
      throws SQLException {
    Head head = tables.head;
    List<Column<?>> columns = new ArrayList<>();
    columns.add(head.status().asKey());
    for (Column<?> column :
        new Column<?>[] {
          head.erpId(), head.erpNumber(), head.refusalCode(), head.refusalMessage()
        }) {
      if (column != null) {
        columns.add(column);
      }
    }
    if (content != null) {
      content.head().forEach(cell -> columns.add(cell.column()));
    }
    for (Place place : tables.places) {
      Query query = Query.select(columns, place.head).add(" WHERE ");
      List<Row> rows =
          session.rows(bySource(query, head.number(), number, head.constants()), columns);
      if (!rows.isEmpty()) {
        return Optional.of(rows.get(0));
      }
    }
    return Optional.empty();
  }

  static Query bySource(Query query, TextColumn column, String number, List<Constant> constants) {
    query.compare(column, "=", number);
    for (Constant constant : constants) {
      if (constant.inKey()) {
        query.add(" AND ").compare(constant.asKey(), "=", constant.value());
      }
    }
    return query;
  }

  private boolean isSame(Bill bill, Row head, String number) {
    List<Row> lines = sql.read("look up", session -> lines(session, bill, number));
    boolean same =
        lines.size() == bill.lines().size()
            && bill.head().stream().allMatch(cell -> cell.isIn(head));
    for (int i = 0; same && i < lines.size(); i++) {
      Row line = lines.get(i);
      same = bill.lines().get(i).stream().allMatch(cell -> cell.isIn(line));
    }
    return same;
  }

  private List<Row> lines(Sql.Session session, Bill bill, String number) throws SQLException {
    List<Column<?>> columns = new ArrayList<>();
    bill.lines().get(0).forEach(cell -> columns.add(cell.column()));
    for (Place place : tables.places) {
      Query query = Query.select(columns, place.lines).add(" WHERE ");
      bySource(query, tables.lineNumber, number, tables.lineConstants)
          .add(" ORDER BY " + tables.lineRow.column());
      List<Row> lines = session.rows(query, columns);
      if (!lines.isEmpty()) {
        return lines;
      }
    }
    return List.of();
  }
}
