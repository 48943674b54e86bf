package io.heliu.examples.day;

import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.erp.database.standin.TroubledSource;
import io.heliu.examples.day.host.Figures;
import io.heliu.examples.day.host.Host;
import io.heliu.examples.day.story.AfterSale;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.Ending;
import io.heliu.examples.day.world.World;
import io.heliu.order.OrderState;
import java.io.IOException;
import java.util.List;

/** Counts the day on both sides: in the merchant's books, and in those of the world around. */
final class Counts {
  private static final long LEGACY_TROUBLES = TroubledSource.Trouble.values().length;

  private final Story story;
  private final World world;
  private final Host host;

  Counts(Story story, World world, Host host) {
    this.story = story;
    this.world = world;
    this.host = host;
  }

  void put(Summary summary) throws IOException {
    Figures figures = host.figures();
    summary.put("orders.source", (long) story.trades().size() + story.tickets().size());
    summary.put("orders.stored", figures.orders());
    summary.put("orders.dispatched", figures.orders("DISPATCHED", "SHIPPED"));
    summary.put("orders.held", figures.orders("HELD"));
    summary.put("orders.closed", figures.orders("CLOSED"));
    new AfterSalesCounts(story, world, host).put(summary);
    summary.put("orders.quarantined", figures.quarantined());
    inlets(summary, figures);
    summary.put("erp.documents", world.kingdee().documents() + world.legacy().documents());
    summary.put("erp.duplicates", world.kingdee().duplicates() + world.legacy().duplicates());
    summary.put("shipments.sent", figures.noticesSent());
    summary.put("shipments.missing", untold());
    summary.put("stock.oversold", oversold(true));
    summary.put("stock.published", figures.listingsPublished());
    summary.put("stock.misshown", misshown());
    summary.put("stock.counterShort", story.oversale().units());
    summary.put("stock.counterOversold", oversold(false));
    summary.put("faults.switches", world.mischief().count() + LEGACY_TROUBLES);
    summary.put("faults.met", met());
    summary.put("identity.people", host.members().people());
    summary.put("identity.customers", host.members().customers(host.orders()));
    summary.put("windows.total", figures.windows());
    summary.put("windows.proved", figures.windowsProved());
  }

  private void inlets(Summary summary, Figures figures) throws IOException {
    long sent = world.taobao().messages();
    summary.put("messages.sent", sent);
    summary.put("messages.taken", sent - world.taobao().messagesUnconfirmed());
    summary.put("messages.lost", world.taobao().messagesLost());
    summary.put("tickets.pushed", world.pushTills().tickets());
    summary.put("tickets.acknowledged", world.pushTills().acknowledged());
    ownShop(summary);
    summary.put("hints.waiting", figures.hintsWaiting());
    long forged = world.wechat().standIn().forgedPushes() + world.pushTills().forged();
    summary.put("pushes.forged", forged);
    summary.put("pushes.refused", host.refusals().count());
  }

  /** A payment of which all went back takes no report of shipping any more. */
  private void ownShop(Summary summary) {
    List<Story.Trade> own = story.trades(List.of(Story.MINI));
    long refunds = 0;
    long sent = 0;
    for (Story.Trade trade : own) {
      AfterSale wanted = trade.afterSale();
      for (AfterSale.Claim claim : wanted == null ? List.<AfterSale.Claim>of() : wanted.claims()) {
        boolean done = world.ending(trade, claim) == Ending.DONE;
        refunds += done ? 1 : 0;
        sent += done && world.hasLeft(trade) ? 1 : 0;
      }
    }
    List<Story.Trade> standing = own.stream().filter(trade -> !world.isRefunded(trade)).toList();
    summary.put("mini.left", standing.stream().filter(world::hasLeft).count());
    summary.put("mini.told", standing.stream().filter(world::isToldOfEachParcel).count());
    summary.put("mini.toldOfNothing", own.stream().filter(world::isToldOfNothing).count());
    summary.put("mini.refunds", refunds);
    summary.put("mini.refundsSent", sent);
    summary.put("mini.refundsUnsent", refunds - sent);
  }

  /** Counts online orders that went out but whose shop was not told. */
  private long untold() {
    return story.trades().stream()
        .filter(
            trade ->
                !world.isRefunded(trade)
                    && isShipped(trade)
                    && !world.isToldShipped(trade.shop(), trade.tid()))
        .count();
  }

  private boolean isShipped(Story.Trade trade) {
    return host.orders().idsOf(trade.shop(), trade.tid()).stream()
        .map(id -> host.orders().find(id).orElseThrow())
        .allMatch(order -> order.state() == OrderState.SHIPPED);
  }

  private long met() throws IOException {
    long switches = world.mischief().count() - world.mischief().unmet().size();
    return switches + world.legacy().troublesMet().size();
  }

  /** Adds up what was promised online, or sold by counters, without being there. */
  private long oversold(boolean online) {
    return host.ledger().balances().stream()
        .filter(balance -> World.isWarehouse(balance.location()) == online)
        .mapToLong(balance -> Math.max(0, -balance.free()))
        .sum();
  }

  /** Counts listings where a shop shows another quantity than it may sell. */
  private long misshown() {
    long wrong = 0;
    for (ShopId shop : Story.listingShops()) {
      for (int product : host.products()) {
        long shown = world.shown(shop, product).orElseThrow();
        Sku sku = new Sku(Story.sku(product));
        wrong += shown == host.ledger().sellable(sku, world.location(shop)) ? 0 : 1;
      }
    }
    return wrong;
  }
}
