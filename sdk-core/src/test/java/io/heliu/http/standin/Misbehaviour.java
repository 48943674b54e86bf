package io.heliu.http.standin;

import java.time.Duration;

/** What a stand-in does wrong on demand. */
public sealed interface Misbehaviour {

  /**
   * Answers this status without handling the request.
   *
   * @param code for example 503
   */
  record Status(int code) implements Misbehaviour {}

  /** Closes the connection without handling the request. */
  record Disconnect() implements Misbehaviour {}

  /** Handles the request, then closes the connection instead of answering. */
  record LoseAnswer() implements Misbehaviour {}

  /** Handles the request, then says nothing until the client gives up. */
  record Silence() implements Misbehaviour {}

  /** Handles the request, then closes the connection in the middle of the answer's body. */
  record HalfBody() implements Misbehaviour {}

  /**
   * Handles the request and sends the answer's body slowly.
   *
   * @param bytes how many bytes at once
   * @param every how often
   */
  record SlowBytes(int bytes, Duration every) implements Misbehaviour {}

  /**
   * Something that only this platform does, for example a throttle code in a good HTTP answer; see
   * {@link StandIn#onMisbehaviour}.
   *
   * @param name what, as documented by the stand-in
   */
  record Special(String name) implements Misbehaviour {}
}
