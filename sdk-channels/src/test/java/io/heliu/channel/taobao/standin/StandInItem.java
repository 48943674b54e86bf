package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item of the stand-in (商品).
 *
 * @param numIid its id, digits only
 * @param title its title
 * @param code the merchant's code, or null
 * @param quantity what may be sold of an item without variants; ignored if there are variants
 * @param deductOnOrder whether an order takes units at once; otherwise only its payment does
 * @param modifiedAt when it was last modified
 * @param variants its variants; empty for none
 */
public record StandInItem(
    String numIid,
    String title,
    @Nullable String code,
    long quantity,
    boolean deductOnOrder,
    Instant modifiedAt,
    List<Variant> variants) {

  /** Copies the variants. */
  public StandInItem {
    variants = List.copyOf(variants);
  }

  /**
   * A variant.
   *
   * @param skuId its id
   * @param code the merchant's code
   * @param barcode its barcode, or null
   * @param quantity what may be sold
   */
  public record Variant(String skuId, String code, @Nullable String barcode, long quantity) {}

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("num_iid", Long.parseLong(numIid)).put("title", title).put("outer_id", code);
    json.put("sub_stock", deductOnOrder ? 1 : 2).put("num", quantity).put("with_hold_quantity", 0);
    if (!variants.isEmpty()) {
      var rows = json.putObject("skus").putArray("sku");
      for (Variant variant : variants) {
        ObjectNode row = rows.addObject();
        row.put("sku_id", Long.parseLong(variant.skuId)).put("outer_id", variant.code);
        row.put("barcode", variant.barcode).put("quantity", variant.quantity);
        row.put("with_hold_quantity", 0).put("num_iid", Long.parseLong(numIid));
      }
    }
    ItemDesk.touch(json, modifiedAt);
    return json;
  }
}
