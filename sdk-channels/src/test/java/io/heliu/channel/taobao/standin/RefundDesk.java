package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Money;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the refunds and answers questions for them. */
final class RefundDesk {
  private static final Set<String> DEFAULT_TYPES = Set.of("guarantee_trade", "auto_delivery");

  private static final String CLOSED = "TRADE_CLOSED";
  private static final String SHIPPED = "WAIT_BUYER_CONFIRM_GOODS";
  private static final String MONEY_ONLY = "REFUND";
  private static final Set<String> MONEY = Set.of(MONEY_ONLY, "REFUND_AND_RETURN");
  private static final String ASKED = "WAIT_SELLER_AGREE";
  private static final String SENT_BACK = "WAIT_SELLER_CONFIRM_GOODS";
  private static final String PAID = "SUCCESS";

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

  /**
   * A buyer asks for the money of a line, or for other goods. Unless it says what kind it is, goods
   * that have left come back.
   */
  void ask(ObjectNode refund, Instant now) {
    TradeDesk.Trade trade = trades.require(Json.requireText(refund, "tid"));
    ObjectNode line = line(trade, refund);
    boolean left = SHIPPED.equals(Json.text(line, "status"));
    String type = Json.text(refund, "dispute_type");
    String kind = type != null ? type : left ? "REFUND_AND_RETURN" : MONEY_ONLY;
    if (!left && !kind.equals(MONEY_ONLY)) {
      throw new IllegalArgumentException("oid: must be a line that has left");
    }
    refund.put("dispute_type", kind).put("has_good_return", !kind.equals(MONEY_ONLY));
    put(refund);
    move(refund, ASKED, now);
  }

  private void move(ObjectNode refund, String status, Instant now) {
    refund.put("status", status).put("modified", Call.format(now));
    TradeDesk.Trade trade = trades.require(Json.requireText(refund, "tid"));
    line(trade, refund).put("refund_status", status);
    trade.touch(now);
  }

  /** The goods of a return or an exchange are back at the seller's, who has not looked at them. */
  ObjectNode sendBack(String id, Instant now) {
    ObjectNode refund = require(id, Set.of(ASKED));
    if (!comesBack(refund)) {
      throw new IllegalArgumentException("id: must be a refund whose goods come back");
    }
    refund.put("good_status", "BUYER_RETURNED_GOODS");
    move(refund, SENT_BACK, now);
    return refund;
  }

  /** The buyer withdraws what was asked for. */
  ObjectNode withdraw(String id, Instant now) {
    ObjectNode refund = require(id, Set.of(ASKED));
    move(refund, "CLOSED", now);
    return refund;
  }

  /**
   * The money goes back, or the exchange is done. A line is closed once all of its money went back,
   * a trade once every line is.
   */
  ObjectNode pay(String id, Instant now) {
    ObjectNode refund = require(id, Set.of(ASKED, SENT_BACK));
    move(refund, PAID, now);
    refund.put("end_time", Call.format(now));
    if (comesBack(refund)) {
      refund.put("good_status", "BUYER_RETURNED_GOODS");
    }
    TradeDesk.Trade trade = trades.require(Json.requireText(refund, "tid"));
    ObjectNode line = line(trade, refund);
    if (!movesMoney(refund)) {
      // The list of lines knows refunds only.
      line.put("refund_status", "NO_REFUND");
    } else if (paidBack(line).compareTo(worth(line)) >= 0) {
      line.put("status", CLOSED);
      settle(trade);
    }
    return refund;
  }

  /** Nothing of a trade may be left to do since a line of it was closed. */
  private static void settle(TradeDesk.Trade trade) {
    Set<String> open = new HashSet<>();
    trade.lines().forEach(line -> open.add(Json.requireText(line, "status")));
    open.remove(CLOSED);
    if (open.isEmpty()) {
      trade.status(CLOSED);
    } else if (open.equals(Set.of(SHIPPED))) {
      trade.status(SHIPPED);
    }
  }

  private ObjectNode require(String id, Set<String> statuses) {
    ObjectNode refund = refunds.get(id);
    if (refund == null || !statuses.contains(Json.requireText(refund, "status"))) {
      throw new IllegalArgumentException("id: must be a refund that was asked for");
    }
    return refund;
  }

  private static boolean comesBack(ObjectNode refund) {
    return Boolean.TRUE.equals(Json.bool(refund, "has_good_return"));
  }

  private static boolean movesMoney(ObjectNode refund) {
    return MONEY.contains(Json.requireText(refund, "dispute_type"));
  }

  private Money paidBack(ObjectNode line) {
    String oid = Json.requireText(line, "oid");
    Money sum = Money.fen(0);
    for (ObjectNode refund : refunds.values()) {
      boolean paid = PAID.equals(Json.text(refund, "status")) && movesMoney(refund);
      if (paid && Json.requireText(refund, "oid").equals(oid)) {
        sum = sum.plus(Money.yuan(Json.requireText(refund, "refund_fee")));
      }
    }
    return sum;
  }

  /** A line's payment, less its share of a promotion of the whole trade. */
  private static Money worth(ObjectNode line) {
    String shared = Json.text(line, "divide_order_fee");
    return Money.yuan(shared == null ? Json.requireText(line, "payment") : shared);
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
