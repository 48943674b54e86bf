package io.heliu.erp.database;

import io.heliu.Money;
import io.heliu.erp.Receivable;
import io.heliu.erp.database.FeedTables.ReceivableTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** Open receivables. */
final class ReceivableRows implements TableRows<Receivable> {
  private final ReceivableTable table;

  ReceivableRows(ReceivableTable table) {
    this.table = table;
  }

  @Override
  public String table() {
    return table.table();
  }

  @Override
  public List<KeyColumn> key() {
    return table.key();
  }

  @Override
  public List<Column<?>> columns() {
    return table.columns();
  }

  @Override
  public String filter() {
    if (table.open() != null) {
      return table.open().column() + " <> 0";
    }
    String cleared = Objects.requireNonNull(table.cleared(), "cleared").column();
    String amount = table.amount().column();
    return "(" + cleared + " IS NULL OR " + cleared + " <> " + amount + ")";
  }

  @Override
  public List<Item<Receivable>> items(Sql.Session session, List<Row> rows) {
    return TableRows.each(rows, this::reading);
  }

  private Reading<Receivable> reading(Row row) {
    if (Boolean.TRUE.equals(row.get(table.tombstone()))) {
      return new Reading.Deleted<>();
    }
    String id = row.need(table.id());
    LocalDate date = row.need(table.date());
    Money amount = row.need(table.amount());
    Money cleared = row.get(table.cleared());
    Money open = table.open() == null ? amount : row.need(table.open());
    if (cleared != null) {
      open = amount.minus(cleared);
    }
    return open.isZero()
        ? new Reading.Passed<>()
        : new Reading.Given<>(
            new Receivable(
                id,
                Objects.requireNonNullElse(row.get(table.plan()), id),
                row.need(table.number()),
                row.need(table.customer()),
                Objects.requireNonNullElse(row.get(table.externalNumber()), ""),
                date,
                Objects.requireNonNullElse(row.get(table.due()), date),
                amount,
                open));
  }
}
