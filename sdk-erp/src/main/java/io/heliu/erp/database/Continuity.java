package io.heliu.erp.database;

import io.heliu.Fault;
import io.heliu.erp.database.ChangeFeed.ChangeNumber;
import io.heliu.erp.database.ChangeFeed.Valid;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a feed cannot be gone on with from a cursor: its numbers start again, because the
 * database was restored or is another one, or changes after the cursor have been cleaned up.
 */
final class Continuity {
  private final Pages<?> pages;

  Continuity(Pages<?> pages) {
    this.pages = pages;
  }

  /**
   * Compares a position with the numbers that there are, after it was read on from.
   *
   * @param at the number of the last row that was read before
   * @param moved whether rows were found after it
   * @throws Fault.Protocol if changes are lost for certain
   */
  void check(ChangeNumber changes, String at, boolean moved) {
    BigDecimal position = new BigDecimal(at);
    Valid valid = changes.valid();
    if (valid != null) {
      Row row = first(Query.select(valid.used().columns(), valid.table()), valid.used().columns());
      if (position.compareTo(number(row, valid.lowest(), valid)) < 0) {
        throw lost("changes after its cursor have been cleaned up");
      }
      if (valid.highest() != null && number(row, valid.highest(), valid).compareTo(position) < 0) {
        throw lost("the numbers of its changes have started again");
      }
    } else if (!moved) {
      KeyColumn column = changes.order();
      Query query = new Query("SELECT MAX(" + column.column() + ") FROM " + pages.table().table());
      String largest = first(query, List.of(column)).get(column);
      if (largest != null && new BigDecimal(largest).compareTo(position) < 0) {
        wentBack(column, at, false);
      }
    }
  }

  private Row first(Query query, List<? extends Column<?>> columns) {
    List<Row> rows = pages.sql().read("read version", session -> session.rows(query, columns));
    if (rows.isEmpty()) {
      throw pages.broken("the view of valid numbers must have a row");
    }
    return rows.get(0);
  }

  private BigDecimal number(Row row, @Nullable KeyColumn column, Valid valid) {
    try {
      return column == null ? BigDecimal.ZERO : new BigDecimal(row.need(column));
    } catch (BadValue e) {
      throw pages.broken(valid.table() + "." + e.words());
    }
  }

  /**
   * Tells that what is there lies before what was read.
   *
   * @param certain whether that cannot be because rows were removed
   * @throws Fault.Protocol if it is certain
   */
  void wentBack(KeyColumn column, String from, boolean certain) {
    if (certain) {
      throw lost(column.column() + " has started again below " + from);
    }
    pages.alert(
        "VERSIONS_WENT_BACK",
        "has nothing up to "
            + from
            + " in "
            + column.column()
            + " any more. If the database was restored or is another one, new changes are not"
            + " found: start the feed again without its cursor. If only its latest rows were"
            + " removed, nothing need be done");
  }

  private Fault.Protocol lost(String words) {
    return pages.broken(words + ": start the feed again without its cursor");
  }
}
