package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.http.RemoteCall.Next;
import io.heliu.http.RemoteCall.Verdict;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopErrorTest {
  private static final Instant TEN_IN_CHINA = Instant.parse("2024-06-18T02:00:00Z");

  private static Verdict.Failed<Object> verdict(TopError error) {
    Verdict<Object> verdict = error.verdict("taobao", "some.method", TEN_IN_CHINA);
    return (Verdict.Failed<Object>) verdict;
  }

  private static Verdict.Failed<Object> verdict(String code, String subCode, String subMessage) {
    return verdict(new TopError(code, "words", subCode, subMessage, "z1"));
  }

  @ParameterizedTest
  @CsvSource({
    "3, '', Remote, GIVE_UP, false",
    "7, '', Throttled, RETRY_NOT_EXECUTED, true",
    "9, '', Remote, GIVE_UP, false",
    "10, '', Remote, RETRY_IF_REPEATABLE, true",
    "11, '', Permission, GIVE_UP, false",
    "12, '', Permission, GIVE_UP, false",
    "15, isp.remote-service-timeout, Remote, RETRY_IF_REPEATABLE, true",
    "15, isp.top-remote-connection-timeout, Remote, RETRY_IF_REPEATABLE, true",
    "15, isp.system-busy, Remote, RETRY_IF_REPEATABLE, true",
    "15, isp.top-remote-service-unavailable, Remote, RETRY_IF_REPEATABLE, true",
    "15, isp.remote-service-error, Remote, RETRY_IF_REPEATABLE, true",
    "15, isp.remote-connection-error, Remote, RETRY_IF_REPEATABLE, true",
    "15, isp.unknown-error, Remote, RETRY_IF_REPEATABLE, true",
    "15, session-not-exist, Authentication, REFRESH_TOKEN, false",
    "15, isp.top-mapping-parse-error, Remote, GIVE_UP, false",
    "15, isp.top-parse-error, Remote, GIVE_UP, false",
    "15, isp.null-pointer-exception, Remote, GIVE_UP, false",
    "15, isv.trade-not-exist, Remote, GIVE_UP, false",
    "15, '', Remote, GIVE_UP, false",
    "50, isp.unknown-error, Remote, RETRY_IF_REPEATABLE, true",
    "50, isv.something, Remote, GIVE_UP, false",
    "50, session-expired, Authentication, REFRESH_TOKEN, false",
    "21, '', Remote, GIVE_UP, false",
    "22, '', Remote, GIVE_UP, false",
    "23, '', Remote, GIVE_UP, false",
    "24, '', Remote, GIVE_UP, false",
    "25, '', Signature, GIVE_UP, false",
    "26, '', Authentication, REFRESH_TOKEN, false",
    "27, invalid-sessionkey, Authentication, REFRESH_TOKEN, false",
    "28, '', Authentication, GIVE_UP, false",
    "29, '', Authentication, GIVE_UP, false",
    "30, '', Remote, RESYNC_CLOCK, false",
    "31, '', Remote, RESYNC_CLOCK, false",
    "32, '', Remote, GIVE_UP, false",
    "33, '', Remote, GIVE_UP, false",
    "34, '', Remote, GIVE_UP, false",
    "40, isv.missing-parameter:fields, Remote, GIVE_UP, false",
    "41, isv.invalid-parameter:tid, Remote, GIVE_UP, false",
    "42, '', Permission, GIVE_UP, false",
    "43, '', Remote, GIVE_UP, false",
    "99999, '', Remote, GIVE_UP, false"
  })
  void verdict_code_givesFaultAndWhatToDo(
      String code, String subCode, String fault, Next next, boolean retryable) {
    Verdict.Failed<Object> failed = verdict(code, subCode, "");

    assertThat(failed.fault().getClass().getSimpleName()).isEqualTo(fault);
    assertThat(failed.next()).isEqualTo(next);
    assertThat(failed.fault().retryable()).isEqualTo(retryable);
    assertThat(failed.fault().code()).isEqualTo(code);
    assertThat(failed.fault().subCode()).isEqualTo(subCode.isEmpty() ? null : subCode);
    assertThat(failed.fault().requestId()).isEqualTo("z1");
  }

  @ParameterizedTest
  @CsvSource({
    "accesscontrol.limited-by-api-access-count, This ban will last for 1 more seconds, 2",
    "accesscontrol.limited-by-app-api-access-count, This ban will last for 12 more seconds, 13",
    "accesscontrol.limited-by-dynamic-access-count, '', 0"
  })
  void verdict_throttled_waitsForTheBanAndOneSecond(String subCode, String words, long seconds) {
    Fault fault = verdict("7", subCode, words).fault();

    assertThat(((Fault.Throttled) fault).waitTime()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void verdict_dailyQuota_waitsUntilChinasMidnightAndGivesUp() {
    Verdict.Failed<Object> failed =
        verdict(
            "7",
            "accesscontrol.limited-by-app-access-count",
            "This ban will last for 30 more seconds");

    assertThat(((Fault.Throttled) failed.fault()).waitTime()).isEqualTo(Duration.ofHours(14));
    assertThat(failed.next()).isEqualTo(Next.GIVE_UP);
  }

  @ParameterizedTest
  @CsvSource({
    "error-invalid-session.json, Authentication, REFRESH_TOKEN",
    "error-call-limited.json, Throttled, RETRY_NOT_EXECUTED"
  })
  void read_documentedEnvelope_isUnderstood(String sample, String fault, Next next) {
    Verdict.Failed<Object> failed =
        verdict(TopError.read(Json.require(Samples.read(sample), "error_response")));

    assertThat(failed.fault().getClass().getSimpleName()).isEqualTo(fault);
    assertThat(failed.next()).isEqualTo(next);
  }

  @Test
  void verdict_wordsOfTheFinerCode_areInNoMessage() {
    TopError error = new TopError("15", "Remote service error", "isv.x", "买家张三 13800000000", "z1");

    assertThat(verdict(error).fault()).hasMessageNotContaining("13800000000");
    assertThat(error.toString()).doesNotContain("13800000000");
  }
}
