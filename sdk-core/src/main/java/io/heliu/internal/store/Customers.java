package io.heliu.internal.store;

import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The customers of orders that are about to be stored; asked before the transaction. */
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
        OrderTable.setCustomer(tx, orders.get(i).shop(), orders.get(i).number(), id.get());
      }
    }
  }
}
