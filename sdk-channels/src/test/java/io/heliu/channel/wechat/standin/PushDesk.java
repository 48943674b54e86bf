package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.channel.wechat.SignedPush;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps what is still to be pushed, and pushes again what was not taken. Ids in pushes are numbers,
 * as on the platform.
 */
final class PushDesk {
  /** When a push that was not taken comes again, per the platform's page on message pushes. */
  private static final List<Duration> PAUSES =
      Stream.of(0, 0, 10, 60, 300, 1_800, 3_600, 3_600, 3_600).map(Duration::ofSeconds).toList();

  private static final int PATIENCE_MILLIS = 5_000;
  private static final int NO_ANSWER = 0;

  /** What stands for an answer that is neither "success" nor empty. */
  private static final int NOT_TAKEN = -1;

  private final List<String> waiting = new ArrayList<>();
  private final List<Push> refused = new ArrayList<>();

  /** Adds what happened to an order. */
  void order(ObjectNode order, String event, String field, long value, Instant at) {
    ObjectNode push = push(event, at);
    push.putObject("order_info")
        .put("order_id", Long.parseLong(Json.requireText(order, "order_id")))
        .put(field, value);
    waiting.add(Json.write(push));
  }

  /** Adds what happened to an after-sale. */
  void afterSale(ObjectNode afterSale, Instant at) {
    ObjectNode push = push("channels_ec_aftersale_update", at);
    push.putObject("finder_shop_aftersale_status_update")
        .put("status", Json.requireText(afterSale, "status"))
        .put(
            "after_sale_order_id",
            Long.parseLong(Json.requireText(afterSale, "after_sale_order_id")))
        .put("order_id", Long.parseLong(Json.requireText(afterSale, "order_id")));
    waiting.add(Json.write(push));
  }

  /** Returns the message that an order was paid. */
  static String paid(String orderId, Instant at) {
    ObjectNode push = push("channels_ec_order_pay", at);
    push.putObject("order_info")
        .put("order_id", Long.parseLong(orderId))
        .put("pay_time", at.getEpochSecond());
    return Json.write(push);
  }

  private static ObjectNode push(String event, Instant at) {
    return Json.object()
        .put("ToUserName", "gh_0000000demo")
        .put("FromUserName", "oDemoOpenId0000000000000001")
        .put("CreateTime", at.getEpochSecond())
        .put("MsgType", "event")
        .put("Event", event);
  }

  /** A push, the same to the byte each time; {@code pauses} were made before it. */
  record Push(SignedPush signed, int pauses, Instant due) {}

  /**
   * Sends it.
   *
   * @return the receiver's HTTP status; 0 if it did not answer in five seconds, -1 if it answered
   *     200 with something else than "success" or nothing
   * @throws IOException if the address is none of the web
   */
  static int post(URI receiver, SignedPush signed) throws IOException {
    String query =
        new TreeMap<>(signed.query())
            .entrySet().stream()
                .map(
                    e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(receiver + "?" + query).toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setDoOutput(true);
    byte[] body = signed.body().getBytes(StandardCharsets.UTF_8);
    connection.setFixedLengthStreamingMode(body.length); // or else Java posts again by itself
    connection.setRequestProperty("Content-Type", "application/json");
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
      int status = connection.getResponseCode();
      return status == 200 && !isGood(connection) ? NOT_TAKEN : status;
    } catch (IOException e) {
      return NO_ANSWER;
    } finally {
      connection.disconnect();
    }
  }

  private static boolean isGood(HttpURLConnection connection) throws IOException {
    try (InputStream in = connection.getInputStream()) {
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return answer.isEmpty() || answer.equals("success");
    }
  }

  /** Takes out everything that waits, oldest first. */
  List<String> take() {
    List<String> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  /** Takes out what was not taken before and is due again. */
  List<Push> takeDue(Instant now) {
    List<Push> due = refused.stream().filter(push -> !push.due().isAfter(now)).toList();
    refused.removeAll(due);
    return due;
  }

  /** Keeps a push that was not taken; after the last one it is lost. */
  void again(Push push, Instant now) {
    if (push.pauses() < PAUSES.size()) {
      refused.add(new Push(push.signed(), push.pauses() + 1, now.plus(PAUSES.get(push.pauses()))));
    }
  }
}
