package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.channel.taobao.standin.TradeDesk.Trade;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes parcels. */
final class ShippingDesk {
  private static final Set<String> CARRIERS =
      Set.of("ZTO", "YTO", "STO", "YUNDA", "SF", "EMS", "JD", "POSTB", "HTKY", "DBL");
  private static final String TO_SHIP = "WAIT_SELLER_SEND_GOODS";
  private static final String SHIPPED = "WAIT_BUYER_CONFIRM_GOODS";
  private static final Set<String> CLOSED = Set.of("TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO");

  private final Runnable changed;
  private final TradeDesk trades;

  ShippingDesk(Runnable changed, TradeDesk trades) {
    this.changed = changed;
    this.trades = trades;
  }

  /** Answers {@code taobao.logistics.offline.send}. */
  ObjectNode offline(Call call) {
    return send(call, false);
  }

  /** Answers {@code taobao.logistics.online.send} with a waybill. */
  ObjectNode online(Call call) {
    return send(call, true);
  }

  private ObjectNode send(Call call, boolean cashOnDeliveryToo) {
    call.only(
        "tid",
        "sub_tid",
        "is_split",
        "out_sid",
        "company_code",
        "sender_id",
        "cancel_id",
        "feature",
        "seller_ip");
    Trade trade = trades.require(call.require("tid"));
    String carrier = call.require("company_code");
    String waybill = call.require("out_sid");
    List<ObjectNode> lines = wanted(call, trade);
    if (!CARRIERS.contains(carrier)) {
      throw Refusal.business("isv.logistics-company-not-exist", "物流公司不存在");
    }
    if (!waybill.matches("[A-Z0-9]{8,20}")) {
      throw Refusal.business("isv.logistics-out-sid-invalid", "运单号不符合规则");
    }
    if (!cashOnDeliveryToo && trade.type().equals("cod")) {
      throw Refusal.business("isv.logistics-cod-not-supported", "货到付款订单不支持自己联系物流");
    }
    check(trade, lines);
    changed.run();
    ship(trade, lines, carrier, waybill, call.now());
    ObjectNode body = Json.object();
    body.putObject("shipping").put("is_success", true);
    return body;
  }

  private static List<ObjectNode> wanted(Call call, Trade trade) {
    String parts = call.find("sub_tid");
    boolean split = "1".equals(call.find("is_split"));
    if (parts == null) {
      if (split) {
        throw Refusal.missing("sub_tid");
      }
      return trade.lines();
    }
    if (!split) {
      throw Refusal.invalid("is_split", "must be 1 with sub_tid");
    }
    Set<String> missing = new LinkedHashSet<>(call.list("sub_tid", parts));
    List<ObjectNode> lines = new ArrayList<>();
    for (ObjectNode line : trade.lines()) {
      if (missing.remove(Json.requireText(line, "oid"))) {
        lines.add(line);
      }
    }
    if (!missing.isEmpty()) {
      throw Refusal.business("isv.sub-trade-not-exist", "子订单不存在");
    }
    return lines;
  }

  private static void check(Trade trade, List<ObjectNode> lines) {
    boolean open = trade.status().equals(TO_SHIP) || trade.status().equals("SELLER_CONSIGNED_PART");
    boolean shipped = lines.stream().allMatch(line -> status(line).equals(SHIPPED));
    if (shipped) {
      throw Refusal.business("isv.logistics-already-consigned", "订单已发货");
    }
    if (!open) {
      throw Refusal.business("isv.trade-status-invalid", "订单状态不允许发货");
    }
    for (ObjectNode line : lines) {
      if (!status(line).equals(TO_SHIP)) {
        throw Refusal.business("isv.sub-trade-status-invalid", "子订单状态不允许发货");
      }
    }
  }

  private static void ship(
      Trade trade, List<ObjectNode> lines, String carrier, String waybill, Instant now) {
    String at = Call.format(now);
    for (ObjectNode line : lines) {
      line.put("status", SHIPPED).put("consign_time", at);
      line.put("logistics_company", carrier).put("invoice_no", waybill);
    }
    boolean all =
        trade.lines().stream()
            .map(ShippingDesk::status)
            .allMatch(status -> status.equals(SHIPPED) || CLOSED.contains(status));
    trade.status(all ? SHIPPED : "SELLER_CONSIGNED_PART");
    if (Json.text(trade.json, "consign_time") == null) {
      trade.json.put("consign_time", at);
    }
    trade.touch(now);
  }

  private static String status(ObjectNode line) {
    return Json.requireText(line, "status");
  }
}
