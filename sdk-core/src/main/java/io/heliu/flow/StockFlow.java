package io.heliu.flow;

import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.catalog.Catalog;
import io.heliu.channel.StockSink;
import io.heliu.internal.store.CursorTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Changes;
import io.heliu.inventory.StockLedger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells the channels what they may sell, whenever the ledger changes (库存发布).
 *
 * <p>Changes are first noted on the listings they touch, then published in batches; many changes of
 * one listing become one call. What is published is the quantity of the moment, and what a channel
 * shows counts as unknown from before the call until its answer is recorded, so a crash between any
 * two lines only costs a repeated call. One flow at a time may work on a database.
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
   * @return fetched changes; fresh are levels published, repeated are levels that a channel shows
   *     already, failed are levels that a channel refused
   * @throws io.heliu.Fault if a channel or the database fails; the next step goes on
   */
  public StepReport runOnce() {
    boolean more = note();
    StepReport report = StepReport.idle("stock", "all shops");
    for (StockSink sink : sinks) {
      StepReport published = publish(sink);
      more |= published.more();
      report = report.plus(published);
    }
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
    Set<String> skus = new TreeSet<>();
    changes.balances().forEach(balance -> skus.add(balance.sku().code()));
    database.inTransaction(
        "note stock changes",
        tx -> {
          for (String sku : skus) {
            tx.update(
                "UPDATE heliu_listing SET due_sequence = ? WHERE sku = ? OR sku IN (SELECT kit"
                    + " FROM heliu_kit WHERE component = ?)",
                changes.nextSequence(),
                sku,
                sku);
          }
          CursorTable.put(tx, CURSOR, "" + changes.nextSequence());
          return true;
        });
    return changes.more();
  }

  private record Due(String item, String variant, Sku sku, long units, long sequence, long shown) {}

  private StepReport publish(StockSink sink) {
    List<Due> due =
        database.inTransaction("due listings", tx -> due(tx, sink.shop(), sink.batchSize()));
    List<Due> changed = new ArrayList<>();
    List<StockSink.Level> levels = new ArrayList<>();
    for (Due one : due) {
      long quantity = sellable(sink.shop(), one.sku) / one.units;
      if (quantity != one.shown) {
        changed.add(one);
        String variant = one.variant.isEmpty() ? null : one.variant;
        levels.add(new StockSink.Level(one.item, variant, quantity));
      }
    }
    markUnknown(sink.shop(), changed);
    List<StockSink.Result> results = levels.isEmpty() ? List.of() : sink.publish(levels);
    int[] refused = {0};
    database.inTransaction(
        "record published",
        tx -> {
          refused[0] = record(tx, sink.shop(), due, changed, levels, results);
          return true;
        });
    alertRefused(sink.shop(), levels, results);
    if (!due.isEmpty()) {
      listener.progressed(new Listener.Progress("stock", sink.shop().toString(), due.size(), -1));
    }
    return new StepReport(
        "stock",
        sink.shop().toString(),
        due.size(),
        levels.size() - refused[0],
        due.size() - levels.size(),
        0,
        refused[0],
        due.size() == sink.batchSize());
  }

  /** Until the answer is recorded nobody knows what the channel shows. */
  private void markUnknown(ShopId shop, List<Due> changed) {
    if (changed.isEmpty()) {
      return;
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    changed.forEach(
        one -> rows.add(new @Nullable Object[] {shop.toString(), one.item, one.variant}));
    database.inTransaction(
        "mark unknown levels",
        tx -> {
          tx.batch(
              "UPDATE heliu_listing SET published_quantity = -1 WHERE shop = ? AND item = ? AND"
                  + " variant = ?",
              rows);
          return true;
        });
  }

  private static List<Due> due(Tx tx, ShopId shop, int limit) throws SQLException {
    return tx.query(
        "SELECT item, variant, sku, units, due_sequence, published_quantity FROM heliu_listing WHERE shop = ? AND due_sequence > published_sequence ORDER BY"
            + " item, variant FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row ->
            new Due(
                row.text(1),
                row.text(2),
                new Sku(row.text(3)),
                row.number(4),
                row.number(5),
                row.number(6)),
        shop.toString());
  }

  private static int record(
      Tx tx,
      ShopId shop,
      List<Due> due,
      List<Due> changed,
      List<StockSink.Level> levels,
      List<StockSink.Result> results)
      throws SQLException {
    int refused = 0;
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Due one : due) {
      int at = changed.indexOf(one);
      StockSink.Result result = at < 0 ? StockSink.Result.ACCEPTED : results.get(at);
      boolean accepted = result.accepted();
      refused += accepted ? 0 : 1;
      String refusal = accepted ? "" : result.code() + " " + result.message();
      rows.add(
          new @Nullable Object[] {
            one.sequence,
            at >= 0 && accepted ? levels.get(at).quantity() : one.shown,
            refusal.length() <= 1000 ? refusal : refusal.substring(0, 1000),
            shop.toString(),
            one.item,
            one.variant
          });
    }
    tx.batch(
        "UPDATE heliu_listing SET published_sequence = ?, published_quantity = ?, refusal = ? WHERE"
            + " shop = ? AND item = ? AND variant = ?",
        rows);
    return refused;
  }

  private void alertRefused(
      ShopId shop, List<StockSink.Level> levels, List<StockSink.Result> results) {
    for (int i = 0; i < levels.size(); i++) {
      if (!results.get(i).accepted()) {
        listener.alerted(
            new Listener.Alert(
                "stock",
                "LEVEL_REFUSED",
                shop + " " + levels.get(i).itemId() + ": " + results.get(i).code()));
      }
    }
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
