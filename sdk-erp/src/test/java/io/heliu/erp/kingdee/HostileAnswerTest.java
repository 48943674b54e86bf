package io.heliu.erp.kingdee;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.Sku;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.PushOutcome;
import io.heliu.http.standin.HostileStandIn;
import io.heliu.http.standin.HostileStandIn.Body;
import io.heliu.http.standin.ManualTime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that nobody means well with, to every call of the client. */
class HostileAnswerTest {
  private final ManualTime time = new ManualTime(TestSite.NOON);

  private static KingdeeClient client(HostileStandIn site, Body body) throws IOException {
    site.start();
    site.answer(body);
    return site.client(KingdeeClient.builder())
        .endpoint(site.url("/k3cloud/"))
        .credential(TestSite.SIGNED)
        .organization(TestSite.REGISTRATION.organization())
        .settings(TestSite.settings().build())
        .build();
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void feeds_hostileAnswer_areFaultsThatQuoteNothing(Body body) throws IOException {
    try (HostileStandIn site = new HostileStandIn(time)) {
      KingdeeClient client = client(site, body);
      ErpFeeds feeds = client.feeds();
      Map<String, Runnable> calls =
          Map.of(
              "outbounds", () -> feeds.outbounds(null),
              "counts", () -> feeds.counts(List.of(new Sku("SKU-1"))),
              "receivables", () -> feeds.openReceivables(null),
              "materials", () -> feeds.materials(null),
              "customers", () -> feeds.customers(null),
              "look-up", () -> client.salesOrders().lookUp("SO-1"));
      calls.forEach((name, call) -> assertQuotesNothing(name, fault(call)));
    }
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void push_hostileAnswer_isNeverTakenForAccepted(Body body) throws IOException {
    try (HostileStandIn site = new HostileStandIn(time)) {
      KingdeeClient client = client(site, body);
      try {
        PushOutcome outcome = client.salesOrders().push(TestSite.order("SO-1"));
        assertThat(outcome).isInstanceOf(PushOutcome.Unknown.class);
        assertQuotesNothing("push", ((PushOutcome.Unknown) outcome).cause());
      } catch (Fault.Protocol e) {
        assertQuotesNothing("look-up before the push", e);
      }
    }
  }

  private static Fault fault(Runnable call) {
    try {
      call.run();
    } catch (Fault e) {
      return e;
    }
    throw new AssertionError("no fault");
  }

  private static void assertQuotesNothing(String name, Fault fault) {
    assertThat(fault)
        .as(name)
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageNotContaining(HostileStandIn.PLANTED);
    assertThat(fault.getMessage()).as(name).hasSizeLessThan(500);
  }
}
