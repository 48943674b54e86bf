package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.channel.Page;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.order.Lifecycle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of the shipping management. */
final class ShippingJson {
  private static final int BY_TRADE = 1;
  private static final int BY_TRANSACTION = 2;
  private static final int UNIFIED = 1;
  private static final int SPLIT = 2;
  private static final String TRANSACTION = "transaction_id";
  private static final String PARCELS = "shipping_list";

  private ShippingJson() {}

  /** A payment, and when its last parcel was reported; null if none was. */
  record Seen(MiniProgramOrder order, @Nullable Instant reportedAt) {}

  /** Returns what names a payment in a question. */
  static ObjectNode named(PaymentKey payment) {
    if (payment instanceof PaymentKey.Trade trade) {
      return Json.object()
          .put("merchant_id", trade.merchantId())
          .put("merchant_trade_no", trade.tradeNumber());
    }
    return Json.object().put(TRANSACTION, ((PaymentKey.Transaction) payment).transactionId());
  }

  /** Returns what names a payment in a report, where the same things are called otherwise. */
  private static ObjectNode key(PaymentKey payment) {
    if (payment instanceof PaymentKey.Trade trade) {
      return Json.object()
          .put("order_number_type", BY_TRADE)
          .put("mchid", trade.merchantId())
          .put("out_trade_no", trade.tradeNumber());
    }
    return Json.object()
        .put("order_number_type", BY_TRANSACTION)
        .put(TRANSACTION, ((PaymentKey.Transaction) payment).transactionId());
  }

  static ObjectNode report(ShippingReport report, Instant uploadTime) {
    return signed(part(report), report.payer(), uploadTime);
  }

  static ObjectNode report(CombinedShippingReport report, Instant uploadTime) {
    ObjectNode body = Json.object();
    body.set("order_key", key(report.payment()));
    ArrayNode parts = body.putArray("sub_orders");
    report.parts().forEach(part -> parts.add(part(part)));
    return signed(body, report.payer(), uploadTime);
  }

  private static ObjectNode signed(ObjectNode body, String payer, Instant uploadTime) {
    body.put("upload_time", WechatTime.rfc3339(uploadTime));
    body.putObject("payer").put("openid", payer);
    return body;
  }

  private static ObjectNode part(ShippingReport report) {
    ObjectNode body = Json.object();
    body.set("order_key", key(report.payment()));
    boolean whole = report.scope() == ShippingReport.Scope.WHOLE;
    body.put("logistics_type", report.way().code()).put("delivery_mode", whole ? UNIFIED : SPLIT);
    if (!whole) {
      body.put("is_all_delivered", report.scope() == ShippingReport.Scope.LAST_PART);
    }
    ArrayNode parcels = body.putArray(PARCELS);
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
    return body;
  }

  static Seen seen(JsonNode order) {
    Instant reportedAt = null;
    for (JsonNode parcel : Json.list(order, "shipping", PARCELS)) {
      reportedAt = later(reportedAt, WechatTime.orNull(parcel.path("upload_time")));
    }
    return new Seen(order(order), reportedAt);
  }

  /** Returns the later one of two times that may be missing. */
  static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }

  /** Reads a page of payments; one that cannot be read costs no other. */
  static Page<MiniProgramOrder> page(JsonNode body) {
    List<MiniProgramOrder> rows = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>();
    for (JsonNode row : Json.list(body, "order_list")) {
      try {
        rows.add(order(row));
      } catch (MalformedJson e) {
        String id = row.path(TRANSACTION).isTextual() ? row.path(TRANSACTION).textValue() : null;
        malformed.add(new Page.Malformed(id, Json.write(row), String.valueOf(e.getMessage())));
      }
    }
    boolean more = WechatJson.isTrue(body, "has_more");
    return new Page<>(
        rows, malformed, more, more ? WechatJson.requireId(body, "last_index") : null);
  }

  private static MiniProgramOrder order(JsonNode order) {
    String status = Json.requireText(order, "order_state");
    List<String> waybills = new ArrayList<>();
    for (JsonNode parcel : Json.list(order, "shipping", PARCELS)) {
      String waybill = WechatJson.id(parcel, "tracking_no");
      if (waybill != null) {
        waybills.add(waybill);
      }
    }
    return new MiniProgramOrder(
        WechatJson.requireId(order, TRANSACTION),
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
