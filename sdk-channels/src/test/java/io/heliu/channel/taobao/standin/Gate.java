package io.heliu.channel.taobao.standin;

import io.heliu.http.standin.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks what every call must carry: form, app key, time, signature, version, session. */
final class Gate {
  private static final Duration TOLERANCE = Duration.ofMinutes(10);
  private static final Set<String> SYSTEM =
      Set.of(
          "method",
          "app_key",
          "session",
          "timestamp",
          "v",
          "format",
          "sign_method",
          "sign",
          "simplify",
          "partner_id",
          "target_app_key");

  private final String appKey;
  private final String appSecret;
  private final Sessions sessions;

  Gate(String appKey, String appSecret, Sessions sessions) {
    this.appKey = appKey;
    this.appSecret = appSecret;
    this.sessions = sessions;
  }

  /**
   * Checks a call.
   *
   * @param open methods that need no session
   */
  Call check(Request request, Map<String, String> form, Set<String> known, Set<String> open) {
    String method = require(form, "method", 21, "Missing Method");
    if (!known.contains(method)) {
      throw system(22, "Invalid Method");
    }
    if (!require(form, "app_key", 28, "Missing App Key").equals(appKey)) {
      throw system(29, "Invalid App Key");
    }
    checkTime(require(form, "timestamp", 30, "Missing Timestamp"), request.at());
    if (!require(form, "v", 32, "Missing Version").equals("2.0")) {
      throw system(33, "Invalid Version");
    }
    if (!form.getOrDefault("format", "xml").equals("json")) {
      throw system(23, "Invalid Format");
    }
    checkSign(form);
    if (!open.contains(method)) {
      sessions.check(require(form, "session", 26, "Missing Session"), request.at());
    }
    Map<String, String> business = new LinkedHashMap<>(form);
    business.keySet().removeAll(SYSTEM);
    business.values().removeIf(String::isEmpty);
    return new Call(method, business, request.at());
  }

  private static void checkTime(String timestamp, Instant now) {
    try {
      Duration off = Duration.between(Call.parse(timestamp), now).abs();
      if (off.compareTo(TOLERANCE) <= 0) {
        return;
      }
    } catch (DateTimeException e) {
      throw system(31, "Invalid Timestamp");
    }
    throw system(31, "Invalid Timestamp");
  }

  private void checkSign(Map<String, String> form) {
    String sign = require(form, "sign", 24, "Missing Signature");
    String expected = sign(require(form, "sign_method", 24, "Missing Signature"), form);
    if (!expected.equals(sign)) {
      throw system(25, "Invalid signature");
    }
  }

  private String sign(String signMethod, Map<String, String> form) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(form)
        .forEach(
            (name, value) -> {
              if (!name.equals("sign") && !value.isEmpty()) {
                text.append(name).append(value);
              }
            });
    try {
      byte[] digest =
          switch (signMethod) {
            case "md5" ->
                MessageDigest.getInstance("MD5").digest(utf8(appSecret + text + appSecret));
            case "hmac" -> hmac("HmacMD5", text.toString());
            case "hmac-sha256" -> hmac("HmacSHA256", text.toString());
            default -> throw system(25, "Invalid signature");
          };
      return HexFormat.of().formatHex(digest).toUpperCase(Locale.ROOT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] hmac(String algorithm, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(utf8(appSecret), algorithm));
    return mac.doFinal(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String require(Map<String, String> form, String name, int code, String words) {
    String value = form.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw system(code, words);
    }
    return value;
  }

  private static Refusal system(int code, String words) {
    return new Refusal(code, words, "", "");
  }
}
