package io.heliu.examples.day.world;

import io.heliu.Money;
import io.heliu.channel.wechat.standin.StandInOrder;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.examples.day.story.AfterSale;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.People;
import io.heliu.examples.day.story.Story;
import io.heliu.http.standin.Misbehaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The WeChat shop: what it sells, who buys, what it pushes, and how it misbehaves. */
public final class WechatShop implements AutoCloseable {
  private static final int STOCK_SHOWN = 100_000;
  private static final String ORDER = "/channels/ec/order/get";
  private static final String DELIVERY = "/channels/ec/order/delivery/send";
  private static final String STOCK = "/channels/ec/product/stock/update";
  private static final Set<String> DONE =
      Set.of("MERCHANT_REFUND_SUCCESS", "MERCHANT_RETURN_SUCCESS");
  private static final String OFF = "USER_CANCELD";

  /** A push that comes twice byte for byte, or late, is one of the forged ones. */
  private static final List<WechatStandIn.Delivery> DELIVERIES =
      List.of(
          WechatStandIn.Delivery.IN_ORDER,
          WechatStandIn.Delivery.RETRIED,
          WechatStandIn.Delivery.REVERSED,
          WechatStandIn.Delivery.LOST);

  private final Story story;
  private final WechatStandIn standIn;
  private final Set<String> done = new HashSet<>();

  public WechatShop(
      Story story, DayClock clock, Map<Integer, String> products, Path directory, Mischief mischief)
      throws IOException {
    this.story = story;
    this.standIn = new WechatStandIn(clock);
    products.keySet().forEach(product -> standIn.putProduct(product(product)));
    misbehave(mischief);
    standIn.journal(directory.resolve("wechat.journal"));
    standIn.start();
  }

  /** Returns the number of the variant that a product has in the shop. */
  public static String variant(int product) {
    return "" + (700_000_000L + product);
  }

  private static String product(int product) {
    return "{\"product_id\":\"%s\",\"title\":\"%s\",\"status\":5,\"skus\":[{\"sku_id\":\"%s\",\"sku_code\":\"%s\",\"stock_num\":%d}]}"
        .formatted(
            Story.item(product),
            Story.sku(product),
            variant(product),
            Story.sku(product),
            STOCK_SHOWN);
  }

  private void misbehave(Mischief mischief) {
    standIn.modifyWhilePaged(1);
    special(mischief, WechatStandIn.THROTTLED, 29, ORDER);
    special(mischief, WechatStandIn.HOLLOW, 41, ORDER);
    special(mischief, WechatStandIn.BUSY, 31, ORDER);
    special(mischief, WechatStandIn.DAY_QUOTA, 37, ORDER);
    special(mischief, WechatStandIn.TOKEN_REVOKED, 43, ORDER);
    special(mischief, WechatStandIn.REFUSED, 60, DELIVERY);
    special(mischief, WechatStandIn.STOCK_FAILED, 61, STOCK);
    special(mischief, WechatStandIn.STOCK_RATE, 67, STOCK);
    mischief.rule(
        standIn,
        "told, no answer",
        41,
        WechatStandIn.calling(DELIVERY),
        new Misbehaviour.LoseAnswer());
  }

  private void special(Mischief mischief, String name, int oneIn, String path) {
    mischief.rule(
        standIn,
        "wechat " + name,
        oneIn,
        WechatStandIn.calling(path),
        new Misbehaviour.Special(name));
  }

  public WechatStandIn standIn() {
    return standIn;
  }

  /** Adds everything that buyers do until an instant. */
  public void plan(Events events, Instant until) {
    Set<String> known = standIn.orderNumbers();
    for (Story.Trade trade : story.trades(List.of(Story.WECHAT))) {
      if (done.contains(trade.tid())) {
        continue;
      }
      boolean placed = known.contains(trade.tid());
      if (!placed && !trade.placedAt().isAfter(until)) {
        events.add(trade.placedAt(), () -> standIn.place(told(trade)));
      }
      boolean paid = placed && !standIn.order(trade.tid()).status().equals("10");
      if (!paid && !trade.paidAt().isAfter(until)) {
        events.add(trade.paidAt(), () -> standIn.pay(trade.tid()));
      }
      boolean over = !trade.paidAt().isAfter(until);
      AfterSale afterSale = trade.afterSale();
      if (afterSale != null) {
        over = !afterSale.endedAt().isAfter(until);
        afterSale.claims().forEach(claim -> plan(events, until, trade, afterSale, claim));
      }
      if (over) {
        done.add(trade.tid());
      }
    }
  }

