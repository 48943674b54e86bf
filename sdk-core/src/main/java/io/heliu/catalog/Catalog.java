package io.heliu.catalog;

import io.heliu.ShopId;
import io.heliu.Sku;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Resolves what channels, counters and partners call a thing to the SKUs that stock is kept of, and
 * back. Thread-safe.
 */
public interface Catalog {

  /**
   * Resolves a thing and a quantity of it to units of SKUs. A kit gives one entry per component, a
   * mapping with a unit factor multiplies.
   *
   * @return what to take from stock
   * @throws IllegalArgumentException if the quantity is zero
   */
  Resolution resolve(ShopId shop, ItemRef item, BigDecimal quantity);

  /** Returns the items of a shop that sell a SKU, for publishing stock. */
  List<Listing> listings(ShopId shop, Sku sku);

  /** Returns the merchant's own name of a SKU (商品名称); empty if it is not known. */
  Optional<String> name(Sku sku);

  /** Returns what a kit consists of, in units each; empty if it is no kit. */
  Map<Sku, Long> components(Sku sku);

  /** Returns the ERP's code of a customer for orders of a shop. */
  Optional<String> customer(ShopId shop);

  /**
   * What a channel calls a thing. The first that is known wins, in the order of the components.
   *
   * @param itemId the channel's product id, or null
   * @param variantId the channel's variant id, or null
   * @param merchantCode the merchant's or partner's code, or null
   * @param barcode the barcode, or null
   */
  record ItemRef(
      @Nullable String itemId,
      @Nullable String variantId,
      @Nullable String merchantCode,
      @Nullable String barcode) {}

  /**
   * An item of a shop that sells a SKU.
   *
   * @param itemId the channel's product id
   * @param variantId the channel's variant id, or null
   * @param sku the SKU or kit it sells
   * @param unitsPerItem units of the SKU in one item, at least 1
   */
  record Listing(String itemId, @Nullable String variantId, Sku sku, long unitsPerItem) {}

  /** What a thing resolves to. */
  sealed interface Resolution {

    /**
     * Known.
     *
     * @param sku the SKU or kit that was meant
     * @param units what to take from stock, at least one entry, each SKU once
     */
    record Resolved(Sku sku, List<Units> units) implements Resolution {
      /** Copies the list. */
      public Resolved {
        Objects.requireNonNull(sku, "sku");
        units = List.copyOf(units);
      }
    }

    /**
     * Not known, or not a whole number of units.
     *
     * @param reason why, for people
     */
    record Unresolved(String reason) implements Resolution {}
  }

  /**
   * Units of a SKU.
   *
   * @param sku the SKU
   * @param quantity units; negative for returned goods
   */
  record Units(Sku sku, long quantity) {}
}
