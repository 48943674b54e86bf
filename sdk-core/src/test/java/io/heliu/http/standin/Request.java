package io.heliu.http.standin;

import io.heliu.http.WireRequest.Header;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived at a stand-in.
 *
 * @param at when it arrived, by the stand-in's clock
 * @param method the method
 * @param target path and query, undecoded
 * @param headers the headers in order
 * @param body the body; not copied, do not change it
 */
public record Request(Instant at, String method, String target, List<Header> headers, byte[] body) {
  private static final String FORM = "application/x-www-form-urlencoded";

  /** Copies the headers. */
  public Request {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(target, "target");
    headers = List.copyOf(headers);
    Objects.requireNonNull(body, "body");
  }

  /** Returns the path, undecoded. */
  public String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** Returns the query, undecoded; empty if there is none. */
  public String rawQuery() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  /**
   * Returns the query's parameters, decoded, in order.
   *
   * @throws BadRequest if an escape is broken or a name occurs twice
   */
  public Map<String, String> query() {
    return decode(rawQuery());
  }

  /**
   * Returns the parameters of a form body ({@code application/x-www-form-urlencoded}), decoded, in
   * order.
   *
   * @throws BadRequest if the content type is another, an escape is broken or a name occurs twice
   */
  public Map<String, String> form() {
    String type = header("Content-Type");
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      throw new BadRequest("Content-Type: must be " + FORM);
    }
    return decode(text());
  }

  /** Returns the first header of a name, whatever its case, or null. */
  public @Nullable String header(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  /** Returns the body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static Map<String, String> decode(String encoded) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (encoded.isEmpty()) {
      return parameters;
    }
    for (String pair : encoded.split("&", -1)) {
      int mark = pair.indexOf('=');
      String name = unescape(mark < 0 ? pair : pair.substring(0, mark));
      String value = mark < 0 ? "" : unescape(pair.substring(mark + 1));
      if (parameters.put(name, value) != null) {
        throw new BadRequest(name + ": must not occur twice");
      }
    }
    return parameters;
  }

  private static String unescape(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequest("broken escape in a parameter");
    }
  }
}
