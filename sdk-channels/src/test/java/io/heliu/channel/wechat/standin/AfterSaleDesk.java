package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the after-sales, and what their orders say of them. */
final class AfterSaleDesk {
  private static final Duration MAX_WINDOW = Duration.ofHours(24);
  private static final int A_PAGE = 10;
  private static final String ASKED = "MERCHANT_PROCESSING";
  private static final int SHIPPED_IN_PART = 21;
  private static final int SHIPPED = 30;
  private static final int REFUNDED = 200;

  private final OrderDesk orders;
  private final PushDesk pushes;
  private final Map<String, ObjectNode> afterSales = new TreeMap<>();

  AfterSaleDesk(OrderDesk orders, PushDesk pushes) {
    this.orders = orders;
    this.pushes = pushes;
  }

  void put(ObjectNode afterSale) {
    afterSales.put(Json.requireText(afterSale, "after_sale_order_id"), afterSale);
  }

  /** Returns the status of an after-sale, or null if there is no such one. */
  @Nullable String status(String id) {
    ObjectNode one = afterSales.get(id);
    return one == null ? null : Json.text(one, "status");
  }

  void change(ObjectNode afterSale, Instant now) {
    put(afterSale);
    pushes.afterSale(afterSale, now);
  }

  /** A buyer asks for money of a line; unless it says what type it is, what has left comes back. */
  void ask(ObjectNode afterSale, Instant now) {
    ObjectNode order = orders.require(Json.requireText(afterSale, "order_id"));
    ObjectNode line = line(order, afterSale);
    if (!afterSale.has("type")) {
      afterSale.put("type", OrderDesk.hasLeft(order, line) ? "RETURN" : "REFUND");
    }
    afterSale.put("create_time", now.getEpochSecond());
    add(line, "on_aftersale_sku_cnt", count(afterSale));
    ObjectNode detail = (ObjectNode) order.path("aftersale_detail");
    add(detail, "on_aftersale_order_cnt", 1);
    ((ArrayNode) detail.path("aftersale_order_list"))
        .addObject()
        .put("aftersale_order_id", Json.requireText(afterSale, "after_sale_order_id"));
    move(afterSale, ASKED, now);
  }

  /** The buyer withdraws what was asked for. */
  void withdraw(String id, Instant now) {
    ObjectNode one = end(id);
    move(one, "USER_CANCELD", now);
  }

  /** The money goes back; units are done with if all of their money did. */
  void pay(String id, Instant now) {
    ObjectNode one = end(id);
    ObjectNode order = orders.require(Json.requireText(one, "order_id"));
    ObjectNode line = line(order, one);
    long worth = line.path("real_price").asLong() * count(one) / line.path("sku_cnt").asLong();
    if (Json.requireLong(one, "refund_info", "amount") >= worth) {
      add(line, "finish_aftersale_sku_cnt", count(one));
      settle(order);
    }
    boolean comesBack = "RETURN".equals(Json.text(one, "type"));
    move(one, comesBack ? "MERCHANT_RETURN_SUCCESS" : "MERCHANT_REFUND_SUCCESS", now);
  }

  /** Nothing of an order may be left to do since units of it are done with. */
  private static void settle(ObjectNode order) {
    boolean all =
        OrderDesk.lines(order).stream()
            .allMatch(
                line ->
                    line.path("finish_aftersale_sku_cnt").asLong()
                        >= line.path("sku_cnt").asLong());
    if (all) {
      order.put("status", REFUNDED);
    } else if (OrderDesk.status(order) == SHIPPED_IN_PART && OrderDesk.isAllSent(order)) {
      order.put("status", SHIPPED);
    }
  }

  private ObjectNode end(String id) {
    ObjectNode one = afterSales.get(id);
    if (one == null || !ASKED.equals(Json.text(one, "status"))) {
      throw new IllegalArgumentException("id: must be an after-sale that was asked for");
    }
    ObjectNode order = orders.require(Json.requireText(one, "order_id"));
    add(line(order, one), "on_aftersale_sku_cnt", -count(one));
    add((ObjectNode) order.path("aftersale_detail"), "on_aftersale_order_cnt", -1);
    return one;
  }

  private void move(ObjectNode afterSale, String status, Instant now) {
    afterSale.put("status", status).put("update_time", now.getEpochSecond());
    OrderDesk.touch(orders.require(Json.requireText(afterSale, "order_id")), now);
    change(afterSale, now);
  }

  private static void add(ObjectNode node, String field, long units) {
    node.put(field, node.path(field).asLong() + units);
  }

  private static long count(ObjectNode afterSale) {
    return Json.requireLong(afterSale, "product_info", "count");
  }

  private static ObjectNode line(ObjectNode order, ObjectNode afterSale) {
    JsonNode product = afterSale.path("product_info");
    return OrderDesk.lines(order).stream()
        .filter(line -> OrderDesk.key(line).equals(OrderDesk.key(product)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("product_info: must be in the order"));
  }

  /** Answers {@code /channels/ec/aftersale/getaftersalelist}. */
  ObjectNode list(Call call) {
    call.only(
        "begin_create_time", "end_create_time", "begin_update_time", "end_update_time", "next_key");
    String kind = call.has("begin_update_time") ? "update_time" : "create_time";
    Call.Span span;
    try {
      span = call.span("begin_" + kind, "end_" + kind, MAX_WINDOW);
    } catch (Refusal refusal) {
      throw new Refusal(10020004, refusal.words);
    }
    List<ObjectNode> rows = new ArrayList<>();
    for (ObjectNode one : afterSales.values()) {
      if (span.covers(one.path(kind).asLong(), call.now())) {
        rows.add(one);
      }
    }
    rows.sort(Comparator.comparing((ObjectNode one) -> one.path(kind).asLong()));
    List<String> ids =
        rows.stream().map(row -> Json.requireText(row, "after_sale_order_id")).toList();
    return Cursors.page(call, kind + span, ids, A_PAGE, "after_sale_order_id_list");
  }

  /** Answers {@code /channels/ec/aftersale/getaftersaleorder}. */
  ObjectNode get(Call call) {
    ObjectNode one = afterSales.get(call.only("after_sale_order_id").text("after_sale_order_id"));
    if (one == null) {
      throw new Refusal(10020002, "after-sale not found");
    }
    ObjectNode body = Json.object();
    body.set("after_sale_order", one.deepCopy());
    return body;
  }
}
