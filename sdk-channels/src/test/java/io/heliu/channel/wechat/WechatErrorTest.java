package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.http.RemoteCall.Next;
import io.heliu.http.RemoteCall.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WechatErrorTest {
  private static final Instant TEN_IN_CHINA = Instant.parse("2026-07-14T02:00:15Z");

  private static Verdict.Failed<Object> verdict(long code) {
    Verdict<Object> verdict =
        new WechatError(code, "words rid: 6690-ab-1").verdict("/some/path", TEN_IN_CHINA);
    return (Verdict.Failed<Object>) verdict;
  }

  @ParameterizedTest
  @CsvSource({
    "-1, Remote, RETRY_IF_REPEATABLE, true",
    "40001, Authentication, REFRESH_TOKEN, false",
    "40014, Authentication, REFRESH_TOKEN, false",
    "42001, Authentication, REFRESH_TOKEN, false",
    "41001, Remote, GIVE_UP, false",
    "40003, Remote, GIVE_UP, false",
    "40013, Authentication, GIVE_UP, false",
    "40125, Authentication, GIVE_UP, false",
    "40066, Remote, GIVE_UP, false",
    "40097, Remote, GIVE_UP, false",
    "40164, Permission, GIVE_UP, false",
    "43002, Remote, GIVE_UP, false",
    "43003, Remote, GIVE_UP, false",
    "44002, Remote, GIVE_UP, false",
    "45002, Remote, GIVE_UP, false",
    "45009, Throttled, GIVE_UP, true",
    "45011, Throttled, RETRY_NOT_EXECUTED, true",
    "45035, Permission, GIVE_UP, false",
    "61004, Permission, GIVE_UP, false",
    "47001, Remote, GIVE_UP, false",
    "48001, Permission, GIVE_UP, false",
    "48004, Permission, GIVE_UP, false",
    "50001, Permission, GIVE_UP, false",
    "50002, Permission, GIVE_UP, false",
    "44990, Throttled, RETRY_NOT_EXECUTED, true",
    "10060012, Remote, RETRY_IF_REPEATABLE, true",
    "10060019, Remote, RETRY_IF_REPEATABLE, true",
    "300000, Throttled, RETRY_NOT_EXECUTED, true",
    "10020050, Permission, GIVE_UP, false",
    "10020054, Remote, RETRY_IF_REPEATABLE, true",
    "10020112, Throttled, RETRY_NOT_EXECUTED, true",
    "10060001, Throttled, AWAIT, true"
  })
  void verdict_code_givesFaultAndWhatToDo(long code, String fault, Next next, boolean retryable) {
    assertThat(new WechatError(code, "").isRefusal()).isFalse();
    Verdict.Failed<Object> failed = verdict(code);

    assertThat(failed.fault().getClass().getSimpleName()).isEqualTo(fault);
    assertThat(failed.next()).isEqualTo(next);
    assertThat(failed.fault().retryable()).isEqualTo(retryable);
    assertThat(failed.fault().code()).isEqualTo(Long.toString(code));
    assertThat(failed.fault().requestId()).isEqualTo("6690-ab-1");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        40029, 40163, 40226, 100002, 108009, 109000, 109001, 606034, 10020003, 10020004, 10020051,
        10020052, 10020055, 10020091, 10020217, 10020218, 10020219, 10020220, 10020289, 10060003,
        10060004, 10060023, 10060030, 99999999
      })
  void isRefusal_codeOfARule_isAValue(long code) {
    assertThat(new WechatError(code, "").isRefusal()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "45009, PT13H59M45S",
    "45011, PT45S",
    "300000, PT30S",
    "10060001, PT10S",
    "10020112, PT0S"
  })
  void verdict_throttled_saysHowLongToWait(long code, Duration wait) {
    assertThat(((Fault.Throttled) verdict(code).fault()).waitTime()).isEqualTo(wait);
  }

  @Test
  void requestId_missing_isNull() {
    assertThat(new WechatError(-1, "system error").requestId()).isNull();
  }

  @Test
  void verdict_wordsOfThePlatform_areNotInTheMessage() {
    assertThat(verdict(40097).fault()).hasMessageNotContaining("words");
  }
}
