package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.time.Instant;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sets quantities, each marketplace's way, and takes them when buyers order. */
final class StockDesk {
  private static final int MAX_PAIRS = 20;

  private final Runnable changed;
  private final ItemDesk items;
  private final boolean tmall;
  private final Set<String> keys = new HashSet<>();

  StockDesk(Runnable changed, ItemDesk items, boolean tmall) {
    this.changed = changed;
    this.items = items;
    this.tmall = tmall;
  }

  /** Answers {@code taobao.item.quantity.update}; too large a decrease is refused. */
  ObjectNode item(Call call) {
    call.only("num_iid", "sku_id", "outer_id", "quantity", "type");
    ObjectNode item = items.require(call.require("num_iid"));
    boolean full = isFull(call.find("type"));
    long quantity = Call.number("quantity", call.require("quantity"));
    ObjectNode target = target(item, call.find("sku_id"), call.find("outer_id"));
    String field = target == item ? "num" : "quantity";
    long result = full ? quantity : Json.requireLong(target, field) + quantity;
    if (result < 0) {
      throw Refusal.business("isv.invalid-quantity", "库存不能小于0");
    }
    changed.run();
    target.put(field, result);
    return answer(item, call.now());
  }

  private static ObjectNode target(
      ObjectNode item, @Nullable String skuId, @Nullable String outerId) {
    List<ObjectNode> skus = ItemDesk.skus(item);
    if (skuId == null && outerId == null) {
      if (!skus.isEmpty()) {
        throw Refusal.business("isv.item-has-skus", "商品有SKU，必须指定SKU");
      }
      return item;
    }
    return sku(skus, skuId == null ? "outer_id" : "sku_id", skuId == null ? outerId : skuId);
  }

  private static ObjectNode sku(List<ObjectNode> skus, String field, @Nullable String value) {
    for (ObjectNode sku : skus) {
      if (Json.requireText(sku, field).equals(value)) {
        return sku;
      }
    }
    throw Refusal.business("isv.sku-not-exist", "SKU不存在");
  }

  /** Answers {@code taobao.skus.quantity.update}; too large a decrease leaves nothing. */
  ObjectNode skus(Call call) {
    call.only("num_iid", "skuid_quantities", "outerid_quantities", "type");
    ObjectNode item = items.require(call.require("num_iid"));
    boolean full = isFull(call.find("type"));
    boolean byId = call.find("skuid_quantities") != null;
    String name = byId ? "skuid_quantities" : "outerid_quantities";
    Map<ObjectNode, Long> results = new IdentityHashMap<>();
    String[] pairs = call.require(name).split(";", -1);
    if (pairs.length > MAX_PAIRS) {
      throw Refusal.invalid(name, "must have at most " + MAX_PAIRS + " pairs");
    }
    for (String pair : pairs) {
      String[] parts = pair.split(":", -1);
      if (parts.length != 2) {
        throw Refusal.invalid(name, "must be pairs of id and quantity");
      }
      ObjectNode sku = sku(ItemDesk.skus(item), byId ? "sku_id" : "outer_id", parts[0]);
      long quantity = Call.number(name, parts[1]);
      if (full && quantity < 0) {
        throw Refusal.invalid(name, "must not be negative");
      }
      long result = full ? quantity : Json.requireLong(sku, "quantity") + quantity;
      results.put(sku, Math.max(0, result));
    }
    changed.run();
    results.forEach((sku, quantity) -> sku.put("quantity", quantity));
    return answer(item, call.now());
  }

