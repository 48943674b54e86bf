package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.RefundSource;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The refunds. Exchanges and repairs come in the same list, but move no money. */
final class TaobaoRefunds implements RefundSource {
  private static final String LIST = "taobao.refunds.receive.get";
  private static final String FIELDS =
      "refund_id,tid,oid,status,dispute_type,refund_fee,has_good_return,modified";

  private static final Set<String> OF_MONEY = Set.of("REFUND", "REFUND_AND_RETURN");
  private static final Set<String> OF_GOODS =
      Set.of("TMALL_EXCHANGE", "TAOBAO_EXCHANGE", "REPAIR", "RESHIPPING");

  private final Top top;
  private final WindowPolicy policy;
  private final WindowPages pages;

  TaobaoRefunds(Top top, WindowPolicy policy, String types) {
    this.top = top;
    this.policy = policy;
    this.pages = new WindowPages(top, LIST, Map.of("fields", FIELDS, "type", types));
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
  public Page<Refund> list(PageRequest request) {
    return pages.read(
        request,
        (body, hasMore) ->
            TopJson.page(
                TopJson.rows(body, "refunds", "refund"),
                "refund_id",
                hasMore,
                TaobaoRefunds::refund));
  }

  private static Refund refund(JsonNode row) {
    String status = Json.requireText(row, "status");
    String type = TopJson.optional(row, "dispute_type");
    boolean goodsOnly = type != null && OF_GOODS.contains(type);
    return new Refund(
        TopJson.requireId(row, "refund_id"),
        TopJson.requireId(row, "tid"),
        TopJson.id(row, "oid"),
        state(status, type),
        status,
        goodsOnly ? Money.zero(Money.CNY) : amount(row),
        Boolean.TRUE.equals(Json.bool(row, "has_good_return")),
        TopJson.requireTime(row, "modified"));
  }

  private static Money amount(JsonNode row) {
    Money amount = TopJson.requireYuan(row, "refund_fee");
    if (amount.isNegative()) {
      throw new MalformedJson("refund_fee: must not be negative");
    }
    return amount;
  }

  private static State state(String status, @Nullable String type) {
    if (status.equals(TradeStatus.REFUNDED)) {
      if (type == null) {
        return State.UNKNOWN;
      }
      return OF_MONEY.contains(type)
          ? State.PAID
          : OF_GOODS.contains(type) ? State.CLOSED : State.UNKNOWN;
    }
    if (status.equals("CLOSED")) {
      return State.CLOSED;
    }
    return TradeStatus.isOpenRefund(status) ? State.OPEN : State.UNKNOWN;
  }
}
