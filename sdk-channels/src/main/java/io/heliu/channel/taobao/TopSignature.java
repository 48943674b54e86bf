package io.heliu.channel.taobao;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The gateway's signature: names and raw values in code point order, digested, in upper case. */
final class TopSignature {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private TopSignature() {}

  /**
   * Signs parameters. {@code sign} itself and parameters without name or value do not count, and
   * must not be sent either.
   */
  static String sign(SignMethod method, String secret, Map<String, String> parameters) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(parameters)
        .forEach(
            (name, value) -> {
              if (!name.isEmpty() && !value.isEmpty() && !name.equals("sign")) {
                text.append(name).append(value);
              }
            });
    try {
      return HEX.formatHex(digest(method, secret, text.toString()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime lacks " + method, e);
    }
  }

  private static byte[] digest(SignMethod method, String secret, String text)
      throws GeneralSecurityException {
    return switch (method) {
      case MD5 -> MessageDigest.getInstance("MD5").digest(utf8(secret + text + secret));
      case HMAC_MD5 -> hmac("HmacMD5", secret, text);
      case HMAC_SHA256 -> hmac("HmacSHA256", secret, text);
    };
  }

  private static byte[] hmac(String algorithm, String secret, String text)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(utf8(secret), algorithm));
    return mac.doFinal(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
