package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.channel.taobao.standin.TaobaoStandIn.Delivery;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the messages until they are confirmed. There is one group of shops, the default one; it has
 * the messages of every seller of the app.
 */
final class MessageDesk {
  private static final long FIRST_ID = 2_160_700_000_000_000_001L;
  private static final int MAX_IDS = 200;

  private static final String SELLER = TaobaoStandIn.SELLER;

  /** The topics of the platform's documentation. */
  private static final Set<String> TOPICS =
      Stream.of(
              topics(
                  "trade",
                  "TradeCreate TradeModifyFee TradeBuyerPay TradeBuyerStepPay"
                      + " TradePartlySellerShip TradeSellerShip TradePartlyRefund"
                      + " TradePartlyConfirmPay TradeSuccess TradeClose"
                      + " TradeCloseAndModifyDetailOrder TradeChanged"
                      + " TradeLogisticsAddressChanged TradeMemoModified TradeDelayConfirmPay"
                      + " TradeTimeoutRemind"),
              topics(
                  "refund",
                  "RefundCreated RefundSellerAgreeAgreement RefundSellerRefuseAgreement"
                      + " RefundBuyerModifyAgreement RefundBuyerReturnGoods RefundClosed"
                      + " RefundSuccess"),
              topics(
                  "item",
                  "ItemAdd ItemUpdate ItemUpshelf ItemDownshelf ItemDelete ItemZeroStock"
                      + " ItemSkuZeroStock"))
          .flatMap(some -> some)
          .collect(Collectors.toUnmodifiableSet());

  private final Runnable changed;
  private final Set<Long> told = new HashSet<>();
  private final Map<Long, ObjectNode> messages = new TreeMap<>();
  private Delivery delivery = Delivery.IN_ORDER;
  private Duration delay = Duration.ZERO;
  private int losesOneIn;
  private boolean open;
  private Set<String> topics = Set.of();
  private long published;
  private long lost;
  private int answers;

  MessageDesk(Runnable changed) {
    this.changed = changed;
  }

  void deliver(Delivery delivery) {
    this.delivery = delivery;
  }

  void delay(Duration delay) {
    this.delay = delay;
  }

  void lose(int oneIn) {
    this.losesOneIn = oneIn;
  }

  int size() {
    return messages.size();
  }

  long published() {
    return published;
  }

  long lost() {
    return lost;
  }

  /** Publishes what happened to a trade. Ids in contents are numbers, as on the platform. */
  void trade(String event, String tid, Instant now) {
    ObjectNode content = Json.object().put("tid", Long.parseLong(tid));
    content.put("type", "guarantee_trade").put("buyer_open_uid", "AAdemo000000000000000001");
    publish("taobao_trade_" + event, Json.write(content), now);
  }

  /** Publishes what happened to a refund. */
  void refund(String event, ObjectNode refund, Instant now) {
    ObjectNode content = Json.object();
    for (String id : List.of("tid", "oid", "refund_id")) {
      content.put(id, Long.parseLong(Json.requireText(refund, id)));
    }
    content.put("buyer_open_uid", "AAdemo000000000000000001");
    publish("taobao_refund_" + event, Json.write(content), now);
  }

  private static Stream<String> topics(String about, String names) {
    return Stream.of(names.split(" ", -1)).map(name -> "taobao_" + about + "_" + name);
  }

  /** Publishes a message of the shop, if it is open for messages and for the topic. */
  void publish(String topic, String content, Instant now) {
    if (open && (topics.isEmpty() || topics.contains(topic))) {
      publish(SELLER, topic, content, now);
    }
  }

  /** Publishes a message of a seller that is open for all topics. */
  void publish(String seller, String topic, String content, Instant now) {
    long id = FIRST_ID + published++;
    if (losesOneIn > 0 && published % losesOneIn == 0) {
      lost++;
      return;
    }
    ObjectNode message = Json.object().put("id", id).put("topic", topic);
    message.put("content", content).put("pub_time", Call.format(now));
    message.put("pub_app_key", "12497914").put("user_id", Long.parseLong(seller));
    messages.put(id, message.put("user_nick", seller.equals(SELLER) ? "青禾旗舰店" : "青禾折扣店"));
  }

  /** Answers {@code taobao.tmc.user.permit}: what was permitted before is replaced. */
  ObjectNode permit(Call call) {
    @Nullable String given = call.only("topics").find("topics");
    Set<String> wanted = given == null ? Set.of() : call.list("topics", given);
    if (!TOPICS.containsAll(wanted)) {
      throw Refusal.invalid("topics", "must be topics of the platform");
    }
    changed.run();
    open = true;
    topics = wanted;
    return success();
  }

  /** Answers {@code taobao.tmc.messages.consume} with what is not confirmed, told before or not. */
  ObjectNode consume(Call call) {
    call.only("group_name", "quantity");
    group(call);
    int quantity = call.number("quantity", 100, 10, MAX_IDS);
    Instant until = call.now().minus(delay);
    List<ObjectNode> rows = new ArrayList<>(messages.values());
    rows.removeIf(row -> Call.parse(Json.requireText(row, "pub_time")).isAfter(until));
    rows = new ArrayList<>(rows.subList(0, Math.min(quantity, rows.size())));
    List<Long> ids = rows.stream().map(row -> row.path("id").longValue()).toList();
    if (!told.containsAll(ids)) {
      changed.run();
      told.addAll(ids);
    }
    if (delivery == Delivery.REVERSED) {
      Collections.reverse(rows);
    } else if (delivery == Delivery.TWICE) {
      rows.addAll(List.copyOf(rows));
    }
    ObjectNode body = Json.object();
    Shape.list(body, "messages", rows, answers++ % 2 == 0);
    return body;
  }

  /**
   * Answers {@code taobao.tmc.messages.confirm}; a message that was told may be confirmed again.
   */
  ObjectNode confirm(Call call) {
    call.only("group_name", "s_message_ids");
    group(call);
    Set<String> ids = call.list("s_message_ids", call.require("s_message_ids"));
    if (ids.size() > MAX_IDS) {
      throw Refusal.invalid("s_message_ids", "must be at most " + MAX_IDS);
    }
    List<Long> known = new ArrayList<>();
    for (String id : ids) {
      long number = Call.number("s_message_ids", id);
      if (!told.contains(number)) {
        throw Refusal.invalid("s_message_ids", "must be ids of messages that were told");
      }
      known.add(number);
    }
    changed.run();
    messages.keySet().removeAll(known);
    return success();
  }

  private static void group(Call call) {
    if (!call.parameters().getOrDefault("group_name", "default").equals("default")) {
      throw Refusal.business("isv.group-not-exist", "消息分组不存在");
    }
  }

  private static ObjectNode success() {
    return Json.object().put("is_success", true);
  }
}
