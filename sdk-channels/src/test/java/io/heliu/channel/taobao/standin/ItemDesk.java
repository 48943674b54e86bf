package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the items and answers questions for them. */
final class ItemDesk {
  private static final int MAX_PAGE = 101;
  private static final long MAX_ROWS = 20_000;

  private final Map<String, ObjectNode> items = new TreeMap<>();

  void put(ObjectNode item) {
    items.put(Json.requireText(item, "num_iid"), item);
  }

  ObjectNode require(String numIid) {
    ObjectNode item = items.get(numIid);
    if (item == null) {
      throw Refusal.business("isv.item-not-exist", "商品不存在");
    }
    return item;
  }

  @Nullable ObjectNode find(String numIid) {
    return items.get(numIid);
  }

  Collection<ObjectNode> all() {
    return items.values();
  }

  static List<ObjectNode> skus(ObjectNode item) {
    List<ObjectNode> skus = new ArrayList<>();
    for (JsonNode sku : Json.list(item, "skus", "sku")) {
      skus.add((ObjectNode) sku);
    }
    return skus;
  }

  static void touch(ObjectNode item, Instant now) {
    List<ObjectNode> skus = skus(item);
    if (!skus.isEmpty()) {
      long sum = 0;
      for (ObjectNode sku : skus) {
        sum += Json.requireLong(sku, "quantity");
      }
      item.put("num", sum);
    }
    item.put("modified", Call.format(now));
  }

  /** Answers {@code taobao.items.onsale.get}. */
  ObjectNode onSale(Call call) {
    call.only("fields", "start_modified", "end_modified", "order_by", "page_no", "page_size");
    Set<String> fields = call.fields();
    int page = call.number("page_no", 1, 1, MAX_PAGE);
    int size = call.number("page_size", 40, 1, 200);
    if ((long) page * size > MAX_ROWS) {
      throw Refusal.invalid("page_no", "must not reach behind row " + MAX_ROWS);
    }
    Instant start =
        call.find("start_modified") == null ? Instant.EPOCH : call.time("start_modified");
    Instant end = call.find("end_modified") == null ? call.now() : call.time("end_modified");
    List<ObjectNode> rows = new ArrayList<>();
    for (ObjectNode item : items.values()) {
      Instant modified = Call.parse(Json.requireText(item, "modified"));
      if (!modified.isBefore(start) && !modified.isAfter(end) && !modified.isAfter(call.now())) {
        rows.add(item);
      }
    }
    rows.sort(
        Comparator.comparing((ObjectNode item) -> Json.requireText(item, "modified")).reversed());
    int from = Math.min(rows.size(), (page - 1) * size);
    List<ObjectNode> cut = rows.subList(from, Math.min(rows.size(), page * size));
    ObjectNode body = Json.object().put("total_results", rows.size());
    Shape.list(
        body, "items", cut.stream().map(row -> Shape.select(row, fields)).toList(), page % 2 == 0);
    return body;
  }

  /** Answers {@code taobao.item.seller.get}. */
  ObjectNode seller(Call call) {
    call.only("fields", "num_iid");
    ObjectNode body = Json.object();
    body.set("item", Shape.select(require(call.require("num_iid")), call.fields()));
    return body;
  }
}
