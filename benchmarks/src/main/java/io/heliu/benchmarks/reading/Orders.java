package io.heliu.benchmarks.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliu.Location;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.benchmarks.reading.Contest.Contestant;
import io.heliu.benchmarks.reading.Contest.Tally;
import io.heliu.benchmarks.reading.Contest.Task;
import io.heliu.channel.OrderSource;
import io.heliu.channel.taobao.TradeAnswers;
import io.heliu.channel.taobao.standin.StandInTrade;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.channel.wechat.OrderAnswers;
import io.heliu.channel.wechat.standin.StandInOrder;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.SalesOrder;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.http.standin.ManualTime;
import io.heliu.order.ChannelOrder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A page of orders, read from answers in memory: {@code heliu} reads and maps the answers, {@code
 * heliu-call} is the whole client, which also builds and signs each request and keeps limits.
 * Beside them Jackson makes a tree of the same answers and looks at nothing.
 */
final class Orders {
  private static final Instant NOON = Instant.parse("2025-06-15T04:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2025, 6, 15);
  private static final long FIRST = 2_189_034_567_890_000_000L;
  private static final ShopId TAOBAO = new ShopId("taobao", "demo");
  private static final ShopId WECHAT = new ShopId("wechat", "demo");
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private Orders() {}

  static Contest taobao(int orders) throws Exception {
    ManualTime time = new ManualTime(NOON.plus(Duration.ofHours(1)));
    try (TaobaoStandIn shop = new TaobaoStandIn(time);
        CannedTransport transport = new CannedTransport()) {
      long fen = 0;
      for (int i = 0; i < orders; i++) {
        StandInTrade.Builder trade =
            StandInTrade.builder(number(i), NOON.plusSeconds(i)).postFee("6.00");
        for (int line = 0; line <= i % 3; line++) {
          String oid = Long.toString(FIRST + i * 10L + line + 1);
          trade.line(oid, "60123456789" + line, "492001122334" + line, sku(line), 2, "59.90");
        }
        StandInTrade built = trade.build();
        fen += built.payment().minor();
        shop.put(built);
      }
      shop.start();
      OrderSource source = shop.client(TAOBAO).transport(transport).build().orders();
      Tally found = new Tally(orders, fen);
      Contestant call = call("heliu-call", found, transport, () -> page(source, orders));
      Task heliu = () -> answers(transport, answer -> TradeAnswers.read(TAOBAO, answer));
      return contest(
          "taobao-orders", transport, List.of(new Contestant("heliu", found, heliu), call));
    }
  }

  static Contest wechat(int orders) throws Exception {
    ManualTime time = new ManualTime(NOON.plus(Duration.ofHours(1)));
    try (WechatStandIn shop = new WechatStandIn(time);
        CannedTransport transport = new CannedTransport()) {
      long fen = 0;
      for (int i = 0; i < orders; i++) {
        StandInOrder.Builder order =
            StandInOrder.builder(number(i), NOON.plusSeconds(i)).freight(600);
        for (int line = 0; line <= i % 3; line++) {
          order.line("1000000000000" + line, "2000000000000" + line, sku(line), 2, 5990);
        }
        StandInOrder built = order.build();
        fen += built.orderPrice().minor();
        shop.put(built);
      }
      shop.start();
      OrderSource source = shop.client(WECHAT).transport(transport).build().orders();
      Tally found = new Tally(orders, fen);
      Contestant call = call("heliu-call", found, transport, () -> page(source, orders));
      Task heliu = () -> answers(transport, answer -> OrderAnswers.read(WECHAT, answer));
      return contest(
          "wechat-orders", transport, List.of(new Contestant("heliu", found, heliu), call));
    }
  }

  static Contest kingdee(int orders) throws Exception {
    ManualTime time = new ManualTime(NOON);
    try (KingdeeStandIn site = new KingdeeStandIn(time);
        CannedTransport transport = new CannedTransport()) {
      site.customer("C01", "Shop").warehouse("SH01", "Shanghai");
      for (int line = 0; line < 3; line++) {
        site.material(sku(line), "Product " + line, "").stock(sku(line), "SH01", 10L * orders);
      }
      site.start();
      Erp erp = site.client().transport(transport).build();
      long fen = 0;
      for (int i = 0; i < orders; i++) {
        List<DocumentLine> lines = new ArrayList<>();
        for (int line = 0; line <= i % 3; line++) {
          lines.add(line(line));
          fen += 11_980;
        }
        SalesOrder order = new SalesOrder("SO" + i, DAY, "C01", number(i), lines);
        if (!(erp.salesOrders().push(order) instanceof PushOutcome.Accepted)) {
          throw new IllegalStateException("the ERP does not take the orders");
        }
      }
      site.act("warehouse", "");
      ErpFeeds feeds = erp.feeds();
      int made = site.documents("SAL_OUTSTOCK").size(); // some orders leave in two parcels
      Contestant call =
          call("heliu", new Tally(made, fen), transport, () -> slice(feeds)); // four calls in all
      return contest("kingdee-outbounds", transport, List.of(call));
    }
  }

  private static String number(int order) {
    return Long.toString(FIRST + order * 10L);
  }

  private static String sku(int line) {
    return "SKU-00" + line;
  }

  private static DocumentLine line(int line) {
    return new DocumentLine(
        "L" + line, new Sku(sku(line)), new Location("SH01"), 2, Money.yuan("119.80"), null, null);
  }

  private static Tally page(OrderSource source, int orders) {
    Tally tally = new Tally(0, 0);
    for (int i = 0; i < orders; i++) {
      tally = tally.plus(source.get(number(i)).rows().get(0).paid().minor());
    }
    return tally;
  }

  private static Tally answers(CannedTransport transport, Function<byte[], ChannelOrder> reader)
      throws IOException {
    Tally tally = new Tally(0, 0);
    for (int call = 0; call < transport.calls(); call++) {
      byte[] answer = transport.send(transport.request(call)).body();
      tally = tally.plus(reader.apply(answer).paid().minor());
    }
    return tally;
  }

  private static Tally slice(ErpFeeds feeds) {
    Tally tally = new Tally(0, 0);
    for (Outbound outbound : feeds.outbounds(null).rows()) {
      long fen = 0;
      for (DocumentLine line : outbound.lines()) {
        fen += line.amount().minor();
      }
      tally = tally.plus(fen);
    }
    return tally;
  }

  /** Reads once for the token, once to record, and from then on from memory. */
  private static Contestant call(String name, Tally found, CannedTransport transport, Task task)
      throws Exception {
    task.run();
    transport.restart();
    task.run();
    transport.replay();
    return new Contestant(
        name,
        found,
        () -> {
          Tally tally = task.run();
          transport.atStart();
          return tally;
        });
  }

  private static Contest contest(
      String name, CannedTransport transport, List<Contestant> contestants) {
    List<Contestant> all = new ArrayList<>(contestants);
    Tally answers = new Tally(transport.calls(), 0);
    all.add(new Contestant("jackson-tree", answers, () -> trees(transport)));
    return new Contest(
        name,
        name.substring(name.indexOf('-') + 1),
        contestants.get(0).found().rows(),
        transport.bytes(),
        all);
  }

  private static Tally trees(CannedTransport transport) throws IOException {
    Tally tally = new Tally(0, 0);
    for (int call = 0; call < transport.calls(); call++) {
      JsonNode tree = JACKSON.readTree(transport.send(transport.request(call)).body());
      if (!tree.isEmpty()) {
        tally = tally.plus(0);
      }
    }
    return tally;
  }
}
