package io.heliu.channel.wechat;

import java.util.Map;
import java.util.Objects;

/**
 * A push as the platform would send it, to test a receiver with.
 *
 * @param query the query's parameters
 * @param body the JSON body
 */
public record SignedPush(Map<String, String> query, String body) {
  /** Copies the parameters. */
  public SignedPush {
    query = Map.copyOf(query);
    Objects.requireNonNull(body, "body");
  }
}
