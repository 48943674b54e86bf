package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

  /** The example of the platform's signature page, and the same with the other two methods. */
  @ParameterizedTest
  @CsvSource({
    "MD5, 66987CB115214E59E6EC978214934FB8",
    "HMAC_MD5, D56D7858309C31B6251083A874D48273",
    "HMAC_SHA256, 04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8"
  })
  void sign_documentedExample_givesDocumentedSignature(SignMethod method, String expected) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("method", "taobao.item.seller.get");
    parameters.put("app_key", "12345678");
    parameters.put("session", "test");
    parameters.put("timestamp", "2016-01-01 12:00:00");
    parameters.put("format", "json");
    parameters.put("v", "2.0");
    parameters.put("sign_method", method.wireName());
    parameters.put("fields", "num_iid,title,nick,price,num");
    parameters.put("num_iid", "11223344");

    assertThat(TopSignature.sign(method, "helloworld", parameters)).isEqualTo(expected);
  }

  /** The same page shows the text that is digested between the secrets. */
  @Test
  void sign_documentedExample_digestsTheDocumentedText() throws GeneralSecurityException {
    String text =
        "app_key12345678fieldsnum_iid,title,nick,price,numformatjson"
            + "methodtaobao.item.seller.getnum_iid11223344sessiontestsign_methodmd5"
            + "timestamp2016-01-01 12:00:00v2.0";

    assertThat(md5("helloworld" + text + "helloworld"))
        .isEqualTo("66987CB115214E59E6EC978214934FB8");
  }

  /** The documented order of names: a shorter one before the one that it begins. */
  @Test
  void sign_namesThatBeginEachOther_areSortedByCodePoint() throws GeneralSecurityException {
    Map<String, String> parameters = Map.of("foobar", "4", "foo", "1", "bar", "2", "foo_bar", "3");

    assertThat(TopSignature.sign(SignMethod.MD5, "s", parameters))
        .isEqualTo(md5("sbar2foo1foo_bar3foobar4s"));
  }

  private static String md5(String text) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().withUpperCase().formatHex(digest);
  }

  @ParameterizedTest
  @CsvSource({
    "MD5, 1147F74151F1C427D9E888A6E6F6FD5C",
    "HMAC_MD5, D81D4E9761EA2A858A276D2BF80A9D20",
    "HMAC_SHA256, F6395A0CFD1F24AC531606C8D4405D9620622F197D4F34705F99980594C30DA0"
  })
  void sign_chineseTextAndEmptyValue_signsUtf8AndLeavesOutTheEmptyOne(
      SignMethod method, String expected) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("method", "taobao.trades.sold.increment.get");
    parameters.put("app_key", "21234567");
    parameters.put("session", "6100a1b2c3");
    parameters.put("timestamp", "2024-06-18 10:30:05");
    parameters.put("format", "json");
    parameters.put("v", "2.0");
    parameters.put("simplify", "");
    parameters.put("fields", "tid,status,modified,orders");
    parameters.put("start_modified", "2024-06-18 10:00:00");
    parameters.put("end_modified", "2024-06-18 10:30:00");
    parameters.put("buyer_nick", "张三的小店☃");
    parameters.put("page_no", "3");
    parameters.put("page_size", "40");
    parameters.put("use_has_next", "true");
    parameters.put("sign_method", method.wireName());

    assertThat(TopSignature.sign(method, "sec_top_01", parameters)).isEqualTo(expected);
  }

  /** The message service signs its CONNECT frame by the same rule, over three names only. */
  @Test
  void sign_connectFrameOfTheMessageService_givesItsSignature() {
    Map<String, String> headers =
        Map.of("app_key", "21234567", "group_name", "default", "timestamp", "1718677805123");

    assertThat(TopSignature.sign(SignMethod.MD5, "sec_top_01", headers))
        .isEqualTo("7F312A5E53F12443B13805F8290C99EC");
  }

  /** RFC 2202 case 1 and RFC 4231 case 1. */
  @ParameterizedTest
  @CsvSource({
    "HMAC_MD5, 16, 9294727A3638BB1C13F48EF8158BFC9D",
    "HMAC_SHA256, 20, B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7"
  })
  void sign_rfcVector_givesItsDigest(SignMethod method, int keyLength, String expected) {
    String secret = "\u000b".repeat(keyLength);

    assertThat(TopSignature.sign(method, secret, Map.of("Hi", " There"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"MD5", "HMAC_MD5", "HMAC_SHA256"})
  void sign_signParameterPresent_doesNotCount(SignMethod method) {
    Map<String, String> with = Map.of("foo", "1", "foo_bar", "2", "sign", "OLD");

    assertThat(TopSignature.sign(method, "secret", with))
        .isEqualTo(TopSignature.sign(method, "secret", Map.of("foo", "1", "foo_bar", "2")));
  }
}
