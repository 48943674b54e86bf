package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.http.RemoteCall.Next;
import io.heliu.http.RemoteCall.Verdict;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error as the gateway gives it.
 *
 * @param code its number, as text
 * @param message its words for the number
 * @param subCode its finer code, or empty
 * @param subMessage its words for the finer code, or empty; may hold personal data
 * @param requestId the platform's id of the request, or empty
 */
record TopError(String code, String message, String subCode, String subMessage, String requestId) {
  private static final Pattern BAN = Pattern.compile("ban will last for (\\d{1,6}) more second");
  private static final String DAILY_QUOTA = "accesscontrol.limited-by-app-access-count";

  /** Faults of the platform that come back whenever the same call is made again. */
  private static final Set<String> LASTING =
      Set.of("isp.top-mapping-parse-error", "isp.top-parse-error", "isp.null-pointer-exception");

  private static final Set<String> SESSION_GONE =
      Set.of("invalid-sessionkey", "session-expired", "session-not-exist");

  static TopError read(JsonNode error) {
    return new TopError(
        Json.requireText(error, "code"),
        textOrEmpty(error, "msg"),
        textOrEmpty(error, "sub_code"),
        textOrEmpty(error, "sub_msg"),
        textOrEmpty(error, "request_id"));
  }

  private static String textOrEmpty(JsonNode error, String name) {
    String text = Json.text(error, name);
    return text == null ? "" : text;
  }

  /** Tells whether a rule of the business refused the call, which no repetition changes. */
  boolean isRefusal() {
    return (code.equals("15") || code.equals("50")) && subCode.startsWith("isv.");
  }

  /** Tells whether a finer code is of a fault that comes back whenever the call is made again. */
  static boolean isLasting(String subCode) {
    return LASTING.contains(subCode);
  }

  /** Returns what the error means for the caller, per the platform's error code documentation. */
  <T> Verdict<T> verdict(String system, String method, Instant now) {
    if (code.equals("7") || subCode.startsWith("accesscontrol.limited-by")) {
      return throttled(system, method, now);
    }
    if (code.equals("26") || code.equals("27") || SESSION_GONE.contains(subCode)) {
      return Verdict.failed(
          new Fault.Authentication(details(system, method, "the session was refused")),
          Next.REFRESH_TOKEN);
    }
    return switch (code) {
      case "10" -> remote(system, method, true);
      case "15", "50" ->
          remote(system, method, subCode.startsWith("isp.") && !LASTING.contains(subCode));
      case "11", "12", "42" ->
          Verdict.failed(
              new Fault.Permission(
                  details(system, method, "the app or the shop may not call this")),
              Next.GIVE_UP);
      case "25" ->
          Verdict.failed(
              new Fault.Signature(
                  details(system, method, "our signature was refused; check the app secret")),
              Next.GIVE_UP);
      case "28", "29" ->
          Verdict.failed(
              new Fault.Authentication(details(system, method, "the app key was refused")),
              Next.GIVE_UP);
      case "30", "31" ->
          Verdict.failed(
              new Fault.Remote(
                  details(system, method, "the timestamp was refused; check the clock"), false),
              Next.RESYNC_CLOCK);
      default -> remote(system, method, false);
    };
  }

  private <T> Verdict<T> remote(String system, String method, boolean retryable) {
    return Verdict.failed(
        new Fault.Remote(details(system, method, "the platform refused the call"), retryable),
        retryable ? Next.RETRY_IF_REPEATABLE : Next.GIVE_UP);
  }

  private <T> Verdict<T> throttled(String system, String method, Instant now) {
    if (subCode.equals(DAILY_QUOTA)) {
      return Verdict.failed(
          new Fault.Throttled(
              details(system, method, "the app's quota of the day is used up"),
              TopTime.untilMidnight(now)),
          Next.GIVE_UP);
    }
    Matcher ban = BAN.matcher(subMessage);
    Duration wait =
        ban.find() ? Duration.ofSeconds(Long.parseLong(ban.group(1)) + 1) : Duration.ZERO;
    return Verdict.failed(
        new Fault.Throttled(details(system, method, "too many calls"), wait),
        Next.RETRY_NOT_EXECUTED);
  }

  private Fault.Details details(String system, String method, String text) {
    return Fault.Details.of(system, method, text)
        .withCodes(code, subCode.isEmpty() ? null : subCode)
        .withRequestId(requestId.isEmpty() ? null : requestId);
  }

  /** Prints the codes only: the words may hold personal data. */
  @Override
  public String toString() {
    return "TopError[" + code + " " + subCode + "]";
  }
}
