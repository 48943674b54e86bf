package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.ShopId;
import io.heliu.channel.OrderSource;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.order.ChannelOrder;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The orders. The list says number and version only, because it holds part of a trade; the order
 * itself comes from the detail.
 */
final class TaobaoOrders implements OrderSource {
  private static final String LIST = "taobao.trades.sold.increment.get";
  private static final String DETAIL = "taobao.trade.fullinfo.get";

  private final Top top;
  private final WindowPolicy policy;
  private final WindowPages pages;

  TaobaoOrders(Top top, WindowPolicy policy, String types) {
    this.top = top;
    this.policy = policy;
    this.pages =
        new WindowPages(top, LIST, Map.of("fields", "tid,tid_str,modified", "type", types));
  }

  @Override
  public ShopId shop() {
    return top.shop();
  }

  @Override
  public WindowPolicy windowPolicy() {
    return policy;
  }

  @Override
  public OptionalLong count(Window window) {
    return OptionalLong.of(pages.count(window, policy.pageSize()));
  }

  @Override
  public Page<Head> list(PageRequest request) {
    return pages.read(
        request,
        (body, hasMore) ->
            TopJson.page(
                TopJson.rows(body, "trades", "trade"), "tid", hasMore, TaobaoOrders::head));
  }

  private static Head head(JsonNode trade) {
    return new Head(TopJson.requireId(trade, "tid"), TopJson.requireTime(trade, "modified"), null);
  }

  @Override
  public Page<ChannelOrder> get(String number) {
    TopAnswer<JsonNode> answer =
        top.askOne(
            DETAIL,
            Map.of("tid", number, "fields", TradeReader.FIELDS),
            body -> Json.at(body, "trade"));
    if (answer instanceof TopAnswer.Refused<JsonNode> refused) {
      return unread(
          number,
          Json.object().put("tid", number).put("sub_code", refused.code()),
          "tid: must be readable as it is listed, but is refused with " + refused.code());
    }
    JsonNode trade = ((TopAnswer.Given<JsonNode>) answer).value();
    return trade.isObject()
        ? TopJson.page(List.of(trade), "tid", false, one -> order(one, number))
        : unread(number, Json.object().put("tid", number), "trade: must be an object");
  }

  /** An order that is not to have is kept for a person; it costs no other. */
  private static Page<ChannelOrder> unread(String number, JsonNode raw, String reason) {
    return new Page<>(
        List.of(), List.of(new Page.Malformed(number, Json.write(raw), reason)), false, null);
  }

  private ChannelOrder order(JsonNode trade, String number) {
    ChannelOrder order = TradeReader.read(top.shop(), trade);
    if (!order.number().equals(number)) {
      throw new MalformedJson("tid: must be the one that was asked for");
    }
    return order;
  }
}
