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
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The refunds. Exchanges and repairs come in the same list, but move no money. When money went back
 * is told by the detail only, so each paid refund costs one more call.
 */
final class TaobaoRefunds implements RefundSource {
  private static final String LIST = "taobao.refunds.receive.get";
  private static final String DETAIL = "taobao.refund.get";
  private static final String FIELDS =
      "refund_id,tid,oid,status,dispute_type,refund_fee,has_good_return,good_status,modified";

  private static final Map<String, Kind> KINDS =
      Map.of(
          "REFUND", Kind.REFUND_ONLY,
          "REFUND_AND_RETURN", Kind.RETURN,
          "TMALL_EXCHANGE", Kind.EXCHANGE,
          "TAOBAO_EXCHANGE", Kind.EXCHANGE,
          "REPAIR", Kind.REPAIR,
          "RESHIPPING", Kind.RESEND);

  private static final Set<String> GOODS_AWAITED =
      Set.of("WAIT_BUYER_RETURN_GOODS", "WAIT_SELLER_CONFIRM_GOODS");

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
    Page<Refund> page =
        pages.read(
            request,
            (body, hasMore) ->
                TopJson.page(
                    TopJson.rows(body, "refunds", "refund"),
                    "refund_id",
                    hasMore,
                    TaobaoRefunds::refund));
    return new Page<>(
        page.rows().stream().map(this::withEnd).toList(),
        page.malformed(),
        page.hasMore(),
        page.nextCursor());
  }

  /**
   * Returns a paid refund with its end. One whose end is refused or cannot be read is told without:
   * its goods must not go all the same.
   */
  private Refund withEnd(Refund refund) {
    if (refund.state() != State.PAID) {
      return refund;
    }
    TopAnswer<JsonNode> answer =
        top.askOne(
            DETAIL,
            Map.of("refund_id", refund.id(), "fields", "refund_id,end_time"),
            body -> Json.at(body, "refund"));
    return answer instanceof TopAnswer.Given<JsonNode> given
        ? refund.completed(end(refund, given.value()))
        : refund;
  }

  private static @Nullable Instant end(Refund refund, JsonNode detail) {
    try {
      return refund.id().equals(TopJson.id(detail, "refund_id"))
          ? TopJson.time(detail, "end_time")
          : null;
    } catch (MalformedJson e) {
      return null; // No time is known; the refund itself was read from the list.
    }
  }

  private static Refund refund(JsonNode row) {
    String status = Json.requireText(row, "status");
    Kind kind = kind(row);
    boolean goodsOnly = kind == Kind.EXCHANGE || kind == Kind.REPAIR || kind == Kind.RESEND;
    // The platform's num is what was bought, not what comes back, so no quantity is known.
    return new Refund(
        TopJson.requireId(row, "refund_id"),
        TopJson.requireId(row, "tid"),
        TopJson.id(row, "oid"),
        kind,
        state(status, kind),
        status,
        goodsOnly ? Money.zero(Money.CNY) : amount(row),
        null,
        goods(row, status),
        TopJson.requireTime(row, "modified"));
  }

  /** An old row may say REFUND and still that goods come back. */
  private static Kind kind(JsonNode row) {
    String type = TopJson.optional(row, "dispute_type");
    Kind kind = type == null ? Kind.UNKNOWN : KINDS.getOrDefault(type, Kind.UNKNOWN);
    boolean comesBack = Boolean.TRUE.equals(Json.bool(row, "has_good_return"));
    return kind == Kind.REFUND_ONLY && comesBack ? Kind.RETURN : kind;
  }

  private static Goods goods(JsonNode row, String status) {
    if (GOODS_AWAITED.contains(status)) {
      return Goods.AWAITED;
    }
    boolean sentBack = "BUYER_RETURNED_GOODS".equals(TopJson.optional(row, "good_status"));
    return sentBack && status.equals(TradeStatus.REFUNDED) ? Goods.BACK : Goods.UNTOLD;
  }

  private static Money amount(JsonNode row) {
    Money amount = TopJson.requireYuan(row, "refund_fee");
    if (amount.isNegative()) {
      throw new MalformedJson("refund_fee: must not be negative");
    }
    return amount;
  }

  private static State state(String status, Kind kind) {
    if (status.equals(TradeStatus.REFUNDED)) {
      return switch (kind) {
        case REFUND_ONLY, RETURN -> State.PAID;
        case EXCHANGE, REPAIR, RESEND -> State.SETTLED;
        case UNKNOWN, CANCELLATION -> State.UNKNOWN;
      };
    }
    if (status.equals("CLOSED")) {
      return State.CLOSED;
    }
    return TradeStatus.isOpenRefund(status) ? State.OPEN : State.UNKNOWN;
  }
}
