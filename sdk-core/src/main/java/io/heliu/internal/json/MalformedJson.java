package io.heliu.internal.json;

import java.io.Serial;

/**
 * A text is not the JSON that the protocol says. Clients turn it into {@link
 * io.heliu.Fault.Protocol}. The message names the place and the rule, never the content.
 */
public final class MalformedJson extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public MalformedJson(String message) {
    super(message);
  }
}
