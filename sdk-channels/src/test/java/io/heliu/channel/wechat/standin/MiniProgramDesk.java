package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the mini-program's payments and users. */
final class MiniProgramDesk {
  private static final String REFUNDS = "refunds";
  private static final int REFUNDED = 5;

  private final Runnable changed;
  private final Map<String, ObjectNode> payments = new HashMap<>();
  private final Map<String, OffsetDateTime> reportedAt = new HashMap<>();
  private final Set<String> usedCodes = new HashSet<>();
  private Duration ingestion = Duration.ZERO;

  MiniProgramDesk(Runnable changed) {
    this.changed = changed;
  }

  void put(ObjectNode payment) {
    payments.put(Json.requireText(payment, "transaction_id"), payment);
  }

  void ingestAfter(Duration delay) {
    ingestion = delay;
  }

  /**
   * Money of a payment goes back. The same number again changes nothing, as WeChat Pay has it; a
   * payment of which all went back is refunded and takes no report of shipping any more.
   */
  void refund(ObjectNode refund, Instant now) {
    ObjectNode payment = payments.get(Json.requireText(refund, "transaction_id"));
    String number = Json.requireText(refund, "out_refund_no");
    long amount = Json.requireLong(refund, "refund");
    if (payment == null || amount <= 0) {
      throw new IllegalArgumentException("refund: must be more than nothing, of a known payment");
    }
    ObjectNode refunds = payment.withObject("/" + REFUNDS);
    if (refunds.has(number)) {
      return;
    }
    long gone = amount;
    for (JsonNode one : refunds) {
      gone += one.path("refund").asLong();
    }
    long paid = payment.path("paid_amount").asLong();
    if (gone > paid) {
      throw new IllegalArgumentException("refund: must not be more than is left of the payment");
    }
    refunds.putObject(number).put("refund", amount).put("at", now.getEpochSecond());
    if (gone == paid) {
      payment.put("order_state", REFUNDED);
    }
  }

  /** Returns when a refund of a payment was made; null if there is no such one. */
  @Nullable Instant refundedAt(String transactionId, String number) {
    ObjectNode payment = payments.get(transactionId);
    JsonNode refund = payment == null ? null : payment.path(REFUNDS).get(number);
    return refund == null ? null : Instant.ofEpochSecond(refund.path("at").asLong());
  }

  /** Tells whether all of a payment went back. */
  boolean isRefunded(String transactionId) {
    ObjectNode payment = payments.get(transactionId);
    return payment != null && payment.path("order_state").asInt() == REFUNDED;
  }

  @Nullable ObjectNode find(String transactionId) {
    return payments.get(transactionId);
  }

  private ObjectNode payment(@Nullable String transaction, @Nullable String trade, Instant now) {
    for (ObjectNode payment : payments.values()) {
      boolean known =
          !now.isBefore(Instant.ofEpochSecond(payment.path("pay_time").asLong()).plus(ingestion));
      if (known
          && (payment.path("transaction_id").asText().equals(transaction)
              || (trade != null
                  && trade.equals(
                      payment.path("merchant_id").asText()
                          + " "
                          + payment.path("merchant_trade_no").asText())))) {
        return payment;
      }
    }
    throw new Refusal(10060001, "payment order not found");
  }

  /** Answers {@code /wxa/sec/order/get_order}. */
  ObjectNode get(Call call) {
    call.only("transaction_id", "merchant_id", "merchant_trade_no", "sub_merchant_id");
    String transaction = call.textOrNull("transaction_id");
    String trade =
        transaction == null
            ? call.text("merchant_id") + " " + call.text("merchant_trade_no")
            : null;
    ObjectNode body = Json.object();
    ObjectNode shown = payment(transaction, trade, call.now()).deepCopy();
    shown.remove(List.of("reports", REFUNDS));
    body.set("order", shown);
    return body;
  }

