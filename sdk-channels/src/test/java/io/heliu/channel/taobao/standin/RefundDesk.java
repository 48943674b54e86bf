package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the refunds and answers questions for them. */
final class RefundDesk {
  private static final Set<String> DEFAULT_TYPES = Set.of("guarantee_trade", "auto_delivery");

  private static final String CLOSED = "TRADE_CLOSED";

  private final TradeDesk trades;
  private final Map<String, ObjectNode> refunds = new TreeMap<>();

  RefundDesk(TradeDesk trades) {
    this.trades = trades;
  }

  void put(ObjectNode refund) {
    refunds.put(Json.requireText(refund, "refund_id"), refund);
  }

  /** Returns the status of a refund, or null if there is no such refund. */
  @Nullable String status(String id) {
    ObjectNode refund = refunds.get(id);
    return refund == null ? null : Json.text(refund, "status");
  }

  /** A buyer asks for the money of a line, and gives the goods back if they have left. */
  void ask(ObjectNode refund, Instant now) {
    TradeDesk.Trade trade = trades.require(Json.requireText(refund, "tid"));
    ObjectNode line = line(trade, refund);
    boolean left = "WAIT_BUYER_CONFIRM_GOODS".equals(Json.text(line, "status"));
    refund.put("dispute_type", left ? "REFUND_AND_RETURN" : "REFUND").put("has_good_return", left);
    refund.put("status", "WAIT_SELLER_AGREE").put("modified", Call.format(now));
    put(refund);
    line.put("refund_status", "WAIT_SELLER_AGREE");
    trade.touch(now);
  }

  /** The money of a line goes back; a trade of which every line is closed is closed. */
  void pay(String id, Instant now) {
    ObjectNode refund = refunds.get(id);
    if (refund == null || !"WAIT_SELLER_AGREE".equals(Json.text(refund, "status"))) {
      throw new IllegalArgumentException("id: must be a refund that was asked for");
    }
    refund.put("status", "SUCCESS").put("modified", Call.format(now));
    refund.put("end_time", Call.format(now));
    if (Boolean.TRUE.equals(Json.bool(refund, "has_good_return"))) {
      refund.put("good_status", "BUYER_RETURNED_GOODS");
    }
    TradeDesk.Trade trade = trades.require(Json.requireText(refund, "tid"));
    line(trade, refund).put("refund_status", "SUCCESS").put("status", CLOSED);
    if (trade.lines().stream().allMatch(line -> CLOSED.equals(Json.text(line, "status")))) {
      trade.status(CLOSED);
    }
    trade.touch(now);
  }

  private static ObjectNode line(TradeDesk.Trade trade, ObjectNode refund) {
    String oid = Json.requireText(refund, "oid");
    return trade.lines().stream()
        .filter(line -> Json.requireText(line, "oid").equals(oid))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("oid: must be a line of the trade"));
  }

  /** Answers {@code taobao.refunds.receive.get}. */
  ObjectNode receive(Call call) {
    call.only(
        "fields",
        "status",
        "type",
        "start_modified",
        "end_modified",
        "page_no",
        "page_size",
        "use_has_next",
        "buyer_open_uid",
        "buyer_nick");
    Set<String> fields = call.fields();
    WindowQuery query = WindowQuery.of(call);
    String status = call.find("status");
    String types = call.find("type");
    Set<String> wanted = types == null ? DEFAULT_TYPES : call.list("type", types);
    List<ObjectNode> rows = new ArrayList<>();
    for (ObjectNode refund : refunds.values()) {
      Instant modified = Call.parse(Json.requireText(refund, "modified"));
      TradeDesk.Trade trade = trades.find(Json.requireText(refund, "tid"));
      if (query.covers(modified, call.now(), trades.endExclusive())
          && (status == null || status.equals(Json.text(refund, "status")))
          && TradeDesk.isOfType(trade == null ? "fixed" : trade.type(), wanted)) {
        rows.add(refund);
      }
    }
    rows.sort(
        Comparator.comparing((ObjectNode refund) -> Json.requireText(refund, "modified"))
            .reversed());
    return query.answer("refunds", rows, RefundDesk::listed, fields);
  }

  /** The list never tells when a refund was over. */
  private static ObjectNode listed(ObjectNode refund) {
    ObjectNode listed = refund.deepCopy();
    listed.remove("end_time");
    return listed;
  }

  /** Answers {@code taobao.refund.get}. */
  ObjectNode get(Call call) {
    ObjectNode refund = refunds.get(call.only("fields", "refund_id").require("refund_id"));
    if (refund == null || Call.parse(Json.requireText(refund, "modified")).isAfter(call.now())) {
      throw Refusal.business("isv.refund-not-exist", "退款单不存在");
    }
    ObjectNode body = Json.object();
    body.set("refund", Shape.select(refund, call.fields()));
    return body;
  }
}
