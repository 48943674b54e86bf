package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heliu.Fault;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.RateLimits;
import io.heliu.http.Transport;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.http.standin.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many calls for a token are made; the platform here has no limit of its own. */
class WechatLimitsTest {
  private final ManualTime time = new ManualTime(WechatTest.TEN);
  private final Platform platform = new Platform();

  private static final class Platform implements Transport {
    private int calls;

    @Override
    public WireResponse send(WireRequest request) {
      calls++;
      String token = "{\"access_token\":\"token-" + calls + "\",\"expires_in\":7200}";
      return new WireResponse(200, List.of(), token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
  }

  private WechatClient.Builder builder() {
    return WechatClient.builder(WechatTest.SHOP)
        .credential(WechatStandIn.APPID, WechatStandIn.APP_SECRET)
        .transport(platform)
        .clock(time)
        .waiter(time);
  }

  private void renew(WechatClient client, int times) {
    for (int i = 0; i < times; i++) {
      client.renewToken();
    }
  }

  private static Duration wait(WechatClient client) {
    Fault.Throttled fault = catchThrowableOfType(Fault.Throttled.class, client::renewToken);
    return fault.waitTime();
  }

  @Test
  void renewToken_moreThanTheDocumentedMinuteAllows_isHeldBackUntilTheNext() {
    WechatClient client = builder().build();
    renew(client, 10_000);

    assertThat(wait(client)).isEqualTo(Duration.ofMinutes(1));
    assertThat(platform.calls).isEqualTo(10_000);
    time.advance(Duration.ofMinutes(1));
    renew(client, 1);
  }

  @Test
  void rateLimits_set_replaceTheDocumentedOnes() {
    WechatClient none = builder().rateLimits(RateLimits.none()).build();
    renew(none, 10_001);
    WechatClient fewer =
        builder().rateLimits(RateLimits.of(new RateLimits.Rule(2, Duration.ofHours(1)))).build();
    renew(fewer, 2);

    assertThat(wait(fewer)).isEqualTo(Duration.ofHours(1));
  }
}
