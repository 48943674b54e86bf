package io.heliu.erp.kingdee;

import io.heliu.erp.kingdee.KingdeeCredential.Digest;
import io.heliu.erp.kingdee.KingdeeCredential.Identity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signatures of the protocol, as pure functions. */
final class KingdeeSigner {
  /** The vendor's SDKs mask the gateway secret with this text: its characters, not its hex. */
  private static final byte[] MASK =
      "0054f397c6234378b09ca7d3e5debce7".getBytes(StandardCharsets.US_ASCII);

  private static final int ENCODED_SECRET_LENGTH = 32;

  private KingdeeSigner() {}

  static String clientId(String appId) {
    return appId.substring(0, appId.indexOf('_'));
  }

  /** The gateway secret hides in the application id; one of another length is taken as it is. */
  static String apiSecret(String appId) {
    String encoded = appId.substring(appId.indexOf('_') + 1);
    if (encoded.length() != ENCODED_SECRET_LENGTH) {
      return encoded;
    }
    byte[] secret = Base64.getDecoder().decode(encoded);
    for (int i = 0; i < secret.length; i++) {
      secret[i] ^= MASK[i];
    }
    return base64(secret);
  }

  /** Signs a call of a path, exactly as it is sent, for the gateway. */
  static String apiSignature(String apiSecret, String rawPath, String nonce, String stamp) {
    String path = URLEncoder.encode(rawPath, StandardCharsets.UTF_8);
    // The empty line stands for the query that calls never have.
    String text =
        "POST\n" + path + "\n\nx-api-nonce:" + nonce + "\nx-api-timestamp:" + stamp + "\n";
    return base64OfHex(hmac(apiSecret, text));
  }

  static String appData(Identity identity, String organization) {
    return String.join(
        ",",
        identity.dataCentre(),
        identity.user(),
        Integer.toString(identity.language()),
        organization);
  }

  static String encoded(String appData) {
    return base64(appData.getBytes(StandardCharsets.UTF_8));
  }

  static String appSignature(String appSecret, String appId, String appData) {
    return base64OfHex(hmac(appSecret, appId + appData));
  }

  /** Signs a log-in: the five texts in code unit order, joined, hashed. */
  static String loginSignature(Identity identity, String seconds, Digest digest) {
    StringBuilder text = new StringBuilder();
    Stream.of(
            identity.dataCentre(),
            identity.user(),
            identity.appId(),
            identity.appSecret().reveal(),
            seconds)
        .sorted()
        .forEach(text::append);
    try {
      MessageDigest hash = MessageDigest.getInstance(digest.algorithm());
      return HexFormat.of()
          .formatHex(hash.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The protocol encodes the digest's hexadecimal text, not the digest. */
  private static String base64OfHex(byte[] digest) {
    return base64(HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
