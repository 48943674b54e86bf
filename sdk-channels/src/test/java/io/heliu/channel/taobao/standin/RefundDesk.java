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

/** Keeps the refunds and answers questions for them. */
final class RefundDesk {
  private static final Set<String> DEFAULT_TYPES = Set.of("guarantee_trade", "auto_delivery");

  private final TradeDesk trades;
  private final Map<String, ObjectNode> refunds = new TreeMap<>();

  RefundDesk(TradeDesk trades) {
    this.trades = trades;
  }

  void put(ObjectNode refund) {
    refunds.put(Json.requireText(refund, "refund_id"), refund);
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
    return query.answer("refunds", rows, refund -> refund, fields);
  }
}
