package io.heliu.examples.day.world;

import io.heliu.Money;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.examples.day.story.AfterSale;
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
 * The merchant's mini-program on buyers' phones, and the platform behind it, which knows payments,
 * what of them went back, and what it was told of their shipping. The orders are the merchant's
 * own, and so are the after-sales.
 */
public final class MiniProgram implements AutoCloseable {
  /** The merchant's id at WeChat Pay, made up. */
  public static final String MERCHANT = "1900000109";

  private static final String FIND = "/wxa/sec/order/get_order";
  private static final String UPLOAD = "/wxa/sec/order/upload_shipping_info";

  private final Story story;
  private final DayClock clock;
  private final WechatStandIn standIn;
  private final Set<String> sent = new HashSet<>();

  MiniProgram(Story story, DayClock clock, Path directory, Mischief mischief) throws IOException {
    this.story = story;
    this.clock = clock;
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
      if (!trade.placedAt().isAfter(until)) {
        send(receiver, trade.tid(), form(trade));
      }
    }
  }

  /**
   * Sends the merchant what buyers want after they paid, and later that it is off, or that somebody
   * of the merchant grants it; what was under way at a kill is sent again.
   */
  void afterSales(URI receiver, Instant until) throws IOException {
    for (Story.Trade trade : story.trades(List.of(Story.MINI))) {
      AfterSale afterSale = trade.afterSale();
      if (afterSale != null) {
        for (AfterSale.Claim claim : afterSale.claims()) {
          send(receiver, trade, afterSale, claim, until);
        }
      }
    }
  }

  private void send(
      URI receiver, Story.Trade trade, AfterSale wanted, AfterSale.Claim claim, Instant until)
      throws IOException {
    if (!wanted.askedAt().isAfter(until)) {
      String part = wanted.kind() == AfterSale.Kind.PART ? "&part=yes" : "";
      String form = form("ask", wanted.askedAt(), claim) + part;
      send(
          receiver,
          "ask " + claim.id(),
          form
              + "&number="
              + trade.tid()
              + "&line="
              + claim.line().oid()
              + "&units="
              + claim.line().units()
              + "&fen="
              + claim.amount().minor());
    }
    if (!wanted.endedAt().isAfter(until)) {
      String how = wanted.kind() == AfterSale.Kind.WITHDRAWN ? "withdraw" : "grant";
      send(receiver, how + " " + claim.id(), form(how, wanted.endedAt(), claim));
    }
  }

  private static String form(String what, Instant at, AfterSale.Claim claim) {
    return "what=" + what + "&id=" + claim.id() + "&at=" + at.getEpochSecond();
  }

  private void send(URI receiver, String name, String form) throws IOException {
    if (!sent.contains(name)) {
      post(receiver, form);
      sent.add(name);
    }
  }

  /**
   * Pays money of a payment back, as WeChat Pay does at the merchant's request (申请退款): once for
   * each number.
   *
   * @param number the merchant's number of the refund
   * @return when it was paid
   */
  public Instant refund(String payment, String number, Money amount) {
    standIn.refundInMiniProgram(payment, number, amount.minor());
    return standIn.refundedInMiniProgram(payment, number).orElseThrow();
  }

  /** Returns how a claim ended: by what was paid back, or by what its buyer thought of it. */
  Ending ending(Story.Trade trade, AfterSale.Claim claim) {
    if (standIn.refundedInMiniProgram(payment(trade.tid()), claim.id()).isPresent()) {
      return Ending.DONE;
    }
    AfterSale wanted = trade.afterSale();
    boolean off =
        wanted != null
            && wanted.kind() == AfterSale.Kind.WITHDRAWN
            && !wanted.endedAt().isAfter(clock.instant());
    return off ? Ending.OFF : Ending.OPEN;
  }

  /** Tells whether all of an order's money went back. */
  boolean isRefunded(Story.Trade trade) {
    return standIn.isRefundedInMiniProgram(payment(trade.tid()));
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
        + "&unionid="
        + People.unionid(trade.customer())
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
