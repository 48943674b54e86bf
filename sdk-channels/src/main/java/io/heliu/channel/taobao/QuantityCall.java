package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.heliu.channel.StockSink.Level;
import io.heliu.internal.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a marketplace wants quantities of one item to be set. */
@FunctionalInterface
interface QuantityCall {

  /**
   * Sets quantities.
   *
   * @param levels the item itself, or variants of one item
   */
  TopAnswer<Boolean> send(Top top, List<Level> levels);

  /** Returns the way of a marketplace. */
  static QuantityCall of(ShopKind kind) {
    return switch (kind) {
      case TAOBAO -> QuantityCall::taobao;
      case TMALL -> QuantityCall::tmall;
    };
  }

  private static TopAnswer<Boolean> taobao(Top top, List<Level> levels) {
    Level first = levels.get(0);
    if (first.variantId() == null) {
      return top.ask(
          "taobao.item.quantity.update",
          Map.of("num_iid", first.itemId(), "quantity", first.quantity() + "", "type", "1"),
          body -> true);
    }
    String quantities =
        levels.stream()
            .map(level -> level.variantId() + ":" + level.quantity())
            .collect(Collectors.joining(";"));
    return top.ask(
        "taobao.skus.quantity.update",
        Map.of("num_iid", first.itemId(), "skuid_quantities", quantities, "type", "1"),
        body -> true);
  }

  private static TopAnswer<Boolean> tmall(Top top, List<Level> levels) {
    Level first = levels.get(0);
    Map<String, String> parameters = new HashMap<>();
    parameters.put("item_id", first.itemId());
    parameters.put("options", Json.write(Json.object().put("type", 1)));
    if (first.variantId() == null) {
      parameters.put("item_quantity", Long.toString(first.quantity()));
    } else {
      ArrayNode rows = Json.array();
      for (Level level : levels) {
        rows.addObject().put("sku_id", level.variantId()).put("quantity", level.quantity());
      }
      parameters.put("sku_quantities", Json.write(rows));
    }
    return top.ask("tmall.item.quantity.update", parameters, body -> true);
  }
}
