package io.heliu.internal.json;

import java.io.Serial;

/**
 * A text is not the JSON that the protocol says. Thrown while an answer is read, the gateway turns
 * it into {@link io.heliu.Fault.Protocol}; who reads JSON elsewhere does that itself. The message
 * names the place and the rule, never the content.
 */
public final class MalformedJson extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public MalformedJson(String message) {
    super(message);
  }
}
