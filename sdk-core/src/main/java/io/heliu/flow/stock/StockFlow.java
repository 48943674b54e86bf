package io.heliu.flow.stock;

import io.heliu.Listener;
import io.heliu.Sku;
import io.heliu.catalog.Catalog;
import io.heliu.channel.StockSink;
import io.heliu.flow.StepReport;
import io.heliu.internal.flow.Faults;
import io.heliu.internal.store.CountTable;
import io.heliu.internal.store.CursorTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Digest;
import io.heliu.internal.store.ListingTable;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Allocation;
import io.heliu.inventory.Changes;
import io.heliu.inventory.StockLedger;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells the channels what they may sell, whenever the ledger, the allocation or the trust in the
 * counts changes (库存发布).
 *
 * <p>Changes are first noted on the listings they touch, then published in batches; many changes of
 * one listing become one level, the newest. What is published is the quantity of the moment, even
 * if the same was told before: a channel takes units off by itself with every sale of its own.
 *
 * <p><b>Give after take (先收后放).</b> A listing's outstanding level is the higher one of what the
 * channel acknowledged last and the highest level that was sent since without an answer; the latter
 * is stored before the send, and is forgotten only when a level that was sent at least {@link
 * StockSettings#settle} later is acknowledged. A shop's outstanding units of a SKU are the largest
 * that any of its listings gives, so a shop that lists a SKU several times counts once. In a pool
 * that is {@linkplain Allocation#divided divided}, every level that is sent obeys: its units plus
 * the outstanding units of the other shops of the pool are at most the pool's room of that moment,
 * or the level is 0. So units that one shop gives up are shown by another only after the first has
 * acknowledged it, whatever answers get lost and wherever the process dies. In a shared pool each
 * level alone is at most the room, and every shop may show the same units, by intention.
 *
 * <p>What that means for what buyers see of a divided pool, where "the next level" is the next one
 * that the channel acknowledges for the listing:
 *
 * <ul>
 *   <li><em>Shown by nobody</em> (少卖): units that one shop gives up, from the moment the plan or
 *       the stock changes until that shop has acknowledged its lower level and the next step has
 *       told the others. If the answer to a higher level was lost, until a level that was sent
 *       {@link StockSettings#settle} after it is acknowledged; if a shop refuses to be lowered, for
 *       as long as it does.
 *   <li><em>Shown too high</em> (超卖) because the room fell by something else than the shops' own
 *       sales, for example a sale at a counter, a count or a higher buffer: by as much as the room
 *       fell, until the next level of each shop concerned.
 *   <li><em>Shown too high</em> because a shop sold units and is told anew before the ledger has
 *       heard of the order: that shop, by the units so sold, until the order is in the ledger and
 *       the next level is acknowledged. The other shops are not: the level that the shop was told
 *       counts against them, sold or not.
 *   <li><em>Shown too high</em> because nobody has told a listing anything yet: by whatever it
 *       shows, until its first level. Such a listing counts as showing nothing.
 * </ul>
 *
 * <p>An order that comes of a level that was too high is accepted as long as the ledger has room,
 * and else held as out of stock; nothing is reserved twice.
 *
 * <p>While the stock of a SKU is not known (no cell in the ledger, or no comparable count for
 * {@link StockSettings#maxAge}), its levels are only lowered and an alert is raised; after {@link
 * StockSettings#grace} they fall to the floor.
 *
 * <p>One flow at a time may work on a database. A crash between any two lines only costs repeated
 * calls.
 */
public final class StockFlow {
  private static final String CURSOR = "stock/published";
  private static final String PLAN = "stock/plan";
  private static final int CHANGES = 1000;

  private final Database database;
  private final StockLedger ledger;
  private final Catalog catalog;
  private final List<StockSink> sinks;
  private final StockSettings settings;
  private final Clock clock;
  private final Listener listener;
  private @Nullable List<Allocation.Rule> effective;

  /**
   * Creates the flow.
   *
   * @param dataSource where the schema is installed
   * @param ledger the stock ledger
   * @param catalog tells what kits consist of
   * @param sinks the shops to publish to
   * @param settings who gets what, and how fast
   * @param clock tells the time
   * @param listener hears of progress, refusals and unknown stock
   * @throws IllegalArgumentException if a sink's shop has no locations in the allocation
   */
  public StockFlow(
      DataSource dataSource,
      StockLedger ledger,
      Catalog catalog,
      List<? extends StockSink> sinks,
      StockSettings settings,
      Clock clock,
      Listener listener) {
    this.database = Database.open(dataSource);
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    this.sinks = List.copyOf(sinks);
    this.settings = Objects.requireNonNull(settings, "settings");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
    for (StockSink sink : sinks) {
      if (!settings.allocation().locations().containsKey(sink.shop())) {
        throw new IllegalArgumentException("settings: " + sink.shop() + " has no locations");
      }
    }
  }

  /**
   * Notes a slice of the ledger's changes and publishes up to {@link StockSettings#levels} levels
   * per shop: what must be lowered on every shop first, then the rest.
   *
   * @return fetched are listings that were dealt with; fresh are levels the channels took, held are
   *     listings whose stock is not known, failed are levels that a channel refused
   * @throws io.heliu.Fault if a channel or the database fails; the next step goes on
   */
  public StepReport runOnce() {
    boolean more = note(clock.instant());
    StepReport report = StepReport.idle("stock", "all shops");
    Faults faults = new Faults();
    List<StockPublisher> publishers =
        sinks.stream()
            .map(
                sink ->
                    new StockPublisher(database, ledger, catalog, sink, settings, clock, listener))
            .toList();
    for (boolean lowering : new boolean[] {true, false}) {
      for (StockPublisher publisher : publishers) {
        StepReport nothing = StepReport.idle("stock", publisher.shop().toString());
        StepReport published = faults.keep(() -> publisher.publish(lowering), nothing);
        more |= published.more();
        report = report.plus(published);
      }
    }
    faults.rethrow();
    return new StepReport(
        "stock",
        "all shops",
        report.fetched(),
        report.fresh(),
        report.repeated(),
        report.held(),
        report.failed(),
        more);
  }

  /** Marks the listings that changes touch; tells whether the ledger has more changes. */
  private boolean note(Instant now) {
    long from =
        database.inTransaction(
            "stock cursor", tx -> CursorTable.find(tx, CURSOR).map(Long::parseLong).orElse(0L));
    Changes changes = ledger.changesSince(from, CHANGES);
    Set<Sku> skus = new TreeSet<>();
    changes.balances().forEach(balance -> skus.add(balance.sku()));
    List<Allocation.Rule> rules =
        settings.allocation().rules().stream().filter(rule -> rule.effective(now)).toList();
    database.inTransaction(
        "note stock changes",
        tx -> {
          for (Sku sku : skus) {
            ListingTable.ledgerChanged(tx, sku, changes.nextSequence());
          }
          CursorTable.put(tx, CURSOR, "" + changes.nextSequence());
          notePlan(tx, rules);
          if (settings.maxAge() != null) {
            for (Sku sku : CountTable.expire(tx, now.minus(settings.maxAge()))) {
              ListingTable.lookAgain(tx, sku);
            }
          }
          return true;
        });
    effective = rules;
    return changes.more();
  }

  /** Marks the listings whose share is another one than when it was looked at last. */
  private void notePlan(Tx tx, List<Allocation.Rule> rules) throws SQLException {
    String digest = digest(rules);
    String known = CursorTable.find(tx, PLAN).orElse("");
    if (known.equals(digest)) {
      return;
    }
    CursorTable.put(tx, PLAN, digest);
    List<Allocation.Rule> before = effective;
    if (before == null || !known.equals(digest(before))) {
      ListingTable.lookAgainAtAll(tx);
      return;
    }
    Set<Allocation.Rule> changed = new HashSet<>(before);
    changed.addAll(rules);
    before.stream().filter(rules::contains).forEach(changed::remove);
    for (Allocation.Rule rule : changed) {
      Sku sku = rule.sku();
      if (sku == null) {
        ListingTable.lookAgainAtAll(tx);
        return;
      }
      ListingTable.lookAgain(tx, sku);
    }
  }

  private String digest(List<Allocation.Rule> rules) {
    return Digest.sha256(new TreeMap<>(settings.allocation().locations()) + "/" + rules);
  }
}
