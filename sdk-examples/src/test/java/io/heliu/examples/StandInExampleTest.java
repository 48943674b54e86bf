package io.heliu.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.channel.OrderSource;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.Window;
import io.heliu.channel.taobao.TaobaoClient;
import io.heliu.channel.taobao.standin.StandInTrade;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.channel.wechat.WechatClient;
import io.heliu.channel.wechat.standin.StandInOrder;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.SalesOrder;
import io.heliu.erp.kingdee.KingdeeClient;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.http.standin.ManualTime;
import io.heliu.http.standin.Misbehaviour;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a host tests its own code: over real HTTP, with faults on demand, without waiting. */
class StandInExampleTest {
  private static final String SEND = "taobao.logistics.offline.send";

  private final ManualTime time = new ManualTime(Instant.parse("2025-06-15T04:00:00Z"));

  @Test
  void taobao_answerLostAfterTheCommit_parcelLeavesOnce() throws Exception {
    try (TaobaoStandIn taobao = new TaobaoStandIn(time)) {
      taobao.put(
          StandInTrade.builder("2001", time.instant())
              .line("20011", "601", null, "MUG", 1, "39.90")
              .build());
      taobao.start();
      TaobaoClient shop = taobao.client(new ShopId("taobao", "demo")).build();
      taobao.faults().next(1, TaobaoStandIn.calling(SEND), new Misbehaviour.LoseAnswer());

      Parcel parcel = new Parcel("2001", List.of(), "SF", "SF0000000001");
      Result result = shop.shipments().ship(parcel); // or your own code that does so

      assertThat(result).isEqualTo(Result.ALREADY_SENT);
      assertThat(taobao.trade("2001").waybill("20011")).isEqualTo("SF0000000001");
      assertThat(taobao.calls(SEND)).isEqualTo(2); // sent again, and taken once
    }
  }

  @Test
  void wechat_throttledAndTokenEndsEarly_everyOrderIsRead() throws Exception {
    try (WechatStandIn wechat = new WechatStandIn(time)) {
      for (String number : List.of("3001", "3002")) {
        wechat.put(
            StandInOrder.builder(number, time.instant())
                .line("801", "901", "MUG", 1, 3990)
                .build());
      }
      wechat.start();
      WechatClient shop = wechat.client(new ShopId("wechat", "demo")).build();
      wechat.faults().next(new Misbehaviour.Special(WechatStandIn.THROTTLED));
      wechat.expireTokenAfter(2);

      Window window = new Window(time.instant(), time.instant().plus(Duration.ofMinutes(30)));
      Page<OrderSource.Head> page = shop.orders().list(new PageRequest(window, 1, null, 50));

      assertThat(page.rows()).extracting(row -> row.number()).containsExactly("3001", "3002");
      assertThat(time.slept()).isNotEmpty();
    }
  }

  @Test
  void kingdee_answerLostAfterTheCommit_documentIsThereOnce() throws Exception {
    try (KingdeeStandIn kingdee = new KingdeeStandIn(time)) {
      kingdee.customer("C01", "Shop").warehouse("SH01", "Shanghai").material("MUG", "Mug", "");
      kingdee.start();
      KingdeeClient erp = kingdee.client().build();
      kingdee.faults().next(1, KingdeeStandIn.calling("Save"), new Misbehaviour.LoseAnswer());
      Sku mug = new Sku("MUG");
      DocumentLine line =
          new DocumentLine("1", mug, new Location("SH01"), 1, Money.yuan("39.90"), null, null);
      SalesOrder order =
          new SalesOrder("SO-1", LocalDate.of(2025, 6, 15), "C01", "2001", List.of(line));

      assertThat(erp.salesOrders().push(order)).isInstanceOf(PushOutcome.Unknown.class);
      assertThat(erp.salesOrders().lookUp("SO-1")).isPresent();
      assertThat(erp.salesOrders().push(order)).isInstanceOf(PushOutcome.Duplicate.class);

      assertThat(kingdee.documents("SAL_SaleOrder")).hasSize(1);
    }
  }
}
