package io.heliu.http.standin;

import java.io.Serial;

/** Thrown while handling: the request is not even readable; the stand-in answers 400. */
public final class BadRequest extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates the exception; the message becomes the answer's body. */
  public BadRequest(String message) {
    super(message);
  }
}
