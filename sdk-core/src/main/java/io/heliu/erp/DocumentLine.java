package io.heliu.erp;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of a sales document.
 *
 * @param line our line id, unique in the document
 * @param sku what
 * @param location from where
 * @param quantity units of the SKU; negative for returned goods, never zero
 * @param amount what the line brings in, tax included
 * @param sourceDocument the number of the document this line fulfils, or null
 * @param sourceLine the line of that document, or null
 */
public record DocumentLine(
    String line,
    Sku sku,
    Location location,
    long quantity,
    Money amount,
    @Nullable String sourceDocument,
    @Nullable String sourceLine) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the quantity is zero
   */
  public DocumentLine {
    Objects.requireNonNull(line, "line");
    Objects.requireNonNull(sku, "sku");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(amount, "amount");
    if (quantity == 0) {
      throw new IllegalArgumentException("quantity: must not be zero");
    }
  }
}
