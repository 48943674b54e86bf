package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.channel.taobao.standin.TradeDesk.Trade;
import io.heliu.internal.json.Json;

/** What must be true of the stand-in's state, whatever was done to it. */
final class Books {
  private Books() {}

  static void check(TradeDesk trades, ItemDesk items) {
    items.all().forEach(Books::check);
    trades.all().forEach(Books::check);
  }

  private static void check(ObjectNode item) {
    long sum = 0;
    for (ObjectNode sku : ItemDesk.skus(item)) {
      require(Json.requireLong(sku, "quantity") >= 0, "a variant has less than nothing");
      sum += Json.requireLong(sku, "quantity");
    }
    require(Json.requireLong(item, "num") >= 0, "an item has less than nothing");
    if (!ItemDesk.skus(item).isEmpty()) {
      require(Json.requireLong(item, "num") == sum, "an item is not the sum of its variants");
    }
  }

  private static void check(Trade trade) {
    boolean anyOpen = false;
    for (ObjectNode line : trade.lines()) {
      boolean shipped = Json.text(line, "invoice_no") != null;
      boolean open = "WAIT_SELLER_SEND_GOODS".equals(Json.text(line, "status"));
      require(!(shipped && open), "a line has a waybill and is to be shipped");
      anyOpen |= open;
    }
    boolean gone = "WAIT_BUYER_CONFIRM_GOODS".equals(Json.text(trade.json, "status"));
    require(!(gone && anyOpen), "a trade is shipped and a line of it is not");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
