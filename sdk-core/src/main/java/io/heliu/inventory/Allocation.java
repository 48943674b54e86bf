package io.heliu.inventory;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How free stock is divided among the shops that sell it (渠道库存分配). Immutable.
 *
 * <p>Shops with the same locations form a pool (库存池). With the pool's room {@code r} (free plus
 * oversell allowance minus buffer, never below 0) and the units {@code h(c)} that open orders of
 * shop {@code c} hold:
 *
 * <ul>
 *   <li>exclusive room: {@code e(c) = max(0, quota(c) - h(c))}
 *   <li>shared room: {@code g = max(0, r - sum of all e(k))}
 *   <li>what the shop gets: {@code min(r, e(c) + g * ratio(c))}
 *   <li>what it shows: {@code min(cap(c), max(0, what it gets - buffer(c)))}; the floor is for the
 *       time when nobody knows the stock, and raises nothing
 * </ul>
 *
 * <p>If the ratios of a pool add up to at most 100 %, the pool is <em>divided</em>: exclusive rooms
 * that exceed the room are cut in proportion, units that no ratio gives out whole go to the largest
 * fractions, and the sum of what the shops get never exceeds the room. Otherwise the pool is
 * <em>shared</em>: each shop gets up to all of it, first come first served, and only the ledger
 * keeps the promises within what is there. Under both, accepted reservations never exceed free plus
 * oversell allowance, because the ledger decides on each of them.
 *
 * <p><b>Invariant: no shop shows a unit that the ledger would refuse to reserve for it at that
 * moment</b>, {@code 0 <= shown(c) <= r}. The ledger keeps the buffer of a cell (安全库存) from every
 * reservation, whosever it is, so the buffer goes before the quotas: it is taken off the shared
 * room first, and once that is used up, off what quotas reach beyond it. A quota of 4 with 5 units
 * free and a buffer of 3 shows 2. As far as the room goes a quota is kept whole: a shop of a shared
 * pool gets at least {@code min(r, e(c))}, one of a divided pool at least {@code e(c)} if all of
 * them fit. To keep units for one shop from the others alone, use a quota without a buffer.
 *
 * <p>Quotas steer what shops are shown; the ledger does not know them. An order of a shop beyond
 * what it was shown is accepted while the cell has room.
 *
 * @param locations the locations each shop sells from; the pool is the shops with the same ones
 * @param rules what differs from {@link Share#ALL}
 */
public record Allocation(Map<ShopId, List<Location>> locations, List<Rule> rules) {

  /**
   * What a shop gets of a SKU (渠道份额).
   *
   * @param quota units that only this shop may sell (渠道独占库存)
   * @param ratio part of the shared room in basis points (共享比例): 10000 is all of it
   * @param buffer units of what the shop gets that it is not shown (安全库存)
   * @param floor what it is shown at most while nobody knows the stock (兜底库存); nothing is raised to
   *     it
   * @param cap the most it is ever shown (展示上限); {@link Long#MAX_VALUE} for no limit
   */
  public record Share(long quota, int ratio, long buffer, long floor, long cap) {
    /** A ratio of 100 %, in basis points. */
    public static final int WHOLE = 10_000;

    /** All of the shared room, nothing exclusive, no buffer, floor 0, no cap. */
    public static final Share ALL = new Share(0, WHOLE, 0, 0, Long.MAX_VALUE);

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if one is negative, or the ratio above 10000
     */
    public Share {
      Check.notNegative(quota, "quota");
      Check.notNegative(buffer, "buffer");
      notNegative(floor, "floor");
      notNegative(cap, "cap");
      if (ratio < 0 || ratio > WHOLE) {
        throw new IllegalArgumentException("ratio: must be 0 to " + WHOLE + " basis points");
      }
    }

    private static void notNegative(long units, String name) {
      if (units < 0) {
        throw new IllegalArgumentException(name + ": must not be negative");
      }
    }

    /** Returns a share of so many basis points, with nothing else set. */
    public static Share ofRatio(int ratio) {
      return new Share(0, ratio, 0, 0, Long.MAX_VALUE);
    }

    /** Returns what is shown of units that a shop gets: less the buffer, at most the cap. */
    public long shown(long units) {
      return Math.min(cap, Math.max(0, units - buffer));
    }
  }

  /**
   * A share that a shop has, of one SKU or of all, always or for a time. Of the rules that are in
   * effect the one that names the SKU counts before the one for all, then the one that began last.
   *
   * @param shop the shop
   * @param sku the SKU, or null for every SKU. A rule that names a kit sets the buffer, the floor
   *     and the cap of the kit; how many units it may use is decided by the rules of its components
   * @param share what it gets
   * @param from when the rule begins, or null if it always was
   * @param until when it is over, itself not included, or null for never; an exclusive quota then
   *     goes back to the shared room
   */
  public record Rule(
      ShopId shop,
      @Nullable Sku sku,
      Share share,
      @Nullable Instant from,
      @Nullable Instant until) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the rule is over before it begins
     */
    public Rule {
      Objects.requireNonNull(shop, "shop");
      Objects.requireNonNull(share, "share");
      if (from != null && until != null && !from.isBefore(until)) {
        throw new IllegalArgumentException("until: must be after from");
      }
    }

    /** Returns a rule for every SKU of a shop that always holds. */
    public static Rule of(ShopId shop, Share share) {
      return new Rule(shop, null, share, null, null);
    }

    /** Tells whether the rule is in effect. */
    public boolean effective(Instant at) {
      return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
    }

    private boolean beats(@Nullable Rule other) {
      if (other == null || (sku == null) != (other.sku == null)) {
        return other == null || sku != null;
      }
      return other.from == null || (from != null && from.isAfter(other.from));
    }
  }

  /**
   * Checks and copies the components.
   *
   * @throws IllegalArgumentException if a shop has no location or one twice, if a rule's shop has
   *     none, if two rules of a shop and SKU begin at the same time, or if a shop that has a quota
   *     or a ratio below 100 % shares only some of its locations with another
   */
  public Allocation {
    TreeMap<ShopId, List<Location>> copy = new TreeMap<>();
    locations.forEach((shop, places) -> copy.put(shop, checked(shop, places)));
    locations = Collections.unmodifiableMap(copy);
    rules = List.copyOf(rules);
    Set<List<@Nullable Object>> seen = new HashSet<>();
    for (Rule rule : rules) {
      if (!locations.containsKey(rule.shop)) {
        throw new IllegalArgumentException("rules: " + rule.shop + " has no locations");
      }
      if (!seen.add(Arrays.asList(rule.shop, rule.sku, rule.from))) {
        throw new IllegalArgumentException(
            "rules: " + rule.shop + " has two for the same SKU that begin at the same time");
      }
      if (rule.share.quota > 0 || rule.share.ratio < Share.WHOLE) {
        checkDivisible(locations, rule.shop);
      }
    }
  }

  private static List<Location> checked(ShopId shop, List<Location> places) {
    if (places.isEmpty() || new HashSet<>(places).size() != places.size()) {
      throw new IllegalArgumentException("locations: " + shop + " needs at least one, each once");
    }
    return List.copyOf(places);
  }

  private static void checkDivisible(Map<ShopId, List<Location>> locations, ShopId shop) {
    Set<Location> own = Set.copyOf(locations.getOrDefault(shop, List.of()));
    locations.forEach(
        (other, places) -> {
          boolean apart = Collections.disjoint(own, places);
          if (!apart && !own.equals(Set.copyOf(places))) {
            throw new IllegalArgumentException(
                "rules: " + shop + " shares only some locations with " + other);
          }
        });
  }

  /** Returns an allocation where every shop gets all of its pool. */
  public static Allocation shared(Map<ShopId, List<Location>> locations) {
    return new Allocation(locations, List.of());
  }

  /** Returns the shops with the same locations as a shop, itself included; empty if unknown. */
  public Set<ShopId> pool(ShopId shop) {
    Set<Location> own = Set.copyOf(locations.getOrDefault(shop, List.of()));
    Set<ShopId> pool = new TreeSet<>();
    locations.forEach(
        (other, places) -> {
          if (own.equals(Set.copyOf(places))) {
            pool.add(other);
          }
        });
    return pool;
  }

  /** Returns what a shop gets of a SKU; {@link Share#ALL} without a rule. */
  public Share share(ShopId shop, Sku sku, Instant at) {
    Rule best = null;
    for (Rule rule : rules) {
      boolean fits = rule.shop.equals(shop) && (rule.sku == null || rule.sku.equals(sku));
      if (fits && rule.effective(at) && rule.beats(best)) {
        best = rule;
      }
    }
    return best == null ? Share.ALL : best.share;
  }

  /** Tells whether the pool of a shop is divided, so that its shops get no unit twice. */
  public boolean divided(ShopId shop, Sku sku, Instant at) {
    long sum = 0;
    for (ShopId one : pool(shop)) {
      sum += share(one, sku, at).ratio;
    }
    return sum <= Share.WHOLE;
  }

  /**
   * Divides a pool's room.
   *
   * @param shop any shop of the pool
   * @param sku what
   * @param at when, which decides on the rules
   * @param room what may be sold in all; a negative room is none
   * @param held units that open orders of each shop hold; none where it is not in the map
   * @return what each shop of the pool is shown
   */
  public Map<ShopId, Long> divide(
      ShopId shop, Sku sku, Instant at, long room, Map<ShopId, Long> held) {
    long all = Math.max(0, room);
    List<ShopId> shops = List.copyOf(pool(shop));
    List<Share> shares = shops.stream().map(one -> share(one, sku, at)).toList();
    boolean divided = divided(shop, sku, at);
    long[] exclusive = new long[shops.size()];
    long left = all;
    for (int i = 0; i < exclusive.length; i++) {
      exclusive[i] =
          Math.max(0, shares.get(i).quota - Math.max(0, held.getOrDefault(shops.get(i), 0L)));
      left -= exclusive[i];
    }
    if (divided && left < 0) {
      exclusive = split(all, exclusive);
    }
    long[] common = common(Math.max(0, left), shares, divided);
    Map<ShopId, Long> result = new TreeMap<>();
    for (int i = 0; i < exclusive.length; i++) {
      long units = Math.min(all, Math.min(all, exclusive[i]) + common[i]);
      result.put(shops.get(i), shares.get(i).shown(units));
    }
    return result;
  }

  private static long[] common(long room, List<Share> shares, boolean divided) {
    long[] parts = new long[shares.size()];
    long rest = Share.WHOLE;
    long[] weights = new long[shares.size() + 1];
    for (int i = 0; i < parts.length; i++) {
      weights[i] = shares.get(i).ratio;
      rest -= weights[i];
      parts[i] = room / Share.WHOLE * weights[i] + room % Share.WHOLE * weights[i] / Share.WHOLE;
    }
    if (divided) {
      // The last weight stands for what no shop gets.
      weights[parts.length] = rest;
      return Arrays.copyOf(split(room, weights), parts.length);
    }
    return parts;
  }

  /**
   * Splits units by weights without losing any: whole parts, then one for the largest fractions.
   */
  private static long[] split(long units, long[] weights) {
    BigInteger sum = BigInteger.ZERO;
    for (long weight : weights) {
      sum = sum.add(BigInteger.valueOf(weight));
    }
    long[] parts = new long[weights.length];
    BigInteger[] fractions = new BigInteger[weights.length];
    List<Integer> order = new ArrayList<>();
    long left = units;
    for (int i = 0; i < weights.length; i++) {
      BigInteger[] division =
          BigInteger.valueOf(units)
              .multiply(BigInteger.valueOf(weights[i]))
              .divideAndRemainder(sum);
      parts[i] = division[0].longValueExact();
      fractions[i] = division[1];
      left -= parts[i];
      order.add(i);
    }
    order.sort((a, b) -> fractions[b].compareTo(fractions[a]));
    for (int i = 0; i < left; i++) {
      parts[order.get(i)]++;
    }
    return parts;
  }
}
