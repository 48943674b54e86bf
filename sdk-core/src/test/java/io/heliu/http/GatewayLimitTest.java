package io.heliu.http;

import static io.heliu.http.Seam.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heliu.Fault;
import io.heliu.http.standin.Misbehaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayLimitTest {
  private static final BreakerPolicy BREAKER = new BreakerPolicy(4, 50, Duration.ofSeconds(30));

  private Seam seam;

  @BeforeEach
  void open() throws IOException {
    seam = new Seam();
  }

  @AfterEach
  void close() {
    seam.close();
  }

  private Gateway limited(RateLimits limits) {
    return seam.builder().rateLimits(limits).build();
  }

  private Gateway guarded() {
    return seam.builder().breakerPolicy(BREAKER).retryPolicy(RetryPolicy.never()).build();
  }

  private Seam.Call call(String account, String operation) {
    return new Seam.Call(seam.server, account, operation, true);
  }

  @Test
  void limit_moreCallsThanAllowed_waitForTheirTurn() {
    Gateway gateway = limited(RateLimits.of(new RateLimits.Rule(2, Duration.ofSeconds(10))));
    for (int i = 0; i < 4; i++) {
      gateway.call(seam.call());
    }

    assertThat(seam.time.slept()).containsExactly(Duration.ofSeconds(10));
    assertThat(seam.server.seen()).hasSize(4);
    assertThat(seam.server.seen().get(2).header("X-Now"))
        .as("signed after the wait")
        .isEqualTo("2026-03-01T04:00:10Z");
  }

  @Test
  void limit_waitTooLong_isThrottledWithTheWaitAndNothingIsSent() {
    RateLimits limits =
        new RateLimits(
            new RateLimits.Rule(1, Duration.ofSeconds(60)), Map.of(), Duration.ofSeconds(5));
    Gateway gateway = limited(limits);
    gateway.call(seam.call());
    seam.time.advance(Duration.ofSeconds(20));

    Fault.Throttled fault =
        catchThrowableOfType(Fault.Throttled.class, () -> gateway.call(seam.call()));

    assertThat(fault.waitTime()).isEqualTo(Duration.ofSeconds(40));
    assertThat(fault.attempts()).isZero();
    assertThat(seam.server.seen()).hasSize(1);
    seam.time.advance(fault.waitTime());
    assertThat(gateway.call(seam.call())).isEqualTo("good");
  }

  @Test
  void limit_otherAccountOrOperation_hasItsOwnAllowance() {
    Gateway gateway = limited(RateLimits.of(new RateLimits.Rule(1, Duration.ofSeconds(60))));

    gateway.call(call("shop-1", "a"));
    gateway.call(call("shop-1", "b"));
    gateway.call(call("shop-2", "a"));

    assertThat(seam.time.slept()).isEmpty();
  }

  @Test
  void limit_ruleOfAnOperation_replacesTheStandardOne() {
    Gateway gateway =
        limited(
            RateLimits.of(RateLimits.Rule.perSecond(1000))
                .with("slow", new RateLimits.Rule(1, Duration.ofSeconds(8))));
    for (int i = 0; i < 2; i++) {
      gateway.call(call("shop-1", "fast"));
      gateway.call(call("shop-1", "slow"));
    }

    assertThat(seam.time.slept()).containsExactly(Duration.ofSeconds(8));
  }

  @Test
  void limit_retries_takeTheirTurnToo() {
    Gateway gateway = limited(RateLimits.of(new RateLimits.Rule(1, Duration.ofSeconds(9))));
    seam.server.then(status(429).withHeader("Retry-After", "1"));

    gateway.call(seam.call());

    assertThat(seam.time.slept()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(8));
  }

  @Test
  void limit_turnAfterTheCallsDeadline_givesUpAtOnce() {
    Gateway gateway =
        seam.builder()
            .rateLimits(RateLimits.of(new RateLimits.Rule(1, Duration.ofSeconds(9))))
            .retryPolicy(
                new RetryPolicy(
                    4, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(5)))
            .build();
    seam.server.then(status(500));

    assertThatExceptionOfType(Fault.Throttled.class)
        .isThrownBy(() -> gateway.call(seam.call()))
        .satisfies(fault -> assertThat(fault.attempts()).isEqualTo(1))
        .satisfies(fault -> assertThat(fault.waitTime()).isEqualTo(Duration.ofSeconds(8)))
        .satisfies(fault -> assertThat(fault.getSuppressed()[0]).isInstanceOf(Fault.Remote.class));
    assertThat(seam.server.seen()).hasSize(1);
  }

  @Test
  void limit_none_neverWaits() {
    Gateway gateway = limited(RateLimits.none());
    for (int i = 0; i < 50; i++) {
      gateway.call(seam.call());
    }
    assertThat(seam.time.slept()).isEmpty();
  }

  @Test
  void breaker_remoteSideDown_refusesWithTheWaitAndSendsNothing() {
    Gateway gateway = guarded();
    openBreaker(gateway);
    seam.time.advance(Duration.ofSeconds(10));
    int sent = seam.server.seen().size();

    assertThatExceptionOfType(Fault.Throttled.class)
        .isThrownBy(() -> gateway.call(seam.call()))
        .satisfies(fault -> assertThat(fault.waitTime()).isEqualTo(Duration.ofSeconds(20)))
        .satisfies(fault -> assertThat(fault.attempts()).isZero());
    assertThat(seam.server.seen()).hasSize(sent);
  }

  private void openBreaker(Gateway gateway) {
    seam.server.then(status(500), status(502), status(503), status(504));
    for (int i = 0; i < 4; i++) {
      assertThatExceptionOfType(Fault.Remote.class).isThrownBy(() -> gateway.call(seam.call()));
    }
  }

  @Test
  void breaker_otherAccount_isNotConcerned() {
    Gateway gateway = guarded();
    openBreaker(gateway);

    assertThat(gateway.call(call("shop-2", "probe"))).isEqualTo("good");
  }

  @Test
  void breaker_afterItsTime_letsTrialsThroughAndClosesAgain() {
    Gateway gateway = guarded();
    openBreaker(gateway);
    seam.time.advance(Duration.ofSeconds(30));

    for (int i = 0; i < 10; i++) {
      assertThat(gateway.call(seam.call())).isEqualTo("good");
    }
  }

  @Test
  void breaker_trialsFail_opensAgain() {
    Gateway gateway = guarded();
    openBreaker(gateway);
    seam.time.advance(Duration.ofSeconds(30));
    seam.server.then(status(500), status(500), status(500));
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(Fault.Remote.class).isThrownBy(() -> gateway.call(seam.call()));
    }

    assertThatExceptionOfType(Fault.Throttled.class)
        .isThrownBy(() -> gateway.call(seam.call()))
        .satisfies(fault -> assertThat(fault.waitTime()).isEqualTo(Duration.ofSeconds(30)));
  }

  @Test
  void breaker_lostConnections_count() {
    Gateway gateway = guarded();
    seam.server.faults().next(4, request -> true, new Misbehaviour.Disconnect());
    for (int i = 0; i < 4; i++) {
      assertThatExceptionOfType(Fault.Transport.class).isThrownBy(() -> gateway.call(seam.call()));
    }

    assertThatExceptionOfType(Fault.Throttled.class).isThrownBy(() -> gateway.call(seam.call()));
  }

  @Test
  void breaker_refusalsAndThrottles_doNotCount() {
    Gateway gateway = guarded();
    for (int status : new int[] {400, 401, 403, 404, 429}) {
      seam.server.then(status(status), status(status), status(status), status(status));
      for (int i = 0; i < 4; i++) {
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> gateway.call(seam.call()));
      }
    }

    assertThat(gateway.call(seam.call())).isEqualTo("good");
  }

  @Test
  void breaker_requestCannotBeBuilt_givesItsPassBack() {
    Gateway gateway = guarded();
    openBreaker(gateway);
    seam.time.advance(Duration.ofSeconds(30));
    for (int i = 0; i < 10; i++) {
      assertThatIllegalArgumentException().isThrownBy(() -> gateway.call(new Unbuildable()));
    }

    assertThat(gateway.call(seam.call())).isEqualTo("good");
  }

  private record Unbuildable() implements RemoteCall<String> {
    @Override
    public String operation() {
      return "probe";
    }

    @Override
    public String account() {
      return "shop-1";
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public WireRequest request(Attempt attempt) {
      throw new IllegalArgumentException("quantity: must be positive");
    }

    @Override
    public Verdict<String> read(WireResponse response) {
      throw new IllegalStateException("nothing was sent");
    }
  }
}
