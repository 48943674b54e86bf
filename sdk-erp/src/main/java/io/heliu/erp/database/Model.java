package io.heliu.erp.database;

import io.heliu.erp.database.Column.Kind;
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
import java.util.Objects;
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

  /** A table and the columns of it that are used. */
  record Used(String table, List<Column<?>> columns) {}

  /** Returns every table that is used. */
  List<Used> used() {
    List<Used> all = new ArrayList<>();
    for (Staging staging : listed(salesOrders, outbounds)) {
      all.add(staging.head.used());
      all.add(staging.lines.used());
      if (staging.cancel != null && staging.cancel.request() != null) {
        all.add(staging.cancel.request().used());
      }
    }
    if (receipts != null) {
      all.add(receipts.head.used());
      all.add(receipts.lines.used());
    }
    if (outboundFeed != null) {
      all.add(new Used(outboundFeed.table, outboundFeed.columns()));
      all.add(new Used(outboundFeed.lines.table, outboundFeed.lines.columns()));
    }
    if (counts != null) {
      all.add(new Used(counts.table, counts.columns()));
    }
    if (receivables != null) {
      all.add(new Used(receivables.table, receivables.columns()));
    }
    if (materials != null) {
      all.add(new Used(materials.table, materials.columns()));
    }
    if (customers != null) {
      all.add(new Used(customers.table, customers.columns()));
    }
    return all;
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

  private static List<Column<?>> joined(List<? extends Column<?>> one, List<Column<?>> other) {
    List<Column<?>> result = new ArrayList<>(one);
    result.addAll(other);
    return result;
  }

  static List<Column<?>> withConstants(List<Column<?>> columns, List<Constant> constants) {
    return joined(constants.stream().map(Constant::asKey).toList(), columns);
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
   */
  record Status(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @NotNull Kind kind,
      @NotNull String initial,
      @Size(min = 2, max = 50) Map<String, State> codes)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      StatusCodes.check(kind, initial, codes, State.PENDING, State.DONE, refusals);
    }

    KeyColumn asKey() {
      return new KeyColumn(column, kind);
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
      return new Used(table, withConstants(columns, constants));
    }
  }

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
      return new Used(table, withConstants(columns, constants));
    }
  }

  /**
   * The interface tables (中间表) of a kind of sales document.
   *
   * @param headFirst whether the head must be written before its lines, because of a foreign key;
   *     else it is written last, so that a reader that sees uncommitted rows sees no half document
   * @param cancel how a sales order is taken back; null if it cannot be
   */
  record Staging(
      @NotNull Head head,
      @NotNull SalesLines lines,
      @Nullable Boolean headFirst,
      @Nullable Cancelling cancel)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      if ((head.location == null) == (lines.location == null)) {
        refusals.add("/lines/location", "a location in either the head or the lines");
      }
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
              present(number, row, receivable, plan, receivableNumber, cleared, fee), constants));
    }
  }

  /** The interface tables of receipts. */
  record ReceiptStaging(
      @NotNull Head head, @NotNull ReceiptLines lines, @Nullable Boolean headFirst) {}

  /**
   * The table of outbounds (出库单).
   *
   * @param approved which ones are final; null if all are
   * @param tombstone which ones are deleted; null if deleted rows are gone
   */
  record OutboundTable(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @Size(min = 1, max = 5) List<KeyColumn> key,
      @NotNull ChangeFeed changes,
      @NotNull TextColumn number,
      @NotNull DateColumn date,
      @NotNull TextColumn customer,
      @Nullable TextColumn externalNumber,
      @Nullable TextColumn carrier,
      @Nullable TextColumn waybill,
      @Nullable TextColumn location,
      @Nullable FlagColumn approved,
      @Nullable FlagColumn tombstone,
      @NotNull OutboundLines lines)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      if (lines.key.size() != key.size()) {
        refusals.add("/lines/key", "as many columns as the key of the head, " + key.size());
      }
      if (location == null && lines.location == null) {
        refusals.add("/lines/location", "a location in the head or the lines");
      }
    }

    List<Column<?>> columns() {
      return joined(
          key,
          present(
              changes.order(),
              number,
              date,
              customer,
              externalNumber,
              carrier,
              waybill,
              location,
              approved,
              tombstone));
    }
  }

  /**
   * The table of the outbounds' lines.
   *
   * @param key the columns that hold the key of the head, in its order
   * @param line what tells the lines of a document apart, and their order
   */
  record OutboundLines(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @Size(min = 1, max = 5) List<KeyColumn> key,
      @NotNull KeyColumn line,
      @NotNull TextColumn sku,
      @Nullable TextColumn location,
      @NotNull NumberColumn quantity,
      @NotNull MoneyColumn amount,
      @Nullable TextColumn sourceDocument,
      @Nullable TextColumn sourceLine) {

    List<Column<?>> columns() {
      return joined(
          key, present(line, sku, location, quantity, amount, sourceDocument, sourceLine));
    }
  }

  /** What a column of stock counts. */
  enum Measure {
    /** Units that are there (现存量). */
    ON_HAND,
    /** Units that are there and not reserved (可用量). */
    AVAILABLE
  }

  /**
   * The table of stock.
   *
   * @param measure what the quantity counts
   * @param reserved the units that the ERP has reserved; needed to turn available into on hand
   */
  record CountTable(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @NotNull TextColumn sku,
      @NotNull TextColumn location,
      @NotNull NumberColumn quantity,
      @NotNull Measure measure,
      @Nullable NumberColumn reserved,
      @Nullable FlagColumn tombstone)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      if (measure == Measure.AVAILABLE && reserved == null) {
        refusals.add("/reserved", "a column, because on hand is available plus reserved");
      }
      if (measure == Measure.ON_HAND && reserved != null) {
        refusals.add("/reserved", "nothing, because on hand includes what is reserved");
      }
    }

    List<Column<?>> columns() {
      return present(sku, location, quantity, reserved, tombstone);
    }
  }

  /**
   * The table of receivables (应收单).
   *
   * @param open what is not cleared; either this or {@code cleared}
   * @param cleared what is cleared
   */
  record ReceivableTable(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @Size(min = 1, max = 5) List<KeyColumn> key,
      @NotNull TextColumn id,
      @Nullable TextColumn plan,
      @NotNull TextColumn number,
      @NotNull TextColumn customer,
      @Nullable TextColumn externalNumber,
      @NotNull DateColumn date,
      @Nullable DateColumn due,
      @NotNull MoneyColumn amount,
      @Nullable MoneyColumn open,
      @Nullable MoneyColumn cleared,
      @Nullable FlagColumn tombstone)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      if ((open == null) == (cleared == null)) {
        refusals.add("/open", "either open or cleared");
      }
      MoneyColumn other = open == null ? cleared : open;
      if (other != null
          && (other.unit() != amount.unit() || !Objects.equals(other.money(), amount.money()))) {
        refusals.add(open == null ? "/cleared" : "/open", "the unit and currency of amount");
      }
    }

    List<Column<?>> columns() {
      return joined(
          key,
          present(
              id,
              plan,
              number,
              customer,
              externalNumber,
              date,
              due,
              amount,
              open,
              cleared,
              tombstone));
    }
  }

  /** The table of materials (物料); read as a whole unless it tells its changes. */
  record MaterialTable(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @Size(min = 1, max = 5) List<KeyColumn> key,
      @Nullable ChangeFeed changes,
      @NotNull TextColumn sku,
      @NotNull TextColumn name,
      @Nullable TextColumn barcode,
      @Nullable FlagColumn tombstone) {

    List<Column<?>> columns() {
      Column<?> order = changes == null ? null : changes.order();
      return joined(key, present(order, sku, name, barcode, tombstone));
    }
  }

  /** The table of customers (客户); read as a whole unless it tells its changes. */
  record CustomerTable(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @Size(min = 1, max = 5) List<KeyColumn> key,
      @Nullable ChangeFeed changes,
      @NotNull TextColumn code,
      @NotNull TextColumn name,
      @Nullable FlagColumn tombstone) {

    List<Column<?>> columns() {
      Column<?> order = changes == null ? null : changes.order();
      return joined(key, present(order, code, name, tombstone));
    }
  }
}
