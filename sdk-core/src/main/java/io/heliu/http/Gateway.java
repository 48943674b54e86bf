package io.heliu.http;

import io.heliu.Fault;
import io.heliu.Listener;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one way to a remote system: every call is built and signed, limited, sent, classified and, if
 * that is safe, retried here. Thread-safe; share one per system.
 */
public final class Gateway {
  private final String system;
  private final Transport transport;
  private final Clock clock;

  private Gateway(Builder builder) {
    this.system = builder.system;
    this.transport = Objects.requireNonNull(builder.transport, "transport");
    this.clock = builder.clock;
  }

  /** Starts a gateway to a system, for example {@code "taobao"}. */
  public static Builder builder(String system) {
    return new Builder(system);
  }

  /**
   * Makes a call.
   *
   * @throws Fault if it failed for good
   */
  public <T> T call(RemoteCall<T> call) {
    try {
      WireResponse response =
          transport.send(call.request(new RemoteCall.Attempt(1, clock.instant(), null)));
      RemoteCall.Verdict<T> verdict = call.read(response);
      if (verdict instanceof RemoteCall.Verdict.Failed<T> failed) {
        throw failed.fault().withAttempts(1);
      }
      return ((RemoteCall.Verdict.Done<T>) verdict).value();
    } catch (IOException e) {
      throw new Fault.Transport(
          Fault.Details.of(system, call.operation(), "no complete answer: " + e.getMessage()), e);
    }
  }

  /** Builds a {@link Gateway}. */
  public static final class Builder {
    private final String system;
    private @Nullable Transport transport;
    private Clock clock = Clock.systemUTC();
    private Listener listener = Listener.none();

    private Builder(String system) {
      this.system = Objects.requireNonNull(system, "system");
    }

    /** Sets the transport; required. The gateway does not close it. */
    public Builder transport(Transport transport) {
      this.transport = transport;
      return this;
    }

    /** Sets the clock; the system's by default. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Sets the listener; none by default. */
    public Builder listener(Listener listener) {
      this.listener = listener;
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
