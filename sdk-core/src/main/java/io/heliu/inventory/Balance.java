package io.heliu.inventory;

import io.heliu.Location;
import io.heliu.Sku;
import java.util.Objects;

/**
 * The books of one SKU at one location (库存单元) at one moment.
 *
 * @param sku what
 * @param location where
 * @param onHand units believed to be there (现货, 账面库存); negative after an offline sale or a count
 *     that found less than was known
 * @param reserved units held by open reservations (预占); never negative
 * @param buffer units that are not offered (安全库存)
 * @param oversellAllowance units that may be promised without being there (可超卖量)
 * @param version the sequence of the last change of this balance; 0 if the ledger does not know it
 */
public record Balance(
    Sku sku,
    Location location,
    long onHand,
    long reserved,
    long buffer,
    long oversellAllowance,
    long version) {

  /** Checks that the names are there. */
  public Balance {
    Objects.requireNonNull(sku, "sku");
    Objects.requireNonNull(location, "location");
  }

  /** Returns the units that nobody holds: on hand minus reserved; may be negative. */
  public long free() {
    return onHand - reserved;
  }

  /**
   * Returns what may be sold now (可售库存): free plus oversell allowance minus buffer, and 0 if that
   * is negative.
   */
  public long sellable() {
    return Math.max(0, free() + oversellAllowance - buffer);
  }

  /**
   * Returns how many units are promised that neither exist nor are allowed to be oversold; 0 unless
   * a physical fact (an offline sale, a count, damage) took stock away.
   */
  public long shortBy() {
    return Math.max(0, -(free() + oversellAllowance));
  }
}
