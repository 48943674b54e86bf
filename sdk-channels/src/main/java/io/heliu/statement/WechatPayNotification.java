package io.heliu.statement;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A notification of WeChat Pay (微信支付通知), verified and decrypted. It is a hint: read the order or
 * the bill anew before anything is booked. {@link #toString} leaves the resource out, which holds
 * personal data.
 *
 * @param id the notification's id; the same one may come more than once
 * @param eventType what happened, for example {@code "TRANSACTION.SUCCESS"}
 * @param resource the decrypted resource, a JSON text
 */
public record WechatPayNotification(String id, String eventType, String resource) {
  private static final String OPERATION = "notification";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** Checks that the texts are not null. */
  public WechatPayNotification {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(eventType, "eventType");
    Objects.requireNonNull(resource, "resource");
  }

  /**
   * Verifies and decrypts what was sent to us.
   *
   * @param merchant whose platform keys verify it
   * @param apiV3Key the merchant's key of API v3 (APIv3密钥), 32 characters
   * @param header gives a header by its name whatever its case, or null
   * @param body the body, byte for byte as it came
   * @param now the time; what is more than 5 minutes away is refused
   * @throws Fault.Signature if it is not WeChat Pay's, or was not encrypted with this key
   * @throws Fault.Protocol if it is WeChat Pay's but cannot be read
   * @throws Fault.Configuration if a key cannot be read
   */
  public static WechatPayNotification open(
      WechatPayMerchant merchant,
      Secret apiV3Key,
      Function<String, @Nullable String> header,
      byte[] body,
      Instant now) {
    byte[] key = apiV3Key.reveal().getBytes(StandardCharsets.UTF_8);
    if (key.length != KEY_BYTES) {
      throw new Fault.Configuration(details("the API v3 key must have 32 bytes"));
    }
    new WechatSigner(merchant).verify(OPERATION, header, body, now);
    try {
      JsonNode message = Json.parse(body);
      return new WechatPayNotification(
          Json.requireText(message, "id"),
          Json.requireText(message, "event_type"),
          decrypt(key, Json.require(message, "resource")));
    } catch (MalformedJson e) {
      throw new Fault.Protocol(details("the notification is malformed: " + e.getMessage()), e);
    }
  }

  private static String decrypt(byte[] key, JsonNode resource) {
    byte[] nonce = Json.requireText(resource, "nonce").getBytes(StandardCharsets.UTF_8);
    if (!"AEAD_AES_256_GCM".equals(Json.text(resource, "algorithm"))
        || nonce.length != NONCE_BYTES) {
      throw new MalformedJson("resource: must be AEAD_AES_256_GCM with a nonce of 12 bytes");
    }
    String associated = Json.text(resource, "associated_data");
    byte[] encrypted = base64(Json.requireText(resource, "ciphertext"));
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD((associated == null ? "" : associated).getBytes(StandardCharsets.UTF_8));
      return new String(cipher.doFinal(encrypted), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new Fault.Signature(
          details(
              "the resource cannot be decrypted with the API v3 key given ("
                  + e.getClass().getSimpleName()
                  + ")"));
    }
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("resource.ciphertext: must be Base64");
    }
  }

  private static Fault.Details details(String message) {
    return Fault.Details.of(WechatSigner.SYSTEM, OPERATION, message);
  }

  /** Returns id and event type. */
  @Override
  public String toString() {
    return "WechatPayNotification[" + id + ", " + eventType + "]";
  }
}
