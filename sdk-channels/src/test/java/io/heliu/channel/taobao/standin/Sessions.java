package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The sessions of the shop: one lives at a time, and a refresh ends the one before. */
final class Sessions {
  private final Runnable changed;
  private final Duration lifetime;
  private final boolean refreshable;
  private final Map<String, Instant> ends = new HashMap<>();
  private String refreshToken;
  private int number;

  Sessions(Runnable changed, String first, String refreshToken, Settings settings) {
    this.changed = changed;
    this.lifetime = settings.sessionLifetime();
    this.refreshable = settings.refreshable();
    this.refreshToken = refreshToken;
    ends.put(first, settings.firstSessionEnds());
  }

  void check(String session, Instant now) {
    Instant end = ends.get(session);
    if (end == null) {
      throw new Refusal(27, "Invalid session", "invalid-sessionkey", "SessionKey非法");
    }
    if (!now.isBefore(end)) {
      throw new Refusal(27, "Invalid session", "session-expired", "SessionKey过期");
    }
  }

  /** Ends all sessions. */
  void expire(Instant now) {
    changed.run();
    ends.replaceAll((session, end) -> end.isBefore(now) ? end : now);
  }

  ObjectNode refresh(Call call) {
    String given = call.only("refresh_token").require("refresh_token");
    if (!refreshable) {
      throw new Refusal(
          11, "Insufficient isv permissions", "isv.permission-api-package-limit", "scope ids is 0");
    }
    if (!given.equals(refreshToken)) {
      throw Refusal.business("isv.refresh-token-invalid", "refresh token is not valid");
    }
    changed.run();
    number++;
    ends.clear();
    Instant end = call.now().plus(lifetime);
    ends.put("session-" + number, end);
    refreshToken = "refresh-" + number;
    ObjectNode token = Json.object();
    token.put("access_token", "session-" + number);
    token.put("refresh_token", refreshToken);
    token.put("token_type", "Bearer");
    token.put("expires_in", lifetime.toSeconds());
    token.put("expire_time", end.toEpochMilli());
    token.put("taobao_user_nick", "%E9%9D%92%E7%A6%BE");
    return Json.object().put("token_result", Json.write(token));
  }

  /**
   * How sessions behave.
   *
   * @param firstSessionEnds when the session that is there at the start ends
   * @param sessionLifetime how long those after it live
   * @param refreshable whether the app may refresh at all
   */
  record Settings(Instant firstSessionEnds, Duration sessionLifetime, boolean refreshable) {}
}
