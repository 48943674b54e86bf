package io.heliu.internal.store;

import io.heliu.order.Order;
import java.sql.SQLException;

/**
 * Under which key the ledger holds the units of an order. The key of units that are about to be
 * given back carries a mark, so that no screening, of whatever process, takes it up again: the
 * ledger would answer as it did the first time, and hold nothing.
 */
public final class Reservations {
  private static final String OUTGOING = "/outgoing";

  private Reservations() {}

  /** Returns the id of an order's reservation in the ledger; empty if none was tried. */
  public static String idOf(Order order) {
    String key = order.reservation();
    return key.endsWith(OUTGOING) ? key.substring(0, key.length() - OUTGOING.length()) : key;
  }

  /** Notes under which key units are about to be reserved, before the ledger is asked. */
  public static void set(Tx tx, String orderId, String key) throws SQLException {
    tx.update("UPDATE heliu_order SET reservation = ? WHERE id = ?", key, orderId);
  }

  /**
   * Notes that the units of an order are about to be given back, before the ledger is asked.
   * Whoever screened the order before will notice.
   */
  public static void setOutgoing(Tx tx, Order order) throws SQLException {
    tx.update(
        "UPDATE heliu_order SET reservation = ?, attempt = attempt + 1 WHERE id = ?",
        idOf(order) + OUTGOING,
        order.id());
  }

  /** Forgets units that were given back, unless somebody else did. */
  public static void forgetOutgoing(Tx tx, Order order) throws SQLException {
    tx.update(
        "UPDATE heliu_order SET reservation = '', attempt = attempt + 1 WHERE id = ? AND"
            + " reservation = ?",
        order.id(),
        idOf(order) + OUTGOING);
  }

  /** Forgets a reservation that the ledger refused, so that its key is never used again. */
  public static void forget(Tx tx, String orderId) throws SQLException {
    tx.update(
        "UPDATE heliu_order SET reservation = '', attempt = attempt + 1 WHERE id = ?", orderId);
  }
}
