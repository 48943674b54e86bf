package io.heliu.http.standin;

import io.heliu.http.WireRequest.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An answer of a stand-in.
 *
 * @param status the HTTP status
 * @param headers the headers in order; a Date header is added if there is none
 * @param body the body; not copied, do not change it
 */
public record Reply(int status, List<Header> headers, byte[] body) {

  /** Copies the headers. */
  public Reply {
    headers = List.copyOf(headers);
    Objects.requireNonNull(body, "body");
  }

  /** Returns an answer with a content type. */
  public static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, List.of(new Header("Content-Type", contentType)), body);
  }

  /** Returns an answer with a content type and a UTF-8 body. */
  public static Reply of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a good answer with a JSON body. */
  public static Reply json(String body) {
    return of(200, "application/json;charset=UTF-8", body);
  }

  /** Returns the same answer with one more header. */
  public Reply withHeader(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Reply(status, more, body);
  }
}
