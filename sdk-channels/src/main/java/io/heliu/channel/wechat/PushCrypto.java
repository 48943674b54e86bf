package io.heliu.channel.wechat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signatures and encryption of pushes, per the platform's message push documentation. */
final class PushCrypto {
  static final int RANDOM_BYTES = 16;
  private static final int IV_BYTES = 16;
  private static final int LENGTH_BYTES = 4;

  /** The platform pads to 32 bytes, which the cipher's own padding would refuse. */
  private static final int BLOCK = 32;

  private static final int CIPHER_BLOCK = 16;

  private PushCrypto() {}

  /** A decrypted push. */
  record Clear(byte[] message, byte[] appid) {}

  /** Signs texts: sorted, joined, SHA-1 in lower-case hexadecimal. */
  static String sign(String... parts) {
    String[] sorted = parts.clone();
    Arrays.sort(sorted);
    try {
      byte[] joined = String.join("", sorted).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(joined));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** Compares in a time that does not depend on where the texts differ. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  static String encrypt(CallbackKey key, byte[] random, String message, String appid) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    byte[] app = appid.getBytes(StandardCharsets.UTF_8);
    int size = random.length + LENGTH_BYTES + text.length + app.length;
    int pad = BLOCK - size % BLOCK;
    ByteBuffer clear = ByteBuffer.allocate(size + pad);
    clear.put(random).putInt(text.length).put(text).put(app);
    while (clear.hasRemaining()) {
      clear.put((byte) pad);
    }
    return Base64.getEncoder().encodeToString(cipher(Cipher.ENCRYPT_MODE, key, clear.array()));
  }

  /** Decrypts a push; null if it cannot be one of this key. */
  static @Nullable Clear decrypt(CallbackKey key, String encrypted) {
    byte[] coded;
    try {
      coded = Base64.getDecoder().decode(encrypted);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (coded.length == 0 || coded.length % CIPHER_BLOCK != 0) {
      return null;
    }
    byte[] clear = cipher(Cipher.DECRYPT_MODE, key, coded);
    int pad = clear[clear.length - 1];
    int end = clear.length - pad;
    int start = RANDOM_BYTES + LENGTH_BYTES;
    if (pad < 1 || pad > BLOCK || end < start) {
      return null;
    }
    int length = ByteBuffer.wrap(clear, RANDOM_BYTES, LENGTH_BYTES).getInt();
    if (length < 0 || length > end - start) {
      return null;
    }
    return new Clear(
        Arrays.copyOfRange(clear, start, start + length),
        Arrays.copyOfRange(clear, start + length, end));
  }

  private static byte[] cipher(int mode, CallbackKey key, byte[] input) {
    byte[] aes = key.aesKey();
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, new SecretKeySpec(aes, "AES"), new IvParameterSpec(aes, 0, IV_BYTES));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES in CBC mode", e);
    }
  }
}
