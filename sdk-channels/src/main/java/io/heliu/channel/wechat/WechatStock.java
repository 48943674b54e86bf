package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.channel.StockSink;
import io.heliu.internal.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sets quantities by differences: the platform advises against setting them outright, because that
 * races with its own sales. A difference must not be sent twice, so every round starts by reading
 * what the platform has, and sends what is still missing; an answer that got lost leads to another
 * round.
 */
final class WechatStock implements StockSink {
  static final int MAX_LEVELS = 20;
  private static final String READ = "/channels/ec/product/stock/batchget";
  private static final String UPDATE = "/channels/ec/product/stock/update";
  private static final int ADD = 1;
  private static final int SUBTRACT = 2;
  private static final int MAX_ROUNDS = 3;
  private static final List<String> PARTS =
      List.of("normal_stock_num", "limited_discount_stock_num", "finder_stock_num");

  private final Wechat wechat;

  WechatStock(Wechat wechat) {
    this.wechat = wechat;
  }

  @Override
  public ShopId shop() {
    return wechat.shop();
  }

  @Override
  public int batchSize() {
    return MAX_LEVELS;
  }

  @Override
  public List<Result> publish(List<Level> levels) {
    check(levels);
    @Nullable Result[] results = new @Nullable Result[levels.size()];
    List<Integer> open = new ArrayList<>(IntStream.range(0, levels.size()).boxed().toList());
    for (int round = 1; !open.isEmpty(); round++) {
      Map<LineKey, Long> there = read(open.stream().map(levels::get).toList());
      Fault uncertain = null;
      for (int row : List.copyOf(open)) {
        try {
          Result result = set(levels.get(row), there, round == MAX_ROUNDS);
          if (result != null) {
            results[row] = result;
            open.remove(Integer.valueOf(row));
          }
        } catch (Fault fault) {
          if (!Wechat.isUncertain(fault)) {
            throw fault;
          }
          uncertain = fault;
        }
      }
      if (uncertain != null && round == MAX_ROUNDS) {
        throw uncertain;
      }
    }
    return List.copyOf(Arrays.asList(results));
  }

  private void check(List<Level> levels) {
    if (levels.size() > MAX_LEVELS) {
      throw new IllegalArgumentException("levels: must be at most " + MAX_LEVELS);
    }
    Set<List<@Nullable String>> seen = new HashSet<>();
    for (Level level : levels) {
      if (!seen.add(Arrays.asList(level.itemId(), level.variantId()))) {
        throw new IllegalArgumentException(
            "levels: item " + level.itemId() + " variant " + level.variantId() + " occurs twice");
      }
    }
  }

  /** Returns what the platform shows as sellable, by variant. */
  private Map<LineKey, Long> read(List<Level> levels) {
    Set<String> products = new LinkedHashSet<>();
    levels.forEach(level -> products.add(level.itemId()));
    ArrayNode ids = Json.array();
    products.forEach(ids::add);
    ObjectNode body = Json.object();
    body.set("product_id", ids);
    WechatAnswer<Map<LineKey, Long>> answer = wechat.ask(READ, body, WechatStock::quantities);
    if (answer instanceof WechatAnswer.Given<Map<LineKey, Long>> given) {
      return given.value();
    }
    if (products.size() == 1) {
      return Map.of(); // The platform does not know the product: no level of it is there.
    }
    Map<LineKey, Long> quantities = new HashMap<>();
    for (String product : products) {
      quantities.putAll(read(List.of(new Level(product, null, 0))));
    }
    return quantities;
  }

  private static Map<LineKey, Long> quantities(JsonNode answer) {
    Map<LineKey, Long> quantities = new HashMap<>();
    for (JsonNode product : Json.list(answer, "data", "spu_stock_list")) {
      String productId = WechatJson.requireId(product, "product_id");
      for (JsonNode sku : Json.list(product, "sku_stock")) {
        quantities.put(new LineKey(productId, WechatJson.requireId(sku, "sku_id")), quantity(sku));
      }
    }
    return quantities;
  }

  /** Units set aside for promotions and promoters are sold as well, so the total counts. */
  private static long quantity(JsonNode sku) {
    Long total = Json.longOf(sku, "total_stock_num");
    return total == null
        ? PARTS.stream().mapToLong(part -> WechatJson.longOrZero(sku, part)).sum()
        : total;
  }

  /** Sends what is missing; returns null if the platform's quantity must be read again first. */
  private @Nullable Result set(Level level, Map<LineKey, Long> there, boolean last) {
    if (level.variantId() == null) {
      return Result.refused("SKU_MISSING", "the platform keeps quantities by variant only");
    }
    LineKey key = new LineKey(level.itemId(), level.variantId());
    Long now = there.get(key);
    if (now == null) {
      return Result.refused("SKU_UNKNOWN", "the platform has no such variant");
    }
    long difference = level.quantity() - now;
    if (difference == 0) {
      return Result.ACCEPTED;
    }
    WechatAnswer<Boolean> answer;
    try {
      answer = send(key, difference);
    } catch (Fault.Throttled e) {
      if (Long.toString(WechatError.STOCK_RATE).equals(e.code())) {
        return Result.refused(
            Long.toString(WechatError.STOCK_RATE), "this variant was changed too often");
      }
      throw e;
    }
    if (!(answer instanceof WechatAnswer.Refused<Boolean> refused)
        || refused.code().equals(Long.toString(WechatError.STOCK_UNCHANGED))) {
      return Result.ACCEPTED;
    }
    boolean raced = refused.code().equals(Long.toString(WechatError.STOCK_TOO_LOW));
    return raced && !last ? null : Result.refused(refused.code(), refused.message());
  }

  private WechatAnswer<Boolean> send(LineKey key, long difference) {
    return wechat.change(
        UPDATE,
        Json.object()
            .put("product_id", key.productId())
            .put("sku_id", key.skuId())
            .put("diff_type", difference > 0 ? ADD : SUBTRACT)
            .put("num", Math.abs(difference)),
        answer -> true);
  }
}
