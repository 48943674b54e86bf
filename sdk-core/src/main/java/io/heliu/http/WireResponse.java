package io.heliu.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer. {@link #toString} prints status and size only: the body may carry personal
 * data.
 *
 * @param status the HTTP status
 * @param headers the headers in order; a name may occur more than once
 * @param body the body; not copied, do not change it
 */
public record WireResponse(int status, List<WireRequest.Header> headers, byte[] body) {

  /** Copies the headers. */
  public WireResponse {
    headers = List.copyOf(headers);
    Objects.requireNonNull(body, "body");
  }

  /** Returns the first header of a name, whatever its case, or null. */
  public @Nullable String header(String name) {
    for (WireRequest.Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  /** Returns all headers of a name, whatever its case. */
  public List<String> headers(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(WireRequest.Header::value)
        .toList();
  }

  /** Returns the body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "WireResponse[" + status + ", " + body.length + " bytes]";
  }
}
