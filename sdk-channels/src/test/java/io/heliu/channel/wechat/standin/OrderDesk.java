package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Keeps the orders, answers questions for them and takes parcels. */
final class OrderDesk {
  static final Duration MAX_WINDOW = Duration.ofDays(7);
  private static final Set<String> CARRIERS = Set.of("SF", "ZTO", "YTO", "STO", "YD", "EMS", "JD");

  private final Runnable changed;
  private final PushDesk pushes;
  private final Map<String, ObjectNode> orders = new TreeMap<>();
  private final Set<String> pagedWindows = new HashSet<>();
  private final Set<String> disturbed = new HashSet<>();
  private int disturbancesPerWindow;

  OrderDesk(Runnable changed, PushDesk pushes) {
    this.changed = changed;
    this.pushes = pushes;
  }

  void put(ObjectNode order) {
    orders.put(Json.requireText(order, "order_id"), order);
  }

  void disturb(int perWindow) {
    disturbancesPerWindow = perWindow;
  }

  Map<String, ObjectNode> all() {
    return orders;
  }

  ObjectNode require(String orderId) {
    ObjectNode order = orders.get(orderId);
    if (order == null) {
      throw new Refusal(100002, "order not found");
    }
    return order;
  }

  static void touch(ObjectNode order, Instant now) {
    order.put("update_time", now.getEpochSecond());
  }

  static int status(ObjectNode order) {
    return order.path("status").asInt();
  }

  static List<ObjectNode> lines(ObjectNode order) {
    return Json.list(order, "order_detail", "product_infos").stream()
        .map(ObjectNode.class::cast)
        .toList();
  }

  /** Answers {@code /channels/ec/order/list/get}. */
  ObjectNode list(Call call) {
    call.only(
        "create_time_range", "update_time_range", "status", "openid", "page_size", "next_key");
    int size = (int) call.number("page_size", 1, 100);
    boolean byUpdate = call.has("update_time_range");
    if (!byUpdate && !call.has("create_time_range")) {
      throw Refusal.invalid("update_time_range", "or create_time_range must be there");
    }
    String field = byUpdate ? "update_time" : "create_time";
    Call.Span span =
        call.inner(field + "_range")
            .only("start_time", "end_time")
            .span("start_time", "end_time", MAX_WINDOW);
    List<ObjectNode> rows = new ArrayList<>();
    for (ObjectNode order : orders.values()) {
      if (span.covers(order.path(field).asLong(), call.now())
          && (!call.has("status") || status(order) == call.number("status", 0, 1000))) {
        rows.add(order);
      }
    }
    rows.sort(Comparator.comparing((ObjectNode order) -> order.path(field).asLong()));
    List<String> ids = rows.stream().map(row -> Json.requireText(row, "order_id")).toList();
    ObjectNode page = Cursors.page(call, field + span + size, ids, size, "order_id_list");
    disturb(span.toString(), rows, call.now());
    return page;
  }

  /** Changes orders of a span that is being read for the first time, each order only once. */
  private void disturb(String window, List<ObjectNode> rows, Instant now) {
    if (disturbancesPerWindow == 0 || pagedWindows.contains(window)) {
      return;
    }
    List<ObjectNode> candidates = new ArrayList<>(rows);
    candidates.removeIf(order -> disturbed.contains(Json.requireText(order, "order_id")));
    int count = Math.min(disturbancesPerWindow, candidates.size());
    for (int i = 0; i < count; i++) {
      ObjectNode order = candidates.get(i * candidates.size() / count);
      changed.run();
      pagedWindows.add(window);
      disturbed.add(Json.requireText(order, "order_id"));
      touch(order, now);
    }
  }

  /** Answers {@code /channels/ec/order/get}. */
  ObjectNode get(Call call) {
    call.only("order_id", "encode_sensitive_info");
    ObjectNode order = require(call.text("order_id"));
    if (order.path("update_time").asLong() > call.now().getEpochSecond()) {
      throw new Refusal(100002, "order not found");
    }
    ObjectNode body = Json.object();
    body.set("order", order.deepCopy());
    return body;
  }