  /** Answers {@code tmall.item.quantity.update}. */
  ObjectNode tmall(Call call) {
    call.only("item_id", "sku_quantities", "item_quantity", "options");
    if (!tmall) {
      throw new Refusal(12, "Insufficient user permissions", "isv.not-tmall-seller", "非天猫卖家");
    }
    ObjectNode item = items.require(call.require("item_id"));
    String whole = call.find("item_quantity");
    String parts = call.find("sku_quantities");
    if ((whole == null) == (parts == null)) {
      throw Refusal.invalid("sku_quantities", "must be given or else item_quantity");
    }
    boolean full = true;
    String key = null;
    if (call.find("options") != null) {
      JsonNode options = json("options", call.require("options"));
      full = isFull(Json.text(options, "type"));
      key = Json.text(options, "outer_biz_key");
      if (key != null && !key.matches("[0-9a-fA-F]+")) {
        throw Refusal.invalid("options", "outer_biz_key must be hexadecimal");
      }
    }
    if (full || key == null || !keys.contains(key)) {
      changed.run();
      if (key != null) {
        keys.add(key);
      }
      apply(item, whole, parts, full);
      ItemDesk.touch(item, call.now());
    }
    return Json.object()
        .put("tmall_item_quantity_update_result", Json.requireText(item, "num_iid"));
  }

  private static void apply(
      ObjectNode item, @Nullable String whole, @Nullable String parts, boolean full) {
    if (parts == null) {
      if (whole != null) {
        set(target(item, null, null), "num", Call.number("item_quantity", whole), full);
      }
      return;
    }
    Map<ObjectNode, Long> rows = new IdentityHashMap<>();
    Set<String> ways = new HashSet<>();
    for (JsonNode row : json("sku_quantities", parts)) {
      String way = row.has("sku_id") ? "sku_id" : "outer_id";
      ways.add(way);
      if (ways.size() > 1 || !row.has(way) || (row.has("sku_id") && row.has("outer_id"))) {
        throw Refusal.invalid("sku_quantities", "must name all variants in one way");
      }
      long quantity = row.path("quantity").asLong(-1);
      if (full && quantity < 0) {
        throw Refusal.invalid("sku_quantities", "must not be negative");
      }
      rows.put(sku(ItemDesk.skus(item), way, row.path(way).asText()), quantity);
    }
    rows.forEach((sku, quantity) -> set(sku, "quantity", quantity, full));
  }

  private static void set(ObjectNode target, String field, long quantity, boolean full) {
    target.put(field, Math.max(0, full ? quantity : Json.requireLong(target, field) + quantity));
  }

  private static JsonNode json(String name, String text) {
    try {
      return Json.parse(text);
    } catch (MalformedJson e) {
      throw Refusal.invalid(name, "must be JSON");
    }
  }

  private static boolean isFull(@Nullable String type) {
    if (type != null && !type.equals("1") && !type.equals("2")) {
      throw Refusal.invalid("type", "must be 1 or 2");
    }
    return !"2".equals(type);
  }

  private static ObjectNode answer(ObjectNode item, Instant now) {
    ItemDesk.touch(item, now);
    ObjectNode body = Json.object();
    body.set("item", Shape.select(item, Set.of("num_iid", "num", "modified", "skus")));
    return body;
  }

  /** A buyer orders: the item's way of counting says whether units go now or are only held. */
  void ordered(ObjectNode line, Instant now) {
    move(line, now, true, false);
  }

  /** A buyer pays. */
  void paid(ObjectNode line, Instant now) {
    move(line, now, false, false);
  }

  /** An order is closed before it was paid. */
  void closed(ObjectNode line, Instant now) {
    move(line, now, false, true);
  }

  private void move(ObjectNode line, Instant now, boolean order, boolean close) {
    ObjectNode item = items.find(Json.requireText(line, "num_iid"));
    if (item == null) {
      return;
    }
    String skuId = Json.text(line, "sku_id");
    ObjectNode target = skuId == null ? item : sku(ItemDesk.skus(item), "sku_id", skuId);
    String field = target == item ? "num" : "quantity";
    long units = Json.requireLong(line, "num");
    boolean onOrder = Json.requireLong(item, "sub_stock") == 1;
    if (onOrder && (order || close)) {
      add(target, field, order ? -units : units);
    } else if (!onOrder) {
      add(target, "with_hold_quantity", order ? units : -units);
      if (!order && !close) {
        add(target, field, -units);
      }
    }
    ItemDesk.touch(item, now);
  }

  private static void add(ObjectNode target, String field, long units) {
    Long before = Json.longOf(target, field);
    target.put(field, Math.max(0, (before == null ? 0 : before) + units));
  }
}
