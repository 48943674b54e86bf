package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.channel.Page;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;

/**
 * Rows that a list names and whose details are not to be had: they are kept for a person, so that
 * one of them never stops the rows behind it. What is kept names the row's id, as the platform's
 * answer may not.
 */
final class Unread {
  private Unread() {}

  /**
   * Returns a row that a rule of the business keeps the platform from telling, now and later.
   *
   * @param name what the platform calls the id
   * @param code the platform's code of the refusal
   */
  static Page.Malformed refused(String name, String id, String code) {
    return new Page.Malformed(
        id,
        Json.write(Json.object().put(name, id).put("errcode", code)),
        name + ": must be readable as it is listed, but is refused with " + code);
  }

  /**
   * Returns a row whose details break a rule.
   *
   * @param name what the platform calls the id
   * @param details the details as they came; missing if the answer has none
   */
  static Page.Malformed broken(String name, String id, JsonNode details, MalformedJson broken) {
    JsonNode raw = details.isMissingNode() ? Json.object().put(name, id) : details;
    return new Page.Malformed(id, Json.write(raw), String.valueOf(broken.getMessage()));
  }
}
