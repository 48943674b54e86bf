package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is still to be pushed. Ids in pushes are numbers, as on the platform. */
final class PushDesk {
  private final List<String> waiting = new ArrayList<>();

  /** Adds what happened to an order. */
  void order(ObjectNode order, String event, String field, long value, Instant at) {
    ObjectNode push = push(event, at);
    push.putObject("order_info")
        .put("order_id", Long.parseLong(Json.requireText(order, "order_id")))
        .put(field, value);
    waiting.add(Json.write(push));
  }

  /** Adds what happened to an after-sale. */
  void afterSale(ObjectNode afterSale, Instant at) {
    ObjectNode push = push("channels_ec_aftersale_update", at);
    push.putObject("finder_shop_aftersale_status_update")
        .put("status", Json.requireText(afterSale, "status"))
        .put(
            "after_sale_order_id",
            Long.parseLong(Json.requireText(afterSale, "after_sale_order_id")))
        .put("order_id", Long.parseLong(Json.requireText(afterSale, "order_id")));
    waiting.add(Json.write(push));
  }

  /** Returns the message that an order was paid. */
  static String paid(String orderId, Instant at) {
    ObjectNode push = push("channels_ec_order_pay", at);
    push.putObject("order_info")
        .put("order_id", Long.parseLong(orderId))
        .put("pay_time", at.getEpochSecond());
    return Json.write(push);
  }

  private static ObjectNode push(String event, Instant at) {
    return Json.object()
        .put("ToUserName", "gh_0000000demo")
        .put("FromUserName", "oDemoOpenId0000000000000001")
        .put("CreateTime", at.getEpochSecond())
        .put("MsgType", "event")
        .put("Event", event);
  }

  /** Takes out everything that waits, oldest first. */
  List<String> take() {
    List<String> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }
}
