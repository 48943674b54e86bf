package io.heliu.http;

import io.heliu.Listener;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What every client of a remote system lets its user set, in the same words. Not thread-safe.
 *
 * @param <B> the client's own builder
 */
public abstract class ClientBuilder<B extends ClientBuilder<B>> {
  private @Nullable Transport transport;
  private Clock clock = Clock.systemUTC();
  private Waiter waiter = Waiter.system();
  private @Nullable RandomGenerator random;
  private RetryPolicy retryPolicy = RetryPolicy.standard();
  private RateLimits rateLimits;
  private BreakerPolicy breakerPolicy = BreakerPolicy.standard();
  private Listener listener = Listener.none();

  /** Creates a builder with the defaults, of a system that documents no limit of calls. */
  protected ClientBuilder() {
    this(RateLimits.none());
  }

  /**
   * Creates a builder with the defaults.
   *
   * @param documented how many calls the system's own documentation allows
   */
  protected ClientBuilder(RateLimits documented) {
    this.rateLimits = Objects.requireNonNull(documented, "documented");
  }

  /** Returns this builder. */
  protected abstract B self();

  /** Sets the transport; required. The client does not close it. */
  public final B transport(Transport transport) {
    this.transport = Objects.requireNonNull(transport, "transport");
    return self();
  }

  /** Sets the clock; the system's by default. */
  public final B clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return self();
  }

  /** Sets how to wait; really, by default. */
  public final B waiter(Waiter waiter) {
    this.waiter = Objects.requireNonNull(waiter, "waiter");
    return self();
  }

  /** Sets what delays are drawn from; must be thread-safe. */
  public final B random(RandomGenerator random) {
    this.random = Objects.requireNonNull(random, "random");
    return self();
  }

  /** Sets how often and how long a call is tried; {@link RetryPolicy#standard} by default. */
  public final B retryPolicy(RetryPolicy retryPolicy) {
    this.retryPolicy = Objects.requireNonNull(retryPolicy, "retryPolicy");
    return self();
  }

  /**
   * Sets how many calls are made, by operation, in place of the limits that the system's own
   * documentation names. The client says which those are; by default there is no other.
   */
  public final B rateLimits(RateLimits rateLimits) {
    this.rateLimits = Objects.requireNonNull(rateLimits, "rateLimits");
    return self();
  }

  /** Sets when to stop calling; {@link BreakerPolicy#standard} by default. */
  public final B breakerPolicy(BreakerPolicy breakerPolicy) {
    this.breakerPolicy = Objects.requireNonNull(breakerPolicy, "breakerPolicy");
    return self();
  }

  /** Sets the listener; none by default. */
  public final B listener(Listener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return self();
  }

  /** Returns the clock. */
  protected final Clock clock() {
    return clock;
  }

  /** Returns the listener. */
  protected final Listener listener() {
    return listener;
  }

  /**
   * Returns a gateway's builder with everything that was set.
   *
   * @throws NullPointerException if the transport is missing
   */
  protected final Gateway.Builder gateway(String system) {
    Gateway.Builder builder =
        Gateway.builder(system)
            .transport(Objects.requireNonNull(transport, "transport"))
            .clock(clock)
            .waiter(waiter)
            .retryPolicy(retryPolicy)
            .rateLimits(rateLimits)
            .breakerPolicy(breakerPolicy)
            .listener(listener);
    return random == null ? builder : builder.random(random);
  }

  /**
   * Returns a gateway with everything that was set, whose calls carry their account's token.
   *
   * @param tokens where the tokens are kept
   * @param refresher gets the next one
   * @param margin how long before its end a token is refreshed
   * @throws NullPointerException if the transport is missing
   */
  protected final Gateway gateway(
      String system, TokenStore tokens, TokenRefresher refresher, Duration margin) {
    return gateway(system).tokens(new TokenProvider(tokens, refresher, clock, margin)).build();
  }
}
