package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of the platform's message service (消息服务): a hint that something changed, to be read
 * again. The platform does not document the content of every topic, so the ids are looked for by
 * their names, and what is not found is empty.
 *
 * @param id the message's id
 * @param topic the platform's word, for example {@code taobao_trade_TradeBuyerPay}
 * @param kind what it is about
 * @param sellerId the shop's user id on the platform, or null; tells apart the shops of one app
 * @param orders the numbers of the trades it names (交易)
 * @param refunds the ids of the refunds it names (退款)
 * @param items the ids of the items it names (商品)
 * @param publishedAt when it was published, or null if that cannot be read
 * @param content the content as it came; may hold personal data, so {@link #toString} leaves it out
 */
public record TaobaoMessage(
    String id,
    String topic,
    Kind kind,
    @Nullable String sellerId,
    List<String> orders,
    List<String> refunds,
    List<String> items,
    @Nullable Instant publishedAt,
    String content) {

  /** What a message is about. */
  public enum Kind {
    /** A trade (交易). */
    TRADE,
    /** A refund (退款); its trade changed, too. */
    REFUND,
    /** An item (商品). */
    ITEM,
    /** Something else. */
    OTHER;

    static Kind of(String topic) {
      if (topic.startsWith("taobao_trade_")) {
        return TRADE;
      }
      return topic.startsWith("taobao_refund_")
          ? REFUND
          : topic.startsWith("taobao_item_") ? ITEM : OTHER;
    }
  }

  /** Copies the lists. */
  public TaobaoMessage {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(kind, "kind");
    orders = List.copyOf(orders);
    refunds = List.copyOf(refunds);
    items = List.copyOf(items);
    Objects.requireNonNull(content, "content");
  }

  /** Reads a message; its content may be anything, only the id must be there. */
  static TaobaoMessage read(JsonNode row) {
    String topic = textOrEmpty(row, "topic");
    String content = textOrEmpty(row, "content");
    JsonNode body = body(content);
    return new TaobaoMessage(
        TopJson.requireId(row, "id"),
        topic,
        Kind.of(topic),
        TopJson.findId(row, "user_id"),
        id(body, "tid"),
        id(body, "refund_id"),
        id(body, "num_iid"),
        publishedAt(row),
        content);
  }

  private static JsonNode body(String content) {
    try {
      return Json.parse(content);
    } catch (MalformedJson e) {
      return Json.object(); // A hint that names nothing is still a message to be confirmed.
    }
  }

  private static String textOrEmpty(JsonNode row, String name) {
    try {
      return Optional.ofNullable(Json.text(row, name)).orElse("");
    } catch (MalformedJson e) {
      return "";
    }
  }

  /** Ids of the platform are digits; whatever else stands there is no hint. */
  private static List<String> id(JsonNode body, String name) {
    String id = TopJson.findId(body, name);
    boolean plain =
        id != null && id.length() <= 20 && id.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? List.of(id) : List.of();
  }

  private static @Nullable Instant publishedAt(JsonNode row) {
    try {
      return TopJson.time(row, "pub_time");
    } catch (MalformedJson e) {
      return null;
    }
  }

  /** Returns id, topic and the ids of what changed; nothing personal. */
  @Override
  public String toString() {
    return "TaobaoMessage["
        + id
        + " "
        + topic
        + " orders "
        + orders
        + " refunds "
        + refunds
        + " items "
        + items
        + "]";
  }
}
