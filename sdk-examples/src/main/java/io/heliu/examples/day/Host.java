package io.heliu.examples.day;

import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.catalog.JdbcCatalog;
import io.heliu.channel.OrderDrop;
import io.heliu.channel.pos.PosDropSettings;
import io.heliu.channel.pos.PosFileDrop;
import io.heliu.channel.taobao.ShopKind;
import io.heliu.channel.taobao.TaobaoClient;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.erp.Erp;
import io.heliu.erp.kingdee.KingdeeClient;
import io.heliu.erp.kingdee.KingdeeCredential;
import io.heliu.erp.kingdee.KingdeeSettings;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.flow.CountFlow;
import io.heliu.flow.DispatchFlow;
import io.heliu.flow.DispatchSettings;
import io.heliu.flow.DropFlow;
import io.heliu.flow.IntakeFlow;
import io.heliu.flow.ReceiptFlow;
import io.heliu.flow.ShipmentFlow;
import io.heliu.flow.StockFlow;
import io.heliu.flow.StockSettings;
import io.heliu.http.Transport;
import io.heliu.http.TransportSettings;
import io.heliu.inventory.EmbeddedLedger;
import io.heliu.order.OrderBook;
import io.heliu.order.ScreeningRule;
import io.heliu.store.JdbcTokenStore;
import io.heliu.store.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.h2.jdbcx.JdbcConnectionPool;

/** The merchant's system: Heliu's clients, stores and flows, wired as a host application would. */
final class Host implements AutoCloseable {
  private static final int BATCH = 100;

  private final JdbcConnectionPool database;
  private final EmbeddedLedger ledger;
  private final Transport shopTransport;
  private final Transport erpTransport;
  private final Story story;
  private final DayClock clock;
  private final Set<Integer> products;
  private final OrderBook orders;
  private final JdbcCatalog catalog;
  private final Erp erp;
  private final Map<ShopId, TaobaoClient> clients = new TreeMap<>();
  private final List<IntakeFlow> intakes = new ArrayList<>();
  private final DropFlow drop;
  private final DispatchFlow dispatch;
  private final ShipmentFlow shipment;
  private final StockFlow stock;
  private final ReceiptFlow receipts;

  Host(
      Story story,
      Set<Integer> products,
      World world,
      DayClock clock,
      Path directory,
      Listener listener)
      throws IOException {
    this.products = products;
    this.clock = clock;
    Files.createDirectories(directory);
    this.story = story;
    // Every commit is written before it returns, so that a killed process loses none.
    this.database =
        JdbcConnectionPool.create(
            "jdbc:h2:file:" + directory.resolve("heliu").toAbsolutePath() + ";WRITE_DELAY=0",
            "sa",
            "");
    Schema.install(database);
    this.ledger = EmbeddedLedger.builder(directory.resolve("ledger")).clock(clock).open();
    this.shopTransport = Transport.http(timeouts(Duration.ofSeconds(5)));
    this.erpTransport = Transport.http(timeouts(Duration.ofMillis(400)));
    this.orders = OrderBook.open(database);
    this.catalog = JdbcCatalog.open(database);
    this.erp = erp(world.erp(), clock, listener);
    Instant start = story.date().atStartOfDay(Story.CHINA).toInstant();
    for (ShopId shop : List.of(Story.TAOBAO, Story.TMALL)) {
      TaobaoClient client = client(shop, world.shops().standIn(shop), clock, listener);
      clients.put(shop, client);
      intakes.add(new IntakeFlow(database, client.orders(), start, clock, listener));
    }
    OrderDrop files =
        new PosFileDrop(
                PosDropSettings.of(world.tills().directory(), PosDropSettings.Ready.MARKER), clock)
            .orders("pos");
    this.drop = new DropFlow(database, files, clock, listener);
    this.dispatch = new DispatchFlow(database, ledger, catalog, erp, settings(), listener);
    this.shipment =
        new ShipmentFlow(
            database,
            erp,
            ledger,
            clients.values().stream().map(TaobaoClient::shipments).toList(),
            listener);
    Location warehouse = new Location(World.WAREHOUSE);
    this.stock =
        new StockFlow(
            database,
            ledger,
            catalog,
            clients.values().stream().map(TaobaoClient::stock).toList(),
            StockSettings.from(
                Map.of(Story.TAOBAO, List.of(warehouse), Story.TMALL, List.of(warehouse))),
            clock,
            listener);
    this.receipts = new ReceiptFlow(database, erp, listener);
  }

