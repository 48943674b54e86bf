package io.heliu.examples.day;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.channel.taobao.standin.StandInItem;
import io.heliu.channel.taobao.standin.StandInTrade;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.standin.Misbehaviour;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The two shops on Taobao: what they sell, who buys, and how they misbehave. */
final class TaobaoShops implements AutoCloseable {
  private static final int STOCK_SHOWN = 100_000;

  private final Story story;
  private final Map<ShopId, TaobaoStandIn> standIns = new TreeMap<>();
  private final Set<String> done = new HashSet<>();

  TaobaoShops(Story story, DayClock clock, Map<Integer, String> products, Path directory)
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
      misbehave(standIn);
      standIn.journal(directory.resolve(shop.channel() + ".journal"));
      standIn.start();
      standIns.put(shop, standIn);
    }
  }

  private static void misbehave(TaobaoStandIn standIn) {
    standIn.modifyWhilePaged(1);
    standIn
        .faults()
        .rule("throttled", 97, request -> true, new Misbehaviour.Special(TaobaoStandIn.THROTTLED));
    standIn
        .faults()
        .rule(
            "platform fault",
            89,
            request -> true,
            new Misbehaviour.Special(TaobaoStandIn.PLATFORM_FAULT));
    standIn
        .faults()
        .rule(
            "answer lost after shipping",
            41,
            TaobaoStandIn.calling("taobao.logistics.offline.send"),
            new Misbehaviour.LoseAnswer());
    standIn
        .faults()
        .rule(
            "half an answer",
            101,
            TaobaoStandIn.calling("taobao.trade.fullinfo.get"),
            new Misbehaviour.HalfBody());
  }

  TaobaoStandIn standIn(ShopId shop) {
    TaobaoStandIn standIn = standIns.get(shop);
    if (standIn == null) {
      throw new IllegalArgumentException("shop: " + shop + " is not a shop on Taobao");
    }
    return standIn;
  }

  /** Adds everything that buyers do until an instant. */
  void plan(Events events, Instant until) {
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
      if (!trade.paidAt().isAfter(until)) {
        done.add(trade.tid());
      }
    }
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
  void expireSessions(int calls) {
    standIns.values().forEach(standIn -> standIn.expireSessionAfter(calls));
  }

  @Override
  public void close() {
    standIns.values().forEach(TaobaoStandIn::close);
  }
}
