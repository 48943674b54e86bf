package io.heliu.channel.wechat;

import io.heliu.ShopId;
import io.heliu.internal.json.Json;
import io.heliu.order.ChannelOrder;
import java.util.Set;

/**
 * Opens the reader of orders to the benchmarks, without the call around it. They run on the class
 * path, where a package may have two homes.
 */
public final class OrderAnswers {
  private OrderAnswers() {}

  /** Reads the answer that holds one order. */
  public static ChannelOrder read(ShopId shop, byte[] answer) {
    return new OrderReader(shop, Set.of()).read(Json.require(Json.parse(answer), "order"));
  }
}
