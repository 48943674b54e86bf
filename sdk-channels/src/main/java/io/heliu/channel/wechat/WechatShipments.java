package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.channel.ShipmentSink;
import io.heliu.internal.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the platform that goods have left.
 *
 * <p>Per its delivery documentation every package lists its items with their counts, and the order
 * moves on when every unit is covered (拆单发货). So a package is told with what is in it, less what an
 * after-sale is done with: the platform takes no more units than are to be sent.
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
    Map<LineKey, Long> wanted = new LinkedHashMap<>();
    for (ShipmentSink.Line line : parcel.lines()) {
      LineKey key = order.numbers.get(line.number());
      if (key == null) {
        return Plan.refused("LINE_UNKNOWN", "a line of the parcel is not in the order");
      }
      wanted.merge(key, line.units(), Long::sum);
    }
    if (order.inParcel != null) {
      return isTold(order, wanted, order.inParcel)
          ? new Plan(Map.of(), Result.ALREADY_SENT)
          : Plan.refused("WAYBILL_TAKEN", "the waybill left without part of the parcel");
    }
    Map<LineKey, Long> toSend = new LinkedHashMap<>();
    for (Map.Entry<LineKey, Variant> one : order.variants.entrySet()) {
      Variant variant = one.getValue();
      long units =
          parcel.lines().isEmpty() ? variant.open() : wanted.getOrDefault(one.getKey(), 0L);
      if (units - variant.open() > variant.closed) {
        return Plan.refused("OTHER_WAYBILL", "units of the parcel left with another waybill");
      }
      if (Math.min(units, variant.open()) > 0) {
        toSend.put(one.getKey(), Math.min(units, variant.open()));
      }
    }
    if (!toSend.isEmpty()) {
      return new Plan(toSend, null);
    }
    return wanted.isEmpty()
        ? Plan.refused("NOTHING_TO_SEND", "every line is closed or left with another waybill")
        : Plan.refused("LINE_CLOSED", "every line of the parcel is closed");
  }

  /**
   * Tells whether the platform has a parcel with all that is wanted in it; for the whole order,
   * whether nothing else is open. Units that it lacks and that are closed could not be told.
   */
  private static boolean isTold(
      State order, Map<LineKey, Long> wanted, Map<LineKey, Long> inParcel) {
    for (Map.Entry<LineKey, Variant> one : order.variants.entrySet()) {
      Variant variant = one.getValue();
      long units = wanted.getOrDefault(one.getKey(), 0L);
      long lacking = units - inParcel.getOrDefault(one.getKey(), 0L);
      boolean concerned = wanted.isEmpty() || lacking > 0;
      if (concerned && (variant.open() > 0 || lacking > variant.closed)) {
        return false;
      }
    }
    return true;
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
   * What the platform knows of an order. It counts units by variant: of two lines of one variant
   * nobody can tell whose units left.
   *
   * @param numbers the variants by the lines' numbers in our words
   * @param variants the variants
   * @param inParcel units in the parcel with the carrier and waybill at hand; null if there is none
   */
  private record State(
      Map<String, LineKey> numbers,
      Map<LineKey, Variant> variants,
      @Nullable Map<LineKey, Long> inParcel) {
    static State read(JsonNode detail, Parcel parcel) {
      Map<LineKey, Long> shipped = OrderReader.shipped(detail);
      Map<LineKey, Integer> seen = new HashMap<>();
      Map<String, LineKey> numbers = new HashMap<>();
      Map<LineKey, Variant> variants = new LinkedHashMap<>();
      for (JsonNode row : Json.list(detail, "product_infos")) {
        LineKey key = LineKey.read(row);
        numbers.put(key.number(seen.merge(key, 1, Integer::sum)), key);
        Variant before =
            variants.getOrDefault(key, new Variant(0, 0, shipped.getOrDefault(key, 0L)));
        variants.put(
            key,
            before.plus(
                Json.requireLong(row, "sku_cnt"),
                WechatJson.longOrZero(row, "finish_aftersale_sku_cnt")));
      }
      return new State(numbers, variants, contents(detail, parcel));
    }

    private static @Nullable Map<LineKey, Long> contents(JsonNode detail, Parcel parcel) {
      Map<LineKey, Long> units = null;
      for (JsonNode row : Json.list(detail, "delivery_info", "delivery_product_info")) {
        if (parcel.waybill().equals(WechatJson.id(row, "waybill_id"))
            && parcel.carrier().equals(WechatJson.id(row, "delivery_id"))) {
          units = units == null ? new HashMap<>() : units;
          for (JsonNode product : Json.list(row, "product_infos")) {
            units.merge(LineKey.read(product), Json.requireLong(product, "product_cnt"), Long::sum);
          }
        }
      }
      return units;
    }
  }

  /**
   * A variant in an order.
   *
   * @param ordered units that were ordered
   * @param closed units that an after-sale is done with
   * @param shipped units that have left
   */
  private record Variant(long ordered, long closed, long shipped) {
    Variant plus(long units, long done) {
      return new Variant(ordered + units, closed + done, shipped);
    }

    /** Returns the units that are still to be sent. */
    long open() {
      return Math.max(0, ordered - closed - shipped);
    }
  }
}
