package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.erp.kingdee.KingdeeCredential.Identity;
import io.heliu.erp.kingdee.KingdeeCredential.LoginBySign;
import io.heliu.http.AccessToken;
import io.heliu.http.Gateway;
import io.heliu.http.TokenRefresher;
import io.heliu.internal.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens sessions by a log-in. A session is the token of its account; it does not tell its end. */
final class Login implements TokenRefresher {
  private static final String SERVICE = "Kingdee.BOS.WebApi.ServicesStub.AuthService.";

  private final Gateway gateway;
  private final URI base;
  private final KingdeeCredential credential;

  Login(Gateway gateway, URI base, KingdeeCredential credential) {
    this.gateway = gateway;
    this.base = base;
    this.credential = credential;
  }

  @Override
  public AccessToken refresh(String account, @Nullable AccessToken current) {
    boolean signs = credential instanceof LoginBySign;
    String operation = signs ? "LoginBySign" : "LoginByAppSecret";
    Answers answers = new Answers(operation, false, true, Duration.ZERO);
    Session session =
        gateway.call(
            new Wire.Call<>(
                operation,
                account,
                true,
                attempt -> Wire.request(base, SERVICE + operation, parameters(attempt.now())),
                response -> answers.read(response, body -> session(operation, body))));
    return new AccessToken(Secret.of(session.cookies()), null, Instant.MAX);
  }

  private List<?> parameters(Instant now) {
    Identity identity = credential.identity();
    if (credential instanceof LoginBySign login) {
      String seconds = Long.toString(now.getEpochSecond());
      return List.of(
          identity.dataCentre(),
          identity.user(),
          identity.appId(),
          seconds,
          KingdeeSigner.loginSignature(identity, seconds, login.digest()),
          identity.language());
    }
    return List.of(
        identity.dataCentre(),
        identity.user(),
        identity.appId(),
        identity.appSecret().reveal(),
        identity.language());
  }

  private static Session session(String operation, JsonNode body) {
    String id = Json.text(body, "KDSVCSessionId");
    boolean in = Objects.equals(Json.longOf(body, "LoginResultType"), 1L);
    if (!in || id == null || id.isEmpty()) {
      throw new Fault.Authentication(
          Fault.Details.of(Answers.SYSTEM, operation, "the log-in is refused")
              .withCodes(Json.text(body, "LoginResultType"), null));
    }
    return Session.of(id, Json.text(body, "Context", "SessionId"));
  }
}