  private void plan(
      Events events, Instant until, Story.Trade trade, AfterSale afterSale, AfterSale.Claim claim) {
    String status = standIn.afterSaleStatus(claim.id()).orElse("");
    if (status.isEmpty() && !afterSale.askedAt().isAfter(until)) {
      String asked = asked(trade, afterSale.kind(), claim);
      events.add(afterSale.askedAt(), () -> standIn.askAfterSale(asked));
    }
    if (!DONE.contains(status) && !status.equals(OFF) && !afterSale.endedAt().isAfter(until)) {
      boolean off = afterSale.kind() == AfterSale.Kind.WITHDRAWN;
      events.add(
          afterSale.endedAt(),
          () -> {
            if (off) {
              standIn.withdrawAfterSale(claim.id());
            } else {
              standIn.payAfterSale(claim.id());
            }
          });
    }
  }

  private static String asked(Story.Trade trade, AfterSale.Kind kind, AfterSale.Claim claim) {
    int product = claim.line().product();
    return """
        {"after_sale_order_id":"%s","order_id":"%s",
        "product_info":{"product_id":"%s","sku_id":"%s","count":%d},
        "refund_info":{"amount":%d,"refund_reason":1}%s}"""
        .formatted(
            claim.id(),
            trade.tid(),
            Story.item(product),
            variant(product),
            claim.line().units(),
            claim.amount().minor(),
            kind == AfterSale.Kind.PART ? ",\"type\":\"REFUND\"" : "");
  }

  /** Returns how a claim ended, by the shop's own books. */
  public Ending ending(AfterSale.Claim claim) {
    String status = standIn.afterSaleStatus(claim.id()).orElse("");
    return DONE.contains(status) ? Ending.DONE : status.equals(OFF) ? Ending.OFF : Ending.OPEN;
  }

  /** Tells whether the shop has closed an order since all of its money went back. */
  public boolean isRefunded(Story.Trade trade) {
    return standIn.order(trade.tid()).status().equals("200");
  }

  private static StandInOrder told(Story.Trade trade) {
    StandInOrder.Builder builder =
        StandInOrder.builder(trade.tid(), trade.placedAt())
            .unionid(People.unionid(trade.customer()))
            .unpaid();
    for (Story.TradeLine line : trade.lines()) {
      Money price = Money.fen(line.amount().minor() / line.units());
      builder.line(
          Story.item(line.product()),
          variant(line.product()),
          Story.sku(line.product()),
          line.units(),
          price.minor());
    }
    return builder.build().with("/openid", "\"" + People.openid(trade.customer()) + "\"");
  }

  /** Pushes what has happened to an address, each time in another manner. */
  public void push(URI receiver, int tick) {
    try {
      standIn.push(receiver, DELIVERIES.get(tick % DELIVERIES.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets somebody push that the first order was paid: forged, caught before, or out of time. */
  public void forge(URI receiver, int tick) {
    Optional<String> first = standIn.orderNumbers().stream().min(Comparator.naturalOrder());
    if (first.isEmpty()) {
      return;
    }
    try {
      for (WechatStandIn.Forgery what : WechatStandIn.Forgery.values()) {
        long seed = (long) tick * WechatStandIn.Forgery.values().length + what.ordinal();
        standIn.forge(receiver, what, first.get(), seed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the shop's token after a number of calls. */
  public void expireToken(int calls) {
    standIn.expireTokenAfter(calls);
  }

  @Override
  public void close() {
    standIn.close();
  }
}
