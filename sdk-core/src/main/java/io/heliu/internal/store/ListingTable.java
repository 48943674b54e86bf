package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Listings of the shops, and which of them must be published again. */
public final class ListingTable {
  // As one set the index is used, as alternatives the whole table is read.
  private static final String SELLS =
      "sku IN (SELECT CAST(? AS VARCHAR(200)) UNION ALL SELECT kit FROM heliu_kit WHERE component ="
          + " ?)";

  private ListingTable() {}

  /**
   * A listing that must be published.
   *
   * @param item the channel's product id
   * @param variant the channel's variant id; empty for none
   * @param sku the SKU or kit it sells
   * @param units units of it in one item
   * @param sequence up to where the ledger's changes are noted on it
   */
  public record Due(String item, String variant, Sku sku, long units, long sequence) {}

  /** Notes on every listing of a SKU, or of a kit with it, that the ledger changed. */
  public static void ledgerChanged(Tx tx, Sku sku, long sequence) throws SQLException {
    tx.update(
        "UPDATE heliu_listing SET due_sequence = ? WHERE " + SELLS,
        sequence,
        sku.code(),
        sku.code());
  }

  /**
   * Notes on the listings of an order that was not taken on that their shop shows less than it may
   * sell: it took the units off by itself when the order was paid.
   */
  public static void orderNotTaken(Tx tx, List<Order.Line> lines) throws SQLException {
    for (Order.Line line : lines) {
      tx.update(
          "UPDATE heliu_listing SET due_sequence = published_sequence + 1 WHERE shop = ? AND "
              + SELLS
              + " AND due_sequence <= published_sequence AND EXISTS (SELECT 1 FROM"
              + " heliu_channel_order WHERE shop = ? AND number = ? AND lifecycle <>"
              + " 'PENDING_PAYMENT')",
          line.source().shop().toString(),
          line.sku().code(),
          line.sku().code(),
          line.source().shop().toString(),
          line.source().number());
    }
  }

  /** Returns listings of a shop that must be published. */
  public static List<Due> due(Tx tx, ShopId shop, int limit) throws SQLException {
    return tx.query(
        "SELECT item, variant, sku, units, due_sequence FROM heliu_listing WHERE shop = ? AND"
            + " due_sequence > published_sequence ORDER BY item, variant FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row ->
            new Due(row.text(1), row.text(2), new Sku(row.text(3)), row.number(4), row.number(5)),
        shop.toString());
  }

  /**
   * Records what was published.
   *
   * @param quantities what each listing was told to show
   * @param refusals why the channel refused it; empty if it did not
   */
  public static void published(
      Tx tx, ShopId shop, List<Due> listings, List<Long> quantities, List<String> refusals)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < listings.size(); i++) {
      Due listing = listings.get(i);
      String refusal = refusals.get(i);
      rows.add(
          new @Nullable Object[] {
            listing.sequence(),
            quantities.get(i),
            refusal.length() <= 1000 ? refusal : refusal.substring(0, 1000),
            shop.toString(),
            listing.item(),
            listing.variant()
          });
    }
    tx.batch(
        "UPDATE heliu_listing SET published_sequence = ?, published_quantity = ?, refusal = ? WHERE"
            + " shop = ? AND item = ? AND variant = ?",
        rows);
  }
}
