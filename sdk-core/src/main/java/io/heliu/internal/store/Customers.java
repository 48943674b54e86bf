package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The customers of channel orders; those about to be stored are asked for before the transaction.
 */
public final class Customers {
  private final List<ChannelOrder> orders;
  private final List<Optional<String>> ids;

  private Customers(List<ChannelOrder> orders, List<Optional<String>> ids) {
    this.orders = orders;
    this.ids = ids;
  }

  /** Asks for the customers of orders; nobody is known if there is nobody to ask. */
  public static Customers of(List<ChannelOrder> orders, @Nullable CustomerResolver resolver) {
    if (resolver == null || orders.isEmpty()) {
      return new Customers(List.of(), List.of());
    }
    List<Optional<String>> ids = List.copyOf(resolver.resolve(List.copyOf(orders)));
    if (ids.size() != orders.size()) {
      throw new IllegalStateException("the resolver must give one answer for each order");
    }
    return new Customers(List.copyOf(orders), ids);
  }

  /** Puts the ids on the stored orders. */
  public void store(Tx tx) throws SQLException {
    for (int i = 0; i < orders.size(); i++) {
      Optional<String> id = ids.get(i);
      if (id.isPresent()) {
        tx.update(
            "UPDATE heliu_channel_order SET customer = ? WHERE shop = ? AND number = ?",
            id.get(),
            orders.get(i).shop().toString(),
            orders.get(i).number());
      }
    }
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
