package io.heliu.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.heliu.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The circuit breaker of each account. */
final class Breakers {
  private static final int TRIALS = 3;

  private final String system;
  private final BreakerPolicy policy;
  private final Waiter waiter;
  private final CircuitBreakerConfig config;
  private final Cache<String, Breaker> breakers;

  Breakers(String system, BreakerPolicy policy, Waiter waiter) {
    this.system = system;
    this.policy = policy;
    this.waiter = waiter;
    // The library lets trials through only after this time has passed, not when it is over.
    Duration openFor = policy.openFor().minusMillis(1);
    this.config =
        CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(policy.window())
            .minimumNumberOfCalls(policy.window())
            .failureRateThreshold(policy.failurePercent())
            .waitDurationInOpenState(openFor)
            .permittedNumberOfCallsInHalfOpenState(TRIALS)
            .clock(new Steady(waiter))
            .currentTimestampFunction(clock -> waiter.nanoTime(), TimeUnit.NANOSECONDS)
            .build();
    this.breakers =
        Caffeine.newBuilder()
            .expireAfterAccess(policy.openFor().plusHours(1))
            .ticker(waiter::nanoTime)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Asks to make an attempt. The pass must be ended or abandoned.
   *
   * @throws Fault.Throttled if the account's breaker is open
   */
  Pass enter(String account, String operation) {
    Breaker breaker = breakers.get(account, Breaker::new);
    if (!breaker.circuit.tryAcquirePermission()) {
      throw new Fault.Throttled(
          Fault.Details.of(
              system, operation, "not sent: the latest calls of the account failed too often"),
          breaker.remaining());
    }
    return new Pass(breaker.circuit);
  }

  private final class Breaker {
    private final CircuitBreaker circuit;
    private volatile long openedAt;

    private Breaker(String account) {
      this.circuit = CircuitBreaker.of(account, config);
      circuit
          .getEventPublisher()
          .onStateTransition(
              event -> {
                if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                  openedAt = waiter.nanoTime();
                }
              });
    }

    /** Zero while trials are under way: nobody knows how long they take. */
    private Duration remaining() {
      Duration left = policy.openFor().minusNanos(waiter.nanoTime() - openedAt);
      return left.isNegative() ? Duration.ZERO : left;
    }
  }

  /** The permission to make one attempt. */
  final class Pass {
    private final CircuitBreaker circuit;
    private final long begun = waiter.nanoTime();

    private Pass(CircuitBreaker circuit) {
      this.circuit = circuit;
    }

    /** The attempt was not made, or says nothing about the remote side. */
    void abandon() {
      circuit.releasePermission();
    }

    /** The attempt was made; {@code fault} is what came of it, null if it was good. */
    void end(@Nullable Fault fault) {
      long took = waiter.nanoTime() - begun;
      if (fault instanceof Fault.Throttled) {
        abandon();
      } else if (fault instanceof Fault.Transport
          || (fault instanceof Fault.Remote && fault.retryable())) {
        circuit.onError(took, TimeUnit.NANOSECONDS, fault);
      } else {
        circuit.onSuccess(took, TimeUnit.NANOSECONDS);
      }
    }
  }

  /** A clock that the breaker measures its open time with; nobody can set it back. */
  private static final class Steady extends Clock {
    private final Waiter waiter;

    private Steady(Waiter waiter) {
      this.waiter = waiter;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(waiter.nanoTime());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("zone: has no meaning here");
    }
  }
}
