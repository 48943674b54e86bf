package io.heliu.examples.day;

import java.util.Map;
import java.util.TreeMap;

/**
 * What lies in a company's warehouse and counters in the morning: everything that will be sold and
 * some to spare, but a few goods are scarce.
 */
final class OpeningStock {
  /** So many goods are too few in each warehouse. */
  static final int SCARCE = 5;

  /** So many units of them are missing. */
  static final int MISSING = 2;

  private static final int SPARE = 25;

  private OpeningStock() {}

  interface Shelf {
    void put(String sku, String location, long units);
  }

  static void of(Story story, Story.Company company, String warehouse, Shelf shelf) {
    Map<String, Long> online = new TreeMap<>();
    for (Story.Trade trade : story.trades(story.shopsOf(company))) {
      trade
          .lines()
          .forEach(line -> online.merge(Story.sku(line.product()), (long) line.units(), Long::sum));
    }
    int scarce = 0;
    for (Map.Entry<String, Long> sku : online.entrySet()) {
      boolean tooFew = sku.getValue() > 4 && scarce < SCARCE;
      scarce += tooFew ? 1 : 0;
      shelf.put(sku.getKey(), warehouse, sku.getValue() + (tooFew ? -MISSING : SPARE));
    }
    Map<String, Map<String, Long>> counters = new TreeMap<>();
    for (Story.Ticket ticket : story.tickets()) {
      if (story.companyOf(Story.counter(ticket.store())) == company) {
        Map<String, Long> store = counters.computeIfAbsent(ticket.store(), s -> new TreeMap<>());
        ticket
            .items()
            .forEach(
                item -> store.merge(Story.sku(item.product()), (long) item.units(), Long::sum));
      }
    }
    counters.forEach(
        (store, skus) -> skus.forEach((sku, units) -> shelf.put(sku, store, units + SPARE)));
  }
}
