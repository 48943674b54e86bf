package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.http.WireRequest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests to WeChat Pay's API v3 and verifies what comes from there. Immutable and
 * thread-safe.
 */
final class WechatSigner {
  static final String SYSTEM = "wechatpay";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final int NONCE_BYTES = 16;

  private final WechatPayMerchant merchant;
  private final PrivateKey ours;
  private final Map<String, PublicKey> theirs = new HashMap<>();
  private final SecureRandom random = new SecureRandom();

  /**
   * Reads the keys.
   *
   * @throws Fault.Configuration if one is not a key
   */
  WechatSigner(WechatPayMerchant merchant) {
    this.merchant = merchant;
    this.ours = Rsa2.privateKey(SYSTEM, merchant.privateKey());
    merchant
        .platformKeys()
        .forEach((serial, key) -> theirs.put(serial, Rsa2.publicKey(SYSTEM, key)));
  }

  /** Returns a signed GET request. */
  WireRequest get(URI uri, String accept, Instant now) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    String text = HexFormat.of().formatHex(nonce).toUpperCase(Locale.ROOT);
    return WireRequest.get(uri)
        .withHeader("Accept", accept)
        .withHeader("User-Agent", "heliu")
        .withHeader("Authorization", authorization("GET", uri, now.getEpochSecond(), text, ""));
  }

  /** Returns the Authorization header of a request. */
  String authorization(String method, URI uri, long timestamp, String nonce, String body) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String message =
        method
            + "\n"
            + uri.getRawPath()
            + query
            + "\n"
            + timestamp
            + "\n"
            + nonce
            + "\n"
            + body
            + "\n";
    return "WECHATPAY2-SHA256-RSA2048 mchid=\""
        + merchant.mchid()
        + "\",nonce_str=\""
        + nonce
        + "\",timestamp=\""
        + timestamp
        + "\",serial_no=\""
        + merchant.serialNo()
        + "\",signature=\""
        + Rsa2.sign(SYSTEM, ours, message)
        + "\"";
  }

  /**
   * Verifies an answer or a notification.
   *
   * @param header gives a header by its name, or null
   * @param now the time; what is minutes away may be somebody's recording of another answer
   * @throws Fault.Signature if it is not WeChat Pay's, or not of now
   */
  void verify(
      String operation, Function<String, @Nullable String> header, byte[] body, Instant now) {
    String timestamp = required(operation, header, "Wechatpay-Timestamp");
    String nonce = required(operation, header, "Wechatpay-Nonce");
    String signature = required(operation, header, "Wechatpay-Signature");
    PublicKey key = theirs.get(required(operation, header, "Wechatpay-Serial"));
    if (key == null) {
      throw refused(operation, "is made with a platform key that is not among those given");
    }
    if (!timestamp.matches("\\d{1,12}")
        || Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs()
                .compareTo(TOLERANCE)
            > 0) {
      throw refused(operation, "is more than 5 minutes away from our time");
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream(body.length + 64);
    message.writeBytes((timestamp + "\n" + nonce + "\n").getBytes(StandardCharsets.UTF_8));
    message.writeBytes(body);
    message.write('\n');
    if (!Rsa2.verify(key, message.toByteArray(), signature)) {
      throw refused(operation, "does not verify with the platform key given");
    }
  }

  private static String required(
      String operation, Function<String, @Nullable String> header, String name) {
    String value = header.apply(name);
    if (value == null) {
      throw refused(operation, "is missing: no header " + name);
    }
    return value;
  }

  private static Fault.Signature refused(String operation, String why) {
    return new Fault.Signature(Fault.Details.of(SYSTEM, operation, "the signature " + why));
  }
}
