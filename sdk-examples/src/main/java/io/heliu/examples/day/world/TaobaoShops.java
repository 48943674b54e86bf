package io.heliu.examples.day.world;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.channel.taobao.standin.StandInItem;
import io.heliu.channel.taobao.standin.StandInTrade;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.examples.day.story.AfterSale;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.People;
import io.heliu.examples.day.story.Story;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The two shops on Taobao: what they sell, who buys, and how they misbehave. */
public final class TaobaoShops implements AutoCloseable {
  private static final int STOCK_SHOWN = 100_000;
  private static final int LOST_MESSAGES = 9;
  private static final int LATE_MESSAGES = 5;
  private static final List<TaobaoStandIn.Delivery> DELIVERIES =
      List.of(TaobaoStandIn.Delivery.values());
  private static final String DONE = "SUCCESS";
  private static final String OFF = "CLOSED";

  private final Story story;
  private final Map<ShopId, TaobaoStandIn> standIns = new TreeMap<>();
  private final Set<String> done = new HashSet<>();

  public TaobaoShops(
      Story story, DayClock clock, Map<Integer, String> products, Path directory, Mischief mischief)
      throws IOException {
    this.story = story;
    for (ShopId shop : List.of(Story.TAOBAO, Story.TMALL)) {
      TaobaoStandIn standIn = new TaobaoStandIn(clock, shop.equals(Story.TMALL), true);
      products.forEach(
          (product, name) ->
              standIn.put(
                  new StandInItem(
                      Story.item(product),
                      name,
                      Story.sku(product),
                      STOCK_SHOWN,
                      false,
                      clock.instant(),
                      List.of())));
      misbehave(standIn, mischief);
      standIn.journal(directory.resolve(shop.channel() + ".journal"));
      standIn.start();
      standIns.put(shop, standIn);
    }
  }

  private static void misbehave(TaobaoStandIn standIn, Mischief mischief) {
    standIn.modifyWhilePaged(1);
    standIn.loseMessages(LOST_MESSAGES);
    mischief.rule(
        standIn,
        "confirmed, no answer",
        5,
        TaobaoStandIn.calling("taobao.tmc.messages.confirm"),
        new Misbehaviour.LoseAnswer());
    special(mischief, standIn, TaobaoStandIn.THROTTLED, 97, request -> true);
    special(mischief, standIn, TaobaoStandIn.PLATFORM_FAULT, 89, request -> true);
    special(mischief, standIn, TaobaoStandIn.UNAVAILABLE, 103, calling("fullinfo.get"));
    special(mischief, standIn, TaobaoStandIn.SESSION_EXPIRED, 107, calling("fullinfo.get"));
    special(mischief, standIn, TaobaoStandIn.REFUSED, 109, calling("fullinfo.get"));
    special(mischief, standIn, TaobaoStandIn.DAY_QUOTA, 113, calling("fullinfo.get"));
    special(mischief, standIn, TaobaoStandIn.STUMBLES, 127, calling("fullinfo.get"));
    special(mischief, standIn, TaobaoStandIn.HOLLOW, 131, calling("fullinfo.get"));
    mischief.rule(
        standIn,
        "shipped, no answer",
        41,
        TaobaoStandIn.calling("taobao.logistics.offline.send"),
        new Misbehaviour.LoseAnswer());
    mischief.rule(
        standIn, "half an order", 101, calling("fullinfo.get"), new Misbehaviour.HalfBody());
    mischief.rule(
        standIn,
        "slow answer",
        211,
        calling("fullinfo.get"),
        new Misbehaviour.SlowBytes(512, Duration.ofMillis(5)));
  }

  private static Predicate<Request> calling(String method) {
    return TaobaoStandIn.calling("taobao.trade." + method);
  }

  private static void special(
      Mischief mischief, TaobaoStandIn standIn, String name, int oneIn, Predicate<Request> which) {
    mischief.rule(standIn, "taobao " + name, oneIn, which, new Misbehaviour.Special(name));
  }

  public TaobaoStandIn standIn(ShopId shop) {
    TaobaoStandIn standIn = standIns.get(shop);
    if (standIn == null) {
      throw new IllegalArgumentException("shop: " + shop + " is not a shop on Taobao");
    }
    return standIn;
  }

  /** Lets messages be told in another manner each time, and now and then late. */
  public void tellInTurn(int tick) {
    Duration delay = tick % LATE_MESSAGES == 0 ? Duration.ofHours(1) : Duration.ZERO;
    for (TaobaoStandIn standIn : standIns.values()) {
      standIn.deliverMessages(DELIVERIES.get(tick % DELIVERIES.size()));
      standIn.delayMessages(delay);
    }
  }

