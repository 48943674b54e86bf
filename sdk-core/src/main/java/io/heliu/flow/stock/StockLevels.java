package io.heliu.flow.stock;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.catalog.Catalog;
import io.heliu.internal.store.CountTable;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.ListingTable;
import io.heliu.internal.store.Tx;
import io.heliu.inventory.Allocation;
import io.heliu.inventory.Balance;
import io.heliu.inventory.StockLedger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What listings of one shop should show, at one moment. */
final class StockLevels {
  private final StockLedger ledger;
  private final Catalog catalog;
  private final StockSettings settings;
  private final ShopId shop;
  private final Set<ShopId> pool;
  private final Instant now;
  private final Map<Sku, Map<Sku, Long>> recipes = new HashMap<>();
  private final Map<Sku, Part> parts = new HashMap<>();

  StockLevels(
      StockLedger ledger, Catalog catalog, StockSettings settings, ShopId shop, Instant now) {
    this.ledger = ledger;
    this.catalog = catalog;
    this.settings = settings;
    this.shop = shop;
    this.pool = settings.allocation().pool(shop);
    this.now = now;
  }

  /**
   * What a listing should show.
   *
   * @param target items that the allocation gives it
   * @param limit items that it may be told now; less than the target while other shops may still be
   *     selling from them
   * @param known whether the stock is known
   * @param floor items that it shows at most when the stock is not known for too long
   */
  record Wanted(long target, long limit, boolean known, long floor) {}

  /** What the shop gets of a SKU that stock is kept of, in units. */
  private record Part(long target, long limit, boolean known) {}

  /** What the database says of a SKU that stock is kept of. */
  private record Facts(List<ListingTable.Told> told, Map<ShopId, Long> held, boolean counted) {}

  /** Works out what listings should show; asks the catalog, so not within a transaction. */
  void load(Database database, List<ListingTable.Due> listings) {
    Set<Sku> skus = new TreeSet<>();
    listings.forEach(listing -> skus.addAll(components(listing.sku()).keySet()));
    Map<Sku, Facts> facts = database.inTransaction("stock facts", tx -> facts(tx, skus));
    facts.forEach((sku, fact) -> parts.put(sku, part(sku, fact)));
  }

  /** Returns the SKUs that stock is kept of in a SKU or kit, with units each. */
  Map<Sku, Long> components(Sku sku) {
    // Asked once, so that a recipe that changes meanwhile is the same for the whole page.
    return recipes.computeIfAbsent(
        sku,
        any -> {
          Map<Sku, Long> components = catalog.components(any);
          return components.isEmpty() ? Map.of(any, 1L) : components;
        });
  }

  /** Tells whether nothing of a SKU or kit is divided among shops. */
  boolean isShared(Sku sku) {
    return components(sku).keySet().stream().noneMatch(part -> pool.size() > 1 && isDivided(part));
  }

  Wanted of(ListingTable.Due listing) {
    long target = Long.MAX_VALUE;
    long limit = Long.MAX_VALUE;
    boolean known = true;
    for (Map.Entry<Sku, Long> component : components(listing.sku()).entrySet()) {
      Part part = Objects.requireNonNull(parts.get(component.getKey()));
      target = Math.min(target, part.target / component.getValue());
      limit = Math.min(limit, part.limit / component.getValue());
      known &= part.known;
    }
    Allocation.Share share = settings.allocation().share(shop, listing.sku(), now);
    boolean kit = !parts.containsKey(listing.sku());
    if (kit && isNamed(listing.sku())) {
      target = share.shown(target);
    }
    return new Wanted(
        target / listing.units(), limit / listing.units(), known, share.floor() / listing.units());
  }

  private boolean isNamed(Sku kit) {
    return settings.allocation().rules().stream()
        .anyMatch(
            rule -> rule.shop().equals(shop) && kit.equals(rule.sku()) && rule.effective(now));
  }

  private Map<Sku, Facts> facts(Tx tx, Set<Sku> skus) throws SQLException {
    Map<Sku, Facts> facts = new TreeMap<>();
    Map<Sku, Map<ShopId, Long>> held =
        ListingTable.held(tx, skus.stream().filter(this::hasQuotas).toList());
    for (Sku sku : skus) {
      boolean counted =
          settings.maxAge() == null
              || CountTable.known(tx, sku, locations(), now.minus(settings.maxAge()));
      List<ListingTable.Told> told = isDivided(sku) ? ListingTable.told(tx, sku) : List.of();
      facts.put(sku, new Facts(told, held.getOrDefault(sku, Map.of()), counted));
    }
    return facts;
  }

  private boolean hasQuotas(Sku sku) {
    return pool.stream().anyMatch(one -> settings.allocation().share(one, sku, now).quota() > 0);
  }

  private boolean isDivided(Sku sku) {
    return settings.allocation().divided(shop, sku, now);
  }

  private List<Location> locations() {
    return settings.allocation().locations().getOrDefault(shop, List.of());
  }

  private Part part(Sku sku, Facts facts) {
    long room = 0;
    boolean stocked = false;
    for (Location location : locations()) {
      Balance balance = ledger.balance(sku, location);
      room += balance.sellable();
      stocked |= balance.version() > 0;
    }
    long target =
        settings.allocation().divide(shop, sku, now, room, facts.held).getOrDefault(shop, 0L);
    long limit =
        isDivided(sku) ? Math.max(0, room - outstandingElsewhere(sku, facts.told)) : Long.MAX_VALUE;
    return new Part(target, limit, stocked && facts.counted);
  }

  /** Returns the units that the other shops of the pool may still be selling. */
  private long outstandingElsewhere(Sku sku, List<ListingTable.Told> listings) {
    Map<ShopId, Long> most = new TreeMap<>();
    for (ListingTable.Told told : listings) {
      if (!told.shop().equals(shop) && pool.contains(told.shop())) {
        long each = components(told.sku()).getOrDefault(sku, 0L);
        most.merge(told.shop(), times(times(told.level(), told.units()), each), Math::max);
      }
    }
    long sum = 0;
    for (long units : most.values()) {
      sum = sum + units < 0 ? Long.MAX_VALUE : sum + units;
    }
    return sum;
  }

  /** Multiplies numbers that are not negative; what is too large is as large as can be. */
  private static long times(long a, long b) {
    long product = a * b;
    return Math.multiplyHigh(a, b) == 0 && product >= 0 ? product : Long.MAX_VALUE;
  }
}
