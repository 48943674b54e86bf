package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.channel.PageRequest;
import io.heliu.channel.ShipmentSink.Parcel;
import io.heliu.channel.StockSink.Level;
import io.heliu.channel.Window;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.AccessToken;
import io.heliu.http.TokenStore;
import io.heliu.http.standin.HostileStandIn;
import io.heliu.http.standin.HostileStandIn.Body;
import io.heliu.http.standin.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that nobody means well with, to every call of the client. */
class HostileAnswerTest {
  private static final Instant TEN = Instant.parse("2024-06-18T02:00:00Z");
  private final ManualTime time = new ManualTime(TEN);

  @ParameterizedTest
  @EnumSource(Body.class)
  void call_hostileAnswer_isAFaultThatQuotesNothing(Body body) throws IOException {
    try (HostileStandIn platform = new HostileStandIn(time)) {
      platform.start();
      platform.answer(body);
      TaobaoClient client = client(platform);
      calls(client)
          .forEach(
              (name, call) -> {
                Fault fault = TaobaoTest.faultOf(call);
                assertThat(fault).as(name).isInstanceOf(Fault.Protocol.class);
                assertThat(fault).as(name).hasMessageNotContaining(HostileStandIn.PLANTED);
                assertThat(fault.getMessage()).as(name).hasSizeLessThan(500);
              });
    }
  }

  private TaobaoClient client(HostileStandIn platform) {
    TokenStore tokens = TokenStore.inMemory();
    tokens.compareAndSet(
        TaobaoTest.SHOP.toString(),
        null,
        new AccessToken(Secret.of("session-0"), null, TEN.plus(Duration.ofDays(1))));
    return platform
        .client(TaobaoClient.builder(TaobaoTest.SHOP))
        .endpoint(platform.url("/router/rest"))
        .credential(TaobaoStandIn.APP_KEY, TaobaoStandIn.APP_SECRET)
        .tokens(tokens)
        .build();
  }

  private static Map<String, Runnable> calls(TaobaoClient client) {
    Window window = new Window(TEN.minus(Duration.ofMinutes(30)), TEN);
    PageRequest page = new PageRequest(window, 1, null, 50);
    return Map.of(
        "count", () -> client.orders().count(window),
        "list", () -> client.orders().list(page),
        "get", () -> client.orders().get("2189034567890000010"),
        "refunds", () -> client.refunds().list(page),
        "items", () -> client.items().items(null),
        "ship",
            () ->
                client
                    .shipments()
                    .ship(new Parcel("2189034567890000010", List.of(), "SF", "SF0000000001")),
        "bills", () -> client.bills().day(LocalDate.of(2024, 6, 17), FeeBills.DayBy.PAID),
        "publish", () -> client.stock().publish(List.of(new Level("601234567890", null, 3))));
  }
}