  /** Answers {@code /wxa/sec/order/upload_shipping_info}. */
  ObjectNode upload(Call call) {
    call.only(
        "order_key",
        "logistics_type",
        "delivery_mode",
        "is_all_delivered",
        "shipping_list",
        "upload_time",
        "payer");
    ObjectNode payment = keyed(call.inner("order_key"));
    long way = call.number("logistics_type", 1, 4);
    boolean split = call.number("delivery_mode", 1, 2) == 2;
    if (split && (way != 1 || !call.body().path("is_all_delivered").isBoolean())) {
      throw Refusal.invalid("delivery_mode", "2 is for express with is_all_delivered");
    }
    OffsetDateTime at = OffsetDateTime.parse(call.text("upload_time"));
    if (!call.text("upload_time").matches(".*\\.\\d{3}\\+08:00")) {
      throw Refusal.invalid("upload_time", "must have milliseconds and an offset");
    }
    if (!call.inner("payer")
        .only("openid")
        .text("openid")
        .equals(payment.path("openid").asText())) {
      throw new Refusal(40003, "invalid openid");
    }
    call.list("shipping_list", 15).forEach(parcel -> check(parcel, way));
    if (payment.path("order_state").asInt() > 2) {
      throw new Refusal(10060004, "order state does not allow shipping");
    }
    if (!split && payment.path("reports").asInt() > 1) {
      throw new Refusal(10060003, "the chance to ship again is used");
    }
    OffsetDateTime before = reportedAt.get(payment.path("transaction_id").asText());
    if (before != null && !at.isAfter(before)) {
      throw Refusal.invalid("upload_time", "must be later than that of the report before");
    }
    changed.run();
    reportedAt.put(payment.path("transaction_id").asText(), at);
    ship(payment, call, split, at);
    return Json.object();
  }

  private ObjectNode keyed(Call key) {
    key.only("order_number_type", "mchid", "out_trade_no", "transaction_id");
    return key.number("order_number_type", 1, 2) == 1
        ? payment(null, key.text("mchid") + " " + key.text("out_trade_no"), key.now())
        : payment(key.text("transaction_id"), null, key.now());
  }

  private static void check(Call parcel, long way) {
    parcel.only("tracking_no", "express_company", "item_desc", "contact");
    if (parcel.text("item_desc").length() > 120) {
      throw Refusal.invalid("item_desc", "must have at most 120 characters");
    }
    if (way == 1) {
      if (parcel.text("tracking_no").length() > 128) {
        throw Refusal.invalid("tracking_no", "must have at most 128 characters");
      }
      if (parcel.text("express_company").equals("SF")
          && !parcel.inner("contact").text("receiver_contact").contains("****")) {
        throw Refusal.invalid("contact", "must be masked");
      }
    }
  }

  private static void ship(ObjectNode payment, Call call, boolean split, OffsetDateTime at) {
    ObjectNode shipping =
        split && payment.path("shipping") instanceof ObjectNode before
            ? before
            : payment.putObject("shipping");
    boolean all = !split || call.body().path("is_all_delivered").asBoolean();
    ArrayNode list =
        shipping.path("shipping_list") instanceof ArrayNode before
            ? before
            : shipping.putArray("shipping_list");
    call.body()
        .path("shipping_list")
        .forEach(
            parcel ->
                list.add(((ObjectNode) parcel.deepCopy()).put("upload_time", at.toEpochSecond())));
    shipping.put("finish_shipping", all);
    payment.put("order_state", 2).put("reports", payment.path("reports").asInt() + 1);
  }

  /** Answers {@code /sns/jscode2session}. */
  ObjectNode login(Map<String, String> query) {
    use(query.getOrDefault("js_code", ""), "login-");
    String user = query.getOrDefault("js_code", "").substring("login-".length());
    return Json.object()
        .put("openid", "o-" + user)
        .put("session_key", "made-up")
        .put("unionid", "u-" + user);
  }

  /** Answers {@code /wxa/business/getuserphonenumber}; the country's code is a number here. */
  ObjectNode phone(Call call) {
    call.only("code", "openid");
    use(call.text("code"), "phone-");
    ObjectNode body = Json.object();
    body.putObject("phone_info")
        .put("phoneNumber", "+8613800000001")
        .put("purePhoneNumber", "13800000001")
        .put("countryCode", 86);
    return body;
  }

  private void use(String code, String prefix) {
    if (!code.startsWith(prefix)) {
      throw new Refusal(40029, "invalid code");
    }
    if (usedCodes.contains(code)) {
      throw new Refusal(40163, "code been used");
    }
    changed.run();
    usedCodes.add(code);
  }
}
