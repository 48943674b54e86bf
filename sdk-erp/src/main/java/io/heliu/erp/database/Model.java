package io.heliu.erp.database;

import io.heliu.erp.database.Column.Kind;
import io.heliu.erp.database.FeedTables.CountTable;
import io.heliu.erp.database.FeedTables.CustomerTable;
import io.heliu.erp.database.FeedTables.MaterialTable;
import io.heliu.erp.database.FeedTables.OutboundTable;
import io.heliu.erp.database.FeedTables.ReceivableTable;
import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping document: which tables there are, and what their columns mean. */
record Model(
    @NotNull Dialect dialect,
    @Min(1) @Max(10_000) @Nullable Integer pageRows,
    @Nullable Staging salesOrders,
    @Nullable Staging outbounds,
    @Nullable ReceiptStaging receipts,
    @Nullable OutboundTable outboundFeed,
    @Nullable CountTable counts,
    @Nullable ReceivableTable receivables,
    @Nullable MaterialTable materials,
    @Nullable CustomerTable customers)
    implements Checked {
  private static final int DEFAULT_PAGE_ROWS = 500;

  @Override
  public void check(Refusals refusals) {
    if (outbounds != null && outbounds.cancel != null) {
      refusals.add("/outbounds/cancel", "nothing, because only sales orders are taken back");
    }
  }

  int rows() {
    return pageRows == null ? DEFAULT_PAGE_ROWS : pageRows;
  }

  /**
   * A table and the columns of it that are used.
   *
   * @param compared those of them that values are compared with
   * @param unique those that must tell its rows apart; empty if none need
   */
  record Used(
      String table,
      List<Column<?>> columns,
      List<? extends Column<?>> compared,
      List<? extends Column<?>> unique) {

    Used(String table, List<Column<?>> columns, List<? extends Column<?>> compared) {
      this(table, columns, compared, List.of());
    }

    /** Returns the same columns of an archive. */
    Used in(String archive) {
      return new Used(archive, columns, compared);
    }
  }

  /** Returns every table that is used. */
  List<Used> used() {
    List<Used> all = new ArrayList<>();
    for (Staging staging : listed(salesOrders, outbounds)) {
      all.add(staging.head.used());
      all.add(staging.lines.used());
      addArchive(all, staging.archive, staging.head, staging.lines.used());
      if (staging.cancel != null && staging.cancel.request() != null) {
        all.add(staging.cancel.request().used());
      }
    }
    if (receipts != null) {
      all.add(receipts.head.used());
      all.add(receipts.lines.used());
      addArchive(all, receipts.archive, receipts.head, receipts.lines.used());
    }
    if (outboundFeed != null) {
      all.addAll(outboundFeed.used());
    }
    if (counts != null) {
      all.add(counts.used());
    }
    if (receivables != null) {
      all.add(receivables.used());
    }
    if (materials != null) {
      all.addAll(materials.used());
    }
    if (customers != null) {
      all.addAll(customers.used());
    }
    return all;
  }

  private static void addArchive(List<Used> all, @Nullable Archive archive, Head head, Used lines) {
    if (archive != null) {
      all.add(head.used().in(archive.head));
      all.add(lines.in(archive.lines));
    }
  }

  private static List<Staging> listed(@Nullable Staging one, @Nullable Staging other) {
    List<Staging> result = new ArrayList<>();
    if (one != null) {
      result.add(one);
    }
    if (other != null) {
      result.add(other);
    }
    return result;
  }

  static List<Column<?>> present(@Nullable Column<?>... columns) {
    List<Column<?>> result = new ArrayList<>();
    for (Column<?> column : columns) {
      if (column != null) {
        result.add(column);
      }
    }
    return result;
  }

  static List<Column<?>> joined(List<? extends Column<?>> one, List<Column<?>> other) {
    List<Column<?>> result = new ArrayList<>(one);
    result.addAll(other);
    return result;
  }

  static List<Column<?>> withConstants(List<Column<?>> columns, List<Constant> constants) {
    return joined(constants.stream().map(Constant::asKey).toList(), columns);
  }

  /** Returns the columns that tell documents of ours apart. */
  static List<Column<?>> keyOf(TextColumn number, List<Constant> constants) {
    List<Column<?>> key = new ArrayList<>();
    key.add(number);
    constants.stream().filter(Constant::inKey).forEach(one -> key.add(one.asKey()));
    return key;
  }

  static void refuseRepeats(List<Column<?>> columns, Checked.Refusals refusals) {
    Set<String> seen = new HashSet<>();
    for (Column<?> column : columns) {
      if (!seen.add(column.column().toUpperCase(Locale.ROOT))) {
        refusals.add("", "each column once, not " + column.column() + " again");
      }
    }
  }

  /** What a status of a staged document means. */
  enum State {
    /** The ERP has not finished with it. */
    PENDING,
    /** The ERP has made its document. */
    DONE,
    /** The ERP refuses it. */
    REFUSED
  }

  /**
   * The status column.
   *
   * @param initial the code that new rows get
   * @param codes what each code means
   * @param notReady the code of a head whose lines are not there yet, where the head is first; null
   *     if a reader of uncommitted rows need not be minded
   * @param padded whether it is a CHAR that is filled up with blanks; null for no
   */
  record Status(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @NotNull Kind kind,
      @NotNull String initial,
      @Size(min = 2, max = 50) Map<String, State> codes,
      @Nullable String notReady,
      @Nullable Boolean padded)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      StatusCodes.check(kind, initial, codes, State.PENDING, State.DONE, refusals);
      KeyColumn.check(kind, padded, refusals);
      if (notReady != null && (notReady.equals(initial) || codes.get(notReady) != State.PENDING)) {
        refusals.add("/notReady", "a code that codes calls PENDING, not initial");
      }
    }

    private void checkOrder(@Nullable Boolean headFirst, Checked.Refusals refusals) {
      if (notReady != null && !Boolean.TRUE.equals(headFirst)) {
        refusals.add("/head/status/notReady", "nothing unless headFirst, for then it is last");
      }
    }

    KeyColumn asKey() {
      return new KeyColumn(column, kind, padded);
    }
  }

  /** The head table of staged documents. */
  record Head(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @NotNull TextColumn number,
      @NotNull DateColumn date,
      @NotNull TextColumn customer,
      @Nullable TextColumn externalNumber,
      @Nullable TextColumn comment,
      @Nullable TextColumn carrier,
      @Nullable TextColumn waybill,
      @Nullable TextColumn location,
      @Nullable MoneyColumn total,
      @Nullable TimeColumn createdAt,
      @Size(max = 50) List<Constant> constants,
      @NotNull Status status,
      @Nullable TextColumn erpId,
      @Nullable TextColumn erpNumber,
      @Nullable TextColumn refusalCode,
      @Nullable TextColumn refusalMessage)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      refuseRepeats(used().columns(), refusals);
    }

    Used used() {
      List<Column<?>> columns =
          present(
              number,
              date,
              customer,
              externalNumber,
              comment,
              carrier,
              waybill,
              location,
              total,
              createdAt,
              status.asKey(),
              erpId,
              erpNumber,
              refusalCode,
              refusalMessage);
      List<Column<?>> key = keyOf(number, constants);
      List<Column<?>> compared = joined(key, present(status.asKey()));
      return new Used(table, withConstants(columns, constants), compared, key);
    }
  }

  /**
   * Where the ERP's side puts rows that it takes out of the interface tables: tables or views with
   * the same columns.
   *
   * @param head the table or view of heads
   * @param lines that of lines
   */
  record Archive(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String head,
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String lines) {}

  /** The line table of staged sales documents. */
  record SalesLines(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @NotNull TextColumn number,
      @NotNull NumberColumn row,
      @Nullable TextColumn line,
      @NotNull TextColumn sku,
      @Nullable TextColumn location,
      @NotNull NumberColumn quantity,
      @NotNull MoneyColumn amount,
      @Nullable TextColumn sourceDocument,
      @Nullable TextColumn sourceLine,
      @Size(max = 50) List<Constant> constants)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      refuseRepeats(used().columns(), refusals);
    }

    Used used() {
      List<Column<?>> columns =
          present(number, row, line, sku, location, quantity, amount, sourceDocument, sourceLine);
      return new Used(table, withConstants(columns, constants), keyOf(number, constants));
    }
  }

  /**
   * The interface tables (中间表) of a kind of sales document.
   *
   * @param headFirst whether the head must be written before its lines, because of a foreign key;
   *     else it is written last, so that a reader that sees uncommitted rows sees no half document
   * @param cancel how a sales order is taken back; null if it cannot be
   * @param archive where rows go that are taken out; null if none ever are
   */
  record Staging(
      @NotNull Head head,
      @NotNull SalesLines lines,
      @Nullable Boolean headFirst,
      @Nullable Cancelling cancel,
      @Nullable Archive archive)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      if ((head.location == null) == (lines.location == null)) {
        refusals.add("/lines/location", "a location in either the head or the lines");
      }
      head.status.checkOrder(headFirst, refusals);
      if (cancel != null) {
        cancel.check(head.status.codes, refusals);
      }
    }
  }

  /** The line table of staged receipts. */
  record ReceiptLines(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @NotNull TextColumn number,
      @NotNull NumberColumn row,
      @NotNull TextColumn receivable,
      @Nullable TextColumn plan,
      @Nullable TextColumn receivableNumber,
      @NotNull MoneyColumn cleared,
      @Nullable MoneyColumn fee,
      @Size(max = 50) List<Constant> constants)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      refuseRepeats(used().columns(), refusals);
    }

    Used used() {
      return new Used(
          table,
          withConstants(
              present(number, row, receivable, plan, receivableNumber, cleared, fee), constants),
          keyOf(number, constants));
    }
  }

  /**
   * The interface tables of receipts.
   *
   * @param headFirst as for sales documents
   * @param archive where rows go that are taken out; null if none ever are
   */
  record ReceiptStaging(
      @NotNull Head head,
      @NotNull ReceiptLines lines,
      @Nullable Boolean headFirst,
      @Nullable Archive archive)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      head.status.checkOrder(headFirst, refusals);
    }
  }
}
