package io.heliu;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the SDK does: every call, every attempt, every step of a flow, every alert.
 *
 * <p>Methods are called on the thread that does the work and must be quick and thread-safe. An
 * exception thrown here is logged and goes no further. No event carries a secret or personal data.
 */
public interface Listener {

  /** Returns a listener that ignores everything. */
  static Listener none() {
    return new Listener() {};
  }

  /** An attempt of a remote call ended. */
  default void attempted(Attempt attempt) {}

  /** A remote call, with all its attempts, ended. */
  default void called(Call call) {}

  /** A flow moved on. */
  default void progressed(Progress progress) {}

  /** Something needs a person. */
  default void alerted(Alert alert) {}

  /**
   * One attempt of a remote call.
   *
   * @param system the remote system
   * @param account the shop or account it was made for
   * @param operation the operation
   * @param number 1 for the first attempt
   * @param status the HTTP status, or 0 if none came
   * @param took how long it took
   * @param fault what went wrong, or null
   */
  record Attempt(
      String system,
      String account,
      String operation,
      int number,
      int status,
      Duration took,
      @Nullable Fault fault) {}

  /**
   * One remote call.
   *
   * @param system the remote system
   * @param account the shop or account it was made for
   * @param operation the operation
   * @param attempts how many attempts were made
   * @param took how long all took, waits included
   * @param fault what went wrong in the end, or null
   */
  record Call(
      String system,
      String account,
      String operation,
      int attempts,
      Duration took,
      @Nullable Fault fault) {}

  /**
   * How far a flow is.
   *
   * @param flow the flow's name, for example {@code "intake"}
   * @param subject what it works on, for example the shop
   * @param done units done so far in this step
   * @param expected units expected in this step, or -1 if not known
   */
  record Progress(String flow, String subject, long done, long expected) {}

  /**
   * Something a person should look at.
   *
   * @param source the flow or component
   * @param code a stable code, for example {@code "WINDOW_REOPENED"}
   * @param message what happened and what to do
   */
  record Alert(String source, String code, String message) {}
}
