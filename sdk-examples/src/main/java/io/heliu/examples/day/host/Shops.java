package io.heliu.examples.day.host;

import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.channel.OrderSource;
import io.heliu.channel.RefundSource;
import io.heliu.channel.ShipmentSink;
import io.heliu.channel.StockSink;
import io.heliu.channel.taobao.ShopKind;
import io.heliu.channel.taobao.TaobaoClient;
import io.heliu.channel.taobao.TaobaoMessage;
import io.heliu.channel.taobao.TaobaoMessages;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.channel.wechat.MiniProgramShipping;
import io.heliu.channel.wechat.WechatClient;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.World;
import io.heliu.flow.HintFlow;
import io.heliu.http.TokenStore;
import io.heliu.http.Transport;
import io.heliu.order.OrderBook;
import io.heliu.store.JdbcTokenStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/** The clients of the online shops. */
public final class Shops {
  private static final String GROUP = "default";

  /** What the host itself does to a trade, such as shipping it, it need not be told. */
  private static final Set<String> TOPICS =
      Set.of(
          "taobao_trade_TradeCreate",
          "taobao_trade_TradeBuyerPay",
          "taobao_trade_TradeClose",
          "taobao_trade_TradeChanged",
          "taobao_refund_RefundCreated",
          "taobao_refund_RefundSuccess");

  private final Map<ShopId, TaobaoClient> taobao = new TreeMap<>();
  private final WechatClient wechat;
  private final WechatClient mini;
  private final OrderBook orders;

  public Shops(
      World world,
      DataSource database,
      OrderBook orders,
      Transport transport,
      DayClock clock,
      Listener listener) {
    this.orders = orders;
    JdbcTokenStore tokens = JdbcTokenStore.open(database);
    for (ShopId shop : List.of(Story.TAOBAO, Story.TMALL)) {
      TaobaoStandIn standIn = world.taobao().standIn(shop);
      tokens.compareAndSet(shop.toString(), null, standIn.token());
      taobao.put(
          shop,
          TaobaoClient.builder(shop)
              .endpoint(standIn.endpoint())
              .kind(shop.equals(Story.TMALL) ? ShopKind.TMALL : ShopKind.TAOBAO)
              .credential(TaobaoStandIn.APP_KEY, TaobaoStandIn.APP_SECRET)
              .tokens(tokens)
              .transport(transport)
              .clock(clock)
              .waiter(clock)
              .listener(listener)
              .build());
    }
    WechatClient.Builder app =
        WechatClient.builder(Story.WECHAT).endpoint(world.wechat().standIn().url());
    this.wechat = wechat(app, tokens, transport, clock, listener);
    app = WechatClient.builder(Story.MINI).endpoint(world.mini().standIn().url());
    this.mini = wechat(app, tokens, transport, clock, listener);
  }

  private static WechatClient wechat(
      WechatClient.Builder app,
      TokenStore tokens,
      Transport transport,
      DayClock clock,
      Listener listener) {
    return app.credential(WechatStandIn.APPID, WechatStandIn.APP_SECRET)
        .tokens(tokens)
        .transport(transport)
        .clock(clock)
        .waiter(clock)
        .listener(listener)
        .build();
  }

  /** Returns where the platform is asked for payments in the mini-program. */
  public MiniProgramShipping payments() {
    return mini.miniProgramShipping();
  }

  /** Opens the shops on Taobao for messages of what buyers do; safe to repeat. */
  public void openMessages() {
    for (TaobaoClient client : taobao.values()) {
      Steps.retry(
          () -> {
            client.messages().permit(TOPICS);
            return true;
          });
    }
  }

  /** Takes the messages of the shops on Taobao; each is confirmed once its hint is stored. */
  public void takeMessages(HintFlow hints) {
    taobao.forEach(
        (shop, client) ->
            Steps.repeat(
                () ->
                    client
                        .messages()
                        .pull(
                            GROUP,
                            TaobaoMessages.MAX_QUANTITY,
                            Map.of(TaobaoStandIn.SELLER, shop),
                            (ours, messages) -> hints.store(ours, ordersOf(messages)),
                            others -> {
                              throw new IllegalStateException("another seller's messages came");
                            }),
                taken -> taken > 0));
  }

  private static Set<String> ordersOf(List<TaobaoMessage> messages) {
    Set<String> orders = new TreeSet<>();
    messages.forEach(message -> orders.addAll(message.orders()));
    return orders;
  }

  public List<OrderSource> orders() {
    List<OrderSource> sources = new ArrayList<>();
    taobao.values().forEach(client -> sources.add(client.orders()));
    sources.add(wechat.orders());
    return sources;
  }

  public List<RefundSource> refunds() {
    List<RefundSource> sources = new ArrayList<>();
    taobao.values().forEach(client -> sources.add(client.refunds()));
    sources.add(wechat.refunds());
    return sources;
  }

  public List<StockSink> stock() {
    List<StockSink> sinks = new ArrayList<>();
    taobao.values().forEach(client -> sinks.add(client.stock()));
    sinks.add(wechat.stock());
    return sinks;
  }

  /** Returns where shipments of some shops are told. */
  public List<ShipmentSink> shipments(Set<ShopId> shops) {
    List<ShipmentSink> sinks = new ArrayList<>();
    taobao.values().forEach(client -> sinks.add(client.shipments()));
    sinks.add(wechat.shipments());
    sinks.add(mini.miniProgramShipments(number -> orders.channelOrder(Story.MINI, number)));
    sinks.removeIf(sink -> !shops.contains(sink.shop()));
    return sinks;
  }
}
