package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an order (订单) of the shop. */
final class OrderReader {
  private final ShopId shop;
  private final Set<String> heldStatuses;

  /**
   * Creates a reader.
   *
   * @param heldStatuses the codes of paid orders that must not be sent yet
   */
  OrderReader(ShopId shop, Set<String> heldStatuses) {
    this.shop = shop;
    this.heldStatuses = Set.copyOf(heldStatuses);
  }

  /**
   * Reads an order.
   *
   * @throws MalformedJson if it cannot be one; the message names field and rule
   */
  ChannelOrder read(JsonNode order) {
    try {
      return order(order);
    } catch (ArithmeticException e) {
      throw new MalformedJson("price_info: sums of amounts must fit into 64 bits of fen");
    }
  }

  private ChannelOrder order(JsonNode order) {
    JsonNode detail = Json.require(order, "order_detail");
    JsonNode price = Json.require(detail, "price_info");
    String status = Json.requireText(order, "status");
    Instant paidAt = WechatJson.time(detail, "pay_info", "pay_time");
    Lifecycle lifecycle = OrderStatus.lifecycle(status, paidAt != null);
    Money paid = WechatJson.requireFen(price, "order_price");
    Money freight = freight(price);
    List<OrderLine> lines = lines(detail, status, lifecycle, paid.minus(freight));
    ChannelOrder.Builder built =
        ChannelOrder.builder(shop, WechatJson.requireId(order, "order_id"))
            .modifiedAt(WechatJson.requireTime(order, "update_time"))
            .createdAt(WechatJson.requireTime(order, "create_time"))
            .paidAt(paidAt)
            .status(lifecycle, status)
            .flags(flags(order, status, lines))
            .paid(paid)
            .freight(freight)
            .discount(WechatJson.fenOrZero(price, "discounted_price"))
            .buyer(WechatJson.optional(order, "openid"))
            .buyerUnion(WechatJson.optional(order, "unionid"))
            .recipient(recipient(Json.at(detail, "delivery_info", "address_info")))
            .paymentReference(WechatJson.id(detail, "pay_info", "transaction_id"))
            .buyerRemark(WechatJson.optional(detail, "ext_info", "customer_notes"))
            .sellerRemark(WechatJson.optional(detail, "ext_info", "merchant_notes"))
            .lines(lines);
    try {
      return built.build();
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("product_infos: " + e.getMessage());
    }
  }

  /** A merchant may change the freight before payment; then the new one counts. */
  private static Money freight(JsonNode price) {
    Money changed = WechatJson.fen(price, "change_freight");
    return changed != null && WechatJson.isTrue(price, "is_change_freight")
        ? changed
        : WechatJson.fenOrZero(price, "freight");
  }

  private static List<OrderLine> lines(
      JsonNode detail, String status, Lifecycle lifecycle, Money target) {
    List<JsonNode> rows = Json.list(detail, "product_infos");
    if (rows.isEmpty()) {
      throw new MalformedJson("product_infos: must not be missing or empty");
    }
    List<Money> amounts = LineAmounts.of(Json.require(detail, "price_info"), rows, target);
    Map<LineKey, Long> shipped = shipped(detail);
    Map<LineKey, Integer> seen = new HashMap<>();
    List<OrderLine> lines = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      LineKey key = LineKey.read(row);
      Lifecycle own =
          lifecycle == Lifecycle.PARTIALLY_SHIPPED ? take(shipped, key, row) : lifecycle;
      int occurrence = seen.merge(key, 1, Integer::sum);
      lines.add(line(row, key, occurrence, amounts.get(i), own, status));
    }
    return lines;
  }

  private static OrderLine line(
      JsonNode row, LineKey key, int occurrence, Money amount, Lifecycle own, String status) {
    long quantity = quantity(row);
    String code = WechatJson.id(row, "sku_code");
    long refunded = refunded(row);
    // The platform keeps the order's status while other lines are to be sent.
    boolean closed = refunded == quantity && own == Lifecycle.PAID;
    return new OrderLine(
        key.number(occurrence),
        key.productId(),
        key.skuId(),
        code == null ? WechatJson.id(row, "out_sku_id") : code,
        null,
        WechatJson.textOrEmpty(row, "title"),
        BigDecimal.valueOf(quantity),
        WechatJson.requireFen(row, "sale_price"),
        amount,
        closed ? Lifecycle.CLOSED_REFUNDED : own,
        status,
        WechatJson.longOrZero(row, "on_aftersale_sku_cnt") > 0,
        refunded > 0,
        BigDecimal.valueOf(refunded));
  }

  /** Returns how many units were refunded, sent or not. */
  private static long refunded(JsonNode row) {
    long refunded = WechatJson.longOrZero(row, "finish_aftersale_sku_cnt");
    return Math.max(0, Math.min(refunded, quantity(row)));
  }

  private static long quantity(JsonNode row) {
    long quantity = Json.requireLong(row, "sku_cnt");
    if (quantity <= 0) {
      throw new MalformedJson("product_infos.sku_cnt: must be positive");
    }
    return quantity;
  }

  /** Returns how many units of each variant have left. */
  static Map<LineKey, Long> shipped(JsonNode detail) {
    Map<LineKey, Long> shipped = new HashMap<>();
    for (JsonNode parcel : Json.list(detail, "delivery_info", "delivery_product_info")) {
      for (JsonNode row : Json.list(parcel, "product_infos")) {
        shipped.merge(LineKey.read(row), Json.requireLong(row, "product_cnt"), Long::sum);
      }
    }
    return shipped;
  }

  /** A line has left when nothing of it is to be sent any more, for units of it may be refunded. */
  private static Lifecycle take(Map<LineKey, Long> shipped, LineKey key, JsonNode row) {
    long left = shipped.getOrDefault(key, 0L);
    shipped.put(key, Math.max(0, left - quantity(row)));
    if (left == 0) {
      return Lifecycle.PAID;
    }
    return left >= quantity(row) - refunded(row) ? Lifecycle.SHIPPED : Lifecycle.PARTIALLY_SHIPPED;
  }

  private Set<OrderFlag> flags(JsonNode order, String status, List<OrderLine> lines) {
    Set<OrderFlag> flags = EnumSet.noneOf(OrderFlag.class);
    if (lines.stream().anyMatch(OrderLine::refunded)) {
      flags.add(OrderFlag.PARTLY_REFUNDED);
    }
    if (heldStatuses.contains(status)) {
      flags.add(OrderFlag.CHANNEL_HOLD);
    }
    if (WechatJson.longOrZero(order, "aftersale_detail", "on_aftersale_order_cnt") > 0
        || lines.stream().anyMatch(OrderLine::refunding)) {
      flags.add(OrderFlag.REFUNDING);
    }
    return flags;
  }

  private static Recipient recipient(JsonNode address) {
    String phone = WechatJson.id(address, "tel_number");
    String house = WechatJson.optional(address, "house_number");
    String street = WechatJson.optional(address, "detail_info");
    return new Recipient(
        WechatJson.optional(address, "user_name"),
        phone == null ? virtualPhone(address) : phone,
        WechatJson.optional(address, "province_name"),
        WechatJson.optional(address, "city_name"),
        WechatJson.optional(address, "county_name"),
        house == null ? street : street == null ? house : street + house,
        WechatJson.optional(address, "hash_code"));
  }

  private static @Nullable String virtualPhone(JsonNode address) {
    String phone = WechatJson.id(address, "virtual_order_tel_number");
    return phone == null
        ? WechatJson.id(address, "tel_number_ext_info", "virtual_tel_number")
        : phone;
  }
}
