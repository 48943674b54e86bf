package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Money;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order of the stand-in (订单), in the platform's own form. Immutable; prices of a built one
 * follow from its lines as on the platform.
 */
public final class StandInOrder {
  private final ObjectNode json;

  private StandInOrder(ObjectNode json) {
    this.json = json;
  }

  /** Reads an order in the platform's form, for example out of its documents. */
  public static StandInOrder of(String json) {
    return new StandInOrder(Json.require(Json.parse(json)));
  }

  /**
   * Starts an order that is paid and to be shipped.
   *
   * @param orderId its number, digits only
   * @param createdAt when it was placed, paid and last changed, unless told otherwise
   */
  public static Builder builder(String orderId, Instant createdAt) {
    return new Builder(orderId, createdAt);
  }

  /** Returns its number. */
  public String orderId() {
    return Json.requireText(json, "order_id");
  }

  /** Returns its status. */
  public String status() {
    return Json.requireText(json, "status");
  }

  /** Returns when it was last changed. */
  public Instant updatedAt() {
    return Instant.ofEpochSecond(Json.requireLong(json, "update_time"));
  }

  /** Returns what the buyer pays in all. */
  public Money orderPrice() {
    return Money.fen(Json.requireLong(json, "order_detail", "price_info", "order_price"));
  }

  /** Returns the waybills in the order they were told, and how many units are in each. */
  public List<String> parcels() {
    List<String> parcels = new ArrayList<>();
    for (JsonNode row : Json.list(json, "order_detail", "delivery_info", "delivery_product_info")) {
      long units = 0;
      for (JsonNode product : Json.list(row, "product_infos")) {
        units += Json.requireLong(product, "product_cnt");
      }
      parcels.add(Json.requireText(row, "waybill_id") + " " + units);
    }
    return parcels;
  }

  /** Returns the same order with another value, given as JSON, at a path. */
  public StandInOrder with(String pointer, String value) {
    ObjectNode copy = json.deepCopy();
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) copy.at(pointer.substring(0, slash)))
        .set(pointer.substring(slash + 1), Json.parse(value));
    return new StandInOrder(copy);
  }

  /** Returns the order in the platform's form. */
  public String text() {
    return Json.write(json);
  }

  ObjectNode json() {
    return json.deepCopy();
  }

  /** Builds a {@link StandInOrder}. */
  public static final class Builder {
    private final ObjectNode json = Json.object();
    private final ObjectNode detail;
    private final ArrayNode lines;
    private long total;
    private long freight;

    private Builder(String orderId, Instant createdAt) {
      long at = createdAt.getEpochSecond();
      json.put("order_id", orderId).put("status", 20).put("openid", "oDemo" + orderId);
      json.put("create_time", at).put("update_time", at);
      detail = json.putObject("order_detail");
      lines = detail.putArray("product_infos");
      detail
          .putObject("pay_info")
          .put("prepay_id", "up_demo")
          .put("pay_time", at)
          .put("transaction_id", "42" + orderId);
      ObjectNode delivery = detail.putObject("delivery_info");
      delivery
          .putObject("address_info")
          .put("user_name", "测*")
          .put("tel_number", "138****0001")
          .put("province_name", "上海市")
          .put("city_name", "上海市")
          .put("county_name", "黄浦区")
          .put("detail_info", "演示路1号")
          .put("hash_code", "hash-" + orderId);
      delivery.putArray("delivery_product_info");
      delivery.put("deliver_method", 0);
      json.putObject("aftersale_detail")
          .put("on_aftersale_order_cnt", 0)
          .putArray("aftersale_order_list");
    }

    /** Sets the status. */
    public Builder status(int status) {
      json.put("status", status);
      return this;
    }

    /** Makes it wait for payment. */
    public Builder unpaid() {
      ((ObjectNode) detail.path("pay_info")).put("pay_time", 0).remove("transaction_id");
      return status(10);
    }

    /** Sets the freight in fen. */
    public Builder freight(long fen) {
      freight = fen;
      return this;
    }

    /** Sets the buyer's id at the open platform. */
    public Builder unionid(@Nullable String unionid) {
      json.put("unionid", unionid);
      return this;
    }

    /** Adds a line; the price is fen of one unit. */
    public Builder line(
        String productId, String skuId, @Nullable String code, int count, long price) {
      lines
          .addObject()
          .put("product_id", productId)
          .put("sku_id", skuId)
          .put("sku_cnt", count)
          .put("sale_price", price)
          .put("title", "商品 " + productId)
          .put("on_aftersale_sku_cnt", 0)
          .put("finish_aftersale_sku_cnt", 0)
          .put("sku_code", code)
          .put("real_price", price * count);
      total += price * count;
      return this;
    }

    /** Builds the order. */
    public StandInOrder build() {
      detail
          .putObject("price_info")
          .put("product_price", total)
          .put("order_price", total + freight)
          .put("freight", freight)
          .put("discounted_price", 0)
          .put("is_discounted", false);
      return new StandInOrder(json.deepCopy());
    }
  }
}
