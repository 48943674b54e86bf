package io.heliu.channel.wechat;

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
import org.jspecify.annotations.Nullable;

/**
 * An error as the platform gives it, inside a good HTTP answer.
 *
 * @param code its number
 * @param message its words, which end in the platform's id of the request; may hold personal data
 */
record WechatError(long code, String message) {
  static final long BUSY = -1;
  static final long STOCK_NOT_UPDATED = 10020054;
  static final long STOCK_RATE = 10020112;
  static final long STOCK_UNCHANGED = 10020218;
  static final long STOCK_TOO_LOW = 10020219;
  static final long PAYMENT_UNKNOWN = 10060001;

  private static final Pattern REQUEST_ID = Pattern.compile("rid: ?([0-9A-Za-z_-]{1,100})");
  private static final Duration PAYMENT_WAIT = Duration.ofSeconds(10);
  private static final Duration BURST = Duration.ofSeconds(30);

  /** Codes of one interface, which say no to this one request, start here. */
  private static final long FIRST_OF_INTERFACES = 100_000;

  private static final long LEGACY_FREQUENCY = 300_000;
  private static final long STOCK_PERMISSION = 10020050;

  /** The shipping management is busy, per its documents. */
  private static final Set<Long> SHIPPING_BUSY = Set.of(10060012L, 10060019L);

  private static final long CALLED_TOO_OFTEN = 44990;

  /** A login code that is invalid, was used before, or belongs to a blocked user. */
  private static final Set<Long> LOGIN_REFUSALS = Set.of(40029L, 40163L, 40226L);

  private static final Set<Long> RETRYABLE_OF_INTERFACES =
      Set.of(LEGACY_FREQUENCY, STOCK_NOT_UPDATED, STOCK_RATE, PAYMENT_UNKNOWN);

  static WechatError read(long code, JsonNode answer) {
    String words = Json.text(answer, "errmsg");
    return new WechatError(code, words == null ? "" : words);
  }

  /** Tells whether a rule of the business refused the call, which no repetition changes. */
  boolean isRefusal() {
    return LOGIN_REFUSALS.contains(code)
        || (code >= FIRST_OF_INTERFACES
            && code != STOCK_PERMISSION
            && !SHIPPING_BUSY.contains(code)
            && !RETRYABLE_OF_INTERFACES.contains(code));
  }

  /** Returns what the error means for the caller, per the platform's error code documentation. */
  <T> Verdict<T> verdict(String operation, Instant now) {
    if (code == BUSY || code == STOCK_NOT_UPDATED || SHIPPING_BUSY.contains(code)) {
      return Verdict.failed(
          new Fault.Remote(details(operation, "the platform could not do it now"), true),
          Next.RETRY_IF_REPEATABLE);
    }
    if (code == 40001 || code == 40014 || code == 42001) {
      return Verdict.failed(
          new Fault.Authentication(details(operation, "the token or the app secret was refused")),
          Next.REFRESH_TOKEN);
    }
    if (code == PAYMENT_UNKNOWN) {
      return Verdict.failed(
          new Fault.Throttled(
              details(operation, "the payment is not known, or not yet"), PAYMENT_WAIT),
          Next.AWAIT);
    }
    Duration wait = wait(now);
    if (wait != null) {
      return Verdict.failed(
          new Fault.Throttled(details(operation, "too many calls, or too early"), wait),
          Next.RETRY_NOT_EXECUTED);
    }
    return Verdict.failed(lasting(operation, now), Next.GIVE_UP);
  }

  /** Returns how long to wait before the same call may succeed; null if waiting does not help. */
  private @Nullable Duration wait(Instant now) {
    if (code == 45011) {
      return WechatTime.untilNextMinute(now);
    }
    if (code == LEGACY_FREQUENCY) {
      return BURST;
    }
    return code == STOCK_RATE || code == CALLED_TOO_OFTEN ? Duration.ZERO : null;
  }

  private Fault lasting(String operation, Instant now) {
    if (code == 45009) {
      return new Fault.Throttled(
          details(operation, "the app's quota of the day is used up"),
          WechatTime.untilMidnight(now));
    }
    if (code == 40013 || code == 40125 || code == 41004) {
      return new Fault.Authentication(details(operation, "the appid or app secret was refused"));
    }
    if (code == 40164 || code == 45035 || code == 61004) {
      return new Fault.Permission(
          details(operation, "our address is not in the app's list of allowed IP addresses"));
    }
    if (code == 48001
        || code == 48004
        || code == 50001
        || code == 50002
        || code == STOCK_PERMISSION) {
      return new Fault.Permission(details(operation, "the app or the user may not do this"));
    }
    return new Fault.Remote(details(operation, "the platform refused the call"), false);
  }

  private Fault.Details details(String operation, String text) {
    return Fault.Details.of(WechatClient.SYSTEM, operation, text)
        .withCodes(Long.toString(code), null)
        .withRequestId(requestId());
  }

  /**
   * Returns the platform's id of the request, which its support asks for; null if it is missing.
   */
  @Nullable String requestId() {
    Matcher id = REQUEST_ID.matcher(message);
    return id.find() ? id.group(1) : null;
  }

  /** Prints the code only: the words may hold personal data. */
  @Override
  public String toString() {
    return "WechatError[" + code + "]";
  }
}
