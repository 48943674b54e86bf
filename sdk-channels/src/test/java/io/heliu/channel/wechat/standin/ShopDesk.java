package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Keeps products and their stock, and funds. */
final class ShopDesk {
  private static final int ROWS_WITHOUT_CURSOR = 10_000;
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final Runnable changed;
  private final Map<String, ObjectNode> products = new TreeMap<>();
  private final Map<String, ObjectNode> funds = new TreeMap<>();

  ShopDesk(Runnable changed) {
    this.changed = changed;
  }

  void putProduct(ObjectNode product) {
    products.put(Json.requireText(product, "product_id"), product);
  }

  void putFlow(ObjectNode flow) {
    funds.put(Json.requireText(flow, "flow_id"), flow);
  }

  private static List<ObjectNode> skus(ObjectNode product) {
    return Json.list(product, "skus").stream().map(ObjectNode.class::cast).toList();
  }

  OptionalLong stock(String productId, String skuId) {
    ObjectNode product = products.get(productId);
    return product == null
        ? OptionalLong.empty()
        : skus(product).stream()
            .filter(sku -> Json.requireText(sku, "sku_id").equals(skuId))
            .mapToLong(sku -> Json.requireLong(sku, "stock_num"))
            .findFirst();
  }

  /** A buyer orders, or an order is closed before it was paid: units go, or come back. */
  void move(JsonNode line, int sign) {
    ObjectNode product = products.get(line.path("product_id").asText());
    if (product != null) {
      for (ObjectNode sku : skus(product)) {
        if (sku.path("sku_id").asText().equals(line.path("sku_id").asText())) {
          long next = sku.path("stock_num").asLong() + sign * line.path("sku_cnt").asLong();
          sku.put("stock_num", Math.max(0, next));
        }
      }
    }
  }

  /** Answers {@code /channels/ec/product/list/get}; ids come as numbers here. */
  ObjectNode list(Call call) {
    call.only("status", "page_size", "next_key");
    int size = (int) call.number("page_size", 1, 30);
    long status = call.number("status", 0, 1000);
    List<String> ids = new ArrayList<>();
    products.forEach(
        (id, product) -> {
          if (product.path("status").asLong() == status) {
            ids.add(id);
          }
        });
    ObjectNode page = Cursors.page(call, "products" + status + size, ids, size, "ids");
    ArrayNode numbers = Json.array();
    page.path("ids").forEach(id -> numbers.add(Long.parseLong(id.asText())));
    ObjectNode body = Json.object();
    body.set("product_ids", numbers);
    return body.put("next_key", page.path("next_key").asText()).put("total_num", ids.size());
  }

  /** Answers {@code /channels/ec/product/get}. */
  ObjectNode get(Call call) {
    call.only("product_id", "data_type").number("data_type", 1, 3);
    ObjectNode body = Json.object();
    body.set("product", product(call).deepCopy());
    return body;
  }

  private ObjectNode product(Call call) {
    ObjectNode product = products.get(call.text("product_id"));
    if (product == null) {
      throw new Refusal(10020052, "product or sku not found");
    }
    return product;
  }

  /** Answers {@code /channels/ec/product/stock/batchget}. */
  ObjectNode stocks(Call call) {
    call.only("product_id");
    ObjectNode body = Json.object();
    ArrayNode list = body.putObject("data").putArray("spu_stock_list");
    JsonNode ids = call.body().path("product_id");
    if (!ids.isArray() || ids.isEmpty()) {
      throw new Refusal(10020051, "product_id must be a list");
    }
    for (JsonNode id : ids) {
      ObjectNode product = products.get(id.asText());
      if (product == null) {
        throw new Refusal(10020052, "product or sku not found");
      }
      ArrayNode rows = list.addObject().put("product_id", id.asText()).putArray("sku_stock");
      for (ObjectNode sku : skus(product)) {
        long total = sku.path("stock_num").asLong();
        long finder = Math.min(total, sku.path("finder_stock_num").asLong());
        rows.addObject()
            .put("sku_id", sku.path("sku_id").asText())
            .put("normal_stock_num", total - finder)
            .put("limited_discount_stock_num", 0)
            .put("finder_stock_num", finder)
            .put("total_stock_num", total)
            .putNull("warehouse_stocks");
      }
    }
    return body;
  }

  /** Answers {@code /channels/ec/product/stock/update}. */
  ObjectNode update(Call call) {
    call.only("product_id", "sku_id", "diff_type", "num");
    ObjectNode product = product(call);
    String skuId = call.text("sku_id");
    ObjectNode sku =
        skus(product).stream()
            .filter(row -> row.path("sku_id").asText().equals(skuId))
            .findFirst()
            .orElseThrow(() -> new Refusal(10020052, "product or sku not found"));
    long type = call.number("diff_type", 1, 3);
    long num = call.number("num", 0, 10_000_000);
    if (product.path("edit_status").asInt() == 2) {
      throw new Refusal(10020217, "product is under review");
    }
    if (num == 0 && type != 3) {
      throw new Refusal(10020218, "the difference is 0");
    }
    long now = sku.path("stock_num").asLong();
    long next = type == 1 ? now + num : type == 2 ? now - num : num;
    if (next < sku.path("finder_stock_num").asLong()) {
      throw new Refusal(10020219, "not enough stock");
    }
    changed.run();
    sku.put("stock_num", next);
    return Json.object();
  }

  /** Answers {@code /channels/ec/funds/getfundsflowlist}. */
  ObjectNode flows(Call call) {
    call.only(
        "page", "page_size", "next_key", "start_time", "end_time", "flow_type", "transaction_id");
    long page = call.number("page", 1, Integer.MAX_VALUE);
    int size = (int) call.number("page_size", 1, 100);
    if (page * size >= ROWS_WITHOUT_CURSOR && !call.has("next_key")) {
      throw Refusal.invalid("next_key", "must be there from row 10000 on");
    }
    Call.Span span = call.span("start_time", "end_time", Duration.ofDays(365));
    List<String> ids = new ArrayList<>();
    funds.forEach(
        (id, flow) -> {
          long at =
              flow.has("seeded_at")
                  ? flow.path("seeded_at").asLong()
                  : flow.path("bookkeeping_time").asLong();
          if (span.covers(at, call.now()) && isShown(at, call.now())) {
            ids.add(id);
          }
        });
    if (call.has("next_key") && !call.text("next_key").endsWith("-" + (page - 1) * size)) {
      throw Refusal.invalid("page", "must be the one after the page that gave the cursor");
    }
    return Cursors.page(call, "funds" + span + size, ids, size, "flow_ids");
  }

  /** A day is shown from four in the afternoon of the next one on; nothing tells if it is not. */
  private static boolean isShown(long second, Instant now) {
    LocalDate day = Instant.ofEpochSecond(second).atZone(ZONE).toLocalDate();
    return !now.isBefore(day.plusDays(1).atTime(16, 0).atZone(ZONE).toInstant());
  }

  /** Answers {@code /channels/ec/funds/getfundsflowdetail}. */
  ObjectNode flow(Call call) {
    ObjectNode flow = funds.get(call.only("flow_id").text("flow_id"));
    if (flow == null) {
      throw new Refusal(10020002, "flow not found");
    }
    ObjectNode shown = flow.deepCopy();
    shown.remove(Set.of("seeded_at"));
    ObjectNode body = Json.object();
    body.set("funds_flow", shown);
    return body;
  }
}