  private static TransportSettings timeouts(Duration read) {
    return new TransportSettings(Duration.ofSeconds(5), read, Duration.ofSeconds(10), 32L << 20);
  }

  private static DispatchSettings settings() {
    return new DispatchSettings(
        ScreeningRule.standard(),
        order ->
            new Location(World.isOnline(order.shop()) ? World.WAREHOUSE : order.shop().account()),
        DispatchSettings::number,
        Story.CHINA,
        day -> day,
        BATCH);
  }

  private TaobaoClient client(
      ShopId shop, TaobaoStandIn standIn, DayClock clock, Listener listener) {
    JdbcTokenStore tokens = JdbcTokenStore.open(database);
    tokens.compareAndSet(shop.toString(), null, standIn.token());
    return TaobaoClient.builder(shop)
        .endpoint(standIn.endpoint())
        .kind(shop.equals(Story.TMALL) ? ShopKind.TMALL : ShopKind.TAOBAO)
        .credential(TaobaoStandIn.APP_KEY, TaobaoStandIn.APP_SECRET)
        .tokens(tokens)
        .transport(shopTransport)
        .clock(clock)
        .waiter(clock)
        .listener(listener)
        .build();
  }

  private Erp erp(KingdeeStandIn standIn, DayClock clock, Listener listener) {
    KingdeeStandIn.Registration who = KingdeeStandIn.Registration.example();
    return KingdeeClient.builder()
        .endpoint(standIn.endpoint())
        .credential(
            new KingdeeCredential.SignedCalls(
                KingdeeCredential.Identity.of(
                    who.dataCentre(), who.user(), who.appId(), Secret.of(who.appSecret())),
                KingdeeCredential.Stamp.MILLISECONDS))
        .organization(who.organization())
        .settings(KingdeeSettings.builder("SALES01").build())
        .transport(erpTransport)
        .clock(clock)
        .waiter(clock)
        .listener(listener)
        .build();
  }

  /** Sets up master data and takes over the ERP's opening stock; safe to repeat. */
  void open(Map<Integer, String> products) {
    catalog.putCustomer(Story.TAOBAO, World.CUSTOMER_TAOBAO);
    catalog.putCustomer(Story.TMALL, World.CUSTOMER_TMALL);
    story
        .counters()
        .forEach(store -> catalog.putCustomer(Story.counter(store), World.counterCustomer(store)));
    List<Sku> skus = new ArrayList<>();
    products.forEach(
        (product, name) -> {
          Sku sku = new Sku(Story.sku(product));
          skus.add(sku);
          catalog.putSku(sku, name, 0);
          catalog.putCode(null, sku.code(), sku, 1);
          catalog.putItem(Story.TAOBAO, Story.item(product), null, sku, 1);
          catalog.putItem(Story.TMALL, Story.item(product), null, sku, 1);
        });
    counts(CountFlow.Policy.ADOPT).run(skus);
  }

  /** Returns the products that the shops list. */
  Iterable<Integer> products() {
    return products;
  }

  CountFlow counts(CountFlow.Policy policy) {
    return new CountFlow(database, erp, ledger, policy, clock, Listener.none());
  }

  List<IntakeFlow> intakes() {
    return intakes;
  }

  DropFlow drop() {
    return drop;
  }

  DispatchFlow dispatch() {
    return dispatch;
  }

  ShipmentFlow shipment() {
    return shipment;
  }

  StockFlow stock() {
    return stock;
  }

  ReceiptFlow receipts() {
    return receipts;
  }

  OrderBook orders() {
    return orders;
  }

  EmbeddedLedger ledger() {
    return ledger;
  }

  Erp erp() {
    return erp;
  }

  Figures figures() {
    return new Figures(database);
  }

  JdbcConnectionPool database() {
    return database;
  }

  Transport transport() {
    return shopTransport;
  }

  @Override
  public void close() {
    ledger.close();
    shopTransport.close();
    erpTransport.close();
    database.dispose();
  }
}
