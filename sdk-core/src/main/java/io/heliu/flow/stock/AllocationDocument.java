package io.heliu.flow.stock;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.internal.rules.Checked;
import io.heliu.inventory.Allocation;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The document of {@link AllocationRules}. */
record AllocationDocument(
    @Nullable ZoneId zone,
    @NotNull @Size(min = 1, max = 1_000)
        Map<ShopId, @Size(min = 1, max = 100) Set<Location>> locations,
    @Size(max = 10_000) List<@NotNull Rule> rules)
    implements Checked {
  private static final long MOST = 1_000_000_000_000L;
  private static final int RATIO_DIGITS = 4;

  /** What a shop gets of a SKU, or of all. */
  record Rule(
      @NotNull ShopId shop,
      @Nullable Sku sku,
      @Nullable LocalDateTime from,
      @Nullable LocalDateTime to,
      @Nullable @Min(0) @Max(MOST) Long quota,
      @Nullable @DecimalMin("0") @DecimalMax("1") BigDecimal ratio,
      @Nullable @Min(0) @Max(MOST) Long buffer,
      @Nullable @Min(0) @Max(MOST) Long floor,
      @Nullable @Min(0) @Max(MOST) Long cap)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      if (from != null && to != null && !from.isBefore(to)) {
        refusals.add("/to", "a time after from, which is " + from);
      }
      if (ratio != null && ratio.stripTrailingZeros().scale() > RATIO_DIGITS) {
        refusals.add("/ratio", "at most " + RATIO_DIGITS + " fraction digits");
      }
      if (floor != null && cap != null && floor > cap) {
        refusals.add("/floor", "at most cap, which is " + cap);
      }
      if (quota == null && ratio == null && buffer == null && floor == null && cap == null) {
        refusals.add("", "at least one of quota, ratio, buffer, floor and cap");
      }
    }

    boolean divides() {
      return (quota != null && quota > 0) || (ratio != null && ratio.compareTo(BigDecimal.ONE) < 0);
    }

    Allocation.Rule rule(ZoneId zone) {
      int basisPoints =
          ratio == null
              ? Allocation.Share.WHOLE
              : ratio.movePointRight(RATIO_DIGITS).intValueExact();
      Allocation.Share share =
          new Allocation.Share(
              or(quota, 0), basisPoints, or(buffer, 0), or(floor, 0), or(cap, Long.MAX_VALUE));
      return new Allocation.Rule(shop, sku, share, instant(from, zone), instant(to, zone));
    }

    private static long or(@Nullable Long units, long otherwise) {
      return units == null ? otherwise : units;
    }

    private static @Nullable Instant instant(@Nullable LocalDateTime at, ZoneId zone) {
      return at == null ? null : at.atZone(zone).toInstant();
    }
  }

  @Override
  public void check(Refusals refusals) {
    Map<List<@Nullable Object>, Integer> starts = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      String at = "/rules/" + i;
      Set<Location> own = locations.get(rule.shop);
      if (own == null) {
        refusals.add(at + "/shop", "a shop that locations has");
        continue;
      }
      Integer before = starts.putIfAbsent(Arrays.asList(rule.shop, rule.sku, rule.from), i);
      if (before != null) {
        refusals.add(at, "one rule for a shop, SKU and start; /rules/" + before + " is another");
      }
      if (rule.divides()) {
        checkPool(at, own, refusals);
      }
    }
  }

  private void checkPool(String at, Set<Location> own, Refusals refusals) {
    for (Map.Entry<ShopId, Set<Location>> other : locations.entrySet()) {
      boolean apart = Collections.disjoint(own, other.getValue());
      if (!apart && !own.equals(other.getValue())) {
        refusals.add(at + "/shop", "a shop with all or none of the locations of " + other.getKey());
      }
    }
  }

  Allocation allocation() {
    ZoneId clock = zone == null ? ZoneId.of("Asia/Shanghai") : zone;
    Map<ShopId, List<Location>> places = new HashMap<>();
    locations.forEach((shop, set) -> places.put(shop, List.copyOf(set)));
    return new Allocation(places, rules.stream().map(rule -> rule.rule(clock)).toList());
  }
}
