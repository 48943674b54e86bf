package io.heliu.inventory;

import io.heliu.Location;
import io.heliu.Sku;
import java.util.Objects;

/**
 * A quantity of one SKU at one location.
 *
 * <p>Quantities are whole numbers in the SKU's base unit; weighed goods use a minor unit such as
 * the gram. Most commands want positive quantities; {@link Command.Consume} takes negative ones for
 * goods that came back.
 *
 * @param sku what
 * @param location where
 * @param quantity how much; not 0 and within plus or minus 10<sup>15</sup>
 */
public record StockLine(Sku sku, Location location, long quantity) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the quantity is 0 or out of range
   */
  public StockLine {
    Objects.requireNonNull(sku, "sku");
    Objects.requireNonNull(location, "location");
    if (quantity == 0) {
      throw new IllegalArgumentException("quantity: must not be 0");
    }
    Check.range(quantity, "quantity");
  }
}
