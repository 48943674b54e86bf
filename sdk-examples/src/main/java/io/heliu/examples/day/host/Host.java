package io.heliu.examples.day.host;

import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.catalog.Catalog;
import io.heliu.catalog.JdbcCatalog;
import io.heliu.channel.OrderDrop;
import io.heliu.channel.OrderSource;
import io.heliu.channel.RefundSource;
import io.heliu.channel.StockSink;
import io.heliu.channel.pos.PosDropSettings;
import io.heliu.channel.pos.PosFileDrop;
import io.heliu.erp.Erp;
import io.heliu.erp.database.DatabaseErp;
import io.heliu.erp.database.ErpMapping;
import io.heliu.erp.kingdee.KingdeeClient;
import io.heliu.erp.kingdee.KingdeeCredential;
import io.heliu.erp.kingdee.KingdeeSettings;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.Databases;
import io.heliu.examples.day.world.Inlets;
import io.heliu.examples.day.world.LegacySite;
import io.heliu.examples.day.world.WechatShop;
import io.heliu.examples.day.world.World;
import io.heliu.flow.DispatchSettings;
import io.heliu.flow.DropFlow;
import io.heliu.flow.HintFlow;
import io.heliu.flow.Inbox;
import io.heliu.flow.IntakeFlow;
import io.heliu.flow.RefundIntakeFlow;
import io.heliu.flow.StepReport;
import io.heliu.flow.Worklist;
import io.heliu.flow.aftersales.AfterSalesSettings;
import io.heliu.flow.stock.CountFlow;
import io.heliu.flow.stock.StockFlow;
import io.heliu.flow.stock.StockSettings;
import io.heliu.http.Transport;
import io.heliu.http.TransportSettings;
import io.heliu.inventory.EmbeddedLedger;
import io.heliu.order.Order;
import io.heliu.order.OrderBook;
import io.heliu.order.RefundBook;
import io.heliu.order.RefundCase;
import io.heliu.store.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The merchant's system: Heliu's clients, stores and flows, wired as a host application would. */
public final class Host implements AutoCloseable {
  private static final int BATCH = 100;
  private static final int MOST_NOTICES = 10_000;
  private static final String CANCEL_REFUSED = "CANCEL_REFUSED";

  private final DataSource database;
  private final EmbeddedLedger ledger;
  private final Transport shopTransport;
  private final Transport erpTransport;
  private final Story story;
  private final DayClock clock;
  private final Set<Integer> products;
  private final Members members;
  private final OrderBook orders;
  private final JdbcCatalog catalog;
  private final Shops shops;
  private final HintFlow hints;
  private final Refusals refusals;
  private final OwnShop ownShop;
  private final PushInlet pushes;
  private final List<IntakeFlow> intakes = new ArrayList<>();
  private final List<RefundIntakeFlow> refunds = new ArrayList<>();
  private final RefundBook refundBook;
  private final DropFlow drop;
  private final Map<Story.Company, ErpFlows> erps = new EnumMap<>(Story.Company.class);
  private final StockFlow stock;

  public Host(
      Story story,
      Set<Integer> products,
      World world,
      DayClock clock,
      Path directory,
      Databases databases,
      Listener listener)
      throws IOException {
    this.products = products;
    this.clock = clock;
    Files.createDirectories(directory);
    this.story = story;
    this.database = databases.open("heliu", directory, false);
    Schema.install(database);
    this.ledger = EmbeddedLedger.builder(directory.resolve("ledger")).clock(clock).open();
    this.shopTransport = Transport.http(timeouts(Duration.ofSeconds(5)));
    this.erpTransport = Transport.http(timeouts(Duration.ofMillis(400)));
    this.members = new Members(story, database, clock);
    this.orders = OrderBook.open(database, members.orders());
    this.catalog = JdbcCatalog.open(database);
    this.shops = new Shops(world, database, orders, shopTransport, clock, listener);
    this.hints = new HintFlow(database, shops.orders(), clock, listener, members.orders());
    this.refusals = new Refusals(directory.resolve("refused"));
    this.refundBook = RefundBook.open(database);
    this.ownShop = new OwnShop(orders, refundBook, shops.payments(), world.mini()::refund);
    this.pushes =
        new PushInlet(clock, hints, new Inbox(database, clock, listener), ownShop, refusals);
    takeIn(listener);
    this.drop = drop(world, listener);
    Erp kingdee = kingdee(world, clock, listener);
    erps.put(Story.Company.EAST, flows(Story.Company.EAST, kingdee, world, listener));
    Erp legacy = legacy(world.legacy(), clock, listener);
    erps.put(Story.Company.WEST, flows(Story.Company.WEST, legacy, world, listener));
    this.stock = stock(world, listener);
  }

