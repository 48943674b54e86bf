package io.heliu.inventory;

import io.heliu.Location;
import io.heliu.Sku;
import java.util.Objects;

/**
 * Units that a command wanted and did not find (缺货).
 *
 * @param sku what
 * @param location where
 * @param requested what the command wanted of this SKU and location, all its lines together
 * @param free what there was: the free units of the cell before the command (may be negative), or
 *     the open remainder if a reservation's line is exceeded
 * @param missing the part of {@code requested} that was not there under the cell's policy; from 1
 *     to {@code requested}
 */
public record Shortage(Sku sku, Location location, long requested, long free, long missing) {

  /** Checks that the names are there. */
  public Shortage {
    Objects.requireNonNull(sku, "sku");
    Objects.requireNonNull(location, "location");
  }
}
