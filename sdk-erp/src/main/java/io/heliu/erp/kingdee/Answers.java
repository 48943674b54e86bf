package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.http.RemoteCall.Next;
import io.heliu.http.RemoteCall.Verdict;
import io.heliu.http.WireResponse;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers: which of them are good, and what the others mean. The ERP's own words go into
 * refusals only, never into a fault: they may name a person.
 */
final class Answers {
  static final String SYSTEM = "kingdee";

  private static final int GATEWAY_ERROR = 519;
  private static final String PLATFORM_ERROR = "response_error:";
  private static final String WRONG_DATA_CENTRE = "Fail to verify thirty passport";
  private static final String SESSION_LOST = "会话信息已丢失";

  /** Codes of remote faults after which it is certain that nothing was done. */
  private static final Set<String> NOT_DONE = Set.of("3", "5", "7", "13");

  private final String operation;
  private final boolean session;
  private final boolean repeatable;
  private final Duration throttleWait;

  /**
   * Creates a reader.
   *
   * @param session whether a refused session can be replaced by a new one
   * @param throttleWait how long to wait after too many calls
   */
  Answers(String operation, boolean session, boolean repeatable, Duration throttleWait) {
    this.operation = operation;
    this.session = session;
    this.repeatable = repeatable;
    this.throttleWait = throttleWait;
  }

  /** Turns a good body into a value. */
  interface Reader<T> {
    T read(JsonNode body);
  }

  /** Reads the answer of a call that changes a document. */
  Verdict<Written> written(WireResponse response) {
    return read(
        response,
        body -> {
          JsonNode status = Json.require(body, "Result", "ResponseStatus");
          if (succeeded(status)) {
            return done(body, status);
          }
          return new Written.Refused(Long.toString(code(status)), words(status));
        });
  }

  private static Written done(JsonNode body, JsonNode status) {
    JsonNode result = body.path("Result");
    List<JsonNode> entities = Json.list(status, "SuccessEntitys");
    JsonNode first = entities.isEmpty() ? result : entities.get(0);
    return new Written.Done(
        either(Json.text(result, "Id"), Json.text(first, "Id")),
        either(Json.text(result, "Number"), Json.text(first, "Number")));
  }

  private static String either(@Nullable String one, @Nullable String other) {
    return one != null && !one.isEmpty() ? one : other == null ? "" : other;
  }

  /** Reads the answer of a query: a refusal is a fault, and may stand where the first cell is. */
  Verdict<Wire.Page> queried(WireResponse response, Query query) {
    return verdict(
        () -> {
          checkTransport(response);
          List<Query.Row> rows = query.rows(response.body());
          if (rows == null) {
            checkQueried(envelope(Json.parse(response.body())));
            throw new MalformedJson(
                "document: must be an array of rows of " + query.fields().size() + " cells");
          }
          if (!rows.isEmpty()) {
            checkQueried(rows.get(0).first());
          }
          return new Wire.Page(rows, response.header("Date"));
        });
  }

  private void checkQueried(JsonNode envelope) {
    JsonNode status = checked(envelope);
    if (status != null && !succeeded(status)) {
      throw new Failure(
          new Fault.Remote(
              details("the ERP refuses the query").withCodes(Long.toString(code(status)), null),
              false),
          Next.GIVE_UP);
    }
  }

  /** Reads any answer whose body is JSON. */
  <T> Verdict<T> read(WireResponse response, Reader<T> reader) {
    return verdict(
        () -> {
          checkTransport(response);
          JsonNode body = Json.parse(response.body());
          checked(envelope(body));
          return reader.read(body);
        });
  }

  private <T> Verdict<T> verdict(Supplier<T> reading) {
    try {
      return Verdict.done(reading.get());
    } catch (Failure e) {
      return Verdict.failed(e.fault, e.next);
    } catch (MalformedJson e) {
      throw new Fault.Protocol(details("the answer cannot be read: " + e.getMessage()), e);
    }
  }

  private void checkTransport(WireResponse response) {
    String text = start(response);
    if (response.status() == GATEWAY_ERROR) {
      throw gatewayError(response);
    }
    if (response.status() != 200 && response.status() != 206) {
      if (response.text().contains(WRONG_DATA_CENTRE)) {
        throw new Failure(
            new Fault.Authentication(details("the data centre's id is refused")), Next.GIVE_UP);
      }
      boolean server = response.status() >= 500;
      throw new Failure(
          new Fault.Remote(
              details("HTTP status " + response.status())
                  .withCodes("http-" + response.status(), null),
              server),
          server ? Next.RETRY_IF_REPEATABLE : Next.GIVE_UP);
    }
    if (text.startsWith(PLATFORM_ERROR)) {
      throw new Failure(
          new Fault.Remote(
              details("the platform reports an exception").withCodes("response_error", null), true),
          Next.RETRY_IF_REPEATABLE);
    }
    if (text.startsWith("<")) {
      // A page for people. A session has ended; only a call that does no harm twice may go again.
      throw new Failure(
          new Fault.Protocol(details("a page came instead of JSON"), null),
          session && repeatable ? Next.REFRESH_TOKEN : Next.GIVE_UP);
    }
  }