  /** Answers {@code /channels/ec/order/delivery/send}. */
  ObjectNode send(Call call) {
    call.only("order_id", "delivery_list");
    ObjectNode order = require(call.text("order_id"));
    List<Call> parcels = call.list("delivery_list", 15);
    Map<String, Long> open = open(order);
    for (Call parcel : parcels) {
      check(order, parcel, open);
    }
    if (status(order) != 20 && status(order) != 21) {
      throw new Refusal(109000, "order status does not allow delivery");
    }
    changed.run();
    ObjectNode delivery = (ObjectNode) order.path("order_detail").path("delivery_info");
    for (Call parcel : parcels) {
      ((ArrayNode) delivery.path("delivery_product_info"))
          .add(parcel.body().deepCopy().put("delivery_time", call.now().getEpochSecond()));
    }
    boolean all = isAllSent(order);
    order.put("status", all ? 30 : 21);
    touch(order, call.now());
    pushes.order(order, "channels_ec_order_deliver", "finish_delivery", all ? 1 : 0, call.now());
    return Json.object();
  }

  private static void check(ObjectNode order, Call parcel, Map<String, Long> open) {
    parcel.only("delivery_id", "waybill_id", "deliver_type", "product_infos");
    String carrier = parcel.text("delivery_id");
    String waybill = parcel.text("waybill_id");
    if (parcel.number("deliver_type", 1, 3) != 1 || !CARRIERS.contains(carrier)) {
      throw Refusal.invalid("delivery_id", "must be a carrier of own shipments");
    }
    for (JsonNode sent :
        Json.list(order, "order_detail", "delivery_info", "delivery_product_info")) {
      if (carrier.equals(sent.path("delivery_id").asText())
          && waybill.equals(sent.path("waybill_id").asText())) {
        throw new Refusal(109001, "already delivered");
      }
    }
    for (Call product : parcel.list("product_infos", 100)) {
      product.only("product_id", "sku_id", "product_cnt");
      String key = product.text("product_id") + " " + product.text("sku_id");
      long units = product.number("product_cnt", 1, Integer.MAX_VALUE);
      if (lines(order).stream().anyMatch(line -> key(line).equals(key) && onAfterSale(line))) {
        throw new Refusal(108009, "item is in after-sale");
      }
      if (open.merge(key, -units, Long::sum) < 0) {
        throw new Refusal(109000, "more units than are to be delivered");
      }
    }
  }

  private static boolean onAfterSale(ObjectNode line) {
    return line.path("on_aftersale_sku_cnt").asInt() > 0;
  }

  static String key(JsonNode row) {
    return row.path("product_id").asText() + " " + row.path("sku_id").asText();
  }

  /** Tells whether nothing of an order is to be sent any more. */
  static boolean isAllSent(ObjectNode order) {
    return open(order).values().stream().allMatch(units -> units <= 0);
  }

  /** Tells whether units of a line have left. */
  static boolean hasLeft(ObjectNode order, ObjectNode line) {
    return sent(order).containsKey(key(line));
  }

  private static Map<String, Long> sent(ObjectNode order) {
    Map<String, Long> sent = new HashMap<>();
    for (JsonNode parcel :
        Json.list(order, "order_detail", "delivery_info", "delivery_product_info")) {
      for (JsonNode product : parcel.path("product_infos")) {
        sent.merge(key(product), product.path("product_cnt").asLong(), Long::sum);
      }
    }
    return sent;
  }

  /** Units that are to be sent; below zero for those that came back. */
  private static Map<String, Long> open(ObjectNode order) {
    Map<String, Long> open = new HashMap<>();
    for (ObjectNode line : lines(order)) {
      long due = line.path("sku_cnt").asLong() - line.path("finish_aftersale_sku_cnt").asLong();
      open.merge(key(line), due, Long::sum);
    }
    sent(order).forEach((key, units) -> open.merge(key, -units, Long::sum));
    return open;
  }

  /** Checks that no order has given out more than it has, and says so in its status. */
  void checkBooks() {
    for (ObjectNode order : orders.values()) {
      Map<String, Long> left = new HashMap<>();
      lines(order).forEach(line -> left.merge(key(line), line.path("sku_cnt").asLong(), Long::sum));
      sent(order).forEach((key, units) -> left.merge(key, -units, Long::sum));
      if (left.values().stream().anyMatch(units -> units < 0)) {
        throw new IllegalStateException("an order gave out more than it has");
      }
      if (status(order) == 30 && !isAllSent(order)) {
        throw new IllegalStateException("an order is shipped and part of it is not");
      }
    }
  }
}
