package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.http.WireRequest.Header;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Lets calls in: by a live session, by signature headers, or by one of the log-ins. */
final class Doors {
  private static final String COOKIE = "kdservice-sessionid";
  private static final List<String> SIGNED =
      List.of(
          "X-Api-ClientID",
          "X-Api-Auth-Version",
          "x-api-timestamp",
          "x-api-nonce",
          "x-api-signheaders",
          "X-Api-Signature",
          "X-Kd-Appkey",
          "X-Kd-Appdata",
          "X-Kd-Signature");

  private final KingdeeStandIn.Registration registration;
  private final Set<String> sessions = new HashSet<>();
  private final @Nullable Duration window;
  private final boolean legacy;
  private long counter;

  Doors(KingdeeStandIn.Registration registration, @Nullable Duration window, boolean legacy) {
    this.registration = registration;
    this.window = window;
    this.legacy = legacy;
  }

  /** What became of a knock: in with or without a new session, or out. */
  sealed interface Knock {

    /** In; {@code session} is new, or null if the old one is good. */
    record In(@Nullable String session) implements Knock {}

    /** Out. */
    record Out() implements Knock {}

    /** The data centre is not here. */
    record WrongDataCentre() implements Knock {}

    /** The gateway says that the time stamp is too old. */
    record Stale() implements Knock {}
  }

  Knock knock(Request request) {
    String session = session(request);
    if (session != null && sessions.contains(session)) {
      return new Knock.In(null);
    }
    for (String name : SIGNED) {
      if (request.header(name) == null) {
        return new Knock.Out();
      }
    }
    if (!signedWell(request)) {
      return new Knock.Out();
    }
    String[] data = decoded(header(request, "X-Kd-Appdata")).split(",", -1);
    if (!data[0].equals(registration.dataCentre())) {
      return new Knock.WrongDataCentre();
    }
    if (data.length != 4
        || !data[1].equals(registration.user())
        || !data[2].equals("2052")
        || !Set.of("0", "null", registration.organization()).contains(data[3])) {
      return new Knock.Out();
    }
    return fresh(header(request, "x-api-timestamp"), request.at())
        ? new Knock.In(open())
        : new Knock.Stale();
  }

  private boolean fresh(String stamp, Instant now) {
    if (window == null) {
      return true;
    }
    long number = Long.parseLong(stamp);
    Instant at = stamp.length() > 10 ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
    return Duration.between(at, now).abs().compareTo(window) <= 0;
  }

  private boolean signedWell(Request request) {
    String appId = registration.appId();
    String stamp = header(request, "x-api-timestamp");
    String nonce = header(request, "x-api-nonce");
    String path = request.path().replace("/", "%2F");
    String text =
        "POST\n" + path + "\n\nx-api-nonce:" + nonce + "\nx-api-timestamp:" + stamp + "\n";
    String appData = decoded(header(request, "X-Kd-Appdata"));
    return stamp.matches("\\d{9,10}|\\d{12,13}")
        && header(request, "X-Api-Auth-Version").equals("2.0")
        && header(request, "x-api-signheaders")
            .toLowerCase(Locale.ROOT)
            .equals("x-api-timestamp,x-api-nonce")
        && header(request, "X-Kd-Appkey").equals(appId)
        && header(request, "X-Api-ClientID").equals(appId.split("_", -1)[0])
        && header(request, "X-Api-Signature").equals(sign(apiSecret(appId), text))
        && header(request, "X-Kd-Signature")
            .equals(sign(registration.appSecret(), appId + appData));
  }

  private static String header(Request request, String name) {
    return String.valueOf(request.header(name));
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String apiSecret(String appId) {
    String part = appId.split("_", -1)[1];
    if (part.length() != 32) {
      return part;
    }
    byte[] key = "0054f397c6234378b09ca7d3e5debce7".getBytes(StandardCharsets.US_ASCII);
    byte[] secret = Base64.getDecoder().decode(part);
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) (secret[i] ^ key[i]);
    }
    return Base64.getEncoder().encodeToString(secret);
  }

  private static String sign(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String hex = HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
      return Base64.getEncoder().encodeToString(hex.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable String session(Request request) {
    String header = request.header(COOKIE);
    if (header != null) {
      return header;
    }
    String cookies = request.header("Cookie");
    if (cookies == null) {
      return null;
    }
    for (String cookie : cookies.split(";", -1)) {
      if (cookie.trim().startsWith(COOKIE + "=")) {
        return cookie.trim().substring(COOKIE.length() + 1);
      }
    }
    return null;
  }

  /** Answers a log-in. */
  Reply login(Invocation call) {
    List<String> given = call.arguments();
    boolean good =
        switch (call.operation()) {
          case "LoginBySign" ->
              given.size() == 6 && identity(given) && signs(given.get(3), given.get(4));
          case "LoginByAppSecret" ->
              given.size() == 5 && identity(given) && given.get(3).equals(registration.appSecret());
          case "ValidateUser" ->
              given.size() == 4
                  && given.get(0).equals(registration.dataCentre())
                  && given.get(1).equals(registration.user())
                  && given.get(2).equals(registration.password());
          default -> false;
        };
    ObjectNode answer = Json.object();
    if (!good) {
      answer.put("Message", "用户名或密码错误").put("LoginResultType", -1);
      return Reply.json(Json.write(answer.put("IsSuccessByAPI", false)));
    }
    String session = open();
    answer.putNull("Message").put("MessageCode", "CheckPasswordPolicy").put("LoginResultType", 1);
    answer
        .putObject("Context")
        .put("UserLocale", "zh-CN")
        .put("DBid", registration.dataCentre())
        .put("SessionId", "web" + session)
        .put("UserName", registration.user());
    answer.put("KDSVCSessionId", session).put("Lcid", 2052).put("IsSuccessByAPI", true);
    return withSession(Reply.json(Json.write(answer)), session);
  }

  private boolean identity(List<String> given) {
    return given.get(0).equals(registration.dataCentre())
        && given.get(1).equals(registration.user())
        && given.get(2).equals(registration.appId())
        && given.get(given.size() - 1).equals("2052");
  }

  private boolean signs(String stamp, String signature) {
    String[] parts = {
      registration.dataCentre(),
      registration.user(),
      registration.appId(),
      registration.appSecret(),
      stamp
    };
    Arrays.sort(parts);
    try {
      MessageDigest digest = MessageDigest.getInstance(legacy ? "SHA-1" : "SHA-256");
      byte[] hash = digest.digest(String.join("", parts).getBytes(StandardCharsets.UTF_8));
      return stamp.matches("\\d{10}") && HexFormat.of().formatHex(hash).equals(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String open() {
    String session = String.format("7d0c1f6e-2c54-4a3a-9f2e-%012d", ++counter);
    sessions.add(session);
    return session;
  }

  /** Sets the cookies of a session, in two lines, the expiry with its comma. */
  static Reply withSession(Reply reply, String session) {
    String rest = "; expires=Thu, 31-Dec-2099 16:00:00 GMT; path=/; HttpOnly";
    return new Reply(
        reply.status(),
        append(
            reply.headers(),
            new Header("Set-Cookie", "ASP.NET_SessionId=web" + session + rest),
            new Header("Set-Cookie", COOKIE + "=" + session + rest)),
        reply.body());
  }

  private static List<Header> append(List<Header> headers, Header... more) {
    List<Header> all = new java.util.ArrayList<>(headers);
    all.addAll(List.of(more));
    return all;
  }

  void endSessions() {
    sessions.clear();
  }

  int sessions() {
    return sessions.size();
  }
}
