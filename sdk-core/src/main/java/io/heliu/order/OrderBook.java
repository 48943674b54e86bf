package io.heliu.order;

import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.internal.store.Arrangement;
import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.Customers;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.PartTable;
import io.heliu.internal.store.Reservations;
import io.heliu.internal.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The store of orders (订单簿): what channels said, our orders, and the N:M relation between them.
 * Thread-safe; every method is one transaction.
 *
 * <p>Every method throws {@link io.heliu.Fault.Store} if the database fails; then nothing changed.
 */
public final class OrderBook {
  private final Database database;
  private final @Nullable CustomerResolver customers;

  private OrderBook(Database database, @Nullable CustomerResolver customers) {
    this.database = database;
    this.customers = customers;
  }

  /**
   * Opens the book on a data source where {@link io.heliu.store.Schema#install} has been called.
   *
   * @throws io.heliu.Fault.Configuration if the database is not supported
   */
  public static OrderBook open(DataSource dataSource) {
    return new OrderBook(Database.open(dataSource), null);
  }

  /**
   * Opens the book with somebody who tells whose an order is.
   *
   * @throws io.heliu.Fault.Configuration if the database is not supported
   */
  public static OrderBook open(DataSource dataSource, CustomerResolver customers) {
    return new OrderBook(Database.open(dataSource), Objects.requireNonNull(customers, "customers"));
  }

  /** Stores a version of a channel order; of two versions the later one stays. */
  public Stored put(ChannelOrder order) {
    return put(order, false);
  }

  /**
   * Stores a channel order that must never change, such as a counter's ticket: other content under
   * the same number is a {@link Stored#CONFLICT}.
   */
  public Stored putFirst(ChannelOrder order) {
    return put(order, true);
  }

  private Stored put(ChannelOrder order, boolean isFinal) {
    Customers asked = Customers.of(List.of(order), customers);
    return database.inTransaction(
        "put order",
        tx -> {
          Stored stored = ChannelOrderTable.put(tx, order, isFinal, isFinal);
          asked.store(tx);
          return stored;
        });
  }

  /**
   * Returns the customer of a channel order, over all channels (统一客户号). A book that was opened with
   * a {@link CustomerResolver} gives the id that the customer has now, another one the id that was
   * stored.
   *
   * @return empty if the order is not stored or nobody could tell whose it is
   */
  public Optional<String> customerOf(ShopId shop, String number) {
    Optional<String> stored =
        database.inTransaction("find customer", tx -> Customers.find(tx, shop, number));
    return customers == null ? stored : stored.map(customers::current);
  }

  /** Returns a channel order at its stored version. */
  public Optional<ChannelOrder> channelOrder(ShopId shop, String number) {
    return database.inTransaction(
        "find channel order", tx -> ChannelOrderTable.find(tx, shop, number));
  }

  /**
   * Returns the next channel orders of a shop, at their stored versions, in the order of their
   * numbers. Start with an empty number, go on with the last one returned; fewer than {@code limit}
   * means that there are no more.
   *
   * @param afterNumber the number after which to start; empty for the first
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public List<ChannelOrder> channelOrders(ShopId shop, String afterNumber, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: must be at least 1");
    }
    return database.inTransaction(
        "list channel orders", tx -> ChannelOrderTable.list(tx, shop, afterNumber, limit));
  }

  /**
   * Returns what of a channel order the ERP has put into parcels (已出库), whatever became of the
   * order afterwards: the units by the channel's line and SKU. Lines with nothing in a parcel are
   * left out; goods sent for an exchange are not counted.
   */
  public Map<String, Map<Sku, Long>> shipped(ShopId shop, String number) {
    return database.inTransaction(
        "find shipped units", tx -> ParcelTable.ofChannelOrder(tx, shop, number));
  }

  /** Returns one of our orders. */
  public Optional<Order> find(String id) {
    return database.inTransaction("find order", tx -> OrderTable.find(tx, id));
  }

  /** Returns the ids of our orders that stand for a channel order. */
  public List<String> idsOf(ShopId shop, String number) {
    return database.inTransaction(
        "find orders", tx -> OrderTable.idsOf(tx, new Order.Source(shop, number)));
  }

  /**
   * Returns the first orders in a state, in the order in which they are due.
   *
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public List<Order> list(OrderState state, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: must be at least 1");
    }
    return database.inTransaction("list orders", tx -> OrderTable.list(tx, state, limit));
  }

  /** Returns how many of our orders are in each state. */
  public Map<OrderState, Long> counts() {
    return database.inTransaction(
        "count orders",
        tx -> {
          Map<OrderState, Long> counts = new EnumMap<>(OrderState.class);
          tx.query(
              "SELECT state, COUNT(*) FROM heliu_order GROUP BY state",
              row -> counts.put(OrderState.valueOf(row.text(1)), row.number(2)));
          return counts;
        });
  }

  /** Returns how many channel orders of a shop are stored. */
  public long size(ShopId shop) {
    return database.inTransaction(
        "count channel orders",
        tx -> tx.count("SELECT COUNT(*) FROM heliu_channel_order WHERE shop = ?", shop.toString()));
  }

