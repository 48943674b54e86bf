package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.channel.wechat.CallbackResult.Hint;
import io.heliu.channel.wechat.CallbackResult.Topic;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.util.List;

/**
 * Reads of a push what it is about, and nothing else. Where the platform puts an id differs from
 * event to event and is not documented for all, so it is looked for by its name.
 */
final class PushReader {
  private static final List<String> ORDER = List.of("order_id");
  private static final List<String> PRODUCT = List.of("product_id");

  private PushReader() {}

  /**
   * Reads a message.
   *
   * @throws MalformedJson if it is not JSON, or an id is not one
   */
  static Hint read(byte[] message) {
    JsonNode push = Json.require(Json.parse(message));
    String event = WechatJson.textOrEmpty(push, "Event");
    Topic topic = topic(event);
    for (String name : ids(topic)) {
      JsonNode holder = push.findParent(name);
      String id = holder == null ? null : WechatJson.id(holder, name);
      if (id != null) {
        return new Hint(topic, event, id);
      }
    }
    return new Hint(Topic.OTHER, event, null);
  }

  private static Topic topic(String event) {
    if (event.startsWith("channels_ec_order_")) {
      return Topic.ORDER;
    }
    if (event.startsWith("product_spu_")) {
      return Topic.ITEM;
    }
    return switch (event) {
      case "product_order_status_update" -> Topic.ORDER;
      case "channels_ec_aftersale_update" -> Topic.AFTER_SALE;
      case "channels_ec_complaint_update" -> Topic.COMPLAINT;
      case "channels_ec_stock_no_enough" -> Topic.STOCK;
      case "cooperation_shop_order", "related_shop_order_submission" -> Topic.PARTNER_ORDER;
      default -> Topic.OTHER;
    };
  }

  private static List<String> ids(Topic topic) {
    return switch (topic) {
      case ORDER, PARTNER_ORDER -> ORDER;
      case AFTER_SALE -> List.of("after_sale_order_id");
      case COMPLAINT -> List.of("complaint_id", "complaint_order_id");
      case STOCK, ITEM -> PRODUCT;
      case OTHER -> List.of();
    };
  }
}
