package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.RefundSource;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The after-sales (售后单), by time of change. The list says ids only, so each is one more call. */
final class WechatRefunds implements RefundSource {
  static final Duration MAX_WINDOW = Duration.ofDays(1);
  private static final String LIST = "/channels/ec/aftersale/getaftersalelist";
  private static final String DETAIL = "/channels/ec/aftersale/getaftersaleorder";
  private static final String ID = "after_sale_order_id";

  private static final Set<String> PAID =
      Set.of("MERCHANT_REFUND_SUCCESS", "MERCHANT_RETURN_SUCCESS");

  /** The first of them is spelled as the platform does. */
  private static final Set<String> CLOSED = Set.of("USER_CANCELD", "RETURN_CLOSED");

  /** A refusal is not the end: the buyer may go on, or call in the platform. */
  private static final Set<String> OPEN =
      Set.of(
          "MERCHANT_PROCESSING",
          "MERCHANT_REJECT_REFUND",
          "MERCHANT_REJECT_RETURN",
          "USER_WAIT_RETURN",
          "MERCHANT_WAIT_RECEIPT",
          "MERCHANT_OVERDUE_REFUND",
          "PLATFORM_REFUNDING",
          "PLATFORM_REFUND_FAIL",
          "MERCHANT_REFUND_RETRY_FAIL",
          "MERCHANT_FAIL",
          "USER_WAIT_CONFIRM",
          "USER_WAIT_CONFIRM_UPDATE",
          "USER_WAIT_HANDLE_MERCHANT_AFTER_SALE");

  private final Wechat wechat;
  private final WindowPolicy policy;

  WechatRefunds(Wechat wechat, WindowPolicy policy) {
    this.wechat = wechat;
    this.policy = policy;
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

  /** The platform decides how long a page is. */
  @Override
  public Page<Refund> list(PageRequest request) {
    WechatTime.Seconds seconds = WechatTime.Seconds.of(request.window(), MAX_WINDOW);
    if (seconds.isEmpty()) {
      return new Page<>(List.of(), List.of(), false, null);
    }
    ObjectNode body =
        Json.object()
            .put("begin_update_time", seconds.first())
            .put("end_update_time", seconds.last());
    if (request.cursor() != null) {
      body.put("next_key", request.cursor());
    }
    Listing listing =
        wechat.read(LIST, body, answer -> Listing.read(answer, "after_sale_order_id_list"));
    List<Refund> rows = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>();
    for (String id : listing.ids()) {
      Page<Refund> one = get(id);
      rows.addAll(one.rows());
      malformed.addAll(one.malformed());
    }
    return new Page<>(rows, malformed, listing.hasMore(), listing.nextKey());
  }

  /**
   * Reads an after-sale. One that the platform refuses to tell, or tells in a form that cannot be
   * read, costs no other.
   */
  private Page<Refund> get(String id) {
    WechatAnswer<JsonNode> answer = wechat.ask(DETAIL, Json.object().put(ID, id), body -> body);
    if (answer instanceof WechatAnswer.Refused<JsonNode> refused) {
      return unread(Unread.refused(ID, id, refused.code()));
    }
    JsonNode body = ((WechatAnswer.Given<JsonNode>) answer).value();
    try {
      Refund refund = refund(Json.require(body, "after_sale_order"), id);
      return new Page<>(List.of(refund), List.of(), false, null);
    } catch (MalformedJson e) {
      return unread(Unread.broken(ID, id, Json.at(body, "after_sale_order"), e));
    }
  }

  private static Page<Refund> unread(Page.Malformed row) {
    return new Page<>(List.of(), List.of(row), false, null);
  }

  private static Refund refund(JsonNode row, String id) {
    if (!WechatJson.requireId(row, ID).equals(id)) {
      throw new MalformedJson("after_sale_order_id: must be the one that was asked for");
    }
    String status = Json.requireText(row, "status");
    Kind kind = kind(WechatJson.optional(row, "type"));
    Money amount = WechatJson.requireFen(row, "refund_info", "amount");
    if (amount.isNegative()) {
      throw new MalformedJson("refund_info.amount: must not be negative");
    }
    return new Refund(
        id,
        WechatJson.requireId(row, "order_id"),
        line(Json.at(row, "product_info")),
        kind,
        state(status, kind),
        status,
        amount,
        quantity(row),
        goods(status),
        WechatJson.requireTime(row, "update_time"));
  }

  /** The platform names product and variant, which is the first line of that variant. */
  private static @Nullable String line(JsonNode product) {
    return WechatJson.id(product, "sku_id") == null ? null : LineKey.read(product).number(1);
  }

  private static Kind kind(@Nullable String type) {
    if ("REFUND".equals(type)) {
      return Kind.REFUND_ONLY;
    }
    return "RETURN".equals(type) ? Kind.RETURN : Kind.UNKNOWN;
  }

  private static @Nullable BigDecimal quantity(JsonNode row) {
    long count = WechatJson.longOrZero(row, "product_info", "count");
    return count > 0 && line(Json.at(row, "product_info")) != null
        ? BigDecimal.valueOf(count)
        : null;
  }

  private static Goods goods(String status) {
    if (status.equals("USER_WAIT_RETURN") || status.equals("MERCHANT_WAIT_RECEIPT")) {
      return Goods.AWAITED;
    }
    return status.equals("MERCHANT_RETURN_SUCCESS") ? Goods.BACK : Goods.UNTOLD;
  }

  private static State state(String status, Kind kind) {
    if (PAID.contains(status)) {
      return kind == Kind.UNKNOWN ? State.UNKNOWN : State.PAID;
    }
    if (CLOSED.contains(status)) {
      return State.CLOSED;
    }
    return OPEN.contains(status) ? State.OPEN : State.UNKNOWN;
  }
}
