package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.channel.ShipmentSink;
import io.heliu.internal.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the platform that goods have left.
 *
 * <p>The platform has no key that makes a parcel safe to repeat, and it refuses a carrier and
 * waybill that it already has. So every parcel starts with a look at the order, and so does every
 * further attempt after an answer that got lost or a refusal: what the order says counts.
 */
final class WechatShipments implements ShipmentSink {
  private static final String SEND = "/channels/ec/order/delivery/send";
  private static final int OWN_SHIPMENT = 1;
  private static final int MAX_ROUNDS = 3;

  private final Wechat wechat;

  WechatShipments(Wechat wechat) {
    this.wechat = wechat;
  }

  @Override
  public ShopId shop() {
    return wechat.shop();
  }

  @Override
  public Result ship(Parcel parcel) {
    Plan plan = plan(parcel);
    for (int round = 1; plan.result == null; round++) {
      try {
        WechatAnswer<Boolean> answer = send(plan, parcel);
        if (!(answer instanceof WechatAnswer.Refused<Boolean> refused)) {
          return Result.SENT;
        }
        return Result.ALREADY_SENT.equals(plan(parcel).result)
            ? Result.ALREADY_SENT
            : Result.refused(refused.code(), refused.message());
      } catch (Fault fault) {
        if (!Wechat.isUncertain(fault)) {
          throw fault;
        }
        plan = plan(parcel);
        if (plan.result == null && round == MAX_ROUNDS) {
          throw fault;
        }
      }
    }
    return plan.result;
  }

  private WechatAnswer<Boolean> send(Plan plan, Parcel parcel) {
    ObjectNode body = Json.object().put("order_id", parcel.orderNumber());
    ObjectNode delivery =
        body.putArray("delivery_list")
            .addObject()
            .put("delivery_id", parcel.carrier())
            .put("waybill_id", parcel.waybill())
            .put("deliver_type", OWN_SHIPMENT);
    ArrayNode products = delivery.putArray("product_infos");
    plan.toSend.forEach(
        (key, units) ->
            products
                .addObject()
                .put("product_id", key.productId())
                .put("sku_id", key.skuId())
                .put("product_cnt", units));
    return wechat.change(SEND, body, answer -> true);
  }

  private Plan plan(Parcel parcel) {
    WechatAnswer<State> answer =
        wechat.ask(
            WechatOrders.DETAIL,
            Json.object().put("order_id", parcel.orderNumber()),
            body -> State.read(Json.require(body, "order", "order_detail"), parcel));
    return answer instanceof WechatAnswer.Refused<State> refused
        ? Plan.refused(refused.code(), refused.message())
        : plan(((WechatAnswer.Given<State>) answer).value(), parcel);
  }

  private static Plan plan(State order, Parcel parcel) {
    Set<String> wanted = new HashSet<>(parcel.lineNumbers());
    Set<LineKey> keys = new HashSet<>();
    Map<LineKey, Long> toSend = new LinkedHashMap<>();
    boolean otherWaybill = false;
    boolean closed = false;
    for (Line line : order.lines) {
      boolean named = wanted.remove(line.number);
      if (!named && !parcel.lineNumbers().isEmpty()) {
        continue;
      }
      boolean over = line.open <= 0 && line.shipped == 0;
      closed |= over && named;
      otherWaybill |= line.open <= 0 && line.shipped > 0 && named;
      if (!over) {
        keys.add(line.key);
      }
      if (line.open > 0) {
        toSend.merge(line.key, line.open, Long::sum);
      }
    }
    if (!wanted.isEmpty()) {
      return Plan.refused("LINE_UNKNOWN", "a line of the parcel is not in the order");
    }
    if (order.inParcel != null) {
      return parcel.lineNumbers().isEmpty() || order.inParcel.containsAll(keys)
          ? new Plan(Map.of(), Result.ALREADY_SENT)
          : Plan.refused("WAYBILL_TAKEN", "the waybill left without a line of the parcel");
    }
    if (otherWaybill) {
      return Plan.refused("OTHER_WAYBILL", "a line of the parcel left with another waybill");
    }
    if (closed && toSend.isEmpty()) {
      return Plan.refused("LINE_CLOSED", "every line of the parcel is closed");
    }
    return toSend.isEmpty()
        ? Plan.refused("NOTHING_TO_SEND", "every line is closed or left with another waybill")
        : new Plan(toSend, null);
  }

  /**
   * What to do about a parcel.
   *
   * @param toSend units by variant
   * @param result what is certain without sending, or null
   */
  private record Plan(Map<LineKey, Long> toSend, @Nullable Result result) {
    static Plan refused(String code, String message) {
      return new Plan(Map.of(), Result.refused(code, message));
    }
  }

  /**
   * What the platform knows of an order.
   *
   * @param inParcel the variants in the parcel with its carrier and waybill; null if it has none
   */
  private record State(List<Line> lines, @Nullable Set<LineKey> inParcel) {
    static State read(JsonNode detail, Parcel parcel) {
      Map<LineKey, Long> shipped = OrderReader.shipped(detail);
      Map<LineKey, Integer> seen = new HashMap<>();
      List<Line> lines = new ArrayList<>();
      for (JsonNode row : Json.list(detail, "product_infos")) {
        LineKey key = LineKey.read(row);
        long due =
            Json.requireLong(row, "sku_cnt")
                - WechatJson.longOrZero(row, "finish_aftersale_sku_cnt");
        long gone = Math.min(Math.max(due, 0), shipped.getOrDefault(key, 0L));
        shipped.computeIfPresent(key, (k, units) -> units - gone);
        lines.add(new Line(key.number(seen.merge(key, 1, Integer::sum)), key, due - gone, gone));
      }
      return new State(lines, contents(detail, parcel));
    }

    private static @Nullable Set<LineKey> contents(JsonNode detail, Parcel parcel) {
      Set<LineKey> keys = null;
      for (JsonNode row : Json.list(detail, "delivery_info", "delivery_product_info")) {
        if (parcel.waybill().equals(WechatJson.id(row, "waybill_id"))
            && parcel.carrier().equals(WechatJson.id(row, "delivery_id"))) {
          keys = keys == null ? new HashSet<>() : keys;
          for (JsonNode product : Json.list(row, "product_infos")) {
            keys.add(LineKey.read(product));
          }
        }
      }
      return keys;
    }
  }

  /**
   * A line.
   *
   * @param open units still to be sent
   * @param shipped units that have left
   */
  private record Line(String number, LineKey key, long open, long shipped) {}
}
