package io.heliu.flow.stock;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.inventory.Allocation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How stock is published.
 *
 * @param allocation who gets what
 * @param levels the most levels that one step sends to one shop, 1 to 10000
 * @param interval the least time between two steps that send to the same shop; zero for none. This
 *     comes on top of what the shop's client keeps to by itself
 * @param retry how long a refused level waits at first; each further refusal doubles it, up to 64
 *     times
 * @param maxAge how old the ERP's last comparable count of a SKU may be before its stock counts as
 *     unknown, or null if the ledger is believed without counts
 * @param grace how long a shop goes on with what it shows while the stock is unknown, before it
 *     falls to the floor of its share
 * @param settle how long a request whose answer did not come may still reach the channel
 */
public record StockSettings(
    Allocation allocation,
    int levels,
    Duration interval,
    Duration retry,
    @Nullable Duration maxAge,
    Duration grace,
    Duration settle) {

  private static final int MAX_LEVELS = 10_000;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if levels is not 1 to 10000, or a duration is negative
   */
  public StockSettings {
    Objects.requireNonNull(allocation, "allocation");
    if (levels < 1 || levels > MAX_LEVELS) {
      throw new IllegalArgumentException("levels: must be 1 to " + MAX_LEVELS);
    }
    notNegative(interval, "interval");
    notNegative(retry, "retry");
    if (maxAge != null) {
      notNegative(maxAge, "maxAge");
    }
    notNegative(grace, "grace");
    notNegative(settle, "settle");
  }

  private static void notNegative(Duration duration, String name) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + ": must not be negative");
    }
  }

  /**
   * Returns settings where every shop is shown all that its locations have: 100 levels a step, no
   * least time, refused levels again after a minute, the ledger believed without counts, half an
   * hour of grace, one minute to settle.
   *
   * @param locations the locations each shop sells from
   */
  public static StockSettings from(Map<ShopId, List<Location>> locations) {
    return of(Allocation.shared(locations));
  }

  /** Returns the same settings with an allocation. */
  public static StockSettings of(Allocation allocation) {
    return new StockSettings(
        allocation,
        100,
        Duration.ZERO,
        Duration.ofMinutes(1),
        null,
        Duration.ofMinutes(30),
        Duration.ofMinutes(1));
  }
}
