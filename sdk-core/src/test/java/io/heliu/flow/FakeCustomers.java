package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows everybody by the buyer's id. */
final class FakeCustomers implements CustomerResolver {
  final Map<String, String> mergedInto = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  @Nullable Fault fault;

  @Override
  public List<Optional<String>> resolve(List<ChannelOrder> orders) {
    if (fault != null) {
      throw fault;
    }
    orders.forEach(order -> asked.add(order.number() + " " + order.buyer()));
    return orders.stream()
        .map(order -> Optional.ofNullable(order.buyer()).map(buyer -> "customer-" + buyer))
        .toList();
  }

  @Override
  public String current(String customer) {
    return mergedInto.getOrDefault(customer, customer);
  }
}
