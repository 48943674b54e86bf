package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.catalog.Catalog;
import io.heliu.channel.StockSink;
import io.heliu.internal.store.CursorTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.ListingTable;
import io.heliu.inventory.Changes;
import io.heliu.inventory.StockLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Tells the channels what they may sell, whenever the ledger changes (库存发布).
 *
 * <p>Changes are first noted on the listings they touch, then published in batches; many changes of
 * one listing become one call. What is published is the quantity of the moment, even if the same
 * was told before: a channel takes units off by itself with every sale of its own. A crash between
 * any two lines only costs a repeated call.
 */
public final class StockFlow {
  private static final String CURSOR = "stock/published";
  private static final int CHANGES = 1000;

  private final Database database;
  private final StockLedger ledger;
  private final Catalog catalog;
  private final List<StockSink> sinks;
  private final Map<ShopId, List<Location>> locations;
  private final Listener listener;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param ledger the stock ledger
   * @param catalog tells which listings sell a SKU
   * @param sinks the shops to publish to
   * @param locations the locations each shop sells from; every sink's shop must be in it
   * @param listener hears of progress and refusals
   * @throws IllegalArgumentException if a sink's shop has no locations
   */
  public StockFlow(
      DataSource dataSource,
      StockLedger ledger,
      Catalog catalog,
      List<? extends StockSink> sinks,
      Map<ShopId, List<Location>> locations,
      Listener listener) {
    this.database = Database.open(dataSource);
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    this.sinks = List.copyOf(sinks);
    this.locations = Map.copyOf(locations);
    this.listener = Objects.requireNonNull(listener, "listener");
    for (StockSink sink : sinks) {
      if (!this.locations.containsKey(sink.shop())) {
        throw new IllegalArgumentException("locations: " + sink.shop() + " has none");
      }
    }
  }

  /**
   * Notes a slice of the ledger's changes and publishes a batch per shop.
   *
   * @return fetched are listings that were due; fresh are levels published, failed are levels that
   *     a channel refused
   * @throws io.heliu.Fault if a channel or the database fails; the next step goes on
   */
  public StepReport runOnce() {
    boolean more = note();
    StepReport report = StepReport.idle("stock", "all shops");
    Faults faults = new Faults();
    for (StockSink sink : sinks) {
      StepReport published =
          faults.keep(() -> publish(sink), StepReport.idle("stock", sink.shop().toString()));
      more |= published.more();
      report = report.plus(published);
    }
    faults.rethrow();
    return new StepReport(
        "stock",
        "all shops",
        report.fetched(),
        report.fresh(),
        report.repeated(),
        0,
        report.failed(),
        more);
  }

  /** Marks the listings that the next changes touch; tells whether there are more changes. */
  private boolean note() {
    long from =
        database.inTransaction(
            "stock cursor", tx -> CursorTable.find(tx, CURSOR).map(Long::parseLong).orElse(0L));
    Changes changes = ledger.changesSince(from, CHANGES);
    Set<Sku> skus = new TreeSet<>();
    changes.balances().forEach(balance -> skus.add(balance.sku()));
    database.inTransaction(
        "note stock changes",
        tx -> {
          for (Sku sku : skus) {
            ListingTable.ledgerChanged(tx, sku, changes.nextSequence());
          }
          CursorTable.put(tx, CURSOR, "" + changes.nextSequence());
          return true;
        });
    return changes.more();
  }

  private StepReport publish(StockSink sink) {
    ShopId shop = sink.shop();
    List<ListingTable.Due> due =
        database.inTransaction("due listings", tx -> ListingTable.due(tx, shop, sink.batchSize()));
    if (due.isEmpty()) {
      return StepReport.idle("stock", shop.toString());
    }
    List<StockSink.Level> levels = new ArrayList<>();
    List<Long> quantities = new ArrayList<>();
    for (ListingTable.Due one : due) {
      long quantity = sellable(shop, one.sku()) / one.units();
      String variant = one.variant().isEmpty() ? null : one.variant();
      quantities.add(quantity);
      levels.add(new StockSink.Level(one.item(), variant, quantity));
    }
    List<StockSink.Result> results = sink.publish(levels);
    List<String> refusals = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      StockSink.Result result = results.get(i);
      refusals.add(result.accepted() ? "" : result.code() + " " + result.message());
      if (!result.accepted()) {
        String listing = shop + " " + due.get(i).item();
        listener.alerted(
            new Listener.Alert("stock", "LEVEL_REFUSED", listing + ": " + result.code()));
      }
    }
    database.inTransaction(
        "record published",
        tx -> {
          ListingTable.published(tx, shop, due, quantities, refusals);
          return true;
        });
    long refused = results.stream().filter(result -> !result.accepted()).count();
    listener.progressed(new Listener.Progress("stock", shop.toString(), due.size(), -1));
    return new StepReport(
        "stock",
        shop.toString(),
        due.size(),
        due.size() - refused,
        0,
        0,
        refused,
        due.size() == sink.batchSize());
  }

  /** Returns what a shop may sell of a SKU or kit. */
  private long sellable(ShopId shop, Sku sku) {
    Map<Sku, Long> components = catalog.components(sku);
    if (components.isEmpty()) {
      return pool(shop, sku);
    }
    return components.entrySet().stream()
        .mapToLong(part -> pool(shop, part.getKey()) / part.getValue())
        .min()
        .orElse(0);
  }

  private long pool(ShopId shop, Sku sku) {
    long sum = 0;
    for (Location location : locations.getOrDefault(shop, List.of())) {
      sum += ledger.sellable(sku, location);
    }
    return sum;
  }
}
