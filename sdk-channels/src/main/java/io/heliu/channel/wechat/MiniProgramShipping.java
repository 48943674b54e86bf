package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.internal.json.Json;
import io.heliu.order.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shipping management of a mini-program (小程序发货信息管理). Thread-safe.
 *
 * <p>The platform freezes the money of a payment until it was told of its shipping. Right after a
 * payment it may not know of it yet, and answers {@code 10060001}: then it is asked again every ten
 * seconds until the deadline of the client's retry policy, which is a minute by default; the
 * platform needs about as long at most. A policy of a single attempt waits for nothing.
 */
public final class MiniProgramShipping {
  private static final String FIND = "/wxa/sec/order/get_order";
  private static final String UPLOAD = "/wxa/sec/order/upload_shipping_info";
  private static final int BY_TRADE = 1;
  private static final int BY_TRANSACTION = 2;
  private static final int UNIFIED = 1;
  private static final int SPLIT = 2;
  private static final int MAX_ROUNDS = 3;
  private static final Duration MAX_AHEAD = Duration.ofDays(1);
  private static final String UNKNOWN = Long.toString(WechatError.PAYMENT_UNKNOWN);

  private final Wechat wechat;

  MiniProgramShipping(Wechat wechat) {
    this.wechat = wechat;
  }

  /**
   * Finds a payment.
   *
   * @return empty if the platform does not know it, also after some waiting
   * @throws Fault if the platform cannot be asked
   */
  public Optional<MiniProgramOrder> find(PaymentKey payment) {
    return read(payment).map(Seen::order);
  }

  /** A payment, and when its last parcel was reported; null if none was. */
  private record Seen(MiniProgramOrder order, @Nullable Instant reportedAt) {}

  private Optional<Seen> read(PaymentKey payment) {
    try {
      return Optional.of(
          wechat.read(FIND, findBy(payment), body -> seen(Json.require(body, "order"))));
    } catch (Fault.Throttled fault) {
      if (UNKNOWN.equals(fault.code())) {
        return Optional.empty();
      }
      throw fault;
    }
  }

  /**
   * Tells the platform of a payment's shipping. Safe to repeat: the payment is read before, and
   * after an answer that got lost, because the platform lets a payment be reported anew only once.
   *
   * @return a refusal with {@code 10060001} if the platform does not know the payment after some
   *     waiting: the appid may be another one, the wallet a foreign one, the payment pre-authorised
   * @throws Fault if the platform cannot be asked, or its state after the call is not known
   */
  public Result upload(ShippingReport report) {
    for (int round = 1; ; round++) {
      Optional<Seen> seen = read(report.payment());
      if (seen.isEmpty()) {
        return unknown();
      }
      if (isReported(seen.get().order(), report)) {
        return Result.ALREADY_SENT;
      }
      try {
        ObjectNode told = body(report, uploadTime(seen.get().reportedAt()));
        WechatAnswer<Boolean> answer = wechat.change(UPLOAD, told, body -> true);
        return answer instanceof WechatAnswer.Refused<Boolean> refused
            ? Result.refused(refused.code(), refused.message())
            : Result.SENT;
      } catch (Fault fault) {
        if (fault instanceof Fault.Throttled && UNKNOWN.equals(fault.code())) {
          return unknown();
        }
        if (!Wechat.isUncertain(fault) || round == MAX_ROUNDS) {
          throw fault;
        }
      }
    }
  }

  private static Result unknown() {
    return Result.refused(
        UNKNOWN, "the platform does not know the payment: check appid, wallet and kind of payment");
  }

  private static boolean isReported(MiniProgramOrder order, ShippingReport report) {
    if (report.way() == ShippingReport.Way.EXPRESS) {
      // That parts are complete must be told even if every waybill of them is known.
      boolean complete = order.lifecycle() != Lifecycle.PARTIALLY_SHIPPED;
      return (complete || report.scope() == ShippingReport.Scope.PART)
          && order
              .waybills()
              .containsAll(report.parcels().stream().map(ShippingReport.Parcel::waybill).toList());
    }
    return order.lifecycle() == Lifecycle.SHIPPED || order.lifecycle() == Lifecycle.COMPLETED;
  }

