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
    this.uri = address(uri);
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  /** The rules of an address and of headers are checked here, where no message quotes a value. */
  private static URI address(URI uri) {
    String scheme = uri.getScheme();
    boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!http || uri.getRawAuthority() == null) {
      throw new IllegalArgumentException("uri: must be an http or https address with a host");
    }
    return uri;
  }

  private static Header header(String name, String value) {
    if (name.isEmpty() || name.indexOf(':') >= 0 || !isAscii(name, "")) {
      throw new IllegalArgumentException("name: must be a header name of visible ASCII");
    }
    if (!isAscii(value, " \t")) {
      throw new IllegalArgumentException("value: must be printable ASCII");
    }
    return new Header(name, value);
  }

  /** Tells whether a text has visible ASCII and some other characters only. */
  private static boolean isAscii(String text, String others) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c <= ' ' || c >= 127) && others.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns a GET request without a body.
   *
   * @throws IllegalArgumentException if it is no http or https address
   */
  public static WireRequest get(URI uri) {
    return new WireRequest("GET", uri, List.of(), NO_BODY);
  }

  /**
   * Returns a POST request.
   *
   * @throws IllegalArgumentException if it is no http or https address, or the content type is not
   *     ASCII
   */
  public static WireRequest post(URI uri, String contentType, byte[] body) {
    return posting(uri, contentType, body.clone());
  }

  /**
   * Returns a POST request with a UTF-8 text body.
   *
   * @throws IllegalArgumentException if it is no http or https address, or the content type is not
   *     ASCII
   */
  public static WireRequest post(URI uri, String contentType, String body) {
    return posting(uri, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  private static WireRequest posting(URI uri, String contentType, byte[] body) {
    return new WireRequest("POST", uri, List.of(header("Content-Type", contentType)), body);
  }

  /**
   * Returns the same request with one more header.
   *
   * @throws IllegalArgumentException if name or value is not what a header may hold; the message
   *     does not quote it
   */
  public WireRequest withHeader(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(header(name, value));
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
