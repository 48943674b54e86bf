package io.heliu.channel.taobao;

import io.heliu.ShopId;
import io.heliu.internal.json.Json;
import io.heliu.order.ChannelOrder;

/**
 * Opens the reader of trades to the benchmarks, without the call around it. They run on the class
 * path, where a package may have two homes.
 */
public final class TradeAnswers {
  private TradeAnswers() {}

  /** Reads the answer that holds one trade. */
  public static ChannelOrder read(ShopId shop, byte[] answer) {
    return TradeReader.read(
        shop, Json.require(Json.parse(answer), "trade_fullinfo_get_response", "trade"));
  }
}
