package io.heliu.internal.store;

import io.heliu.ShopId;
import java.sql.SQLException;
import java.util.List;

/** Orders that pushes say to read again. */
public final class HintTable {
  private HintTable() {}

  /**
   * An order to be read again.
   *
   * @param number its number
   * @param times how often that was said so far
   */
  public record Due(String number, long times) {}

  /** Notes that an order is to be read again. */
  public static void put(Tx tx, ShopId shop, String number) throws SQLException {
    boolean inserted =
        tx.insertIfAbsent(
            "heliu_hint", List.of("shop", "number", "times"), shop.toString(), number, 1L);
    if (!inserted
        && tx.update(
                "UPDATE heliu_hint SET times = times + 1 WHERE shop = ? AND number = ?",
                shop.toString(),
                number)
            == 0) {
      put(tx, shop, number);
    }
  }

  /** Returns the first orders of a shop that are to be read again. */
  public static List<Due> due(Tx tx, ShopId shop, int limit) throws SQLException {
    return tx.query(
        "SELECT number, times FROM heliu_hint WHERE shop = ? ORDER BY shop, number FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row -> new Due(row.text(1), row.number(2)),
        shop.toString());
  }

  /** Forgets a hint, unless it came again since it was read. */
  public static void done(Tx tx, ShopId shop, Due due) throws SQLException {
    tx.update(
        "DELETE FROM heliu_hint WHERE shop = ? AND number = ? AND times = ?",
        shop.toString(),
        due.number(),
        due.times());
  }
}
