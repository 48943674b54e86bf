package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the mini-program's payments and users. */
final class MiniProgramDesk {
  private static final String OWN = "of_the_stand_in";
  private static final String[] KEY = {
    "order_number_type", "mchid", "out_trade_no", "transaction_id"
  };
  private static final List<String> PART =
      List.of("order_key", "logistics_type", "delivery_mode", "is_all_delivered", "shipping_list");
  private static final String REFUNDS = "refunds";
  private static final int REFUNDED = 5;

  private final Runnable changed;
  private final Map<String, ObjectNode> payments = new HashMap<>();
  private final Map<String, OffsetDateTime> reportedAt = new HashMap<>();
  private final Set<String> usedCodes = new HashSet<>();
  private Duration ingestion = Duration.ZERO;
  private boolean managed = true;
  private boolean confirmed = true;

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

  /** Says what the platform says of the mini-program itself. */
  void manage(boolean isManaged, boolean isConfirmed) {
    managed = isManaged;
    confirmed = isConfirmed;
  }

  private boolean isKnown(ObjectNode payment, Instant now) {
    return !now.isBefore(paidAt(payment).plus(ingestion));
  }

  private static Instant paidAt(ObjectNode payment) {
    return Instant.ofEpochSecond(payment.path("pay_time").asLong());
  }

  private ObjectNode payment(@Nullable String transaction, @Nullable String trade, Instant now) {
    for (ObjectNode payment : payments.values()) {
      if (isKnown(payment, now)
          && (payment.path("transaction_id").asText().equals(transaction)
              || tradeOf(payment, "merchant_trade_no").equals(trade))) {
        return payment;
      }
    }
    throw unknown();
  }

  private static String tradeOf(ObjectNode payment, String number) {
    return payment.path("merchant_id").asText() + " " + payment.path(number).asText();
  }

  private static Refusal unknown() {
    return new Refusal(10060001, "payment order not found");
  }

  /** Finds the payment that a question names. */
  private ObjectNode named(Call call) {
    String transaction = call.textOrNull("transaction_id");
    String trade =
        transaction == null
            ? call.text("merchant_id") + " " + call.text("merchant_trade_no")
            : null;
    return payment(transaction, trade, call.now());
  }

  private static ObjectNode shown(ObjectNode payment) {
    ObjectNode shown = payment.deepCopy();
    shown.remove(List.of(OWN, REFUNDS));
    if (!shown.has("shipping")) {
      shown.putObject("shipping");
    }
    return shown;
  }

  /** Answers {@code /wxa/sec/order/get_order}. */
  ObjectNode get(Call call) {
    call.only("transaction_id", "merchant_id", "merchant_trade_no", "sub_merchant_id");
    ObjectNode body = Json.object();
    body.set("order", shown(named(call)));
    return body;
  }

  /** Answers {@code /wxa/sec/order/get_order_list}. */
  ObjectNode list(Call call) {
    call.only("pay_time_range", "order_state", "openid", "last_index", "page_size");
    long first = 0;
    long last = 0xFFFF_FFFFL;
    if (call.has("pay_time_range")) {
      Call range = call.inner("pay_time_range").only("begin_time", "end_time");
      first = range.has("begin_time") ? range.number("begin_time", 0, last) : first;
      last = range.has("end_time") ? range.number("end_time", first, last) : last;
    }
    String openid = call.textOrNull("openid");
    long state = call.has("order_state") ? call.number("order_state", 1, 6) : 0;
    List<ObjectNode> all = new ArrayList<>();
    for (ObjectNode payment : new TreeMap<>(payments).values()) {
      long paidAt = paidAt(payment).getEpochSecond();
      if (isKnown(payment, call.now())
          && paidAt >= first
          && paidAt <= last
          && (state == 0 || payment.path("order_state").asLong() == state)
          && (openid == null || openid.equals(payment.path("openid").asText()))) {
        all.add(payment);
      }
    }
    String question = first + " " + last + " " + state + " " + openid;
    return page(call, all, Integer.toHexString(question.hashCode()) + "-");
  }

  private static ObjectNode page(Call call, List<ObjectNode> all, String prefix) {
    String index = call.textOrNull("last_index");
    if (index != null && !index.matches(prefix + "\\d{1,9}")) {
      throw new Refusal(10060011, "invalid last_index");
    }
    int size = call.has("page_size") ? (int) call.number("page_size", 1, 100) : 100;
    int from = index == null ? 0 : Integer.parseInt(index.substring(prefix.length()));
    int to = Math.min(all.size(), from + size);
    ObjectNode body = Json.object();
    ArrayNode rows = body.putArray("order_list");
    all.subList(Math.min(from, to), to).forEach(payment -> rows.add(shown(payment)));
    boolean more = to < all.size();
    return body.put("last_index", more ? prefix + to : "").put("has_more", more);
  }

  /** Answers {@code /wxa/sec/order/upload_shipping_info}. */
  ObjectNode upload(Call call) {
    List<String> names = new ArrayList<>(PART);
    names.addAll(List.of("upload_time", "payer"));
    call.only(names.toArray(String[]::new));
    Report report = report(call, call);
    changed.run();
    ship(report);
    return Json.object();
  }

