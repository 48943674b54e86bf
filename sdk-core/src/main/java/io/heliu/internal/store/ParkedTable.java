package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Returns that came before the sale that they are of. */
public final class ParkedTable {
  private static final List<String> COLUMNS =
      List.of("shop", "number", "source", "payload", "until_at");

  private ParkedTable() {}

  /**
   * A return that waits.
   *
   * @param order the return
   * @param sale what it says it is of
   * @param source where it came from
   * @param customer whose it is, or null if nobody could tell
   */
  public record Parked(
      ChannelOrder order, Order.Source sale, String source, @Nullable String customer) {}

  /** Lets a return wait. */
  public static void put(Tx tx, ChannelOrder order, String source, Instant until)
      throws SQLException {
    tx.insertIfAbsent(
        "heliu_parked",
        COLUMNS,
        order.shop().toString(),
        order.number(),
        source,
        OrderCodec.write(order),
        until);
  }

  /** Returns those whose sale is known by now, and those whose time is up. */
  public static List<Parked> due(Tx tx, Instant now, int limit) throws SQLException {
    return tx.query(
        "SELECT p.shop, p.number, p.payload, p.source, t.sale_shop, t.sale_number, p.customer FROM"
            + " heliu_parked p JOIN heliu_ticket t ON t.shop = p.shop AND t.number = p.number WHERE"
            + " p.until_at <= ? OR EXISTS (SELECT 1 FROM heliu_ticket s WHERE s.shop = t.sale_shop AND"
            + " s.number = t.sale_number) OR EXISTS (SELECT 1 FROM heliu_channel_order c WHERE"
            + " c.shop = t.sale_shop AND c.number = t.sale_number) ORDER BY p.until_at, p.shop,"
            + " p.number FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row ->
            new Parked(
                OrderCodec.read(ShopId.parse(row.text(1)), row.text(2), row.text(3)),
                new Order.Source(ShopId.parse(row.text(5)), row.text(6)),
                row.text(4),
                row.textOrNull(7)),
        now);
  }

  /** Puts a customer's id on a return that waits, unless it has one. */
  static void putCustomer(Tx tx, ChannelOrder order, String customer) throws SQLException {
    tx.update(
        "UPDATE heliu_parked SET customer = ? WHERE shop = ? AND number = ? AND customer IS NULL",
        customer,
        order.shop().toString(),
        order.number());
  }

  /** Ends the wait of a return; tells whether it still waited. */
  public static boolean remove(Tx tx, Order.Source order) throws SQLException {
    return tx.update(
            "DELETE FROM heliu_parked WHERE shop = ? AND number = ?",
            order.shop().toString(),
            order.number())
        > 0;
  }
}
