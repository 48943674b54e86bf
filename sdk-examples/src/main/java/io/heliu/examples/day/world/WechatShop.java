package io.heliu.examples.day.world;

import io.heliu.Money;
import io.heliu.channel.wechat.standin.StandInOrder;
import io.heliu.channel.wechat.standin.WechatStandIn;
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
    special(mischief, WechatStandIn.THROTTLED, 97, ORDER);
    special(mischief, WechatStandIn.BUSY, 89, ORDER);
    special(mischief, WechatStandIn.DAY_QUOTA, 103, ORDER);
    special(mischief, WechatStandIn.TOKEN_REVOKED, 107, ORDER);
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
      if (!trade.paidAt().isAfter(until)) {
        done.add(trade.tid());
      }
    }
  }

  private static StandInOrder told(Story.Trade trade) {
    StandInOrder.Builder builder = StandInOrder.builder(trade.tid(), trade.placedAt()).unpaid();
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
