package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.OrderSource;
import io.heliu.channel.OrderSource.Head;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.BreakerPolicy;
import io.heliu.http.RetryPolicy;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.order.ChannelOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Hours of trade pulled as the policy says, from a platform that is at its worst. */
class PullTest extends TaobaoTest {

  @Test
  void pull_platformAtItsWorst_getsEveryOrderAtItsLastVersion() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int orders = 300;
    for (int i = 0; i < orders; i++) {
      standIn.put(trade(i, TEN.plusSeconds(random.nextInt(7_200))).build());
    }
    standIn.modifyWhilePaged(5);
    misbehave();
    OrderSource source =
        builder()
            .retryPolicy(
                new RetryPolicy(
                    8, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofHours(1)))
            .breakerPolicy(new BreakerPolicy(1_000, 100, Duration.ofSeconds(1)))
            .build()
            .orders();

    Map<String, Instant> stored = new TreeMap<>();
    WindowPolicy policy = source.windowPolicy();
    Instant from = TEN;
    while (from.isBefore(TEN.plus(Duration.ofHours(4)))) {
      Instant to = from.plus(policy.length()).minus(policy.overlap());
      clock.set(to.plus(policy.settle()));
      Window window = new Window(from.minus(policy.overlap()), to);
      for (Head head : readBackwards(source, window, 20)) {
        stored.merge(head.number(), head.modifiedAt(), (a, b) -> a.isAfter(b) ? a : b);
      }
      from = to;
    }

    Map<String, Instant> expected = new TreeMap<>();
    standIn.tradeNumbers().forEach(tid -> expected.put(tid, standIn.trade(tid).modifiedAt()));
    assertThat(stored).as("seed " + seed).isEqualTo(expected);
    ChannelOrder last = source.get(tid(orders - 1)).rows().get(0);
    assertThat(last.modifiedAt()).isEqualTo(expected.get(tid(orders - 1)));
    assertThat(last.paid()).isEqualTo(standIn.trade(tid(orders - 1)).payment());
  }

  private void misbehave() {
    standIn.faults().rule("lost", 5, request -> true, new Misbehaviour.LoseAnswer());
    standIn.faults().rule("half", 7, request -> true, new Misbehaviour.HalfBody());
    standIn.faults().rule("503", 6, request -> true, new Misbehaviour.Status(503));
    for (String special :
        new String[] {
          TaobaoStandIn.THROTTLED, TaobaoStandIn.PLATFORM_FAULT, TaobaoStandIn.UNAVAILABLE
        }) {
      standIn.faults().rule(special, 5, request -> true, new Misbehaviour.Special(special));
    }
  }
}
