package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The app's stable token: the same one while it lives, a new one in its last five minutes. */
final class Tokens {
  private static final Duration LIFETIME = Duration.ofHours(2);
  private static final Duration OVERLAP = Duration.ofMinutes(5);
  private static final int FORCED_A_DAY = 20;
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final Runnable changed;
  private final String appid;
  private final String secret;
  private int number;
  private Instant ends = Instant.EPOCH;
  private Instant previousEnds = Instant.EPOCH;
  private boolean revoked;
  private Instant forcedAt = Instant.EPOCH;
  private @Nullable LocalDate forcedOn;
  private int forced;

  Tokens(Runnable changed, String appid, String secret) {
    this.changed = changed;
    this.appid = appid;
    this.secret = secret;
  }

  /** Answers {@code /cgi-bin/stable_token}. */
  ObjectNode stable(Call call) {
    call.only("grant_type", "appid", "secret", "force_refresh");
    if (!call.text("grant_type").equals("client_credential")) {
      throw new Refusal(40002, "invalid grant_type");
    }
    if (!call.text("appid").equals(appid)) {
      throw new Refusal(40013, "invalid appid");
    }
    if (!call.text("secret").equals(secret)) {
      throw new Refusal(40001, "invalid credential, wrong app secret");
    }
    boolean force = call.body().path("force_refresh").asBoolean();
    if (force) {
      checkForce(call.now());
    }
    if (force || revoked || !call.now().isBefore(ends.minus(OVERLAP))) {
      changed.run();
      previousEnds = force || revoked ? Instant.EPOCH : ends;
      revoked = false;
      number++;
      ends = call.now().plus(LIFETIME);
    }
    return Json.object()
        .put("access_token", "token-" + number)
        .put("expires_in", Duration.between(call.now(), ends).toSeconds());
  }

  private void checkForce(Instant now) {
    LocalDate today = now.atZone(ZONE).toLocalDate();
    if (!today.equals(forcedOn)) {
      forced = 0;
    }
    if (forced == FORCED_A_DAY || now.isBefore(forcedAt.plusSeconds(30))) {
      throw new Refusal(45009, "reach max api daily quota limit");
    }
    changed.run();
    forcedOn = today;
    forcedAt = now;
    forced++;
  }

  void check(@Nullable String token, Instant now) {
    if (token == null || token.isEmpty()) {
      throw new Refusal(41001, "access_token missing");
    }
    if (token.equals("token-" + number)) {
      if (revoked) {
        throw new Refusal(40001, "invalid credential, access_token is invalid or not latest");
      }
      if (!now.isBefore(ends)) {
        throw new Refusal(42001, "access_token expired");
      }
    } else if (!token.equals("token-" + (number - 1)) || !now.isBefore(previousEnds)) {
      throw new Refusal(40001, "invalid credential, access_token is invalid or not latest");
    }
  }

  /** Ends the living token, as another system that forces a new one does. */
  void revoke() {
    changed.run();
    revoked = true;
  }
}
