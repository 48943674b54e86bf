package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.http.WireRequest;
import io.heliu.statement.standin.TestOnlyKeys;
import io.heliu.statement.standin.WechatPayStandIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WechatSignerTest {
  private static final WechatPayMerchant MERCHANT =
      new WechatPayMerchant(
          WechatPayStandIn.MCHID,
          WechatPayStandIn.MERCHANT_SERIAL,
          TestOnlyKeys.privateKey(),
          Map.of(WechatPayStandIn.PLATFORM_SERIAL, TestOnlyKeys.publicKey()),
          null,
          WechatPayMerchant.PRODUCTION);
  private static final WechatSigner SIGNER = new WechatSigner(MERCHANT);
  private static final String NONCE = "593BEC0C930BF1AFEB40B4A08C8FB242";
  private static final String GET_SIGNATURE =
      "MvjpT7PQINcK5fWnNd8ik5u2MCziYzuRi+q/9B/NTAWpqmgwoPtiLY2N/702dHSIro0n2r6jfq6CRwSZ"
          + "WZMzGno0hNY4M6bwuB0xYgjke0gg65u0YzoOyPpWlWDAEguVY2bYxBkjGAzHY3GCXDJ19nyte/jzI8JB"
          + "2gSvJzdNR13VqXm8DTO8943fBoHMVA3TOZI4CxoG366kG9vS+hblrRE9nE/urFjlaqoc1KAe+QN8zfcp"
          + "pJUbLyz61iVL2FJKjDsxUI9RNVs9wrE+II50LKF6qur6LM3NmqjGH3U0T403ilGprPGHmXYx+lVdrBrc"
          + "gWviFK5LJ45eaoYd3XV6Yw==";
  private static final String POST_SIGNATURE =
      "H4XugEk1Exl9zLqvBWgQlNxulGDaDqVBl4PwIYt6FT72jjpSXTds/32uO3F1HNE9BdpxHG3NYKTJgUyz"
          + "RNQsIBFf20StrkYAESMAgTQxiM85LVgekJpXghcFdouzIlDsvHmxmjeA57caC0t2a+Ptm3UB5iYEaX3Y"
          + "pQKrRVegtJsC9nli9GGyNIuUid/KR6hi2xTfOB0SwTHSqEf0qodekSPUUk6YHiD2aukIjYRZZp/Uz39h"
          + "P+Obt87o4UQcKBL1ZqSQmoRUJSb9o6cDgsynw2UHgHSP0ADxkmDB33oukADq07KNTTsjCA4tV7BPR/u6"
          + "UYRKtJwtEj9yjt6tu6nCgg==";
  private static final String ANSWER =
      "{\"download_url\":\"https://api.mch.weixin.qq.com/v3/billdownload/file?token=demo\","
          + "\"hash_type\":\"SHA1\",\"hash_value\":\"0000000000000000000000000000000000000000\"}";
  private static final String ANSWER_SIGNATURE =
      "Wb+kgFy/UUiGXMpDRyLpYKXixYSyGICqxUBd8GofyrfYjlcLddMbnpq1AXvhkmxXOhOKRDy7KxZz7qwB"
          + "B0JzJVjsMStI4hxfjRFR9iiaYrItyRSSAB1e76/iCf9+kQB9zm2Z6q4Znb+vO0/J7KGRCuaAJfbyH4FF"
          + "J/EbeYI2kskU/Lgze8aoE+zc5v302bZkhkHQX3TdA8c6danYAL6AbC/O9zZ5/uhbWZF5bFp11BUB/9Ru"
          + "8JipiH5O6y5RgUafj9e7tyQwAJZjyR6/XQ0Du1lUlzthn2zVVd0KJ8W9U/UqcdJhUbSrWYoYALJELfrF"
          + "bMgtLgsn+SaapbP++kGxKw==";
  private static final Instant NOW = Instant.ofEpochSecond(1784000001);

  private static Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    headers.put("Wechatpay-Timestamp", "1784000001");
    headers.put("Wechatpay-Nonce", "abcdef0123456789");
    headers.put("Wechatpay-Serial", WechatPayStandIn.PLATFORM_SERIAL);
    headers.put("Wechatpay-Signature", ANSWER_SIGNATURE);
    return headers;
  }

  private static void verify(Map<String, String> headers, String body, Instant now) {
    SIGNER.verify("test", headers::get, body.getBytes(StandardCharsets.UTF_8), now);
  }

  private static String expected(String signature) {
    return "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\""
        + NONCE
        + "\",timestamp=\"1784000000\",serial_no=\""
        + WechatPayStandIn.MERCHANT_SERIAL
        + "\",signature=\""
        + signature
        + "\"";
  }

  @Test
  void authorization_documentedGet_hasTheDocumentedSignature() {
    URI uri =
        URI.create(
            "https://api.mch.weixin.qq.com/v3/bill/tradebill"
                + "?bill_date=2026-07-12&bill_type=ALL&tar_type=GZIP");

    assertThat(SIGNER.authorization("GET", uri, 1784000000L, NONCE, ""))
        .isEqualTo(expected(GET_SIGNATURE));
  }

  /** A PKCS #1 signature ends in the digest of what was signed. */
  @Test
  void authorization_documentedGet_signsTheDocumentedDigest() throws GeneralSecurityException {
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(publicKey())));
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.DECRYPT_MODE, key);

    byte[] info = cipher.doFinal(Base64.getDecoder().decode(GET_SIGNATURE));

    assertThat(HexFormat.of().formatHex(info))
        .endsWith("ef53d96191fcdb30815199476c3eb904c907d18223236903516d62928031542c");
  }

  private static String publicKey() {
    return TestOnlyKeys.publicKey().replaceAll("-----[A-Z ]+-----", "");
  }

  @Test
  void authorization_documentedPost_hasTheDocumentedSignature() {
    String body =
        "{\"out_trade_no\":\"T20260712000001\",\"out_refund_no\":\"R20260712000001\","
            + "\"amount\":{\"refund\":100,\"total\":8900,\"currency\":\"CNY\"}}";
    URI uri = URI.create("https://api.mch.weixin.qq.com/v3/refund/domestic/refunds");

    assertThat(SIGNER.authorization("POST", uri, 1784000000L, NONCE, body))
        .isEqualTo(expected(POST_SIGNATURE));
  }

  @Test
  void get_twice_hasTwoNoncesAndTheHeadersThatThePlatformWants() {
    URI uri = URI.create("https://api.mch.weixin.qq.com/v3/x");
    WireRequest first = SIGNER.get(uri, "application/json", NOW);
    WireRequest second = SIGNER.get(uri, "application/json", NOW);

    assertThat(first.headers())
        .extracting(WireRequest.Header::name)
        .containsExactly("Accept", "User-Agent", "Authorization");
    assertThat(first.headers().get(2).value()).isNotEqualTo(second.headers().get(2).value());
  }

  @Test
  void verify_documentedAnswer_isGood() {
    assertThatCode(() -> verify(headers(), ANSWER, NOW)).doesNotThrowAnyException();
  }

  @Test
  void verify_changedBody_isASignatureFault() {
    assertThatThrownBy(() -> verify(headers(), ANSWER.replace("demo", "evil"), NOW))
        .isInstanceOf(Fault.Signature.class)
        .hasMessageNotContaining("evil");
  }

  @ParameterizedTest
  @CsvSource({
    "Wechatpay-Timestamp,1784000002",
    "Wechatpay-Timestamp,soon",
    "Wechatpay-Timestamp,99999999999999999999",
    "Wechatpay-Nonce,abcdef0123456780",
    "Wechatpay-Serial,PUB_KEY_ID_2",
    "Wechatpay-Signature,AAAA",
    "Wechatpay-Signature,!",
  })
  void verify_changedHeader_isASignatureFault(String name, String value) {
    Map<String, String> headers = headers();
    headers.put(name, value);

    assertThatThrownBy(() -> verify(headers, ANSWER, NOW)).isInstanceOf(Fault.Signature.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature"
      })
  void verify_missingHeader_isASignatureFaultThatNamesIt(String name) {
    Map<String, String> headers = headers();
    headers.remove(name);

    assertThatThrownBy(() -> verify(headers, ANSWER, NOW))
        .isInstanceOf(Fault.Signature.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @CsvSource({"300,true", "301,false", "-300,true", "-301,false"})
  void verify_otherTime_isGoodForFiveMinutes(long seconds, boolean good) {
    Instant now = NOW.plusSeconds(seconds);

    if (good) {
      assertThatCode(() -> verify(headers(), ANSWER, now)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> verify(headers(), ANSWER, now))
          .isInstanceOf(Fault.Signature.class)
          .hasMessageContaining("5 minutes");
    }
  }

  @Test
  void signer_badKey_isAConfigurationFaultWithoutTheKey() {
    WechatPayMerchant bad =
        new WechatPayMerchant(
            "1",
            "2",
            Secret.of("c2VjcmV0LWtleQ=="),
            MERCHANT.platformKeys(),
            null,
            URI.create("http://h"));

    assertThatThrownBy(() -> new WechatSigner(bad))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageNotContaining("c2VjcmV0");
  }

  @ParameterizedTest
  @CsvSource({"'',s,,mchid", "1\",s,,mchid", "1,,,serialNo", "1,s,a&b=c,subMchid"})
  void merchant_textThatNeedsAnEscape_isRefused(
      String mchid, String serial, String sub, String name) {
    assertThatThrownBy(
            () ->
                new WechatPayMerchant(
                    mchid,
                    serial == null ? "" : serial,
                    TestOnlyKeys.privateKey(),
                    MERCHANT.platformKeys(),
                    sub,
                    WechatPayMerchant.PRODUCTION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + ": ");
  }

  @Test
  void merchant_gatewayWithPathOrNoKeys_isRefused() {
    assertThatThrownBy(
            () ->
                new WechatPayMerchant(
                    "1", "2", TestOnlyKeys.privateKey(), Map.of(), null, URI.create("http://h")))
        .hasMessageStartingWith("platformKeys: ");
    assertThatThrownBy(
            () ->
                new WechatPayMerchant(
                    "1",
                    "2",
                    TestOnlyKeys.privateKey(),
                    MERCHANT.platformKeys(),
                    null,
                    URI.create("http://h/v3")))
        .hasMessageStartingWith("gateway: ");
  }

  @Test
  void merchant_toString_hasNoKey() {
    assertThat(MERCHANT.toString()).isEqualTo("WechatPayMerchant[1900000109]");
  }
}
