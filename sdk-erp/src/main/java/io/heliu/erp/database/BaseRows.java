package io.heliu.erp.database;

import io.heliu.Sku;
import io.heliu.erp.ErpFeeds.Customer;
import io.heliu.erp.ErpFeeds.Material;
import io.heliu.erp.database.FeedTables.CustomerTable;
import io.heliu.erp.database.FeedTables.MaterialTable;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Base data (基础资料), one row each.
 *
 * @param <T> what a row becomes
 */
record BaseRows<T>(
    String table,
    List<KeyColumn> key,
    List<Column<?>> columns,
    @Nullable FlagColumn tombstone,
    Function<Row, T> reader)
    implements TableRows<T> {

  static BaseRows<Material> of(MaterialTable table) {
    return new BaseRows<>(
        table.table(),
        table.key(),
        table.columns(),
        table.tombstone(),
        row ->
            new Material(
                new Sku(row.need(table.sku())), row.need(table.name()), row.get(table.barcode())));
  }

  static BaseRows<Customer> of(CustomerTable table) {
    return new BaseRows<>(
        table.table(),
        table.key(),
        table.columns(),
        table.tombstone(),
        row -> new Customer(row.need(table.code()), row.need(table.name())));
  }

  @Override
  public List<Item<T>> items(Sql.Session session, List<Row> rows) {
    return TableRows.each(
        rows,
        row ->
            Boolean.TRUE.equals(row.get(tombstone))
                ? new Reading.Deleted<>()
                : new Reading.Given<>(reader.apply(row)));
  }
}
