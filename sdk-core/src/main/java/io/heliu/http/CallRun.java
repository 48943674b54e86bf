package io.heliu.http;

import io.heliu.Fault;
import io.heliu.internal.json.MalformedJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One call with all its attempts. Used by one thread. */
final class CallRun<T> {
  private final Gateway gateway;
  private final RemoteCall<T> call;
  private final long begun;
  private int sent;
  private int retries;
  private Duration awaited = Duration.ZERO;
  private boolean refreshed;
  private boolean resynced;
  private @Nullable AccessToken token;
  private @Nullable WireResponse response;
  private @Nullable Fault last;

  CallRun(Gateway gateway, RemoteCall<T> call) {
    this.gateway = gateway;
    this.call = call;
    this.begun = gateway.waiter.nanoTime();
  }

  T run() {
    try {
      T value = attempts();
      gateway.reporter.called(call, sent, elapsed(begun), null);
      return value;
    } catch (Fault thrown) {
      Fault fault = thrown.attempts() == sent ? thrown : thrown.withAttempts(sent);
      if (last != null && last != thrown) {
        fault.addSuppressed(last);
      }
      gateway.reporter.called(call, sent, elapsed(begun), fault);
      throw fault;
    }
  }

  private T attempts() {
    while (true) {
      RemoteCall.Verdict<T> verdict = attempt();
      if (verdict instanceof RemoteCall.Verdict.Done<T> done) {
        return done.value();
      }
      RemoteCall.Verdict.Failed<T> failed = (RemoteCall.Verdict.Failed<T>) verdict;
      last = failed.fault();
      prepareNext(failed);
    }
  }

  /** Makes one attempt. Signing comes last, for a signature must not grow old while waiting. */
  private RemoteCall.Verdict<T> attempt() {
    token = token();
    awaitTurn();
    Breakers.Pass pass = gateway.breakers.enter(call.account(), call.operation());
    WireRequest request;
    try {
      request = call.request(new RemoteCall.Attempt(sent + 1, gateway.remoteNow(), token));
    } catch (RuntimeException | Error e) {
      pass.abandon();
      throw e;
    }
    return send(request, pass);
  }

  private void awaitTurn() {
    Duration wait = gateway.limiters.reserve(call.account(), call.operation());
    if (pastDeadline(wait)) {
      throw new Fault.Throttled(
          Fault.Details.of(gateway.system, call.operation(), "no turn before the call's deadline"),
          wait);
    }
    sleep(wait);
  }

  private boolean pastDeadline(Duration wait) {
    return elapsed(begun).plus(wait).compareTo(gateway.retry.deadline()) > 0;
  }

  private RemoteCall.Verdict<T> send(WireRequest request, Breakers.Pass pass) {
    sent++;
    response = null;
    long from = gateway.waiter.nanoTime();
    Fault fault = null;
    boolean interrupted = false;
    try {
      response = gateway.transport.send(request);
      RemoteCall.Verdict<T> verdict = read(response);
      if (verdict instanceof RemoteCall.Verdict.Failed<T> failed) {
        fault = failed.fault();
      }
      return verdict;
    } catch (IOException e) {
      interrupted = Thread.currentThread().isInterrupted();
      fault = noAnswer(interrupted ? "interrupted" : "no complete answer", e);
      return RemoteCall.Verdict.failed(
          fault, interrupted ? RemoteCall.Next.GIVE_UP : RemoteCall.Next.RETRY_IF_REPEATABLE);
    } catch (Fault thrown) {
      fault = thrown;
      throw thrown;
    } finally {
      if (interrupted) {
        pass.abandon();
      } else {
        pass.end(fault);
      }
      int status = response == null ? 0 : response.status();
      gateway.reporter.attempted(call, sent, status, elapsed(from), fault);
    }
  }

  private RemoteCall.Verdict<T> read(WireResponse answer) {
    try {
      return call.read(answer);
    } catch (MalformedJson e) {
      String message = "the answer (HTTP " + answer.status() + ") is malformed: " + e.getMessage();
      throw new Fault.Protocol(Fault.Details.of(gateway.system, call.operation(), message), e);
    }
  }

  private void prepareNext(RemoteCall.Verdict.Failed<T> failed) {
    Fault fault = failed.fault();
    switch (failed.next()) {
      case GIVE_UP -> throw fault;
      case RETRY_IF_REPEATABLE -> {
        if (!call.repeatable()) {
          throw fault;
        }
        pause(fault);
      }
      case RETRY_NOT_EXECUTED -> pause(fault);
      case AWAIT -> await(fault);
      case REFRESH_TOKEN -> refreshToken(fault);
      case RESYNC_CLOCK -> resyncClock(fault);
    }
  }

  private void pause(Fault fault) {
    retries++;
    if (retries >= gateway.retry.maxAttempts()) {
      throw fault;
    }
    pause(fault, delay(fault));
  }

  /** Waits for what is not there yet: that is no failure, so it uses up no attempt. */
  private void await(Fault fault) {
    Duration wait = askedFor(fault);
    if (wait.isZero() || gateway.retry.maxAttempts() == 1) {
      pause(fault);
      return;
    }
    // A host's waiter may pass over a wait, so the waits are counted beside the time.
    awaited = awaited.plus(wait);
    if (awaited.compareTo(gateway.retry.deadline()) > 0) {
      throw fault;
    }
    pause(fault, wait);
  }

  private void pause(Fault fault, Duration delay) {
    if (pastDeadline(delay)) {
      throw fault;
    }
    sleep(delay);
  }

  private Duration delay(Fault fault) {
    Duration wait = askedFor(fault);
    if (!wait.isZero()) {
      return wait;
    }
    long bound = gateway.retry.bound(retries).toNanos();
    return Duration.ofNanos(gateway.random.nextLong(bound + 1));
  }

  /** Returns how long the remote side says to wait; zero if it does not. */
  private Duration askedFor(Fault fault) {
    Duration hint =
        fault instanceof Fault.Throttled throttled ? throttled.waitTime() : Duration.ZERO;
    if (response != null) {
      Duration header = HttpHints.retryAfter(response, gateway.remoteNow());
      hint = header.compareTo(hint) > 0 ? header : hint;
    }
    return hint;
  }

  private void refreshToken(Fault fault) {
    TokenProvider tokens = gateway.tokens;
    if (tokens == null || token == null || refreshed) {
      throw fault;
    }
    refreshed = true;
    try {
      tokens.replaceRefused(call.account(), token);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void resyncClock(Fault fault) {
    Instant date = response == null ? null : HttpHints.date(response);
    if (date == null || resynced) {
      throw fault;
    }
    resynced = true;
    gateway.remoteTimeIs(date);
  }

  private @Nullable AccessToken token() {
    TokenProvider tokens = gateway.tokens;
    if (tokens == null) {
      return null;
    }
    try {
      return tokens.get(call.account());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void sleep(Duration duration) {
    if (duration.isZero()) {
      return;
    }
    try {
      gateway.waiter.sleep(duration);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Fault interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return noAnswer("interrupted while waiting", e);
  }

  private Fault.Transport noAnswer(String what, Exception cause) {
    String message = what + " (" + cause.getClass().getSimpleName() + ")";
    return new Fault.Transport(Fault.Details.of(gateway.system, call.operation(), message), cause);
  }

  private Duration elapsed(long from) {
    return Duration.ofNanos(gateway.waiter.nanoTime() - from);
  }
}
