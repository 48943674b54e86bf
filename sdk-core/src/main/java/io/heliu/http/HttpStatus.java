package io.heliu.http;

import io.heliu.Fault;

/** What an HTTP status means when the answer's body does not say it better. */
public final class HttpStatus {
  private HttpStatus() {}

  /**
   * Returns the verdict of an answer whose status is not 2xx.
   *
   * <p>429 was throttled and not carried out; 401 asks for a new token; 403 is a missing
   * permission; 408 and 5xx may have been carried out and may work later; a redirect means that the
   * address is wrong, for a signed call must not follow it; every other status will not get better.
   *
   * @throws IllegalArgumentException if the status is 2xx
   */
  public static <T> RemoteCall.Verdict<T> failed(
      String system, String operation, WireResponse response) {
    int status = response.status();
    if (status >= 200 && status < 300) {
      throw new IllegalArgumentException("response: must not have a 2xx status");
    }
    Fault.Details details = details(system, operation, status, "the answer is HTTP " + status);
    return switch (status) {
      case 401 ->
          RemoteCall.Verdict.failed(
              new Fault.Authentication(details), RemoteCall.Next.REFRESH_TOKEN);
      case 403 -> RemoteCall.Verdict.failed(new Fault.Permission(details), RemoteCall.Next.GIVE_UP);
      case 429 ->
          RemoteCall.Verdict.failed(
              new Fault.Throttled(details, HttpHints.retryAfter(response, null)),
              RemoteCall.Next.RETRY_NOT_EXECUTED);
      default -> other(system, operation, status, details);
    };
  }

  private static <T> RemoteCall.Verdict<T> other(
      String system, String operation, int status, Fault.Details details) {
    if (status == 408 || status >= 500) {
      return RemoteCall.Verdict.failed(
          new Fault.Remote(details, true), RemoteCall.Next.RETRY_IF_REPEATABLE);
    }
    if (status < 400) {
      String message = "the answer is a redirect (HTTP " + status + "): check the endpoint";
      return RemoteCall.Verdict.failed(
          new Fault.Protocol(details(system, operation, status, message), null),
          RemoteCall.Next.GIVE_UP);
    }
    return RemoteCall.Verdict.failed(new Fault.Remote(details, false), RemoteCall.Next.GIVE_UP);
  }

  private static Fault.Details details(
      String system, String operation, int status, String message) {
    return Fault.Details.of(system, operation, message).withCodes("HTTP " + status, null);
  }
}
