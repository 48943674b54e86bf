package io.heliu.http;

import io.heliu.Fault;
import io.heliu.Listener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one way to a remote system: every call is limited, built and signed, sent, classified and, if
 * that is safe, tried again here. Thread-safe; share one per system. All work is done on the
 * caller's thread.
 *
 * <p>An attempt gets the account's token (refreshed before its end), waits for its turn under the
 * {@link RateLimits}, passes the account's circuit breaker, is built anew and sent. A failed
 * attempt is repeated as the call's {@link RemoteCall.Next} allows: after the time that the remote
 * side asks for, or else after a random delay, until the {@link RetryPolicy} ends it. A refused
 * token and a refused time are put right once per call.
 *
 * <p>An interrupt ends the call with {@link Fault.Transport}; the thread's flag stays set. The log
 * ({@code io.heliu.http.Gateway}, level debug) has system, account, operation, status, attempt and
 * milliseconds, and nothing else.
 */
public final class Gateway {
  final String system;
  final Transport transport;
  final Waiter waiter;
  final RandomGenerator random;
  final RetryPolicy retry;
  final @Nullable TokenProvider tokens;
  final Limiters limiters;
  final Breakers breakers;
  final Reporter reporter;
  private final Clock clock;
  private volatile Duration offset = Duration.ZERO;

  private Gateway(Builder builder) {
    this.system = builder.system;
    this.transport = Objects.requireNonNull(builder.transport, "transport");
    this.clock = builder.clock;
    this.waiter = builder.waiter;
    this.random = builder.random;
    this.retry = builder.retry;
    this.tokens = builder.tokens;
    this.limiters = new Limiters(system, builder.limits, waiter);
    this.breakers = new Breakers(system, builder.breaker, waiter);
    this.reporter = new Reporter(system, builder.listener);
  }

  /** Starts a gateway to a system, for example {@code "taobao"}. */
  public static Builder builder(String system) {
    return new Builder(system);
  }

  /**
   * Makes a call.
   *
   * @throws Fault if it failed for good; an earlier attempt's different fault is its suppressed
   *     exception
   */
  public <T> T call(RemoteCall<T> call) {
    return new CallRun<>(this, call).run();
  }

  Instant remoteNow() {
    return clock.instant().plus(offset);
  }

  void remoteTimeIs(Instant time) {
    offset = Duration.between(clock.instant(), time);
  }

  /** Builds a {@link Gateway}. */
  public static final class Builder {
    private final String system;
    private @Nullable Transport transport;
    private Clock clock = Clock.systemUTC();
    private Waiter waiter = Waiter.system();
    private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    private RetryPolicy retry = RetryPolicy.standard();
    private RateLimits limits = RateLimits.none();
    private BreakerPolicy breaker = BreakerPolicy.standard();
    private @Nullable TokenProvider tokens;
    private Listener listener = Listener.none();

    private Builder(String system) {
      this.system = Objects.requireNonNull(system, "system");
    }

    /** Sets the transport; required. The gateway does not close it. */
    public Builder transport(Transport transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
      return this;
    }

    /** Sets the clock; the system's by default. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Sets how to wait; really, by default. */
    public Builder waiter(Waiter waiter) {
      this.waiter = Objects.requireNonNull(waiter, "waiter");
      return this;
    }

    /** Sets what delays are drawn from; must be thread-safe. */
    public Builder random(RandomGenerator random) {
      this.random = Objects.requireNonNull(random, "random");
      return this;
    }

    /** Sets how often and how long to try; {@link RetryPolicy#standard} by default. */
    public Builder retryPolicy(RetryPolicy retry) {
      this.retry = Objects.requireNonNull(retry, "retry");
      return this;
    }

    /** Sets how many calls the system allows; no limit by default. */
    public Builder rateLimits(RateLimits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** Sets when to stop calling; {@link BreakerPolicy#standard} by default. */
    public Builder breakerPolicy(BreakerPolicy breaker) {
      this.breaker = Objects.requireNonNull(breaker, "breaker");
      return this;
    }

    /** Sets what gives tokens; without it, calls get none. */
    public Builder tokens(TokenProvider tokens) {
      this.tokens = Objects.requireNonNull(tokens, "tokens");
      return this;
    }

    /** Sets the listener; none by default. */
    public Builder listener(Listener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Builds the gateway.
     *
     * @throws NullPointerException if the transport is missing
     */
    public Gateway build() {
      return new Gateway(this);
    }
  }
}
