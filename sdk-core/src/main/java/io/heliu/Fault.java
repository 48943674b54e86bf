package io.heliu;

import java.io.Serial;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fault: something went wrong that the business did not decide. Business refusals are values, not
 * faults.
 *
 * <p>A fault carries where it happened ({@link #system}, {@link #operation}), what the remote side
 * said ({@link #code}, {@link #subCode}, {@link #requestId}), how often it was tried and whether
 * trying later may help. Messages never contain a secret or a person's data.
 */
public abstract sealed class Fault extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String system;
  private final String operation;
  private final @Nullable String code;
  private final @Nullable String subCode;
  private final @Nullable String requestId;
  private final int attempts;
  private final boolean retryable;

  private Fault(Details details, boolean retryable, @Nullable Throwable cause) {
    super(details.text(), cause);
    this.system = details.system;
    this.operation = details.operation;
    this.code = details.code;
    this.subCode = details.subCode;
    this.requestId = details.requestId;
    this.attempts = details.attempts;
    this.retryable = retryable;
  }

  /** Returns the remote system or the store, for example {@code "taobao"}. */
  public final String system() {
    return system;
  }

  /** Returns the operation, for example the API method's name. */
  public final String operation() {
    return operation;
  }

  /** Returns the remote side's code, or null if there is none. */
  public final @Nullable String code() {
    return code;
  }

  /** Returns the remote side's sub-code, or null if there is none. */
  public final @Nullable String subCode() {
    return subCode;
  }

  /** Returns the remote side's request id, or null if there is none. */
  public final @Nullable String requestId() {
    return requestId;
  }

  /** Returns how many attempts were made; 0 if none left this process. */
  public final int attempts() {
    return attempts;
  }

  /** Tells whether the same call may succeed later without a change by a person. */
  public final boolean retryable() {
    return retryable;
  }

  /** Returns the same fault as seen after this many attempts. */
  public abstract Fault withAttempts(int attempts);

  final Details details() {
    return new Details(
        system, operation, code, subCode, requestId, attempts, Objects.toString(getMessage(), ""));
  }

  /**
   * Where a fault happened and what the remote side said.
   *
   * @param system the remote system or the store
   * @param operation the operation
   * @param code the remote code, or null
   * @param subCode the remote sub-code, or null
   * @param requestId the remote request id, or null
   * @param attempts attempts made so far
   * @param message what happened and what to do next; no secret, no personal data
   */
  public record Details(
      String system,
      String operation,
      @Nullable String code,
      @Nullable String subCode,
      @Nullable String requestId,
      int attempts,
      String message) {

    private static final int SHOWN = 100;

    /**
     * Checks that the texts that are always there are not null. Codes and request id are cut to 100
     * characters, without control characters.
     */
    public Details {
      Objects.requireNonNull(system, "system");
      Objects.requireNonNull(operation, "operation");
      Objects.requireNonNull(message, "message");
      code = shown(code);
      subCode = shown(subCode);
      requestId = shown(requestId);
    }

    private static @Nullable String shown(@Nullable String text) {
      return text == null
          ? null
          : text.substring(0, Math.min(SHOWN, text.length())).replaceAll("\\p{Cntrl}", "?");
    }

    /** Returns details without anything from a remote side. */
    public static Details of(String system, String operation, String message) {
      return new Details(system, operation, null, null, null, 0, message);
    }

    /** Returns the same details with a remote code and sub-code. */
    public Details withCodes(@Nullable String code, @Nullable String subCode) {
      return new Details(system, operation, code, subCode, requestId, attempts, message);
    }

    /** Returns the same details with a remote request id. */
    public Details withRequestId(@Nullable String requestId) {
      return new Details(system, operation, code, subCode, requestId, attempts, message);
    }

    Details withAttempts(int attempts) {
      return new Details(system, operation, code, subCode, requestId, attempts, message);
    }

    private String text() {
      if (message.startsWith(system + " " + operation)) {
        return message;
      }
      StringBuilder text = new StringBuilder(system).append(' ').append(operation).append(": ");
      text.append(message);
      if (code != null || subCode != null) {
        text.append(" [").append(code).append(subCode == null ? "" : "/" + subCode).append(']');
      }
      if (requestId != null) {
        text.append(" request ").append(requestId);
      }
      return text.toString();
    }
  }

  /**
   * No complete answer came: connect, read, reset, time-out, truncated body. Whether the remote
   * side acted is not known.
   */
  public static final class Transport extends Fault {
    @Serial private static final long serialVersionUID = 1L;

    /** Creates the fault. */
    public Transport(Details details, @Nullable Throwable cause) {
      super(details, true, cause);
    }

    @Override
    public Transport withAttempts(int attempts) {
      return new Transport(details().withAttempts(attempts), getCause());
    }
  }

  /** The credential or token was refused, or the shop must be authorised again by a person. */
  public static final class Authentication extends Fault {
    @Serial private static final long serialVersionUID = 1L;

    /** Creates the fault. */
    public Authentication(Details details) {
      super(details, false, null);
    }

    @Override
    public Authentication withAttempts(int attempts) {
      return new Authentication(details().withAttempts(attempts));
    }
  }

  /** The credential is good but this operation is not allowed to it. */
  public static final class Permission extends Fault {
    @Serial private static final long serialVersionUID = 1L;

    /** Creates the fault. */
    public Permission(Details details) {
      super(details, false, null);
    }

    @Override
    public Permission withAttempts(int attempts) {
      return new Permission(details().withAttempts(attempts));
    }
  }

  /** Too many calls, said by the remote side, our own limiter or an open circuit breaker. */
  public static final class Throttled extends Fault {
    @Serial private static final long serialVersionUID = 1L;
    private final Duration wait;

    /** Creates the fault; {@code wait} is how long to wait, zero if the remote side did not say. */
    public Throttled(Details details, Duration wait) {
      super(details, true, null);
      this.wait = wait;
    }

    /** Returns how long to wait before the next call; zero if unknown. */
    public Duration waitTime() {
      return wait;
    }

    @Override
    public Throttled withAttempts(int attempts) {
      return new Throttled(details().withAttempts(attempts), wait);
    }
  }

  /** The remote side answered with an error of its own or refused the arguments. */
  public static final class Remote extends Fault {
    @Serial private static final long serialVersionUID = 1L;

    /** Creates the fault. */
    public Remote(Details details, boolean retryable) {
      super(details, retryable, null);
    }

    @Override
    public Remote withAttempts(int attempts) {
      return new Remote(details().withAttempts(attempts), retryable());
    }
  }

  /** The answer is not what the protocol says: not JSON, a missing envelope, a wrong total. */
  public static final class Protocol extends Fault {
    @Serial private static final long serialVersionUID = 1L;

    /** Creates the fault. */
    public Protocol(Details details, @Nullable Throwable cause) {
      super(details, false, cause);
    }

    @Override
    public Protocol withAttempts(int attempts) {
      return new Protocol(details().withAttempts(attempts), getCause());
    }
  }

  /** A signature did not verify: theirs here, or ours there. */
  public static final class Signature extends Fault {
    @Serial private static final long serialVersionUID = 1L;

    /** Creates the fault. */
    public Signature(Details details) {
      super(details, false, null);
    }

    @Override
    public Signature withAttempts(int attempts) {
      return new Signature(details().withAttempts(attempts));
    }
  }

  /** The SDK was set up in a way that cannot work; nothing was sent. */
  public static final class Configuration extends Fault {
    @Serial private static final long serialVersionUID = 1L;

    /** Creates the fault. */
    public Configuration(Details details) {
      super(details, false, null);
    }

    @Override
    public Configuration withAttempts(int attempts) {
      return new Configuration(details().withAttempts(attempts));
    }
  }

  /** A store (journal, database, file) failed or holds what it must not hold. */
  public static final class Store extends Fault {
    @Serial private static final long serialVersionUID = 1L;

    /** Creates the fault. */
    public Store(Details details, boolean retryable, @Nullable Throwable cause) {
      super(details, retryable, cause);
    }

    @Override
    public Store withAttempts(int attempts) {
      return new Store(details().withAttempts(attempts), retryable(), getCause());
    }
  }
}