  /**
   * Releases a held order past the screening rules; it is screened for stock again. One that was
   * split or merged, and is held because its channel order changed ({@link Order#SOURCE_CHANGED}),
   * goes as the channel order is now: with its own lines as they became, and with lines that none
   * of our orders has yet. Another freight (运费) is not shared out any more.
   *
   * @param note who and why, for the record; at most 400 characters are kept
   * @return whether it was held, and may go: an order with the code {@link Order#REFUNDED_IN_PART}
   *     may not, since nobody knows how many units are left
   */
  public boolean release(String id, String note) {
    return database.inTransaction(
        "release order",
        tx -> {
          Optional<Order> order = OrderTable.lock(tx, id);
          if (order.isEmpty()
              || order.get().state() != OrderState.HELD
              || order.get().holdCode().equals(Order.REFUNDED_IN_PART)) {
            return false;
          }
          OrderTable.setState(tx, id, OrderState.NEW, "RELEASED_BY_HAND", note);
          tx.update("UPDATE heliu_order SET by_hand = TRUE WHERE id = ?", id);
          Arrangement.forgetMerging(tx, id);
          Arrangement.accept(tx, order.get());
          return true;
        });
  }

  /**
   * Closes a held order whose goods are not to go through here any more, for example because they
   * have left without (code {@code SHIPPED_OUTSIDE}); dispatch gives back the units that it keeps.
   * It stays closed whatever its channel tells of it later.
   *
   * @param note who and why, for the record; at most 400 characters are kept
   * @return whether it was held, and is closed now with the code {@code CLOSED_BY_HAND}
   */
  public boolean close(String id, String note) {
    return database.inTransaction(
        "close order",
        tx -> {
          Optional<Order> order = OrderTable.lock(tx, id);
          if (order.isEmpty() || order.get().state() != OrderState.HELD) {
            return false;
          }
          Reservations.setAside(tx, order.get());
          OrderTable.setState(tx, id, OrderState.CLOSED, "CLOSED_BY_HAND", note);
          return true;
        });
  }

  /**
   * Lets all orders held for one reason be screened again, for example those {@code OUT_OF_STOCK}
   * after goods came in.
   *
   * @return how many
   */
  public int screenAgain(String holdCode) {
    return database.inTransaction(
        "screen again",
        tx ->
            tx.update(
                "UPDATE heliu_order SET state = 'NEW', hold_code = '', hold_note = '' WHERE state ="
                    + " 'HELD' AND hold_code = ?",
                holdCode));
  }

  /**
   * Splits lines off a held order into a new order that goes its own way (拆单). Both stay held until
   * they are released, and rules do not merge them any more; what only waited for others has the
   * code {@code SPLIT_BY_HAND} then.
   *
   * @param lines line numbers to move; some but not all
   * @return the new order's id, or empty if the order is not held, sends goods for an exchange, or
   *     has lines whose items are not known yet
   * @throws IllegalArgumentException if a line is not of the order, or none or all are named
   */
  public Optional<String> split(String id, Set<Integer> lines) {
    return database.inTransaction(
        "split order",
        tx -> {
          Optional<Order> order = OrderTable.lock(tx, id);
          if (order.isEmpty()
              || order.get().state() != OrderState.HELD
              || order.get().holdCode().equals(Order.UNKNOWN_ITEM)
              || order.get().sources().isEmpty()) {
            return Optional.empty();
          }
          return Optional.of(split(tx, order.get(), lines));
        });
  }

  private static String split(Tx tx, Order order, Set<Integer> lines) throws SQLException {
    long named = order.lines().stream().filter(line -> lines.contains(line.line())).count();
    if (named != lines.size() || named == 0 || named == order.lines().size()) {
      throw new IllegalArgumentException("lines: must be some but not all lines of the order");
    }
    List<PartTable.Part> stay = new ArrayList<>();
    List<PartTable.Part> go = new ArrayList<>();
    for (PartTable.Part part : PartTable.ofOrMade(tx, order)) {
      (lines.contains(part.line().line()) ? go : stay).add(part);
    }
    String id = Arrangement.split(tx, order, List.of(stay, go), OrderState.HELD, true).get(0);
    decided(tx, order, "SPLIT_BY_HAND");
    decided(tx, OrderTable.lock(tx, id).orElseThrow(), "SPLIT_BY_HAND");
    return id;
  }

  /** What a person arranged neither goes on nor is merged by itself, as what only waits would. */
  private static void decided(Tx tx, Order order, String code) throws SQLException {
    if (order.holdCode().equals(Arrangement.WAITING)) {
      OrderTable.setState(tx, order.id(), OrderState.HELD, code, order.holdNote());
    }
  }

  /**
   * Merges a held order into another held one (合单): its lines move with the units that it holds,
   * and it is closed. The other one stays held until it is released, with the code {@code
   * MERGED_BY_HAND} if it only waited for others.
   *
   * @return whether both were held with their lines known, and are merged now; an order that sends
   *     goods for an exchange is never merged
   * @throws IllegalArgumentException if both are the same, or differ in currency
   */
  public boolean merge(String id, String into) {
    if (id.equals(into)) {
      throw new IllegalArgumentException("into: must be another order");
    }
    return database.inTransaction(
        "merge orders",
        tx -> {
          String first = id.compareTo(into) < 0 ? id : into;
          Optional<Order> one = OrderTable.lock(tx, first);
          Optional<Order> other = OrderTable.lock(tx, first.equals(id) ? into : id);
          if (!isMergeable(one) || !isMergeable(other)) {
            return false;
          }
          boolean inOrder = first.equals(into);
          Order target = (inOrder ? one : other).get();
          Arrangement.merge(tx, (inOrder ? other : one).get(), target, true);
          decided(tx, target, "MERGED_BY_HAND");
          return true;
        });
  }

  private static boolean isMergeable(Optional<Order> order) {
    return order
        .filter(found -> found.state() == OrderState.HELD && !found.lines().isEmpty())
        .filter(found -> !found.sources().isEmpty())
        .filter(found -> !found.holdCode().equals(Order.UNKNOWN_ITEM))
        .isPresent();
  }
}
