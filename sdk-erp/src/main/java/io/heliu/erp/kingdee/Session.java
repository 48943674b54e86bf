package io.heliu.erp.kingdee;

import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session of the ERP, as cookies.
 *
 * @param id the session's id
 * @param cookies the Cookie header's value that carries it
 */
record Session(String id, String cookies) {
  private static final String ID = "kdservice-sessionid";
  private static final String WEB_ID = "ASP.NET_SessionId";

  /**
   * Reads the cookies that an answer sets; null if it sets no session. Each header line is one
   * cookie: its expiry date contains a comma, so lines must not be split at commas.
   */
  static @Nullable Session of(WireResponse response) {
    String id = null;
    List<String> cookies = new ArrayList<>();
    for (String line : response.headers("Set-Cookie")) {
      int end = line.indexOf(';');
      String cookie = (end < 0 ? line : line.substring(0, end)).trim();
      if (cookie.startsWith(ID + "=")) {
        id = cookie.substring(ID.length() + 1);
        cookies.add(cookie);
      } else if (cookie.startsWith(WEB_ID + "=")) {
        cookies.add(cookie);
      }
    }
    return id == null || id.isEmpty() ? null : new Session(id, String.join("; ", cookies));
  }

  /** Returns the session that a log-in's answer describes. */
  static Session of(String id, @Nullable String webId) {
    String cookie = ID + "=" + id;
    return new Session(id, webId == null ? cookie : cookie + "; " + WEB_ID + "=" + webId);
  }

  /** Reads what {@link #cookies} carries. */
  static Session parse(String cookies) {
    int end = cookies.indexOf(';');
    String first = end < 0 ? cookies : cookies.substring(0, end);
    return new Session(first.substring(ID.length() + 1), cookies);
  }

  WireRequest onto(WireRequest request) {
    return request.withHeader(ID, id).withHeader("Cookie", cookies);
  }

  /** A session lets in whoever has it. */
  @Override
  public String toString() {
    return "Session[***]";
  }
}
