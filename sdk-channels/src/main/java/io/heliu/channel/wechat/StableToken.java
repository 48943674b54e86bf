package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Secret;
import io.heliu.http.AccessToken;
import io.heliu.http.Gateway;
import io.heliu.http.TokenRefresher;
import io.heliu.internal.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Gets the app's stable token (稳定版接口调用凭据). While a token lives the platform answers with the same
 * one, so processes that ask at the same time do not invalidate each other's.
 */
final class StableToken implements TokenRefresher {
  static final String PATH = "/cgi-bin/stable_token";

  private final WechatSettings settings;
  private final Gateway gateway;

  /** Creates a refresher; the gateway must do without tokens itself. */
  StableToken(WechatSettings settings, Gateway gateway) {
    this.settings = settings;
    this.gateway = gateway;
  }

  @Override
  public AccessToken refresh(String account, @Nullable AccessToken current) {
    return get(false);
  }

  /** Ends the living token and gets a new one; the platform allows it 20 times a day. */
  AccessToken force() {
    return get(true);
  }

  private AccessToken get(boolean force) {
    WechatAnswer<AccessToken> answer =
        gateway.call(
            WechatCall.post(
                settings,
                WechatCall.Kind.TOKEN,
                PATH,
                Json.object()
                    .put("grant_type", "client_credential")
                    .put("appid", settings.appid())
                    .put("secret", settings.appSecret().reveal())
                    .put("force_refresh", force),
                this::token));
    if (answer instanceof WechatAnswer.Given<AccessToken> given) {
      return given.value();
    }
    throw Wechat.refused(PATH, (WechatAnswer.Refused<AccessToken>) answer);
  }

  private AccessToken token(JsonNode body) {
    return new AccessToken(
        Secret.of(Json.requireText(body, "access_token")),
        null,
        settings.clock().instant().plusSeconds(Json.requireLong(body, "expires_in")));
  }
}
