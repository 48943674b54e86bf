package io.heliu.examples.day.world;

import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.People;
import io.heliu.examples.day.story.Story;
import io.heliu.http.standin.Misbehaviour;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The merchant's mini-program on buyers' phones, and the platform behind it, which knows payments
 * and what it was told of their shipping. The orders are the merchant's own.
 */
public final class MiniProgram implements AutoCloseable {
  /** The merchant's id at WeChat Pay, made up. */
  public static final String MERCHANT = "1900000109";

  private static final String FIND = "/wxa/sec/order/get_order";
  private static final String UPLOAD = "/wxa/sec/order/upload_shipping_info";

  private final Story story;
  private final WechatStandIn standIn;
  private final Set<String> ordered = new HashSet<>();

  MiniProgram(Story story, DayClock clock, Path directory, Mischief mischief) throws IOException {
    this.story = story;
    this.standIn = new WechatStandIn(clock);
    special(mischief, WechatStandIn.PAYMENT_UNKNOWN, 9, FIND);
    special(mischief, WechatStandIn.SHIPPING_REFUSED, 12, UPLOAD);
    mischief.rule(
        standIn,
        "reported, no answer",
        8,
        WechatStandIn.calling(UPLOAD),
        new Misbehaviour.LoseAnswer());
    standIn.journal(directory.resolve("mini.journal"));
    standIn.start();
  }

  private void special(Mischief mischief, String name, int oneIn, String path) {
    mischief.rule(
        standIn,
        "mini-program " + name,
        oneIn,
        WechatStandIn.calling(path),
        new Misbehaviour.Special(name));
  }

  public WechatStandIn standIn() {
    return standIn;
  }

  /** Adds everything that buyers pay until an instant. */
  void plan(Events events, Instant until) {
    for (Story.Trade trade : story.trades(List.of(Story.MINI))) {
      if (!trade.paidAt().isAfter(until) && !standIn.hasPayment(payment(trade.tid()))) {
        events.add(trade.paidAt(), () -> standIn.payInMiniProgram(paid(trade)));
      }
    }
  }

  private static String payment(String tid) {
    return "42" + tid;
  }

  private static String paid(Story.Trade trade) {
    return """
        {"transaction_id":"%s","merchant_id":"%s","merchant_trade_no":"%s","description":"order",\
        "paid_amount":%d,"openid":"%s","pay_time":%d,"order_state":1,"in_complaint":false}"""
        .formatted(
            payment(trade.tid()),
            MERCHANT,
            trade.tid(),
            trade.paid().minor(),
            People.miniOpenid(trade.customer()),
            trade.paidAt().getEpochSecond());
  }

  /** Sends the merchant what buyers have ordered; what was under way at a kill is sent again. */
  void order(URI receiver, Instant until) throws IOException {
    for (Story.Trade trade : story.trades(List.of(Story.MINI))) {
      if (!trade.placedAt().isAfter(until) && !ordered.contains(trade.tid())) {
        post(receiver, form(trade));
        ordered.add(trade.tid());
      }
    }
  }

  private static String form(Story.Trade trade) {
    String lines =
        trade.lines().stream()
            .map(
                line ->
                    String.join(
                        " ",
                        line.oid(),
                        Story.sku(line.product()),
                        "" + line.units(),
                        "" + line.amount().minor()))
            .collect(Collectors.joining(","));
    return "number="
        + trade.tid()
        + "&placed="
        + trade.placedAt().getEpochSecond()
        + "&openid="
        + People.miniOpenid(trade.customer())
        + "&phone="
        + People.phone(trade.customer())
        + "&lines="
        + URLEncoder.encode(lines, StandardCharsets.UTF_8);
  }

  private static void post(URI receiver, String form) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) receiver.toURL().openConnection();
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(form.getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    connection.disconnect();
    if (status != 200) {
      throw new IOException("the merchant's own shop answers " + status);
    }
  }

  /** Tells whether the platform knows that all of an order has left. */
  boolean isToldShipped(String tid) {
    return standIn.isShipped(payment(tid));
  }

  /** Returns the waybills that the platform was told of, in order. */
  List<String> waybills(String tid) {
    return standIn.waybills(payment(tid)).stream().sorted().toList();
  }

  @Override
  public void close() {
    standIn.close();
  }
}
