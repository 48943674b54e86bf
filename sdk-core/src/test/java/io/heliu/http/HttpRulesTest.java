package io.heliu.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Fault;
import io.heliu.http.WireRequest.Header;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRulesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static WireResponse response(int status, @Nullable String retryAfter) {
    List<Header> headers =
        retryAfter == null ? List.of() : List.of(new Header("retry-after", retryAfter));
    return new WireResponse(status, headers, new byte[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120|120",
        " 5 |5",
        "0|0",
        "999999999|999999999",
        "9999999999|0",
        "-1|0",
        "1.5|0",
        "soon|0",
        "''|0",
        "Sun, 01 Mar 2026 12:00:30 GMT|30",
        "Sun, 1 Mar 2026 12:00:30 GMT|30",
        "Sun, 01 Mar 2026 11:59:00 GMT|0",
        "Mon, 01 Mar 2026 12:00:30 GMT|0"
      })
  void retryAfter_secondsOrDate_isRead(String header, long seconds) {
    assertThat(HttpHints.retryAfter(response(429, header), NOON))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void retryAfter_answerHasItsOwnDate_isMeasuredFromThat() {
    WireResponse response =
        new WireResponse(
            503,
            List.of(
                new Header("Retry-After", "Sun, 01 Mar 2026 12:00:30 GMT"),
                new Header("Date", "Sun, 01 Mar 2026 12:00:10 GMT")),
            new byte[0]);
    assertThat(HttpHints.retryAfter(response, NOON)).isEqualTo(Duration.ofSeconds(20));
    assertThat(HttpHints.retryAfter(response, null)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void retryAfter_missingOrDateWithoutAnyNow_isZero() {
    assertThat(HttpHints.retryAfter(response(503, null), NOON)).isZero();
    assertThat(HttpHints.retryAfter(response(503, "Sun, 01 Mar 2026 12:00:30 GMT"), null)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "301,Protocol,GIVE_UP,false",
    "400,Remote,GIVE_UP,false",
    "401,Authentication,REFRESH_TOKEN,false",
    "403,Permission,GIVE_UP,false",
    "404,Remote,GIVE_UP,false",
    "408,Remote,RETRY_IF_REPEATABLE,true",
    "429,Throttled,RETRY_NOT_EXECUTED,true",
    "500,Remote,RETRY_IF_REPEATABLE,true",
    "502,Remote,RETRY_IF_REPEATABLE,true",
    "503,Remote,RETRY_IF_REPEATABLE,true",
    "504,Remote,RETRY_IF_REPEATABLE,true"
  })
  void failed_status_isClassified(
      int status, String fault, RemoteCall.Next next, boolean retryable) {
    RemoteCall.Verdict.Failed<String> failed = failed(response(status, null));

    assertThat(failed.fault().getClass().getSimpleName()).isEqualTo(fault);
    assertThat(failed.fault().retryable()).isEqualTo(retryable);
    assertThat(failed.fault().code()).isEqualTo("HTTP " + status);
    assertThat(failed.next()).isEqualTo(next);
  }

  private static RemoteCall.Verdict.Failed<String> failed(WireResponse response) {
    return (RemoteCall.Verdict.Failed<String>) HttpStatus.<String>failed("s", "op", response);
  }

  @Test
  void failed_throttledWithWait_carriesIt() {
    Fault fault = failed(response(429, "9")).fault();
    assertThat(((Fault.Throttled) fault).waitTime()).isEqualTo(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 299})
  void failed_goodStatus_isRefused(int status) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpStatus.failed("s", "op", response(status, null)))
        .withMessageStartingWith("response: ");
  }

  @ParameterizedTest
  @CsvSource({"1,200", "2,400", "3,800", "6,6400", "7,10000", "8,10000", "1000,10000"})
  void bound_retry_doublesUpToTheMaximum(int retry, long millis) {
    assertThat(RetryPolicy.standard().bound(retry)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void policies_outOfRange_nameParameterAndRule() {
    Duration second = Duration.ofSeconds(1);
    refused("maxAttempts: ", () -> new RetryPolicy(0, second, second, second));
    refused("firstDelay: ", () -> new RetryPolicy(1, Duration.ZERO, second, second));
    refused("firstDelay: ", () -> new RetryPolicy(1, second.plusNanos(1), second, second));
    refused("deadline: ", () -> new RetryPolicy(1, second, second, second.negated()));
    refused("calls: ", () -> new RateLimits.Rule(0, second));
    refused("period: ", () -> new RateLimits.Rule(1, Duration.ZERO));
    refused("window: ", () -> new BreakerPolicy(0, 50, second));
    refused("failurePercent: ", () -> new BreakerPolicy(1, 101, second));
    refused("openFor: ", () -> new BreakerPolicy(1, 50, second.minusNanos(1)));
  }

  private static void refused(String start, Runnable creation) {
    assertThatIllegalArgumentException()
        .isThrownBy(creation::run)
        .withMessageStartingWith(start)
        .withMessageContaining("must");
  }

  @Test
  void systemWaiter_sleep_takesAtLeastItsTime() throws InterruptedException {
    Waiter waiter = Waiter.system();
    long from = waiter.nanoTime();
    waiter.sleep(Duration.ofNanos(2_500_001));
    assertThat(waiter.nanoTime() - from).isGreaterThanOrEqualTo(2_500_001L);
  }
}
