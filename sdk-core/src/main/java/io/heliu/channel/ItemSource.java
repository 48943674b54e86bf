package io.heliu.channel;

import io.heliu.ShopId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A shop whose items (商品) can be listed. */
public interface ItemSource {

  /** Returns the shop. */
  ShopId shop();

  /**
   * Returns one page of all items that are on sale.
   *
   * @param cursor the cursor the page before gave, or null for the first
   */
  Page<Item> items(@Nullable String cursor);

  /**
   * One sellable variant of an item.
   *
   * @param itemId the channel's product id
   * @param variantId the channel's variant id, or null for an item without variants
   * @param merchantCode the merchant's code set on it, or null
   * @param barcode its barcode, or null
   * @param title its title
   * @param quantity what the channel shows as sellable
   */
  record Item(
      String itemId,
      @Nullable String variantId,
      @Nullable String merchantCode,
      @Nullable String barcode,
      String title,
      long quantity) {

    /** Checks that id and title are there. */
    public Item {
      Objects.requireNonNull(itemId, "itemId");
      Objects.requireNonNull(title, "title");
    }
  }
}
