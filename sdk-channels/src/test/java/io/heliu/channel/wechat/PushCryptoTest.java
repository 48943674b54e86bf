package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushCryptoTest {
  private static final byte[] RANDOM = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static String message(PushCrypto.Clear clear) {
    return new String(clear.message(), StandardCharsets.UTF_8);
  }

  private static PushCrypto.Clear decrypt(CallbackKey key, String encrypted) {
    return Objects.requireNonNull(PushCrypto.decrypt(key, encrypted));
  }

  /** Encrypts bytes as they are, so that the clear text may be wrong in any way. */
  private static String raw(CallbackKey key, byte[] clear) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key.aesKey(), "AES"),
          new IvParameterSpec(key.aesKey(), 0, 16));
      return Base64.getEncoder().encodeToString(cipher.doFinal(clear));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sign_plainVectorOfThePlatform_agrees() {
    assertThat(PushCrypto.sign("AAAAA", "1714037059", "486452656"))
        .isEqualTo("899cf89e464efb63f54ddac96b0a0a235f53aa78");
  }

  @Test
  void sign_addressCheckVectorOfThePlatform_agrees() {
    assertThat(PushCrypto.sign("AAAAA", "1714036504", "1514711492"))
        .isEqualTo("f464b24fc39322e44b38aa78f5edd27bd1441696");
  }

  @Test
  void sign_secureVectorOfThePlatform_agrees() {
    assertThat(PushCrypto.sign("AAAAA", "1714112445", "415670741", Vectors.ENCRYPTED))
        .isEqualTo("046e02f8204d34f8ba5fa3b1db94908f3df2e9b3");
  }

  @Test
  void decrypt_vectorOfThePlatform_givesMessageAndApp() {
    PushCrypto.Clear clear = decrypt(Vectors.KEY, Vectors.ENCRYPTED);

    assertThat(message(clear)).isEqualTo(Vectors.MESSAGE).hasSize(167);
    assertThat(new String(clear.appid(), StandardCharsets.UTF_8)).isEqualTo(Vectors.APPID);
  }

  /** A check of padding by 16-byte blocks, as the Java runtime's own, would refuse it. */
  @Test
  void decrypt_vectorOfThePlatform_isPaddedByNineteen() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(Vectors.KEY.aesKey(), "AES"),
        new IvParameterSpec(Vectors.KEY.aesKey(), 0, 16));

    byte[] clear = cipher.doFinal(Base64.getDecoder().decode(Vectors.ENCRYPTED));

    assertThat(clear).endsWith(new byte[] {19, 19, 19}).hasSize(16 + 4 + 167 + 18 + 19);
  }

  @Test
  void encrypt_clearTextOfTheVector_givesTheVector() {
    byte[] random = "a8eedb185eb2fecf".getBytes(StandardCharsets.US_ASCII);

    assertThat(PushCrypto.encrypt(Vectors.KEY, random, Vectors.MESSAGE, Vectors.APPID))
        .isEqualTo(Vectors.ENCRYPTED);
  }

  @Test
  void encrypt_orderVector_agreesBothWays() {
    String encrypted =
        PushCrypto.encrypt(Vectors.ORDER_KEY, RANDOM, Vectors.ORDER_MESSAGE, Vectors.ORDER_APPID);

    assertThat(encrypted).isEqualTo(Vectors.ORDER_ENCRYPTED);
    assertThat(Vectors.ORDER_MESSAGE).hasSize(218);
    assertThat(PushCrypto.sign("demoToken01", "1784000001", "918273645", encrypted))
        .isEqualTo("cdb9f2a7a48eb4f7bf423eff278b26779669e049");
    assertThat(message(decrypt(Vectors.ORDER_KEY, encrypted))).isEqualTo(Vectors.ORDER_MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 12, 13, 27, 28, 29, 43, 44, 45, 1000})
  void encrypt_anyLength_comesBack(int length) {
    String text = "x".repeat(length);

    PushCrypto.Clear clear =
        decrypt(Vectors.KEY, PushCrypto.encrypt(Vectors.KEY, RANDOM, text, "wx01"));

    assertThat(message(clear)).isEqualTo(text);
    assertThat(new String(clear.appid(), StandardCharsets.UTF_8)).isEqualTo("wx01");
  }

  @Test
  void encrypt_multipleOfThirtyTwoBytes_isPaddedByThirtyTwo() {
    String encrypted = PushCrypto.encrypt(Vectors.KEY, RANDOM, "x".repeat(40), "wx01");

    assertThat(Base64.getDecoder().decode(encrypted)).hasSize(96);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 33, 64, -1})
  void decrypt_padOutOfRange_isNothing(int pad) {
    byte[] clear = new byte[64];
    clear[63] = (byte) pad;

    assertThat(PushCrypto.decrypt(Vectors.KEY, raw(Vectors.KEY, clear))).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 44, Integer.MAX_VALUE})
  void decrypt_lengthOutOfRange_isNothing(int length) {
    byte[] clear = new byte[64];
    java.nio.ByteBuffer.wrap(clear).putInt(16, length);
    clear[63] = 1;

    assertThat(PushCrypto.decrypt(Vectors.KEY, raw(Vectors.KEY, clear))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not base64!", "YWJj", "AAAAAAAAAAAAAAAAAAAAAA=="})
  void decrypt_noCipherText_isNothing(String encrypted) {
    assertThat(PushCrypto.decrypt(Vectors.KEY, encrypted)).isNull();
  }

  @Test
  void key_trailingBitsSet_isTheSameKey() {
    CallbackKey other = new CallbackKey(Secret.of("AAAAA"), Secret.of("A".repeat(42) + "B"));

    assertThat(other.aesKey()).isEqualTo(Vectors.KEY.aesKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"})
  void key_notAKey_isRefusedWithoutQuotingIt(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CallbackKey(Secret.of("t"), Secret.of(key)))
        .withMessage("encodingAesKey: must be 43 characters of Base64")
        .withNoCause();
  }
}
