package io.heliu.erp.database;

import static io.heliu.erp.database.Model.joined;
import static io.heliu.erp.database.Model.present;

import io.heliu.erp.database.Model.Used;
import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of a mapping document that says what can be read. */
final class FeedTables {
  private FeedTables() {}

  private static List<Column<?>> compared(List<KeyColumn> key, @Nullable ChangeFeed changes) {
    return joined(key, present(changes == null ? null : changes.order()));
  }

  private static List<Used> changing(
      String table, List<Column<?>> columns, List<KeyColumn> key, @Nullable ChangeFeed changes) {
    List<Used> used = new ArrayList<>();
    used.add(new Used(table, columns, compared(key, changes)));
    used.addAll(changes == null ? List.of() : changes.used());
    return used;
  }

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

    List<Used> used() {
      List<Used> used = new ArrayList<>();
      used.add(new Used(table, columns(), compared(key, changes)));
      used.add(new Used(lines.table, lines.columns(), lines.key));
      used.addAll(changes.used());
      return used;
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

    Used used() {
      return new Used(table, columns(), List.of(sku));
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

    Used used() {
      return new Used(table, columns(), key);
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

    List<Used> used() {
      return changing(table, columns(), key, changes);
    }

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

    List<Used> used() {
      return changing(table, columns(), key, changes);
    }

    List<Column<?>> columns() {
      Column<?> order = changes == null ? null : changes.order();
      return joined(key, present(order, code, name, tombstone));
    }
  }
}
