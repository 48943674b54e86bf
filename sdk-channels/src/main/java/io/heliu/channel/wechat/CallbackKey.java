package io.heliu.channel.wechat;

import io.heliu.Secret;
import java.util.Base64;
import java.util.Objects;

/**
 * What pushes are signed and encrypted with, as set in the platform's console.
 *
 * @param token the token (令牌)
 * @param encodingAesKey the key of messages (消息加密密钥), 43 characters
 */
public record CallbackKey(Secret token, Secret encodingAesKey) {
  private static final int LENGTH = 43;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the key has not 43 characters of Base64
   */
  public CallbackKey {
    Objects.requireNonNull(token, "token");
    decode(encodingAesKey);
  }

  byte[] aesKey() {
    return decode(encodingAesKey);
  }

  /** The last character may carry bits that do not belong to the key; the decoder drops them. */
  private static byte[] decode(Secret encoded) {
    if (encoded.reveal().length() == LENGTH) {
      try {
        return Base64.getDecoder().decode(encoded.reveal() + "=");
      } catch (IllegalArgumentException e) {
        // The decoder's own message may quote the key; the one below says all that helps.
      }
    }
    throw new IllegalArgumentException("encodingAesKey: must be 43 characters of Base64");
  }
}
