package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The customers of channel orders; those about to be stored are asked for before the transaction.
 */
public final class Customers {
  private final Map<ChannelOrder, String> ids;

  private Customers(Map<ChannelOrder, String> ids) {
    this.ids = ids;
  }

  /** Asks for the customers of orders; nobody is known if there is nobody to ask. */
  public static Customers of(List<ChannelOrder> orders, @Nullable CustomerResolver resolver) {
    Map<ChannelOrder, String> ids = new LinkedHashMap<>();
    if (resolver == null || orders.isEmpty()) {
      return new Customers(ids);
    }
    List<Optional<String>> answers = List.copyOf(resolver.resolve(List.copyOf(orders)));
    if (answers.size() != orders.size()) {
      throw new IllegalStateException("the resolver must give one answer for each order");
    }
    for (int i = 0; i < orders.size(); i++) {
      ChannelOrder order = orders.get(i);
      answers.get(i).ifPresent(id -> ids.put(order, id));
    }
    return new Customers(ids);
  }

  /** Puts the ids on the stored orders. */
  public void store(Tx tx) throws SQLException {
    for (Map.Entry<ChannelOrder, String> entry : ids.entrySet()) {
      tx.update(
          "UPDATE heliu_channel_order SET customer = ? WHERE shop = ? AND number = ?",
          entry.getValue(),
          entry.getKey().shop().toString(),
          entry.getKey().number());
    }
  }

  /** Puts the id on an order that never changes, stored or waiting, unless it has one. */
  public void storeFirst(Tx tx, ChannelOrder order) throws SQLException {
    String id = ids.get(order);
    if (id != null && !storeFirst(tx, order, id)) {
      ParkedTable.putCustomer(tx, order, id);
    }
  }

  /** Puts an id on a stored order unless it has one; tells whether it did. */
  public static boolean storeFirst(Tx tx, ChannelOrder order, String id) throws SQLException {
    return tx.update(
            "UPDATE heliu_channel_order SET customer = ? WHERE shop = ? AND number = ? AND customer"
                + " IS NULL",
            id,
            order.shop().toString(),
            order.number())
        > 0;
  }

  /** Returns the customer's id of a stored channel order, if it has one. */
  public static Optional<String> find(Tx tx, ShopId shop, String number) throws SQLException {
    return tx.find(
        "SELECT customer FROM heliu_channel_order WHERE shop = ? AND number = ? AND customer IS"
            + " NOT NULL",
        row -> row.text(1),
        shop.toString(),
        number);
  }
}
