package io.heliu.http;

import java.io.IOException;

/**
 * Sends one request and returns one complete answer: no retry, no redirect, no interpretation.
 * Thread-safe.
 */
public interface Transport extends AutoCloseable {

  /**
   * Sends a request.
   *
   * @throws IOException if no complete answer came, the body exceeds the limit, or the thread was
   *     interrupted ({@link java.io.InterruptedIOException}, the interrupt flag set again)
   */
  WireResponse send(WireRequest request) throws IOException;

  /** Returns the default transport with its default limits. */
  static Transport http() {
    return http(TransportSettings.defaults());
  }

  /**
   * Returns the default transport. The caller closes it.
   *
   * <p>Requests run on the caller's thread; the HTTP library keeps daemon threads of its own for
   * time-outs and idle connections. An interrupt is noticed before sending and whenever bytes move;
   * while the remote side is silent, {@link TransportSettings#read} bounds the wait.
   */
  static Transport http(TransportSettings settings) {
    return new io.heliu.http.internal.OkHttpTransport(settings);
  }

  /** Frees connections. */
  @Override
  void close();
}