  /** Counts the messages of what buyers did, those that were lost left out. */
  public long messages() {
    return standIns.values().stream()
        .mapToLong(standIn -> standIn.publishedMessages() - standIn.lostMessages())
        .sum();
  }

  /** Counts the messages that were lost. */
  public long messagesLost() {
    return standIns.values().stream().mapToLong(TaobaoStandIn::lostMessages).sum();
  }

  /** Counts the messages that were not confirmed. */
  public long messagesUnconfirmed() {
    return standIns.values().stream().mapToLong(TaobaoStandIn::unconfirmedMessages).sum();
  }

  /** Adds everything that buyers do until an instant. */
  public void plan(Events events, Instant until) {
    Set<String> known = new HashSet<>();
    standIns.values().forEach(standIn -> known.addAll(standIn.tradeNumbers()));
    for (Story.Trade trade : story.trades(standIns.keySet())) {
      if (done.contains(trade.tid())) {
        continue;
      }
      TaobaoStandIn standIn = standIn(trade.shop());
      boolean placed = known.contains(trade.tid());
      if (!placed && !trade.placedAt().isAfter(until)) {
        events.add(trade.placedAt(), () -> standIn.place(told(trade)));
      }
      boolean paid = placed && !standIn.trade(trade.tid()).status().equals("WAIT_BUYER_PAY");
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
    TaobaoStandIn standIn = standIn(trade.shop());
    String status = standIn.refundStatus(claim.id()).orElse("");
    if (status.isEmpty() && !afterSale.askedAt().isAfter(until)) {
      String asked = asked(trade, afterSale.kind(), claim);
      events.add(afterSale.askedAt(), () -> standIn.askRefund(asked));
    }
    boolean onTheWay = status.isEmpty() || status.equals("WAIT_SELLER_AGREE");
    boolean exchange = afterSale.kind() == AfterSale.Kind.EXCHANGE;
    if (exchange && onTheWay && !afterSale.backAt().isAfter(until)) {
      events.add(afterSale.backAt(), () -> standIn.sendBackRefund(claim.id()));
    }
    boolean open = !status.equals(DONE) && !status.equals(OFF);
    if (open && !afterSale.endedAt().isAfter(until)) {
      boolean off = afterSale.kind() == AfterSale.Kind.WITHDRAWN;
      events.add(
          afterSale.endedAt(),
          () -> {
            if (off) {
              standIn.withdrawRefund(claim.id());
            } else {
              standIn.payRefund(claim.id());
            }
          });
    }
  }

  private static String asked(Story.Trade trade, AfterSale.Kind kind, AfterSale.Claim claim) {
    String exchange = trade.shop().equals(Story.TMALL) ? "TMALL_EXCHANGE" : "TAOBAO_EXCHANGE";
    String type =
        switch (kind) {
          case EXCHANGE -> ",\"dispute_type\":\"" + exchange + "\"";
          case PART -> ",\"dispute_type\":\"REFUND\"";
          case WHOLE, LINE, WITHDRAWN -> "";
        };
    return """
        {"refund_id":"%s","tid":"%s","oid":"%s","refund_fee":"%s"%s}"""
        .formatted(
            claim.id(), trade.tid(), claim.line().oid(), claim.amount().toPlainString(), type);
  }

  /** Returns how a claim ended, by the shop's own books. */
  public Ending ending(Story.Trade trade, AfterSale.Claim claim) {
    return switch (standIn(trade.shop()).refundStatus(claim.id()).orElse("")) {
      case DONE -> Ending.DONE;
      case OFF -> Ending.OFF;
      default -> Ending.OPEN;
    };
  }

  /** Tells whether a shop has closed an order since all of its money went back. */
  public boolean isRefunded(Story.Trade trade) {
    return standIn(trade.shop()).trade(trade.tid()).status().equals("TRADE_CLOSED");
  }

  private static StandInTrade told(Story.Trade trade) {
    StandInTrade.Builder builder =
        StandInTrade.builder(trade.tid(), trade.placedAt())
            .status("WAIT_BUYER_PAY")
            .field("pay_time", null)
            .field("buyer_open_uid", People.taobaoId(trade.customer()));
    for (Story.TradeLine line : trade.lines()) {
      Money price = Money.fen(line.amount().minor() / line.units());
      builder.line(
          line.oid(),
          Story.item(line.product()),
          null,
          Story.sku(line.product()),
          line.units(),
          price.toPlainString());
    }
    return builder.build();
  }

  /** Lets the session of each shop run out after a number of calls. */
  public void expireSessions(int calls) {
    standIns.values().forEach(standIn -> standIn.expireSessionAfter(calls));
  }

  @Override
  public void close() {
    standIns.values().forEach(TaobaoStandIn::close);
  }
}
