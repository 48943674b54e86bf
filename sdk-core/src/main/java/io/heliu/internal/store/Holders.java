package io.heliu.internal.store;

import io.heliu.Sku;
import java.sql.SQLException;
import java.util.List;

/** Which orders the ledger holds units for. */
public final class Holders {
  private Holders() {}

  /** Returns orders that hold units and have a line of a SKU, the last ones first. */
  public static List<String> of(Tx tx, Sku sku, int limit) throws SQLException {
    return tx.query(
        "SELECT o.id FROM heliu_order o"
            + ListingTable.HOLDING
            + " AND EXISTS (SELECT 1 FROM heliu_order_line l WHERE l.order_id = o.id AND l.sku = ?) ORDER BY o.due_at DESC, o.id DESC FETCH"
            + " FIRST "
            + limit
            + " ROWS ONLY",
        row -> row.text(1),
        sku.code());
  }
}
