package io.heliu.examples.day;

import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.flow.CountFlow;
import io.heliu.inventory.Balance;
import io.heliu.order.OrderState;
import java.util.ArrayList;
import java.util.List;

/** Counts the day on both sides: in the merchant's books, and in those of the world around. */
final class Counts {
  private final Story story;
  private final World world;
  private final Host host;

  Counts(Story story, World world, Host host) {
    this.story = story;
    this.world = world;
    this.host = host;
  }

  void put(Summary summary) {
    Figures figures = host.figures();
    summary.put("orders.source", (long) story.trades().size() + story.tickets().size());
    summary.put("orders.stored", figures.orders());
    summary.put("orders.dispatched", figures.orders("DISPATCHED", "SHIPPED"));
    summary.put("orders.held", figures.orders("HELD"));
    summary.put("orders.quarantined", figures.quarantined());
    summary.put("erp.documents", world.kingdee().documents() + world.legacy().documents());
    summary.put("erp.duplicates", world.kingdee().duplicates() + world.legacy().duplicates());
    summary.put("shipments.sent", figures.noticesSent());
    summary.put("shipments.missing", untold());
    summary.put("stock.oversold", oversold());
    summary.put("stock.published", figures.listingsPublished());
    summary.put("stock.misshown", misshown());
    summary.put("stock.drift", drift());
    summary.put("identity.people", host.members().people());
    summary.put("identity.customers", host.members().customers(host.orders()));
    summary.put("windows.total", figures.windows());
    summary.put("windows.proved", figures.windowsProved());
  }

  /** Counts online orders that went out but whose shop was not told. */
  private long untold() {
    return story.trades().stream()
        .filter(trade -> isShipped(trade) && !world.isToldShipped(trade.shop(), trade.tid()))
        .count();
  }

  private boolean isShipped(Story.Trade trade) {
    return host.orders().idsOf(trade.shop(), trade.tid()).stream()
        .map(id -> host.orders().find(id).orElseThrow())
        .allMatch(order -> order.state() == OrderState.SHIPPED);
  }

  /** Adds up what was promised without being there. */
  private long oversold() {
    return host.ledger().balances().stream()
        .mapToLong(balance -> Math.max(0, -balance.free()))
        .sum();
  }

  /** Counts listings where a shop shows another quantity than it may sell. */
  private long misshown() {
    long wrong = 0;
    for (ShopId shop : Story.onlineShops()) {
      for (int product : host.products()) {
        long shown = world.shown(shop, product).orElseThrow();
        Sku sku = new Sku(Story.sku(product));
        wrong += shown == host.ledger().sellable(sku, world.location(shop)) ? 0 : 1;
      }
    }
    return wrong;
  }

  private long drift() {
    List<Sku> skus = new ArrayList<>();
    host.ledger().balances().stream().map(Balance::sku).distinct().forEach(skus::add);
    long drifts = 0;
    for (Story.Company company : Story.Company.values()) {
      CountFlow flow = host.erp(company).counts(CountFlow.Policy.REPORT);
      drifts += Day.retry(() -> flow.run(skus)).drifts().size();
    }
    return drifts;
  }
}
