package io.heliu.http;

import io.heliu.Fault;
import io.heliu.Listener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener and the log. Only the fields named here ever reach a log. */
final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final String system;
  private final Listener listener;

  Reporter(String system, Listener listener) {
    this.system = system;
    this.listener = listener;
  }

  void attempted(RemoteCall<?> call, int number, int status, Duration took, @Nullable Fault fault) {
    LOG.debug(
        "attempt system={} account={} operation={} number={} status={} millis={} fault={}",
        system,
        call.account(),
        call.operation(),
        number,
        status,
        took.toMillis(),
        kind(fault));
    try {
      listener.attempted(
          new Listener.Attempt(
              system, call.account(), call.operation(), number, status, took, fault));
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  void called(RemoteCall<?> call, int attempts, Duration took, @Nullable Fault fault) {
    LOG.debug(
        "call system={} account={} operation={} attempts={} millis={} fault={}",
        system,
        call.account(),
        call.operation(),
        attempts,
        took.toMillis(),
        kind(fault));
    try {
      listener.called(
          new Listener.Call(system, call.account(), call.operation(), attempts, took, fault));
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private static String kind(@Nullable Fault fault) {
    return fault == null ? "none" : fault.getClass().getSimpleName();
  }

  private static void failed(RuntimeException e) {
    LOG.warn("A listener failed; the call goes on.", e);
  }
}
