package io.heliu.channel.taobao;

import io.heliu.ShopId;
import io.heliu.channel.StockSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets quantities, always in full: a full quantity may be set again without harm, a difference may
 * not. Variants of one item travel in one call; if the platform refuses it, they are sent one by
 * one, so that every level has its own result.
 */
final class TaobaoStock implements StockSink {
  /** The most variants of an item that one call may carry. */
  static final int MAX_VARIANTS = 20;

  private final Top top;
  private final QuantityCall quantities;

  TaobaoStock(Top top, QuantityCall quantities) {
    this.top = top;
    this.quantities = quantities;
  }

  @Override
  public ShopId shop() {
    return top.shop();
  }

  @Override
  public int batchSize() {
    return MAX_VARIANTS;
  }

  @Override
  public List<Result> publish(List<Level> levels) {
    check(levels);
    Map<String, List<Integer>> calls = new LinkedHashMap<>();
    for (int i = 0; i < levels.size(); i++) {
      String kind = levels.get(i).variantId() == null ? "item " : "variants ";
      calls.computeIfAbsent(kind + levels.get(i).itemId(), key -> new ArrayList<>()).add(i);
    }
    @Nullable Result[] results = new @Nullable Result[levels.size()];
    for (List<Integer> rows : calls.values()) {
      publish(levels, rows, results);
    }
    return List.copyOf(Arrays.asList(results));
  }

  private void check(List<Level> levels) {
    if (levels.size() > MAX_VARIANTS) {
      throw new IllegalArgumentException("levels: must be at most " + MAX_VARIANTS);
    }
    Set<List<@Nullable String>> seen = new HashSet<>();
    for (Level level : levels) {
      if (!seen.add(Arrays.asList(level.itemId(), level.variantId()))) {
        throw new IllegalArgumentException(
            "levels: item " + level.itemId() + " variant " + level.variantId() + " occurs twice");
      }
    }
  }

  private void publish(List<Level> levels, List<Integer> rows, @Nullable Result[] results) {
    TopAnswer<Boolean> answer = quantities.send(top, rows.stream().map(levels::get).toList());
    if (answer instanceof TopAnswer.Refused<Boolean> refused) {
      if (rows.size() > 1) {
        rows.forEach(row -> publish(levels, List.of(row), results));
      } else {
        results[rows.get(0)] = Result.refused(refused.code(), refused.message());
      }
    } else {
      rows.forEach(row -> results[row] = Result.ACCEPTED);
    }
  }
}