  /** Lets orders and refunds of the day come in from every shop. */
  private void takeIn(Listener listener) {
    Instant start = story.date().atStartOfDay(Story.CHINA).toInstant();
    for (OrderSource source : shops.orders()) {
      intakes.add(new IntakeFlow(database, source, start, clock, listener, members.orders()));
    }
    for (RefundSource source : shops.refunds()) {
      refunds.add(new RefundIntakeFlow(database, source, start, clock, listener));
    }
  }

  private DropFlow drop(World world, Listener listener) {
    Path files = world.tills().directory();
    OrderDrop tickets =
        new PosFileDrop(PosDropSettings.of(files, PosDropSettings.Ready.MARKER), clock)
            .orders("pos");
    return new DropFlow(database, tickets, clock, listener);
  }

  private StockFlow stock(World world, Listener listener) {
    Map<ShopId, List<Location>> locations = new TreeMap<>();
    for (StockSink sink : shops.stock()) {
      locations.put(sink.shop(), List.of(world.location(sink.shop())));
    }
    StockSettings settings = StockSettings.from(locations);
    return new StockFlow(database, ledger, catalog, shops.stock(), settings, clock, listener);
  }

  private static TransportSettings timeouts(Duration read) {
    return new TransportSettings(Duration.ofSeconds(5), read, Duration.ofSeconds(10), 32L << 20);
  }

  private ErpFlows flows(Story.Company company, Erp erp, World world, Listener listener) {
    DispatchSettings settings =
        DispatchSettings.from((order, sku) -> world.location(order.shop()))
            .withNumbering(
                company == Story.Company.EAST ? DispatchSettings::number : this::shortNumber)
            .withBatch(BATCH)
            .withShops(story.shopsOf(company));
    AfterSalesSettings returns =
        AfterSalesSettings.from(new Location(World.warehouse(company)))
            .trustingChannel()
            .withShops(story.shopsOf(company));
    return new ErpFlows(
        database,
        ledger,
        catalog,
        erp,
        settings,
        company == Story.Company.EAST
            ? returns
            : returns.withNumbering(told -> "T" + told.refund().id()),
        shops.shipments(story.shopsOf(company)),
        clock,
        listener);
  }

  /**
   * The legacy ERP has 20 characters for a document's number, three of which are for what is sent
   * anew after an order was taken back. The last 14 digits tell the day's orders apart.
   */
  private String shortNumber(Order order) {
    Order.Source source = order.sources().get(0);
    if (World.isOnline(source.shop())) {
      return "W" + source.number().substring(source.number().length() - 14);
    }
    String ticket = source.number().substring(source.number().lastIndexOf('/') + 1);
    String day = story.date().format(DateTimeFormatter.ofPattern("yyMMdd"));
    return "K" + source.shop().account() + day + ticket;
  }

