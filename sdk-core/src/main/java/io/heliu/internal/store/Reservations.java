package io.heliu.internal.store;

import io.heliu.Sku;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.util.List;

/**
 * Under which key the ledger holds the units of an order, and which keys are not wanted any more. A
 * key that is set aside is never an order's again: the ledger would answer as it did the first
 * time, and hold nothing.
 */
public final class Reservations {
  private Reservations() {}

  /** Notes under which key units are about to be reserved, before the ledger is asked. */
  public static void set(Tx tx, String orderId, String key) throws SQLException {
    tx.update("UPDATE heliu_order SET reservation = ? WHERE id = ?", key, orderId);
  }

  /**
   * Sets the units of an order aside, to be given back when what is wanted instead was taken.
   * Whoever screened the order before will notice.
   */
  public static void setAside(Tx tx, Order order) throws SQLException {
    setAside(tx, order, order.id());
  }

  /** Does the same for units that another order is to have. */
  public static void setAside(Tx tx, Order order, String heir) throws SQLException {
    if (!order.reservation().isEmpty()) {
      tx.insertIfAbsent(
          "heliu_surplus", List.of("reservation", "order_id"), order.reservation(), heir);
    }
    forget(tx, order.id());
  }

  /** Forgets a reservation that the ledger refused, so that its key is never used again. */
  public static void forget(Tx tx, String orderId) throws SQLException {
    tx.update(
        "UPDATE heliu_order SET reservation = '', attempt = attempt + 1 WHERE id = ?", orderId);
  }

  /**
   * A reservation that was set aside.
   *
   * @param orderId the order that is to have what it wants of its units
   */
  public record Surplus(String reservation, String orderId) {}

  /** Returns reservations that were set aside. */
  public static List<Surplus> setAside(Tx tx, int limit) throws SQLException {
    return tx.query(
        "SELECT reservation, order_id FROM heliu_surplus ORDER BY reservation FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row -> new Surplus(row.text(1), row.text(2)));
  }

  /** Forgets reservations that were given back. */
  public static void givenBack(Tx tx, List<String> reservations) throws SQLException {
    for (String reservation : reservations) {
      tx.update("DELETE FROM heliu_surplus WHERE reservation = ?", reservation);
    }
  }

  /** Returns the SKUs of orders of which nobody knows whether the ledger has them already. */
  public static List<Sku> skusBeingTaken(Tx tx) throws SQLException {
    return tx.query(
        "SELECT DISTINCT l.sku FROM heliu_order o JOIN heliu_order_line l ON l.order_id = o.id WHERE"
            + " o.state = 'NEW' AND o.reservation <> ''",
        row -> new Sku(row.text(1)));
  }
}
