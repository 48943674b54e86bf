package io.heliu.examples.day;

import io.heliu.ShopId;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Everything around the merchant's system: shops and their buyers, counters, the ERP and its
 * warehouse. It keeps its own state on disk and goes on where it was, as the real one would.
 */
final class World implements AutoCloseable {
  static final String CUSTOMER_TAOBAO = "TAOBAO";
  static final String CUSTOMER_TMALL = "TMALL";
  static final String WAREHOUSE = "CK001";

  private static final int SPARE = 25;
  private static final int SCARCE = 5;

  private final Shops shops;
  private final Tills tills;
  private final KingdeeStandIn erp;

  World(Story story, DayClock clock, Map<Integer, String> products, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    this.shops = new Shops(story, clock, products, directory);
    this.tills = new Tills(story, directory.resolve("drop"));
    this.erp = new KingdeeStandIn(clock, KingdeeStandIn.Registration.example());
    products.forEach((product, name) -> erp.material(Story.sku(product), name, ""));
    erp.customer(CUSTOMER_TAOBAO, "Taobao").customer(CUSTOMER_TMALL, "Tmall");
    erp.warehouse(WAREHOUSE, "Online warehouse");
    for (String store : story.counters()) {
      erp.customer(counterCustomer(store), "Counter " + store).warehouse(store, "Store " + store);
    }
    openingStock(story);
    misbehave();
    erp.journal(directory.resolve("erp.journal"));
    erp.start();
  }

  static String counterCustomer(String store) {
    return "POS-" + store;
  }

  /** Everything that will be sold is there, and some to spare, but a few goods are scarce. */
  private void openingStock(Story story) {
    Map<String, Long> online = new TreeMap<>();
    for (Story.Trade trade : story.trades()) {
      trade
          .lines()
          .forEach(line -> online.merge(Story.sku(line.product()), (long) line.units(), Long::sum));
    }
    int scarce = 0;
    for (Map.Entry<String, Long> sku : online.entrySet()) {
      boolean short1 = sku.getValue() > 4 && scarce < SCARCE;
      scarce += short1 ? 1 : 0;
      erp.stock(sku.getKey(), WAREHOUSE, short1 ? sku.getValue() - 2 : sku.getValue() + SPARE);
    }
    Map<String, Map<String, Long>> counters = new TreeMap<>();
    for (Story.Ticket ticket : story.tickets()) {
      Map<String, Long> store = counters.computeIfAbsent(ticket.store(), s -> new TreeMap<>());
      ticket
          .items()
          .forEach(item -> store.merge(Story.sku(item.product()), (long) item.units(), Long::sum));
    }
    counters.forEach(
        (store, skus) -> skus.forEach((sku, units) -> erp.stock(sku, store, units + SPARE)));
  }

  private void misbehave() {
    erp.faults().rule("answer lost after saving", 31, calls("Save"), new Misbehaviour.LoseAnswer());
    erp.faults().rule("time-out after saving", 211, calls("Save"), new Misbehaviour.Silence());
    erp.faults().rule("site down", 151, calls("Submit"), new Misbehaviour.Status(502));
    erp.faults().rule("answer cut off", 67, calls("Audit"), new Misbehaviour.HalfBody());
    erp.faults().rule("connection lost", 71, calls("Save"), new Misbehaviour.Disconnect());
  }

  private static Predicate<Request> calls(String operation) {
    return request -> request.path().contains("DynamicFormService." + operation + ".");
  }

  Shops shops() {
    return shops;
  }

  Tills tills() {
    return tills;
  }

  KingdeeStandIn erp() {
    return erp;
  }

  /** Lets everything happen that happens by itself until an instant. */
  void advance(DayClock clock, Instant until) {
    shops.advance(until);
    clock.moveTo(until);
    tills.advance(until);
  }

  /** The people in the warehouse pack what is to be packed. */
  void work() {
    erp.act("warehouse", "");
  }

  /** Returns whether a shop is one of the online shops. */
  static boolean isOnline(ShopId shop) {
    return !shop.channel().equals("pos");
  }

  @Override
  public void close() {
    shops.close();
    erp.close();
  }
}
