package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform's message service (消息服务), pulled over the gateway.
 *
 * <p>Messages say that something changed before the next pull would find out. They may come twice,
 * late and in any order, and some never come: pulling orders must go on beside them.
 *
 * <p>A group has the messages of all shops that have opened for the app, whichever shop's session
 * asks, so ask once for all of them and tell them apart by the seller's user id:
 *
 * <pre>{@code
 * Map<String, ShopId> shops = Map.of("2074082786", flagship, "2074082787", outlet);
 * while (taobao.messages().pull("default", 200, shops,
 *     (shop, messages) -> messages.forEach(message -> hints.store(shop, message.orders())),
 *     foreign -> alarm("messages of " + foreign.size() + " unknown sellers")) > 0) {}
 * hints.runOnce();
 * }</pre>
 *
 * <p>Thread-safe. Every method throws a {@link Fault} if the platform cannot be asked.
 */
public final class TaobaoMessages {
  /** The fewest messages that the platform lets one ask for. */
  public static final int MIN_QUANTITY = 10;

  /** The most messages that the platform lets one ask for. */
  public static final int MAX_QUANTITY = 200;

  private static final Logger LOG = LoggerFactory.getLogger(TaobaoMessages.class);
  private static final String CONSUME = "taobao.tmc.messages.consume";
  private static final String CONFIRM = "taobao.tmc.messages.confirm";
  private static final String PERMIT = "taobao.tmc.user.permit";

  private final Top top;

  TaobaoMessages(Top top) {
    this.top = top;
  }

  /**
   * Opens the shop for the message service (开通消息). What was set before is replaced.
   *
   * @param topics the topics to be told of; if empty, all that the app has subscribed to
   * @throws IllegalArgumentException if a topic is blank or has a comma
   */
  public void permit(Set<String> topics) {
    for (String topic : topics) {
      if (topic.isBlank() || topic.indexOf(',') >= 0) {
        throw new IllegalArgumentException("topics: must not be blank or have a comma");
      }
    }
    Map<String, String> parameters =
        topics.isEmpty() ? Map.of() : Map.of("topics", String.join(",", new TreeSet<>(topics)));
    top.read(PERMIT, parameters, body -> succeeded(body, PERMIT));
  }

  /**
   * Takes messages as {@link #pull(String, int, Consumer)} does, each shop's apart. All of them are
   * confirmed once all are stored, and none before.
   *
   * @param group the group of shops (用户分组) whose messages are asked for; normally {@code default}
   * @param quantity how many at most, {@value #MIN_QUANTITY} to {@value #MAX_QUANTITY}
   * @param shops the shops by the user ids of their sellers, as {@link TaobaoMessage#sellerId} has
   *     them
   * @param store stores what is to be read again, shop by shop; it must be durable when it returns,
   *     and its exception comes through
   * @param others takes the messages of sellers that are not among the shops, or that name none; is
   *     not called if there are none. What it does not throw for is confirmed; unless confirmed,
   *     the same messages come first at every call and in the end no others do
   * @return how many messages were stored and confirmed, those of others included
   * @throws IllegalArgumentException if the group is blank or the quantity out of range
   */
  public int pull(
      String group,
      int quantity,
      Map<String, ShopId> shops,
      BiConsumer<ShopId, List<TaobaoMessage>> store,
      Consumer<List<TaobaoMessage>> others) {
    Map<String, ShopId> known = Map.copyOf(shops);
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(others, "others");
    return pull(
        group,
        quantity,
        messages -> {
          Map<ShopId, List<TaobaoMessage>> ours = new LinkedHashMap<>();
          List<TaobaoMessage> foreign = new ArrayList<>();
          for (TaobaoMessage message : messages) {
            ShopId shop = message.sellerId() == null ? null : known.get(message.sellerId());
            (shop == null ? foreign : ours.computeIfAbsent(shop, s -> new ArrayList<>()))
                .add(message);
          }
          ours.forEach((shop, some) -> store.accept(shop, List.copyOf(some)));
          if (!foreign.isEmpty()) {
            others.accept(List.copyOf(foreign));
          }
        });
  }

  /**
   * Takes messages of all sellers of the group, has them stored, and only then confirms them. If
   * storing fails, or the process dies, nothing is confirmed and the platform tells them again.
   *
   * <p>A message whose id cannot be read cannot be confirmed; it is left out and logged ({@code
   * io.heliu.channel.taobao.TaobaoMessages}, level warn) without its content. When nothing is left,
   * wait at least 100 ms before the next call.
   *
   * @param group the group of shops (用户分组) whose messages are asked for; normally {@code default}
   * @param quantity how many at most, {@value #MIN_QUANTITY} to {@value #MAX_QUANTITY}
   * @param store stores what is to be read again, for the seller that each message names; it must
   *     be durable when it returns, and its exception comes through
   * @return how many messages were stored and confirmed
   * @throws IllegalArgumentException if the group is blank or the quantity out of range
   */
  public int pull(String group, int quantity, Consumer<List<TaobaoMessage>> store) {
    Objects.requireNonNull(store, "store");
    if (group.isBlank()) {
      throw new IllegalArgumentException("group: must not be blank");
    }
    if (quantity < MIN_QUANTITY || quantity > MAX_QUANTITY) {
      throw new IllegalArgumentException(
          "quantity: must be from " + MIN_QUANTITY + " to " + MAX_QUANTITY);
    }
    List<TaobaoMessage> messages =
        top.read(
            CONSUME,
            Map.of("group_name", group, "quantity", Integer.toString(quantity)),
            TaobaoMessages::messages);
    if (!messages.isEmpty()) {
      store.accept(messages);
      confirm(group, messages);
    }
    return messages.size();
  }

  static List<TaobaoMessage> messages(JsonNode body) {
    List<TaobaoMessage> messages = new ArrayList<>();
    for (JsonNode row : TopJson.rows(body, "messages", "tmc_message")) {
      try {
        messages.add(TaobaoMessage.read(row));
      } catch (MalformedJson e) {
        LOG.warn("A message cannot be confirmed: {}", e.getMessage());
      }
    }
    return List.copyOf(messages);
  }

  /** The platform may give more than was asked for, so what it gives is confirmed in parts. */
  private void confirm(String group, List<TaobaoMessage> messages) {
    List<String> ids = messages.stream().map(TaobaoMessage::id).distinct().toList();
    for (int from = 0; from < ids.size(); from += MAX_QUANTITY) {
      List<String> part = ids.subList(from, Math.min(ids.size(), from + MAX_QUANTITY));
      top.read(
          CONFIRM,
          Map.of("group_name", group, "s_message_ids", String.join(",", part)),
          body -> succeeded(body, CONFIRM));
    }
  }

  private static boolean succeeded(JsonNode body, String method) {
    if (!Boolean.TRUE.equals(Json.bool(body, "is_success"))) {
      throw new Fault.Remote(
          Fault.Details.of(TaobaoClient.SYSTEM, method, "the platform did not confirm success"),
          true);
    }
    return true;
  }
}
