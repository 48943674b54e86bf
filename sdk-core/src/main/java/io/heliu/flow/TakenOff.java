package io.heliu.flow;

import io.heliu.Sku;
import io.heliu.catalog.Catalog;
import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.ListingTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What shops took off by themselves for orders of which not everything goes: their listings must be
 * looked at again, for the ledger, which did not move, does not say so.
 */
final class TakenOff {
  private final Map<String, List<Told>> byOrder = new HashMap<>();

  private TakenOff() {}

  /** A channel order, and what its lines without an item id sell. */
  private record Told(ChannelOrder order, Set<Sku> skus) {}

  /** Reads a batch; asks the catalog, so it must not run inside a transaction. */
  static TakenOff read(Database database, Catalog catalog, List<DispatchFlow.Screened> batch) {
    List<Order> concerned =
        batch.stream().filter(TakenOff::leavesSome).map(DispatchFlow.Screened::order).toList();
    TakenOff result = new TakenOff();
    if (!concerned.isEmpty()) {
      Map<String, List<ChannelOrder>> told =
          database.inTransaction("orders not taken on in full", tx -> told(tx, concerned));
      told.forEach(
          (id, orders) ->
              result.byOrder.put(
                  id, orders.stream().map(one -> new Told(one, skus(catalog, one))).toList()));
    }
    return result;
  }

  /** Of an order that goes, a refund may have dropped or reduced lines. */
  private static boolean leavesSome(DispatchFlow.Screened one) {
    return !(one.verdict() instanceof Screening.Take) || !one.whole();
  }

  private static Map<String, List<ChannelOrder>> told(Tx tx, List<Order> orders)
      throws SQLException {
    Map<String, List<ChannelOrder>> told = new HashMap<>();
    for (Order order : orders) {
      List<ChannelOrder> sources = new ArrayList<>();
      for (Order.Source source : order.sources()) {
        Optional<ChannelOrder> one = ChannelOrderTable.find(tx, source.shop(), source.number());
        one.ifPresent(sources::add);
      }
      told.put(order.id(), sources);
    }
    return told;
  }

  /** Returns what lines sell whose channel knows only merchant codes, as far as it is known. */
  private static Set<Sku> skus(Catalog catalog, ChannelOrder order) {
    Set<Sku> skus = new HashSet<>();
    for (OrderLine line : order.lines()) {
      if (line.itemId() == null
          && catalog.resolve(order.shop(), Screening.item(line), BigDecimal.ONE)
              instanceof Catalog.Resolution.Resolved resolved) {
        skus.add(resolved.sku());
      }
    }
    return skus;
  }

  /** Notes on the listings that an order names that they are to be looked at again. */
  void showAgain(Tx tx, Order order) throws SQLException {
    for (Told told : byOrder.getOrDefault(order.id(), List.of())) {
      ListingTable.orderNotTaken(tx, told.order, told.skus);
    }
  }
}
