package io.heliu.examples.day.host;

import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.channel.OrderSource;
import io.heliu.channel.RefundSource;
import io.heliu.channel.ShipmentSink;
import io.heliu.channel.StockSink;
import io.heliu.channel.taobao.ShopKind;
import io.heliu.channel.taobao.TaobaoClient;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.channel.wechat.WechatClient;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.World;
import io.heliu.http.Transport;
import io.heliu.store.JdbcTokenStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The clients of the online shops. */
public final class Shops {
  private final Map<ShopId, TaobaoClient> taobao = new TreeMap<>();
  private final WechatClient wechat;

  public Shops(
      World world, DataSource database, Transport transport, DayClock clock, Listener listener) {
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
    this.wechat =
        WechatClient.builder(Story.WECHAT)
            .endpoint(world.wechat().standIn().url())
            .credential(WechatStandIn.APPID, WechatStandIn.APP_SECRET)
            .tokens(tokens)
            .transport(transport)
            .clock(clock)
            .waiter(clock)
            .listener(listener)
            .build();
  }

  public WechatClient wechat() {
    return wechat;
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
    sinks.removeIf(sink -> !shops.contains(sink.shop()));
    return sinks;
  }
}
