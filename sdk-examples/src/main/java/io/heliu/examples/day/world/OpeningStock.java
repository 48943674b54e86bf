package io.heliu.examples.day.world;

import io.heliu.ShopId;
import io.heliu.examples.day.story.AfterSale;
import io.heliu.examples.day.story.Story;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What lies in a company's warehouse and counters in the morning: everything that will be sold and
 * some to spare, but a few goods are scarce, and one counter sells more of a good than it has.
 */
public final class OpeningStock {
  /** So many goods are too few in each warehouse. */
  public static final int SCARCE = 5;

  /** So many units of them are missing. */
  public static final int MISSING = 2;

  private static final int SPARE = 25;

  private OpeningStock() {}

  public interface Shelf {
    /**
     * Puts a good on a shelf.
     *
     * @param units what is there
     * @param missing how many fewer than will be asked for
     */
    void put(String sku, String location, long units, long missing);
  }

  public static void of(Story story, Story.Company company, Shelf shelf) {
    Map<String, Long> online = new TreeMap<>();
    for (Story.Trade trade : story.trades(story.shopsOf(company))) {
      trade
          .lines()
          .forEach(line -> online.merge(Story.sku(line.product()), (long) line.units(), Long::sum));
    }
    Set<String> plenty = exchanged(story);
    int scarce = 0;
    for (Map.Entry<String, Long> sku : online.entrySet()) {
      boolean tooFew = sku.getValue() > 4 && scarce < SCARCE && !plenty.contains(sku.getKey());
      scarce += tooFew ? 1 : 0;
      put(shelf, sku.getKey(), World.warehouse(company), sku.getValue(), tooFew ? MISSING : 0);
    }
    for (ShopId shop : story.shopsOf(company)) {
      if (!World.isOnline(shop)) {
        counter(story, shop, shelf);
      }
    }
  }

  /** Returns the goods of exchanges and of their orders, which leave in any case. */
  private static Set<String> exchanged(Story story) {
    Set<String> skus = new HashSet<>();
    for (Story.Trade trade : story.trades()) {
      AfterSale afterSale = trade.afterSale();
      if (afterSale != null && afterSale.kind() == AfterSale.Kind.EXCHANGE) {
        trade.lines().forEach(line -> skus.add(Story.sku(line.product())));
        afterSale.claims().forEach(claim -> skus.add(Story.sku(claim.instead())));
      }
    }
    return skus;
  }

  private static void counter(Story story, ShopId shop, Shelf shelf) {
    Map<String, Long> sold = new TreeMap<>();
    for (Story.Ticket ticket : story.tickets()) {
      if (ticket.store().equals(shop.account())) {
        ticket
            .items()
            .forEach(item -> sold.merge(Story.sku(item.product()), (long) item.units(), Long::sum));
      }
    }
    Story.Oversale oversale = story.oversale();
    sold.forEach(
        (sku, units) -> {
          boolean tooFew = oversale.store().equals(shop.account()) && oversale.sku().equals(sku);
          put(shelf, sku, shop.account(), units, tooFew ? oversale.units() : 0);
        });
  }

  private static void put(Shelf shelf, String sku, String location, long wanted, long missing) {
    shelf.put(sku, location, missing > 0 ? wanted - missing : wanted + SPARE, missing);
  }
}
