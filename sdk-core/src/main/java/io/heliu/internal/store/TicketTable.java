package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders that never change, by the identity of their content. */
public final class TicketTable {
  private static final List<String> COLUMNS =
      List.of("shop", "number", "identity", "cancelled", "sale_shop", "sale_number");

  private TicketTable() {}

  private record Known(String identity, boolean cancelled) {}

  /**
   * Stores an order unless something is known under its number. The row of this table goes in
   * first: two that come at once, or an order and its cancellation, wait for each other there.
   */
  public static Stored put(
      Tx tx, ChannelOrder order, String identity, Order.@Nullable Source sale, Booking booking)
      throws SQLException {
    if (insert(tx, order.shop(), order.number(), identity, false, sale)) {
      Stored stored = booking.book(tx, order, sale);
      if (stored == Stored.CONFLICT) {
        delete(tx, order.shop(), order.number());
      }
      return stored;
    }
    Optional<Known> known = find(tx, order.shop(), order.number());
    if (known.isEmpty()) {
      return put(tx, order, identity, sale, booking);
    }
    if (known.get().cancelled) {
      return Stored.OLDER;
    }
    return same(known.get().identity, identity) ? Stored.REPEATED : Stored.CONFLICT;
  }

  /** How an order is stored whose number is new. */
  @FunctionalInterface
  public interface Booking {
    /** Stores the order; a conflict means that nothing of it stays. */
    Stored book(Tx tx, ChannelOrder order, Order.@Nullable Source sale) throws SQLException;
  }

  /** Tells whether anything is known under a number. */
  public static boolean isKnown(Tx tx, Order.Source order) throws SQLException {
    return find(tx, order.shop(), order.number()).isPresent();
  }

  /**
   * Tells whether an order would be taken and has no customer yet: a new one, or a repeat of one
   * whose customer nobody could tell. What is in conflict with what is stored, or was cancelled,
   * says nothing about a customer.
   */
  public static boolean isWithoutCustomer(Tx tx, ChannelOrder order, String identity)
      throws SQLException {
    Optional<Boolean> ticket =
        tx.find(
            "SELECT t.identity, t.cancelled, COALESCE(c.customer, p.customer) FROM heliu_ticket t"
                + " LEFT JOIN heliu_channel_order c ON c.shop = t.shop AND c.number = t.number"
                + " LEFT JOIN heliu_parked p ON p.shop = t.shop AND p.number = t.number"
                + " WHERE t.shop = ? AND t.number = ?",
            row -> !row.flag(2) && row.textOrNull(3) == null && same(row.text(1), identity),
            order.shop().toString(),
            order.number());
    return ticket.isPresent()
        ? ticket.get()
        : ChannelOrderTable.find(tx, order.shop(), order.number()).isEmpty();
  }

  /** Two that came different ways need not agree in what only one of the ways tells. */
  private static boolean same(String a, String b) {
    return a.equals(b)
        || (until(a, '/').equals(until(b, '/')) && !until(a, ':').equals(until(b, ':')));
  }

  private static String until(String identity, char end) {
    int at = identity.indexOf(end);
    return at < 0 ? identity : identity.substring(0, at);
  }

  /**
   * Remembers that an order was cancelled. If it is stored already, what it moved is to be undone:
   * that is noted, and is {@link Stored#NEWER}. An order that came another way is a conflict.
   */
  public static Stored cancel(Tx tx, Order.Source order, String identity) throws SQLException {
    if (insert(tx, order.shop(), order.number(), identity, true, null)) {
      if (ChannelOrderTable.find(tx, order.shop(), order.number()).isEmpty()) {
        return Stored.NEW;
      }
      delete(tx, order.shop(), order.number());
      return Stored.CONFLICT;
    }
    Optional<Known> known = find(tx, order.shop(), order.number());
    if (known.isEmpty()) {
      return cancel(tx, order, identity);
    }
    if (ParkedTable.remove(tx, order)) {
      tx.update(
          "UPDATE heliu_ticket SET cancelled = TRUE WHERE shop = ? AND number = ?",
          order.shop().toString(),
          order.number());
      return Stored.NEW;
    }
    boolean noted = !known.get().cancelled && VoidTable.put(tx, order);
    return noted ? Stored.NEWER : Stored.REPEATED;
  }

  private static boolean insert(
      Tx tx,
      ShopId shop,
      String number,
      String identity,
      boolean cancelled,
      Order.@Nullable Source sale)
      throws SQLException {
    return tx.insertIfAbsent(
        "heliu_ticket",
        COLUMNS,
        shop.toString(),
        number,
        identity,
        cancelled,
        sale == null ? null : sale.shop().toString(),
        sale == null ? null : sale.number());
  }

  /** Forgets an order that is not booked after all, so that it is new when it comes again. */
  public static void delete(Tx tx, ShopId shop, String number) throws SQLException {
    tx.update("DELETE FROM heliu_ticket WHERE shop = ? AND number = ?", shop.toString(), number);
  }

  private static Optional<Known> find(Tx tx, ShopId shop, String number) throws SQLException {
    return tx.find(
        "SELECT identity, cancelled FROM heliu_ticket WHERE shop = ? AND number = ? FOR UPDATE",
        row -> new Known(row.text(1), row.flag(2)),
        shop.toString(),
        number);
  }
}
