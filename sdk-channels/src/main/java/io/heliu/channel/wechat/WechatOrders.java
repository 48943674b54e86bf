package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.ShopId;
import io.heliu.channel.OrderSource;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.order.ChannelOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The orders. The list says numbers only, without version and without a total: so every order of a
 * page is read, and the page gives it whole. One that is listed and then refused, or told in a form
 * that cannot be read, costs no other.
 */
final class WechatOrders implements OrderSource {
  static final Duration MAX_WINDOW = Duration.ofDays(7);
  static final int MAX_PAGE_SIZE = 100;
  static final String DETAIL = "/channels/ec/order/get";
  private static final String LIST = "/channels/ec/order/list/get";
  private static final String ID = "order_id";
  private static final String UNKNOWN_NUMBER = "100002";

  private final Wechat wechat;
  private final WindowPolicy policy;
  private final OrderReader reader;

  WechatOrders(Wechat wechat, WindowPolicy policy, OrderReader reader) {
    this.wechat = wechat;
    this.policy = policy;
    this.reader = reader;
  }

  @Override
  public ShopId shop() {
    return wechat.shop();
  }

  @Override
  public WindowPolicy windowPolicy() {
    return policy;
  }

  @Override
  public OptionalLong count(Window window) {
    return OptionalLong.empty();
  }

  @Override
  public Page<Head> list(PageRequest request) {
    if (request.size() > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException("size: must be at most " + MAX_PAGE_SIZE);
    }
    WechatTime.Seconds seconds = WechatTime.Seconds.of(request.window(), MAX_WINDOW);
    if (seconds.isEmpty()) {
      return new Page<>(List.of(), List.of(), false, null);
    }
    ObjectNode body = Json.object().put("page_size", request.size());
    body.putObject("update_time_range")
        .put("start_time", seconds.first())
        .put("end_time", seconds.last());
    if (request.cursor() != null) {
      body.put("next_key", request.cursor());
    }
    Listing listing = wechat.read(LIST, body, answer -> Listing.read(answer, "order_id_list"));
    List<Head> heads = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>();
    for (String number : listing.ids()) {
      WechatAnswer<JsonNode> answer = ask(number);
      Page<ChannelOrder> order =
          answer instanceof WechatAnswer.Refused<JsonNode> refused
              ? unread(Unread.refused(ID, number, refused.code()))
              : read(answer, number);
      order.rows().forEach(row -> heads.add(new Head(number, row.modifiedAt(), row)));
      malformed.addAll(order.malformed());
    }
    return new Page<>(heads, malformed, listing.hasMore(), listing.nextKey());
  }

  @Override
  public Page<ChannelOrder> get(String number) {
    WechatAnswer<JsonNode> answer = ask(number);
    if (answer instanceof WechatAnswer.Refused<JsonNode> refused) {
      if (refused.code().equals(UNKNOWN_NUMBER)) {
        return new Page<>(List.of(), List.of(), false, null);
      }
      throw Wechat.refused(DETAIL, refused);
    }
    return read(answer, number);
  }

  private WechatAnswer<JsonNode> ask(String number) {
    return wechat.ask(DETAIL, Json.object().put(ID, number), body -> body);
  }

  private Page<ChannelOrder> read(WechatAnswer<JsonNode> answer, String number) {
    JsonNode body = ((WechatAnswer.Given<JsonNode>) answer).value();
    try {
      ChannelOrder order = order(Json.require(body, "order"), number);
      return new Page<>(List.of(order), List.of(), false, null);
    } catch (MalformedJson e) {
      return unread(Unread.broken(ID, number, Json.at(body, "order"), e));
    }
  }

  private static Page<ChannelOrder> unread(Page.Malformed row) {
    return new Page<>(List.of(), List.of(row), false, null);
  }

  private ChannelOrder order(JsonNode json, String number) {
    ChannelOrder order = reader.read(json);
    if (!order.number().equals(number)) {
      throw new MalformedJson("order_id: must be the one that was asked for");
    }
    return order;
  }
}