  /** Answers {@code /wxa/sec/order/upload_combined_shipping_info}; all parts or none. */
  ObjectNode uploadCombined(Call call) {
    call.only("order_key", "sub_orders", "upload_time", "payer");
    Call whole = call.inner("order_key").only(KEY);
    long type = whole.number("order_number_type", 1, 2);
    String combined =
        type == 1
            ? whole.text("mchid") + " " + whole.text("out_trade_no")
            : whole.text("transaction_id");
    List<Report> reports = new ArrayList<>();
    Set<ObjectNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Call part : call.list("sub_orders", 50)) {
      part.only(PART.toArray(String[]::new));
      if (part.inner("order_key").number("order_number_type", 1, 2) != type) {
        throw new Refusal(268485253, "order_number_type of sub order differs");
      }
      Report report = report(part, call);
      JsonNode own = report.payment.path(OWN);
      String of =
          type == 1
              ? report.payment.path("merchant_id").asText()
                  + " "
                  + own.path("combine_trade").asText()
              : own.path("combine_transaction").asText();
      if (!of.equals(combined)) {
        throw unknown();
      }
      if (!seen.add(report.payment)) {
        throw new Refusal(10060013, "sub order is repeated");
      }
      reports.add(report);
    }
    changed.run();
    reports.forEach(this::ship);
    return Json.object();
  }

  /** A report that was checked. */
  private record Report(ObjectNode payment, Call part, boolean split, OffsetDateTime at) {}

  private Report report(Call part, Call call) {
    ObjectNode payment = keyed(part.inner("order_key"));
    long way = part.number("logistics_type", 1, 4);
    boolean split = part.number("delivery_mode", 1, 2) == 2;
    if (split && (way != 1 || !part.body().path("is_all_delivered").isBoolean())) {
      throw Refusal.invalid("delivery_mode", "2 is for express with is_all_delivered");
    }
    OffsetDateTime at = OffsetDateTime.parse(call.text("upload_time"));
    if (!call.text("upload_time").matches(".*\\.\\d{3}\\+08:00")) {
      throw Refusal.invalid("upload_time", "must have milliseconds and an offset");
    }
    Call payer = call.inner("payer").only("openid");
    if (!payer.text("openid").equals(payment.path("openid").asText())) {
      throw new Refusal(10060031, "payment does not belong to openid");
    }
    List<Call> parcels = part.list("shipping_list", 15);
    if (!split && parcels.size() != 1) {
      throw new Refusal(268485228, "unified delivery has one parcel");
    }
    parcels.forEach(parcel -> check(parcel, way));
    if (payment.path("order_state").asInt() > 2) {
      throw new Refusal(10060004, "order state does not allow shipping");
    }
    if (!split && own(payment).path("reports").asInt() > 1) {
      throw new Refusal(10060003, "the chance to ship again is used");
    }
    OffsetDateTime before = reportedAt.get(payment.path("transaction_id").asText());
    if (before != null && !at.isAfter(before)) {
      throw Refusal.invalid("upload_time", "must be later than that of the report before");
    }
    return new Report(payment, part, split, at);
  }

  private ObjectNode keyed(Call key) {
    key.only(KEY);
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

  /** What the stand-in keeps of a payment for itself. */
  private static ObjectNode own(ObjectNode payment) {
    return payment.path(OWN) instanceof ObjectNode own ? own : payment.putObject(OWN);
  }

  /** Returns how often a payment's shipping was reported. */
  static int reports(ObjectNode payment) {
    return payment.path(OWN).path("reports").asInt();
  }

  private void ship(Report report) {
    ObjectNode payment = report.payment;
    reportedAt.put(payment.path("transaction_id").asText(), report.at);
    ObjectNode shipping =
        report.split && payment.path("shipping") instanceof ObjectNode before
            ? before
            : payment.putObject("shipping");
    ObjectNode told = report.part.body();
    ArrayNode list =
        shipping.path("shipping_list") instanceof ArrayNode before
            ? before
            : shipping.putArray("shipping_list");
    for (JsonNode parcel : told.path("shipping_list")) {
      list.add(((ObjectNode) parcel.deepCopy()).put("upload_time", report.at.toEpochSecond()));
    }
    shipping
        .put("finish_shipping", !report.split || told.path("is_all_delivered").asBoolean())
        .put("logistics_type", told.path("logistics_type").asInt())
        .put("delivery_mode", told.path("delivery_mode").asInt());
    payment.put("order_state", 2);
    own(payment).put("reports", reports(payment) + 1);
  }

  /** Answers {@code /wxa/sec/order/notify_confirm_receive}. */
  ObjectNode remind(Call call) {
    call.only(
        "transaction_id", "merchant_id", "merchant_trade_no", "sub_merchant_id", "received_time");
    ObjectNode payment = named(call);
    long received = call.number("received_time", 1, 0xFFFF_FFFFL);
    JsonNode shipping = payment.path("shipping");
    if (payment.path("order_state").asInt() != 2) {
      throw new Refusal(10060028, "payment is not shipped");
    }
    if (shipping.path("logistics_type").asInt() != 1) {
      throw new Refusal(10060032, "only express can be reminded of");
    }
    for (JsonNode parcel : shipping.path("shipping_list")) {
      if (parcel.path("upload_time").asLong() >= received) {
        throw new Refusal(10060029, "received_time must be after shipping");
      }
    }
    if (own(payment).has("reminded")) {
      throw new Refusal(10060030, "the chance to remind is used");
    }
    changed.run();
    own(payment).put("reminded", received);
    return Json.object();
  }

  /** Answers {@code /wxa/sec/order/is_trade_managed}. */
  ObjectNode isManaged(Call call) {
    return ofApp(call).put("is_trade_managed", managed);
  }

  /** Answers {@code /wxa/sec/order/is_trade_management_confirmation_completed}. */
  ObjectNode isConfirmed(Call call) {
    return ofApp(call).put("completed", confirmed);
  }

  private static ObjectNode ofApp(Call call) {
    if (!call.only("appid").text("appid").equals(WechatStandIn.APPID)) {
      throw new Refusal(40013, "invalid appid");
    }
    return Json.object();
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
