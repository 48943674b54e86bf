package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.http.AccessToken;
import io.heliu.http.Gateway;
import io.heliu.http.TokenRefresher;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gets the next session. Only apps of the service market may; the sessions of others have a fixed
 * end, after which the shop's owner must authorise the app again.
 */
final class SessionRefresher implements TokenRefresher {
  private static final String METHOD = "taobao.top.auth.token.refresh";

  private final TopSettings settings;
  private final Gateway gateway;

  /** Creates a refresher; the gateway must do without tokens itself. */
  SessionRefresher(TopSettings settings, Gateway gateway) {
    this.settings = settings;
    this.gateway = gateway;
  }

  @Override
  public AccessToken refresh(String account, @Nullable AccessToken current) {
    Secret refresh = current == null ? null : current.refresh();
    if (refresh == null) {
      throw reauthorise("there is no refresh token");
    }
    TopAnswer<AccessToken> answer;
    try {
      answer =
          gateway.call(
              new TopCall<>(
                  settings,
                  METHOD,
                  Map.of("refresh_token", refresh.reveal()),
                  false,
                  body -> token(body, refresh)));
    } catch (Fault.Authentication | Fault.Permission e) {
      throw reauthorise("the platform answered " + e.code() + " " + e.subCode());
    }
    if (answer instanceof TopAnswer.Given<AccessToken> given) {
      return given.value();
    }
    throw reauthorise("the platform answered " + ((TopAnswer.Refused<AccessToken>) answer).code());
  }

  /** The token comes as JSON inside a text. */
  private AccessToken token(JsonNode body, Secret before) {
    JsonNode token = Json.parse(Json.requireText(body, "token_result"));
    Long end = Json.longOf(token, "expire_time");
    Long seconds = Json.longOf(token, "expires_in");
    if (end == null && seconds == null) {
      throw new MalformedJson("token_result.expire_time: must not be missing or empty");
    }
    String next = Json.text(token, "refresh_token");
    return new AccessToken(
        Secret.of(Json.requireText(token, "access_token")),
        next == null || next.isEmpty() ? before : Secret.of(next),
        end != null
            ? Instant.ofEpochMilli(end)
            : settings.clock().instant().plusSeconds(seconds == null ? 0 : seconds));
  }

  private static Fault reauthorise(String reason) {
    return new Fault.Authentication(
        Fault.Details.of(
                TaobaoClient.SYSTEM,
                METHOD,
                "the shop's owner must authorise the app again: " + reason)
            .withCodes(null, TaobaoClient.REAUTHORISATION_REQUIRED));
  }
}
