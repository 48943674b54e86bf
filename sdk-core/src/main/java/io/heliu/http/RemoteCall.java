package io.heliu.http;

import io.heliu.Fault;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a remote system: how to build it, and how to read the answer. The {@link Gateway}
 * does the rest.
 *
 * @param <T> what a good answer gives
 */
public interface RemoteCall<T> {

  /** Returns the operation's name, the key of rate limits. */
  String operation();

  /** Returns the shop or account, the key of tokens, rate limits and the circuit breaker. */
  String account();

  /** Tells whether sending it twice does no harm: it only reads, or carries an idempotency key. */
  boolean repeatable();

  /** Builds and signs the request, anew for each attempt. */
  WireRequest request(Attempt attempt);

  /**
   * Reads an answer.
   *
   * @throws Fault if the answer is not what the protocol says; it is not retried
   */
  Verdict<T> read(WireResponse response);

  /**
   * What an attempt is built with.
   *
   * @param number 1 for the first
   * @param now the remote system's time as far as we know it
   * @param token the account's token; null if the gateway has no token provider
   */
  record Attempt(int number, Instant now, @Nullable AccessToken token) {

    /**
     * Returns the token.
     *
     * @throws IllegalStateException if the gateway has no token provider
     */
    public AccessToken requireToken() {
      if (token == null) {
        throw new IllegalStateException("token: the gateway has no token provider");
      }
      return token;
    }
  }

  /**
   * What an answer means.
   *
   * @param <T> what a good answer gives
   */
  sealed interface Verdict<T> {

    /** Returns the verdict of a good answer. */
    static <T> Verdict<T> done(T value) {
      return new Done<>(value);
    }

    /** Returns the verdict of a bad answer. */
    static <T> Verdict<T> failed(Fault fault, Next next) {
      return new Failed<>(fault, next);
    }

    /**
     * A good answer.
     *
     * @param <T> what it gives
     * @param value the value
     */
    record Done<T>(T value) implements Verdict<T> {}

    /**
     * A bad answer.
     *
     * @param <T> what a good answer would have given
     * @param fault what went wrong
     * @param next what to do about it
     */
    record Failed<T>(Fault fault, Next next) implements Verdict<T> {
      /** Checks that both are there. */
      public Failed {
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(next, "next");
      }
    }
  }

  /** What to do about a bad answer. */
  enum Next {
    /** Nothing will help. */
    GIVE_UP,
    /** Try again if the call is {@link #repeatable}: it may have been carried out. */
    RETRY_IF_REPEATABLE,
    /** Try again: the remote side says that it has not carried it out. */
    RETRY_NOT_EXECUTED,
    /**
     * Try again after the wait that the fault asks for, as often as the call's deadline allows:
     * what the call is about is not there yet. Not carried out; a policy of a single attempt makes
     * no other.
     */
    AWAIT,
    /** The token was refused: refresh it and replay once. Not carried out. */
    REFRESH_TOKEN,
    /** The time was refused: take the answer's Date header as the time and replay once. */
    RESYNC_CLOCK
  }
}