  private static ObjectNode findBy(PaymentKey payment) {
    if (payment instanceof PaymentKey.Trade trade) {
      return Json.object()
          .put("merchant_id", trade.merchantId())
          .put("merchant_trade_no", trade.tradeNumber());
    }
    return Json.object().put("transaction_id", ((PaymentKey.Transaction) payment).transactionId());
  }

  private static ObjectNode orderKey(PaymentKey payment) {
    if (payment instanceof PaymentKey.Trade trade) {
      return Json.object()
          .put("order_number_type", BY_TRADE)
          .put("mchid", trade.merchantId())
          .put("out_trade_no", trade.tradeNumber());
    }
    return Json.object()
        .put("order_number_type", BY_TRANSACTION)
        .put("transaction_id", ((PaymentKey.Transaction) payment).transactionId());
  }

  /**
   * The platform orders reports by their time: one that is not later than the report before does
   * not count. It tells that time in whole seconds, and it may come from a clock ahead of ours,
   * though hardly by a day.
   */
  private Instant uploadTime(@Nullable Instant before) {
    Instant now = wechat.settings().clock().instant();
    if (before == null || before.isAfter(now.plus(MAX_AHEAD))) {
      return now;
    }
    Instant next = before.plusSeconds(1);
    return next.isAfter(now) ? next : now;
  }

  private static ObjectNode body(ShippingReport report, Instant uploadTime) {
    ObjectNode body = Json.object();
    body.set("order_key", orderKey(report.payment()));
    boolean whole = report.scope() == ShippingReport.Scope.WHOLE;
    body.put("logistics_type", report.way().code()).put("delivery_mode", whole ? UNIFIED : SPLIT);
    if (!whole) {
      body.put("is_all_delivered", report.scope() == ShippingReport.Scope.LAST_PART);
    }
    ArrayNode parcels = body.putArray("shipping_list");
    for (ShippingReport.Parcel parcel : report.parcels()) {
      ObjectNode one = parcels.addObject();
      if (parcel.waybill() != null) {
        one.put("tracking_no", parcel.waybill());
      }
      if (parcel.carrier() != null) {
        one.put("express_company", parcel.carrier());
      }
      one.put("item_desc", parcel.description());
      if (parcel.receiverContact() != null) {
        one.putObject("contact").put("receiver_contact", parcel.receiverContact());
      }
    }
    body.put("upload_time", WechatTime.rfc3339(uploadTime));
    body.putObject("payer").put("openid", report.payer());
    return body;
  }

  private static Seen seen(JsonNode order) {
    Instant reportedAt = null;
    for (JsonNode parcel : Json.list(order, "shipping", "shipping_list")) {
      Instant at = WechatTime.orNull(parcel.path("upload_time"));
      if (at != null && (reportedAt == null || at.isAfter(reportedAt))) {
        reportedAt = at;
      }
    }
    return new Seen(order(order), reportedAt);
  }

  private static MiniProgramOrder order(JsonNode order) {
    String status = Json.requireText(order, "order_state");
    List<String> waybills = new ArrayList<>();
    for (JsonNode parcel : Json.list(order, "shipping", "shipping_list")) {
      String waybill = WechatJson.id(parcel, "tracking_no");
      if (waybill != null) {
        waybills.add(waybill);
      }
    }
    return new MiniProgramOrder(
        WechatJson.requireId(order, "transaction_id"),
        WechatJson.id(order, "merchant_id"),
        WechatJson.id(order, "merchant_trade_no"),
        WechatJson.requireFen(order, "paid_amount"),
        Instant.ofEpochSecond(Json.requireLong(order, "pay_time")),
        lifecycle(status, Json.bool(order, "shipping", "finish_shipping")),
        status,
        WechatJson.isTrue(order, "in_complaint"),
        waybills);
  }

  /**
   * Code 6 is seen in the field only; money that waits for its settlement is of a finished trade.
   */
  private static Lifecycle lifecycle(String status, @Nullable Boolean all) {
    return switch (status) {
      case "1" -> Lifecycle.PAID;
      case "2" -> Boolean.FALSE.equals(all) ? Lifecycle.PARTIALLY_SHIPPED : Lifecycle.SHIPPED;
      case "3", "4", "6" -> Lifecycle.COMPLETED;
      case "5" -> Lifecycle.CLOSED_REFUNDED;
      default -> Lifecycle.UNKNOWN;
    };
  }
}
