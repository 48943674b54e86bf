package io.heliu.benchmarks.orders;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.channel.taobao.standin.StandInItem;
import io.heliu.channel.taobao.standin.StandInTrade;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.http.standin.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A shop and an ERP in this process. The shop's trades are spread over one day; when a world is
 * there the day is over, all trades are paid, and the ERP has stock for all of them.
 */
final class OrderWorld implements AutoCloseable {
  static final ShopId SHOP = new ShopId("taobao", "bench");
  static final Location WAREHOUSE = new Location("CK001");
  static final String CUSTOMER = "TAOBAO";
  static final String SALESPERSON = "SALES01";
  static final Instant START = Instant.parse("2026-03-01T16:00:00Z");

  private static final int PRODUCTS = 200;
  private static final long FIRST_ITEM = 600_000_000_000L;
  private static final long FIRST_TRADE = 2_000_000_000_000_000L;
  private static final Duration TRADING = Duration.ofHours(23);
  private static final Duration CLOSING = Duration.ofMinutes(30);

  private final int orders;
  private final ManualTime time = new ManualTime(START);
  private final TaobaoStandIn shop = new TaobaoStandIn(time);
  private final KingdeeStandIn erp =
      new KingdeeStandIn(time, KingdeeStandIn.Registration.example());

  /** Starts a world with so many trades. */
  OrderWorld(int orders) throws IOException {
    this.orders = orders;
    long[] sold = new long[PRODUCTS];
    for (int i = 0; i < orders; i++) {
      shop.put(trade(i, sold));
    }
    erp.customer(CUSTOMER, "Taobao").warehouse(WAREHOUSE.code(), "Online warehouse");
    for (int product = 0; product < PRODUCTS; product++) {
      shop.put(
          new StandInItem(
              item(product),
              "Product " + product,
              sku(product).code(),
              sold[product],
              false,
              START,
              List.of()));
      erp.material(sku(product).code(), "Product " + product, "");
      erp.stock(sku(product).code(), WAREHOUSE.code(), opening());
    }
    time.advance(TRADING.plus(CLOSING));
    shop.start();
    erp.start();
  }

  private StandInTrade trade(int number, long[] sold) {
    Instant placed = START.plusMillis(TRADING.toMillis() * number / orders);
    StandInTrade.Builder trade = StandInTrade.builder(tradeNumber(number), placed);
    for (int line = 0; line <= number % 3; line++) {
      int product = (int) ((number * 31L + line * 67L) % PRODUCTS);
      int units = 1 + (number + line) % 2;
      String price = (5 + product) + ".90";
      String oid = Long.toString(FIRST_TRADE + number * 10L + line + 1);
      trade.line(oid, item(product), null, sku(product).code(), units, price);
      sold[product] += units;
    }
    return trade.build();
  }

  private static String tradeNumber(int number) {
    return Long.toString(FIRST_TRADE + number * 10L);
  }

  private static String item(int product) {
    return Long.toString(FIRST_ITEM + product);
  }

  private static Sku sku(int product) {
    return new Sku("SKU%03d".formatted(product));
  }

  /** Returns the units of each product at the start: enough for every trade. */
  long opening() {
    return 10L * orders + 1000;
  }

  /** A product of the shop. */
  record Product(String item, Sku sku) {}

  /** Returns the products. */
  List<Product> products() {
    return IntStream.range(0, PRODUCTS)
        .mapToObj(product -> new Product(item(product), sku(product)))
        .toList();
  }

  int orders() {
    return orders;
  }

  ManualTime time() {
    return time;
  }

  TaobaoStandIn shop() {
    return shop;
  }

  KingdeeStandIn erp() {
    return erp;
  }

  /**
   * Checks that the ERP has each trade exactly once, audited, with the trade's amount, and nothing
   * else, and that the stock that is left is what the trades leave.
   *
   * @throws IllegalStateException if not
   */
  void check(Pipeline pipeline) throws Exception {
    List<KingdeeStandIn.Doc> documents = erp.documents("SAL_SaleOrder");
    require(documents.size() == orders, documents.size() + " documents for " + orders + " trades");
    require(erp.duplicates("SAL_SaleOrder").isEmpty(), "a trade was dispatched twice");
    for (KingdeeStandIn.Doc document : documents) {
      StandInTrade trade = shop.trade(document.externalNumber());
      require(document.status().equals("C"), document.number() + " is not audited");
      require(
          document.amount().compareTo(trade.payment().toDecimal()) == 0,
          document.number() + " has another amount than its trade");
    }
    long[] sold = new long[PRODUCTS];
    for (int i = 0; i < orders; i++) {
      trade(i, sold);
    }
    for (int product = 0; product < PRODUCTS; product++) {
      require(
          pipeline.available(sku(product)) == opening() - sold[product],
          sku(product) + " has the wrong stock left");
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }

  @Override
  public void close() {
    shop.close();
    erp.close();
  }
}
