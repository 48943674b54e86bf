package io.heliu.http;

import static io.heliu.http.Seam.next;
import static io.heliu.http.Seam.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayRetryTest {
  private Seam seam;

  @BeforeEach
  void open() throws IOException {
    seam = new Seam();
  }

  @AfterEach
  void everyAttemptWasHeardOfAndNumbered() {
    try (Seam closing = seam) {
      assertThat(Thread.interrupted()).as("a test left its interrupt behind").isFalse();
      List<String> numbers =
          closing.server.seen().stream().map(request -> request.header("X-Number")).toList();
      assertThat(closing.events.attempts.size()).isGreaterThanOrEqualTo(numbers.size());
      int sum = closing.events.calls.stream().mapToInt(Listener.Call::attempts).sum();
      assertThat(closing.events.attempts).hasSize(sum);
    }
  }

  private Gateway gateway() {
    return seam.builder().build();
  }

  @Test
  void call_goodAnswer_isReturnedAfterOneAttempt() {
    assertThat(gateway().call(seam.call())).isEqualTo("good");

    assertThat(seam.server.seen()).hasSize(1);
    assertThat(seam.time.slept()).isEmpty();
    assertThat(seam.events.calls).singleElement().satisfies(c -> assertThat(c.fault()).isNull());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void call_repeatableAndRemoteError_isTriedAgain(int status) {
    seam.server.then(status(status));

    assertThat(gateway().call(seam.call())).isEqualTo("good");

    assertThat(seam.server.seen()).hasSize(2);
    assertThat(seam.events.attempts)
        .extracting(Listener.Attempt::status)
        .containsExactly(status, 200);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void call_notRepeatableAndRemoteError_isNotTriedAgain(int status) {
    seam.server.then(status(status));

    assertThatExceptionOfType(Fault.Remote.class)
        .isThrownBy(() -> gateway().call(seam.once()))
        .satisfies(fault -> assertThat(fault.attempts()).isEqualTo(1))
        .satisfies(fault -> assertThat(fault.code()).isEqualTo("HTTP " + status));
    assertThat(seam.server.seen()).hasSize(1);
  }

  @Test
  void call_503ThatSaysRetryAtOnce_isNotSentTwiceBehindOurBack() {
    seam.server.then(status(503).withHeader("Retry-After", "0"));

    assertThatExceptionOfType(Fault.Remote.class).isThrownBy(() -> gateway().call(seam.once()));

    assertThat(seam.server.seen()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 400, 401, 403, 404, 409, 422})
  void call_statusThatWillNotGetBetter_isNotTriedAgain(int status) {
    seam.server.then(status(status).withHeader("Location", "/elsewhere"));

    assertThatExceptionOfType(Fault.class)
        .isThrownBy(() -> gateway().call(seam.call()))
        .satisfies(fault -> assertThat(fault.retryable()).isFalse());
    assertThat(seam.server.seen()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = RemoteCall.Next.class,
      names = {"GIVE_UP", "REFRESH_TOKEN"})
  void call_contentSaysNoUse_isNotTriedAgain(RemoteCall.Next next) {
    seam.server.then(next(next));

    assertThatExceptionOfType(Fault.Remote.class).isThrownBy(() -> gateway().call(seam.call()));
    assertThat(seam.server.seen()).hasSize(1);
  }

  @Test
  void call_contentSaysNotExecuted_isTriedAgainEvenIfNotRepeatable() {
    seam.server.then(next(RemoteCall.Next.RETRY_NOT_EXECUTED), status(429));

    assertThat(gateway().call(seam.once())).isEqualTo("good");
    assertThat(seam.server.seen()).hasSize(3);
  }

  @Test
  void call_readThrows_isNotTriedAgain() {
    seam.server.then(Reply.of(200, "text/html", "<html>gateway</html>"));

    assertThatExceptionOfType(Fault.Protocol.class)
        .isThrownBy(() -> gateway().call(seam.call()))
        .satisfies(fault -> assertThat(fault.attempts()).isEqualTo(1));
    assertThat(seam.events.attempts)
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.status()).isEqualTo(200));
  }

  @Test
  void call_answerIsMalformedJson_isProtocolFaultNamingTheField() {
    seam.server.then(Reply.json("{\"total\":\"BODY-SECRET\"}"));
    RemoteCall<Long> total = new Total(seam.call());

    assertThatExceptionOfType(Fault.Protocol.class)
        .isThrownBy(() -> gateway().call(total))
        .withMessageContaining("total: must be a number")
        .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("SECRET"))
        .satisfies(fault -> assertThat(fault.attempts()).isEqualTo(1));
  }

  private record Total(Seam.Call call) implements RemoteCall<Long> {
    @Override
    public String operation() {
      return call.operation();
    }

    @Override
    public String account() {
      return call.account();
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public WireRequest request(RemoteCall.Attempt attempt) {
      return call.request(attempt);
    }

    @Override
    public Verdict<Long> read(WireResponse response) {
      return Verdict.done(Json.requireLong(Json.parse(response.body()), "total"));
    }
  }

  @ParameterizedTest
  @CsvSource({"true,2", "false,1"})
  void call_answerLost_isTriedAgainOnlyIfRepeatable(boolean repeatable, int expected) {
    for (Misbehaviour loss :
        List.of(
            new Misbehaviour.LoseAnswer(),
            new Misbehaviour.Silence(),
            new Misbehaviour.HalfBody())) {
      int before = seam.server.seen().size();
      seam.server.faults().next(loss);
      Seam.Call call = new Seam.Call(seam.server, loss.toString(), "probe", repeatable);
      if (repeatable) {
        assertThat(gateway().call(call)).isEqualTo("good");
      } else {
        assertThatExceptionOfType(Fault.Transport.class)
            .isThrownBy(() -> gateway().call(call))
            .satisfies(fault -> assertThat(fault.retryable()).isTrue());
      }
      assertThat(seam.server.seen()).as("%s", loss).hasSize(before + expected);
    }
  }

  @Test
  void call_nobodyListens_isTransportFaultAfterAllAttempts() throws IOException {
    try (Seam gone = new Seam()) {
      gone.server.close();
      assertThatExceptionOfType(Fault.Transport.class)
          .isThrownBy(() -> gone.builder().build().call(gone.call()))
          .satisfies(fault -> assertThat(fault.attempts()).isEqualTo(4))
          .withMessageContaining("ConnectException");
    }
  }

  @Test
  void call_alwaysFails_waitsTwiceAsLongEachTimeAndStopsAtTheMaximum() {
    RetryPolicy policy =
        new RetryPolicy(6, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(5));
    for (int i = 0; i < 6; i++) {
      seam.server.then(status(500));
    }

    Fault fault =
        catchThrowableOfType(
            Fault.class, () -> seam.builder().retryPolicy(policy).build().call(seam.call()));

    assertThat(fault.attempts()).isEqualTo(6);
    assertThat(seam.server.seen()).hasSize(6);
    assertThat(seam.time.slept())
        .extracting(Duration::toMillis)
        .containsExactly(1000L, 2000L, 4000L, 5000L, 5000L);
  }

  @Test
  void call_realRandomness_staysBetweenZeroAndTheBound() {
    long seed = 20260301;
    RetryPolicy policy =
        new RetryPolicy(40, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(5));
    for (int i = 0; i < 39; i++) {
      seam.server.then(status(429));
    }

    seam.builder().retryPolicy(policy).random(new SplittableRandom(seed)).build().call(seam.call());

    assertThat(seam.time.slept())
        .as("seed %d", seed)
        .hasSize(39)
        .allMatch(delay -> !delay.isNegative() && delay.compareTo(Duration.ofSeconds(1)) <= 0)
        .anyMatch(delay -> delay.toMillis() < 300)
        .anyMatch(delay -> delay.toMillis() > 700);
  }

  @Test
  void call_serverSaysHowLong_waitsExactlyThat() {
    seam.server.then(
        status(429).withHeader("Retry-After", "7"),
        status(503).withHeader("Retry-After", "Sun, 01 Mar 2026 04:00:18 GMT"),
        next(RemoteCall.Next.RETRY_NOT_EXECUTED).withHeader("X-Wait", "PT3S"));

    gateway().call(seam.call());

    assertThat(seam.time.slept()).extracting(Duration::toSeconds).containsExactly(7L, 11L, 3L);
  }

  @Test
  void call_contentSaysNotThereYet_isAwaitedBeyondTheAttemptsUntilTheDeadline() {
    for (int i = 0; i < 9; i++) {
      seam.server.then(next(RemoteCall.Next.AWAIT).withHeader("X-Wait", "PT10S"));
    }

    assertThatExceptionOfType(Fault.Throttled.class)
        .isThrownBy(() -> gateway().call(seam.once()))
        .satisfies(fault -> assertThat(fault.attempts()).isEqualTo(7));

    assertThat(seam.time.slept()).hasSize(6).containsOnly(Duration.ofSeconds(10));
  }

  @Test
  void call_awaitedAndThenFailing_hasAllItsAttemptsLeft() {
    for (int i = 0; i < 4; i++) {
      seam.server.then(next(RemoteCall.Next.AWAIT).withHeader("X-Wait", "PT10S"));
    }
    seam.server.then(status(500), status(500), status(500));

    assertThat(gateway().call(seam.call())).isEqualTo("good");
    assertThat(seam.server.seen()).hasSize(8);
  }

  @Test
  void call_awaitedWhereTimeStandsStill_endsAsIfItHadPassed() {
    for (int i = 0; i < 9; i++) {
      seam.server.then(next(RemoteCall.Next.AWAIT).withHeader("X-Wait", "PT10S"));
    }
    Waiter still =
        new Waiter() {
          @Override
          public long nanoTime() {
            return 0;
          }

          @Override
          public void sleep(Duration duration) {}
        };

    assertThatExceptionOfType(Fault.Throttled.class)
        .isThrownBy(() -> seam.builder().waiter(still).build().call(seam.once()));
    assertThat(seam.server.seen()).hasSize(7);
  }

  @Test
  void call_notThereYetWithoutAWait_usesUpItsAttempts() {
    for (int i = 0; i < 9; i++) {
      seam.server.then(next(RemoteCall.Next.AWAIT));
    }

    assertThatExceptionOfType(Fault.Remote.class).isThrownBy(() -> gateway().call(seam.call()));
    assertThat(seam.server.seen()).hasSize(4);
  }

  @Test
  void call_notThereYetAndRetryPolicyNever_isNotAwaited() {
    seam.server.then(next(RemoteCall.Next.AWAIT).withHeader("X-Wait", "PT10S"));

    assertThatExceptionOfType(Fault.Throttled.class)
        .isThrownBy(
            () -> seam.builder().retryPolicy(RetryPolicy.never()).build().call(seam.once()));
    assertThat(seam.server.seen()).hasSize(1);
  }

  @Test
  void call_waitWouldPassTheDeadline_givesUpAtOnceAndSaysHowLongToWait() {
    seam.server.then(status(429).withHeader("Retry-After", "61"));

    assertThatExceptionOfType(Fault.Throttled.class)
        .isThrownBy(() -> gateway().call(seam.call()))
        .satisfies(fault -> assertThat(fault.waitTime()).isEqualTo(Duration.ofSeconds(61)));
    assertThat(seam.time.slept()).isEmpty();
  }

  @Test
  void call_deadlineNear_makesNoAttemptAfterIt() {
    RetryPolicy policy =
        new RetryPolicy(100, Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(10));
    for (int i = 0; i < 5; i++) {
      seam.server.then(status(500));
    }

    assertThatExceptionOfType(Fault.Remote.class)
        .isThrownBy(() -> seam.builder().retryPolicy(policy).build().call(seam.call()));

    assertThat(seam.server.seen()).hasSize(3);
  }

  @Test
  void call_retryPolicyNever_makesOneAttempt() {
    seam.server.then(status(500));

    assertThatExceptionOfType(Fault.Remote.class)
        .isThrownBy(
            () -> seam.builder().retryPolicy(RetryPolicy.never()).build().call(seam.call()));
    assertThat(seam.server.seen()).hasSize(1);
  }

  @Test
  void call_eachAttempt_isBuiltAnewWithItsNumberAndTime() {
    seam.server.then(status(429).withHeader("Retry-After", "5"));

    gateway().call(seam.call());

    assertThat(seam.server.seen())
        .extracting(request -> request.header("X-Number") + " " + request.header("X-Now"))
        .containsExactly("1 2026-03-01T04:00:00Z", "2 2026-03-01T04:00:05Z");
  }

  @Test
  void call_differentFaultsInOneCall_lastIsThrown() {
    seam.server.then(status(500), status(404));

    assertThatExceptionOfType(Fault.Remote.class)
        .isThrownBy(() -> gateway().call(seam.call()))
        .satisfies(fault -> assertThat(fault.code()).isEqualTo("HTTP 404"))
        .satisfies(fault -> assertThat(fault.attempts()).isEqualTo(2));
  }

  @Test
  void call_interruptedBeforeSending_sendsNothingAndKeepsTheFlag() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(Fault.Transport.class)
        .isThrownBy(() -> gateway().call(seam.call()))
        .withMessageContaining("interrupted");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seam.server.seen()).isEmpty();
    assertThat(seam.time.slept()).isEmpty();
  }

  @Test
  void call_interruptedWhileWaiting_stopsAndKeepsTheFlag() {
    seam.server.then(status(500));
    Listener interrupting =
        new Listener() {
          @Override
          public void attempted(Listener.Attempt attempt) {
            seam.events.attempted(attempt);
            Thread.currentThread().interrupt();
          }

          @Override
          public void called(Listener.Call call) {
            seam.events.called(call);
          }
        };

    assertThatExceptionOfType(Fault.Transport.class)
        .isThrownBy(() -> seam.builder().listener(interrupting).build().call(seam.call()))
        .satisfies(fault -> assertThat(fault.attempts()).isEqualTo(1))
        .satisfies(fault -> assertThat(fault.getSuppressed()[0]).isInstanceOf(Fault.Remote.class));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seam.server.seen()).hasSize(1);
  }

  @Test
  void call_timeRefused_takesTheDateHeaderAndReplaysOnce() {
    Reply refused =
        next(RemoteCall.Next.RESYNC_CLOCK).withHeader("Date", "Sun, 01 Mar 2026 04:10:00 GMT");
    seam.server.then(refused);
    Gateway gateway = gateway();

    gateway.call(seam.once());
    gateway.call(seam.once());

    assertThat(seam.server.seen())
        .extracting(request -> request.header("X-Now"))
        .containsExactly("2026-03-01T04:00:00Z", "2026-03-01T04:10:00Z", "2026-03-01T04:10:00Z");

    seam.server.then(refused, refused);
    assertThatExceptionOfType(Fault.Remote.class).isThrownBy(() -> gateway.call(seam.once()));
    assertThat(seam.server.seen()).hasSize(5);
  }

  @Test
  void call_timeRefusedWithoutReadableDate_isNotReplayed() {
    seam.server.then(next(RemoteCall.Next.RESYNC_CLOCK).withHeader("Date", "yesterday"));

    assertThatExceptionOfType(Fault.Remote.class).isThrownBy(() -> gateway().call(seam.call()));
    assertThat(seam.server.seen()).hasSize(1);
  }

  @Test
  void call_listenerThrows_goesOn() {
    Listener broken =
        new Listener() {
          @Override
          public void attempted(Listener.Attempt attempt) {
            seam.events.attempted(attempt);
            throw new IllegalStateException("listener");
          }

          @Override
          public void called(Listener.Call call) {
            seam.events.called(call);
            throw new IllegalStateException("listener");
          }
        };

    assertThat(seam.builder().listener(broken).build().call(seam.call())).isEqualTo("good");
  }

  @Test
  void build_withoutTransport_isRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> Gateway.builder("s").build())
        .withMessage("transport");
  }

  @Test
  void request_seen_hasWhatWasSent() {
    gateway().call(seam.call());
    Request request = seam.server.seen().get(0);
    assertThat(request.method() + " " + request.target() + " " + request.text())
        .isEqualTo("POST /probe?session=QUERY-SECRET phone=BODY-SECRET");
  }
}
