package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.http.standin.HostileStandIn;
import io.heliu.http.standin.HostileStandIn.Body;
import io.heliu.statement.standin.TestOnlyKeys;
import io.heliu.statement.standin.WechatPayStandIn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WechatPayNotificationTest {
  private static final Instant NOW = Instant.ofEpochSecond(1784000001);
  private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
  private static final String CLEAR =
      "{\"transaction_id\":\"4200000000202607120000000001\",\"out_trade_no\":\"T20260712000001\","
          + "\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":8900,\"currency\":\"CNY\"}}";
  private static final String ENCRYPTED =
      "4ouTSCKk63qWcUrS3VsVQ2C89vsl+FpbFL//KfnKqZscT1BIwMIV9VDeT1H7uVr8kk7z3dZODVYSu5cX"
          + "YhY2o0LyPFzbrKnZw75v6mEpPVK/hGW5LLkxrEhikOa7GzbzXU4feDFvQrEbX3xUs/kBkNGTNy/ER40c"
          + "5d7gf57I0ivdl/6J8itie0geT3ovaJXMNryGLqsLG54Nbj6hllCikkZ/qw==";
  private static final String BODY =
      "{\"id\":\"n-1\",\"event_type\":\"TRANSACTION.SUCCESS\",\"resource\":{\"algorithm\":"
          + "\"AEAD_AES_256_GCM\",\"nonce\":\"0123456789ab\",\"associated_data\":\"transaction\","
          + "\"ciphertext\":\""
          + ENCRYPTED
          + "\"}}";
  private static final WechatPayMerchant MERCHANT =
      new WechatPayMerchant(
          WechatPayStandIn.MCHID,
          WechatPayStandIn.MERCHANT_SERIAL,
          TestOnlyKeys.privateKey(),
          Map.of(WechatPayStandIn.PLATFORM_SERIAL, TestOnlyKeys.publicKey()),
          null,
          WechatPayMerchant.PRODUCTION);

  private static Map<String, String> signed(String body) {
    return Map.of(
        "Wechatpay-Timestamp",
        "1784000001",
        "Wechatpay-Nonce",
        "n",
        "Wechatpay-Serial",
        WechatPayStandIn.PLATFORM_SERIAL,
        "Wechatpay-Signature",
        TestOnlyKeys.sign("1784000001\nn\n" + body + "\n"));
  }

  private static WechatPayNotification open(String body, Map<String, String> headers, Secret key) {
    return WechatPayNotification.open(
        MERCHANT, key, headers::get, body.getBytes(StandardCharsets.UTF_8), NOW);
  }

  private static WechatPayNotification open(String body) {
    return open(body, signed(body), KEY);
  }

  @Test
  void open_documentedResource_givesTheDocumentedText() {
    assertThat(open(BODY))
        .isEqualTo(new WechatPayNotification("n-1", "TRANSACTION.SUCCESS", CLEAR));
  }

  @Test
  void toString_leavesTheResourceOut() {
    assertThat(open(BODY).toString()).isEqualTo("WechatPayNotification[n-1, TRANSACTION.SUCCESS]");
  }

  @Test
  void open_changedBody_isASignatureFault() {
    assertThatThrownBy(() -> open(BODY.replace("n-1", "n-2"), signed(BODY), KEY))
        .isInstanceOf(Fault.Signature.class);
  }

  @Test
  void open_otherKey_isASignatureFaultWithoutTheKey() {
    Secret other = Secret.of("fedcba9876543210fedcba9876543210");

    assertThatThrownBy(() -> open(BODY, signed(BODY), other))
        .isInstanceOf(Fault.Signature.class)
        .hasMessageContaining("API v3 key")
        .hasMessageNotContaining("fedcba");
  }

  @Test
  void open_keyOfOtherLength_isAConfigurationFault() {
    assertThatThrownBy(() -> open(BODY, signed(BODY), Secret.of("short")))
        .isInstanceOf(Fault.Configuration.class);
  }

  @ParameterizedTest
  @CsvSource({
    "\"associated_data\":\"transaction\",\"associated_data\":\"refund\",Signature",
    "4ouTSCKk,4ouTSCKl,Signature",
    "4ouTSCKk,!,Protocol",
    "AEAD_AES_256_GCM,AES,Protocol",
    "0123456789ab,0123,Protocol",
    "\"resource\",\"thing\",Protocol",
  })
  void open_signedButUnusable_isAFault(String from, String to, String fault) {
    String body = BODY.replace(from, to);

    assertThatThrownBy(() -> open(body))
        .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(fault));
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void open_signedButHostile_isAProtocolFaultThatQuotesNothing(Body body) {
    String text = new String(body.bytes(), StandardCharsets.UTF_8);

    assertThatThrownBy(() -> open(text))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageNotContaining(HostileStandIn.PLANTED);
  }
}
