package io.heliu.erp.kingdee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Secret;
import io.heliu.erp.kingdee.KingdeeCredential.Digest;
import io.heliu.erp.kingdee.KingdeeCredential.Identity;
import org.junit.jupiter.api.Test;

class KingdeeSignerTest {
  private static final String APP_ID = "299999_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY";
  private static final String APP_SECRET = "0123456789abcdef0123456789abcdef";
  private static final String PATH =
      "/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.Save.common.kdsvc";
  private static final Identity IDENTITY =
      Identity.of("66aa00bb11cc22", "integ_user", APP_ID, Secret.of(APP_SECRET));

  @Test
  void apiSecret_partOf32Characters_isUnmasked() {
    assertThat(KingdeeSigner.apiSecret(APP_ID)).isEqualTo("MTI2MGM1Pj9qPDk/OT04KHMiKnd0IXMr");
    assertThat(KingdeeSigner.clientId(APP_ID)).isEqualTo("299999");
  }

  @Test
  void apiSecret_partOfOtherLength_isTakenAsItIs() {
    assertThat(KingdeeSigner.apiSecret("299999_short")).isEqualTo("short");
  }

  @Test
  void apiSignature_milliseconds_matchesVector() {
    assertThat(apiSignature("1750000000000"))
        .isEqualTo(
            "ZWY4MzcyNDdlMTVlYzljMjc1N2UxZDkwODc5YzdkYWNhODZkNjhkNDEwOTUzODM0Y2E0NTQwOTJlMTMzNDc1MA==");
  }

  @Test
  void apiSignature_seconds_matchesVector() {
    assertThat(apiSignature("1750000000"))
        .isEqualTo(
            "OWRlZjQyOGFlZTFhNTI3OWVlMjFkMmM1OTdkNzNlZGZiMmU5YTEzMWVmNDA5YTVhZWNlY2ZhMTZkZTQ1YjQwYQ==");
  }

  @Test
  void appSignature_organization100_matchesVector() {
    String data = KingdeeSigner.appData(IDENTITY, "100");
    assertThat(KingdeeSigner.encoded(data))
        .isEqualTo("NjZhYTAwYmIxMWNjMjIsaW50ZWdfdXNlciwyMDUyLDEwMA==");
    assertThat(KingdeeSigner.appSignature(APP_SECRET, APP_ID, data))
        .isEqualTo(
            "MzIxNmIyNzkyN2Q2ZjAzMDQ2OTlhZDcyOWIwMGRhZTBkMTkzZWYwZWQwY2UyNWJhNmFkMjNiY2I1ODg5Y2VlYQ==");
  }

  @Test
  void appSignature_organization0_matchesVector() {
    String data = KingdeeSigner.appData(IDENTITY, "0");
    assertThat(KingdeeSigner.encoded(data))
        .isEqualTo("NjZhYTAwYmIxMWNjMjIsaW50ZWdfdXNlciwyMDUyLDA=");
    assertThat(KingdeeSigner.appSignature(APP_SECRET, APP_ID, data))
        .isEqualTo(
            "ODY3NTdmZWJmZTdjYTcwZDM4OWVlZmMxZDZkYTY4MmNkOWExZGQwYzhlYzBiYWNmYTgzOWM0YmRmZGFhMTg2Yg==");
  }

  @Test
  void appSignature_chineseUser_matchesVector() {
    Identity chinese = Identity.of("66aa00bb11cc22", "集成用户", APP_ID, Secret.of(APP_SECRET));
    String data = KingdeeSigner.appData(chinese, "100");
    assertThat(KingdeeSigner.encoded(data))
        .isEqualTo("NjZhYTAwYmIxMWNjMjIs6ZuG5oiQ55So5oi3LDIwNTIsMTAw");
    assertThat(KingdeeSigner.appSignature(APP_SECRET, APP_ID, data))
        .isEqualTo(
            "ZjUyZWM0ODExMWE4ZDEwYjQ2YzYyYWI4N2NhZGU3Mjk4ZDc2NGZiMjE0NjRiYTAwNTI1YzQ0ZmFmZDEzMjU0MQ==");
  }

  @Test
  void loginSignature_sha256_matchesVector() {
    assertThat(KingdeeSigner.loginSignature(IDENTITY, "1750000000", Digest.SHA_256))
        .isEqualTo("aea58daa15389c220c22a60840b028d66e33c3e8e36857afdb83826f778b5592");
  }

  @Test
  void loginSignature_sha1_matchesVector() {
    assertThat(KingdeeSigner.loginSignature(IDENTITY, "1750000000", Digest.SHA_1))
        .isEqualTo("5cb0f468364f6b038f306dd44f6d3c49477e4812");
  }

  @Test
  void identity_appIdWithoutUnderscore_isRefused() {
    assertThatThrownBy(() -> Identity.of("66aa00bb11cc22", "u", "299999", Secret.of("s")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("appId: must read <client id>_<text>");
  }

  @Test
  void identity_commaInUser_isRefusedBecauseItSeparatesTheSignedParts() {
    assertThatThrownBy(() -> Identity.of("66aa00bb11cc22", "a,b", APP_ID, Secret.of("s")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("user: ");
  }

  @Test
  void identity_toString_hidesTheSecret() {
    assertThat(IDENTITY.toString()).doesNotContain(APP_SECRET);
  }

  private static String apiSignature(String stamp) {
    return KingdeeSigner.apiSignature(KingdeeSigner.apiSecret(APP_ID), PATH, stamp, stamp);
  }
}
