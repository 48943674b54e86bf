package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.channel.PageRequest;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.StockSink.Level;
import io.heliu.channel.Window;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.standin.HostileStandIn;
import io.heliu.http.standin.HostileStandIn.Body;
import io.heliu.http.standin.ManualTime;
import io.heliu.http.standin.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that nobody means well with, to every call of the client. */
class HostileAnswerTest {
  private static final String ORDER = "3705115058471200001";
  private final ManualTime time = new ManualTime(WechatTest.TEN);

  @ParameterizedTest
  @EnumSource(Body.class)
  void call_hostileAnswer_isAFaultThatQuotesNothing(Body body) throws IOException {
    try (HostileStandIn platform = new HostileStandIn(time)) {
      platform.spare(
          "/cgi-bin/stable_token",
          Reply.json("{\"access_token\":\"made-up-token\",\"expires_in\":7200}"));
      assertEveryCallFails(platform, body);
    }
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void token_hostileAnswer_isAFaultThatQuotesNothing(Body body) throws IOException {
    try (HostileStandIn platform = new HostileStandIn(time)) {
      assertEveryCallFails(platform, body);
    }
  }

  private static void assertEveryCallFails(HostileStandIn platform, Body body) throws IOException {
    platform.start();
    platform.answer(body);
    WechatClient client =
        platform
            .client(WechatClient.builder(WechatTest.SHOP))
            .endpoint(platform.url())
            .credential(WechatStandIn.APPID, WechatStandIn.APP_SECRET)
            .build();
    calls(client)
        .forEach(
            (name, call) -> {
              Fault fault = WechatTest.faultOf(call);
              assertThat(fault).as(name).isInstanceOf(Fault.Protocol.class);
              assertThat(fault).as(name).hasMessageNotContaining(HostileStandIn.PLANTED);
              assertThat(fault.getMessage()).as(name).hasSizeLessThan(500);
            });
  }

  private static Map<String, Runnable> calls(WechatClient client) {
    Window window = new Window(WechatTest.TEN.minus(Duration.ofMinutes(30)), WechatTest.TEN);
    PageRequest page = new PageRequest(window, 1, null, 50);
    return Map.of(
        "list", () -> client.orders().list(page),
        "get", () -> client.orders().get(ORDER),
        "refunds", () -> client.refunds().list(page),
        "items", () -> client.items().items(null),
        "ship", () -> client.shipments().ship(new Parcel(ORDER, List.of(), "SF", "SF1")),
        "publish",
            () -> client.stock().publish(List.of(new Level(WechatTest.CUP, WechatTest.WHITE, 3))),
        "funds", () -> client.funds().day(LocalDate.of(2026, 7, 13)),
        "payment", () -> client.miniProgramShipping().find(new PaymentKey.Transaction("42001")),
        "phone", () -> client.users().phone("made-up-code"),
        "login", () -> client.users().login("made-up-code"));
  }
}