  private Erp kingdee(World world, DayClock clock, Listener listener) {
    KingdeeStandIn.Registration who = KingdeeStandIn.Registration.example();
    return KingdeeClient.builder()
        .endpoint(world.kingdee().standIn().endpoint())
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

  private static Erp legacy(LegacySite site, DayClock clock, Listener listener) {
    return DatabaseErp.builder(site.door())
        .name("legacy")
        .clock(clock)
        .mapping(ErpMapping.parse(site.mapping()))
        .listener(listener)
        .build();
  }

  /** Sets up master data and takes over the ERPs' opening stock; safe to repeat. */
  public void open(Map<Integer, String> products) {
    for (Story.Company company : Story.Company.values()) {
      story.shopsOf(company).forEach(shop -> catalog.putCustomer(shop, World.customer(shop)));
    }
    List<Sku> skus = new ArrayList<>();
    products.forEach(
        (product, name) -> {
          Sku sku = new Sku(Story.sku(product));
          String item = Story.item(product);
          skus.add(sku);
          catalog.putSku(sku, name, 0);
          catalog.putCode(null, sku.code(), sku, 1);
          catalog.putItem(Story.TAOBAO, item, null, sku, 1);
          catalog.putItem(Story.TMALL, item, null, sku, 1);
          catalog.putItem(Story.WECHAT, item, WechatShop.variant(product), sku, 1);
        });
    erps.values().forEach(erp -> Steps.retry(() -> erp.counts(CountFlow.Policy.ADOPT).run(skus)));
    shops.openMessages();
    members.takeOver(story.date().atStartOfDay(Story.CHINA).toInstant());
  }

  /** Lets notices that a shop refused go out again, as a person would who has dealt with them. */
  public void tellRefusedAgain() {
    Worklist worklist = Worklist.open(database);
    worklist.refusedNotices(MOST_NOTICES).forEach(worklist::sendAgain);
  }

  /**
   * Lets the ERPs be asked again for orders that they did not take back because of a rule, as a
   * person would who has seen to it there, for example opened the period again.
   */
  public void askRefusingErpsAgain() {
    for (RefundCase told : refundBook.list(RefundCase.State.HELD, null, null, MOST_NOTICES)) {
      if (told.code().equals(CANCEL_REFUSED)) {
        refundBook.release(told.shop(), told.refund().id(), "the period is open again");
      }
    }
  }

  /**
   * Takes the shops' messages, and reads the orders again that these and pushes hinted at, and
   * those that a shop would not tell.
   */
  public void followHints() {
    shops.takeMessages(hints);
    for (Worklist.UnreadRow row : Worklist.open(database).unreadRows(MOST_NOTICES)) {
      String id = row.id();
      for (ShopId shop : Story.listingShops()) {
        if (id != null && row.source().equals(shop.toString())) {
          hints.store(shop, List.of(id));
        }
      }
    }
    Steps.repeat(hints::runOnce, StepReport::more);
  }

  /** Returns the products that the shops list. */
  public Iterable<Integer> products() {
    return products;
  }

  /** Returns the addresses that those who push were given. */
  public Inlets inlets() {
    return pushes.addresses();
  }

  public OwnShop ownShop() {
    return ownShop;
  }

  public Refusals refusals() {
    return refusals;
  }

  public List<IntakeFlow> intakes() {
    return intakes;
  }

  public List<RefundIntakeFlow> refunds() {
    return refunds;
  }

  public RefundBook refundBook() {
    return refundBook;
  }

  public DropFlow drop() {
    return drop;
  }

  public Story.Company companyOf(ShopId shop) {
    return story.companyOf(shop);
  }

  /** Returns the flows of a company's ERP. */
  public ErpFlows erp(Story.Company company) {
    return Objects.requireNonNull(erps.get(company), "company");
  }

  public StockFlow stock() {
    return stock;
  }

  public Members members() {
    return members;
  }

  public Catalog catalog() {
    return catalog;
  }

  public OrderBook orders() {
    return orders;
  }

  public EmbeddedLedger ledger() {
    return ledger;
  }

  public Figures figures() {
    return new Figures(database);
  }

  public DataSource database() {
    return database;
  }

  public Transport transport() {
    return shopTransport;
  }

  @Override
  public void close() {
    pushes.close();
    ledger.close();
    shopTransport.close();
    erpTransport.close();
  }
}