  private static String start(WireResponse response) {
    byte[] body = response.body();
    int length = Math.min(PLATFORM_ERROR.length(), body.length);
    return new String(body, 0, length, StandardCharsets.UTF_8);
  }

  private Failure gatewayError(WireResponse response) {
    String code;
    try {
      code = String.valueOf(Json.text(Json.parse(response.body()), "errcode"));
    } catch (MalformedJson e) {
      code = "http-519";
    }
    Fault.Details details =
        details("the gateway refuses the call")
            .withCodes(code, null)
            .withRequestId(response.header("X-Api-Requestid"));
    return switch (code) {
      case "4002", "5001" -> new Failure(new Fault.Configuration(details), Next.GIVE_UP);
      case "4006" -> new Failure(new Fault.Signature(details), Next.RESYNC_CLOCK);
      default -> new Failure(new Fault.Remote(details, true), Next.RETRY_IF_REPEATABLE);
    };
  }

  /** Sorts out the failures that no business rule made. */
  private void checkFailed(JsonNode status) {
    long code = code(status);
    Fault.Details details = details("MsgCode " + code).withCodes(Long.toString(code), null);
    switch ((int) code) {
      case 1 -> throw sessionLost(details);
      case 2 -> throw new Failure(new Fault.Permission(details), Next.GIVE_UP);
      case 15 -> throw new Failure(new Fault.Authentication(details), Next.GIVE_UP);
      case 3, 5, 7 -> throw new Failure(new Fault.Remote(details, false), Next.GIVE_UP);
      case 4 -> throw exception(status, details);
      case 6 -> throw new Failure(new Fault.Remote(details, true), Next.RETRY_IF_REPEATABLE);
      case 13 -> throw new Failure(new Fault.Remote(details, true), Next.RETRY_NOT_EXECUTED);
      case 14 ->
          throw new Failure(new Fault.Throttled(details, throttleWait), Next.RETRY_NOT_EXECUTED);
      default -> {
        // A rule of the business; who asked decides what to make of it.
      }
    }
  }

  private Failure sessionLost(Fault.Details details) {
    return new Failure(
        new Fault.Authentication(details), session ? Next.REFRESH_TOKEN : Next.GIVE_UP);
  }

  private static Failure exception(JsonNode status, Fault.Details details) {
    String words = words(status).toLowerCase(Locale.ROOT);
    boolean passing =
        words.contains("死锁")
            || words.contains("超时")
            || words.contains("deadlock")
            || words.contains("timeout");
    return new Failure(
        new Fault.Remote(details, passing), passing ? Next.RETRY_IF_REPEATABLE : Next.GIVE_UP);
  }

  /** Tells whether it is certain that a call that ended like this changed nothing. */
  static boolean certainlyNotDone(Fault fault) {
    if (fault instanceof Fault.Transport) {
      return fault.attempts() == 0
          || fault.getCause() instanceof InterruptedException
          || fault.getCause() instanceof ConnectException
          || fault.getCause() instanceof UnknownHostException;
    }
    if (fault instanceof Fault.Remote) {
      return NOT_DONE.contains(String.valueOf(fault.code()));
    }
    return !(fault instanceof Fault.Protocol) && !(fault instanceof Fault.Store);
  }

  private static JsonNode envelope(JsonNode body) {
    return body.isArray() ? body.path(0).path(0) : body;
  }

  /** Returns the response status, without a failure that no business rule made; null if none. */
  private @Nullable JsonNode checked(JsonNode envelope) {
    JsonNode status = Json.at(envelope, "Result", "ResponseStatus");
    if (status.isMissingNode()) {
      return null;
    }
    JsonNode object = Json.require(status);
    if (!succeeded(object)) {
      checkFailed(object);
    }
    return object;
  }

  private static boolean succeeded(JsonNode status) {
    return Boolean.TRUE.equals(Json.bool(status, "IsSuccess"));
  }

  private static long code(JsonNode status) {
    Long code = Json.longOf(status, "MsgCode");
    if (code != null && code != 0) {
      return code;
    }
    return words(status).contains(SESSION_LOST) ? 1 : 0;
  }

  private static String words(JsonNode status) {
    StringBuilder words = new StringBuilder();
    for (JsonNode error : Json.list(status, "Errors")) {
      String message = Json.text(error, "Message");
      if (message != null && !message.isEmpty()) {
        words.append(words.isEmpty() ? "" : "; ").append(message);
      }
    }
    return words.toString();
  }

  private Fault.Details details(String message) {
    return Fault.Details.of(SYSTEM, operation, message);
  }

  /** Carries a verdict out of the reading. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Fault fault;
    private final transient Next next;

    Failure(Fault fault, Next next) {
      super(null, fault, false, false);
      this.fault = fault;
      this.next = next;
    }
  }
}
