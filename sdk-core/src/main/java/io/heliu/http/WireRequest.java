package io.heliu.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A request exactly as it goes out. Immutable. {@link #toString} prints method and path only: query
 * and body may carry secrets.
 */
public final class WireRequest {
  private static final byte[] NO_BODY = new byte[0];

  private final String method;
  private final URI uri;
  private final List<Header> headers;
  private final byte[] body;

  private WireRequest(String method, URI uri, List<Header> headers, byte[] body) {
    this.method = Objects.requireNonNull(method, "method");
    this.uri = Objects.requireNonNull(uri, "uri");
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  /** Returns a GET request without a body. */
  public static WireRequest get(URI uri) {
    return new WireRequest("GET", uri, List.of(), NO_BODY);
  }

  /** Returns a POST request. */
  public static WireRequest post(URI uri, String contentType, byte[] body) {
    return new WireRequest(
        "POST", uri, List.of(new Header("Content-Type", contentType)), body.clone());
  }

  /** Returns a POST request with a UTF-8 text body. */
  public static WireRequest post(URI uri, String contentType, String body) {
    return post(uri, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the same request with one more header. */
  public WireRequest withHeader(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new WireRequest(method, uri, more, body);
  }

  /** Returns the method. */
  public String method() {
    return method;
  }

  /** Returns the address. */
  public URI uri() {
    return uri;
  }

  /** Returns the headers in order. */
  public List<Header> headers() {
    return headers;
  }

  /** Returns a copy of the body; empty if there is none. */
  public byte[] body() {
    return body.clone();
  }

  @Override
  public String toString() {
    return method + " " + uri.getPath();
  }

  /**
   * A header.
   *
   * @param name its name
   * @param value its value
   */
  public record Header(String name, String value) {
    /** Prints the name only. */
    @Override
    public String toString() {
      return name + ": ***";
    }
  }
}
