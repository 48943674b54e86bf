package io.heliu.statement;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.net.URI;

/** What a platform says when asked where a day's bill is. */
sealed interface BillAddress {

  /**
   * It can be downloaded.
   *
   * @param url where, for a short time
   * @param sha1 the SHA-1 of the text in it in lower-case hexadecimal; empty if the platform does
   *     not say
   */
  record Found(URI url, String sha1) implements BillAddress {}

  /** The day had no rows. */
  record None() implements BillAddress {}

  /** It is still being made. */
  record InTheMaking() implements BillAddress {}

  /**
   * Reads a web address.
   *
   * @throws MalformedJson if it is none
   */
  static URI url(JsonNode node, String name) {
    String text = Json.requireText(node, name);
    try {
      URI url = URI.create(text);
      boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (web && url.getHost() != null && url.getUserInfo() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedJson(name + ": must be an address");
    }
    throw new MalformedJson(name + ": must be a web address with a host");
  }
}
