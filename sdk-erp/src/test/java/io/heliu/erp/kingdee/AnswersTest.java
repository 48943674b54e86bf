package io.heliu.erp.kingdee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heliu.Fault;
import io.heliu.http.RemoteCall.Next;
import io.heliu.http.RemoteCall.Verdict;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the codes of the vendor's table and of the gateway mean. */
class AnswersTest {
  private static final Answers SIGNED = new Answers("Save", false, true, Duration.ofSeconds(2));

  private static WireResponse response(int status, String body) {
    return new WireResponse(status, List.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static WireResponse refusal(int code) {
    return response(
        200,
        "{\"Result\":{\"ResponseStatus\":{\"ErrorCode\":500,\"IsSuccess\":false,\"Errors\":"
            + "[{\"FieldName\":null,\"Message\":\"made up\",\"DIndex\":0}],\"MsgCode\":"
            + code
            + "}}}");
  }

  private static void assertFailed(Verdict<?> verdict, String fault, Next next, boolean retryable) {
    Verdict.Failed<?> failed = (Verdict.Failed<?>) verdict;
    assertThat(failed.fault().getClass().getSimpleName()).isEqualTo(fault);
    assertThat(failed.next()).isEqualTo(next);
    assertThat(failed.fault().retryable()).isEqualTo(retryable);
  }

  @ParameterizedTest
  @CsvSource({
    "1, Authentication, GIVE_UP, false",
    "2, Permission, GIVE_UP, false",
    "3, Remote, GIVE_UP, false",
    "4, Remote, GIVE_UP, false",
    "5, Remote, GIVE_UP, false",
    "6, Remote, RETRY_IF_REPEATABLE, true",
    "7, Remote, GIVE_UP, false",
    "13, Remote, RETRY_NOT_EXECUTED, true",
    "14, Throttled, RETRY_NOT_EXECUTED, true",
    "15, Authentication, GIVE_UP, false"
  })
  void written_codeThatNoRuleMade_isAFault(int code, String fault, Next next, boolean retryable) {
    Verdict<Written> verdict = SIGNED.written(refusal(code));

    assertFailed(verdict, fault, next, retryable);
    assertThat(((Verdict.Failed<?>) verdict).fault().code()).isEqualTo("" + code);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 9, 10, 11, 12})
  void written_codeOfARule_isARefusal(int code) {
    assertThat(SIGNED.written(refusal(code)))
        .isEqualTo(Verdict.done(new Written.Refused("" + code, "made up")));
  }

  @Test
  void written_sessionLostWhereThereIsASession_isRefreshed() {
    Answers session = new Answers("Save", true, false, Duration.ofSeconds(2));

    assertFailed(session.written(refusal(1)), "Authentication", Next.REFRESH_TOKEN, false);
  }

  @ParameterizedTest
  @CsvSource({
    "4002, Configuration, GIVE_UP, false",
    "5001, Configuration, GIVE_UP, false",
    "4006, Signature, RESYNC_CLOCK, false",
    "9999, Remote, RETRY_IF_REPEATABLE, true"
  })
  void written_gatewayRefuses_isAFault(String code, String fault, Next next, boolean retryable) {
    WireResponse response =
        response(519, "{\"errcode\":" + code + ",\"description\":\"x\",\"description_cn\":\"y\"}");

    assertFailed(SIGNED.written(response), fault, next, retryable);
  }

  @Test
  void written_platformException_isAFaultThatPasses() {
    WireResponse response =
        response(
            200,
            "response_error:{\"Message\":null,\"InnerExWrapper\":null,\"InnerException\":null}");

    assertFailed(SIGNED.written(response), "Remote", Next.RETRY_IF_REPEATABLE, true);
  }

  private static final Query ONE_FIELD = new Query("F", List.of("FID"), "", "FID");
  private static final Query TWO_FIELDS = new Query("F", List.of("FID", "FBillNo"), "", "FID");
  private static final String REFUSAL =
      "{\"Result\":{\"ResponseStatus\":{\"IsSuccess\":false,\"Errors\":[],\"MsgCode\":8}}}";

  @Test
  void queried_table_isItsRowsAndTheDate() {
    WireResponse response =
        new WireResponse(
            200,
            List.of(new WireRequest.Header("date", "today")),
            "[[1,\"A\"],[2,null]]".getBytes(StandardCharsets.UTF_8));

    Verdict.Done<Wire.Page> done = (Verdict.Done<Wire.Page>) SIGNED.queried(response, TWO_FIELDS);
    assertThat(done.value().date()).isEqualTo("today");
    assertThat(done.value().rows()).extracting(row -> row.id("FID")).containsExactly(1L, 2L);
    assertThat(done.value().rows()).extracting(row -> row.text(1)).containsExactly("A", "");
    assertThat(done.value().rows().get(0).raw()).hasToString("{\"FID\":1,\"FBillNo\":\"A\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {REFUSAL, "[[" + REFUSAL + "]]", "[[" + REFUSAL + ",1]]"})
  void queried_refusalInStatus200_isARemoteFault(String body) {
    for (Query query : List.of(ONE_FIELD, TWO_FIELDS)) {
      Verdict<Wire.Page> verdict = SIGNED.queried(response(200, body), query);

      assertFailed(verdict, "Remote", Next.GIVE_UP, false);
      assertThat(((Verdict.Failed<?>) verdict).fault().code()).isEqualTo("8");
    }
  }

  @Test
  void queried_refusalInPlaceOfARowThatNoRuleMade_isItsFault() {
    String body = "[[" + REFUSAL.replace(":8", ":14") + "]]";

    assertFailed(
        SIGNED.queried(response(200, body), ONE_FIELD), "Throttled", Next.RETRY_NOT_EXECUTED, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "7", "[1]", "[{\"FID\":1}]", "[[1,\"A\"],[2]]", "[[1,\"A\",3]]", "[[]]"})
  void queried_otherThanRowsOfTheFields_isAProtocolFault(String body) {
    assertThatExceptionOfType(Fault.Protocol.class)
        .isThrownBy(() -> SIGNED.queried(response(200, body), TWO_FIELDS))
        .withMessageContaining("document: must be an array of rows of 2 cells");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[1,\"A\"]", "[[1,\"A\"]] 1", "[[1,\"A\"],]", "[[1,x]]"})
  void queried_brokenJson_isAProtocolFault(String body) {
    assertThatExceptionOfType(Fault.Protocol.class)
        .isThrownBy(() -> SIGNED.queried(response(200, body), TWO_FIELDS))
        .withMessageContaining("document: must ");
  }
}
