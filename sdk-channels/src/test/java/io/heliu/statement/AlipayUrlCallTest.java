package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.http.RemoteCall.Attempt;
import io.heliu.http.RemoteCall.Next;
import io.heliu.http.RemoteCall.Verdict;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.statement.standin.AlipayStandIn;
import io.heliu.statement.standin.TestOnlyKeys;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlipayUrlCallTest {
  private static final Rsa2 KEYS = new Rsa2(TestOnlyKeys.privateKey(), TestOnlyKeys.publicKey());
  private static final AlipayApp APP =
      new AlipayApp(
          "2088000000000000",
          AlipayStandIn.APP_ID,
          TestOnlyKeys.privateKey(),
          TestOnlyKeys.publicKey(),
          null,
          AlipayApp.PRODUCTION);
  private static final AlipayUrlCall CALL =
      new AlipayUrlCall(APP, KEYS, BillKind.ALIPAY_TRADE, AlipaySamples.DAY);
  private static final String NODE = "alipay_data_dataservice_bill_downloadurl_query_response";
  private static final String GOOD =
      "{\"code\":\"10000\",\"msg\":\"Success\",\"bill_download_url\":"
          + "\"http://127.0.0.1:8089/alipay/bill.zip?token=demo\"}";
  private static final String CONTENT =
      "app_id=2021000000000001&biz_content={\"bill_type\":\"trade\",\"bill_date\":\"2026-07-12"
          + "\"}&charset=UTF-8&format=JSON&method=alipay.data.dataservice.bill.downloadurl.que"
          + "ry&sign_type=RSA2&timestamp=2026-07-13 10:30:00&version=1.0";
  private static final String CONTENT_SIGNATURE =
      "hDboq9Jntl/PpR9yiKLbX8oSbOwCqfwDs8CBb5FIjQFGg4TfCrMvN07wwMow5mSL02It8ItvS8wFH8Lu"
          + "XwCtjlFndl4EnasNl27M5cXky1KPCszXYAm3J7f2wInEIxs4NauumyAhMmhzFstYgeH7vAcNC0zpAPB0"
          + "Hp0Aofq27XImq/nVwyzD8b2maitqq9lMHarzUOm3NxT2oDki0YFfOmsCTZZwjfYMRCPIXS/UsL+106/1"
          + "bIhegAeaklRBPDot/pnQ8uCTpNuvP4nO2cWzfyFh9BsBAxEB5BfoZWdB5bHhXC5STSlnwzmjnXP5hGlS"
          + "JE8pDLqGuaH5e0VZTRGmBQ==";
  private static final String GOOD_SIGNATURE =
      "Z6GES4PMGNfB6OUdKGkPFBR/SPc8wxucggH2EuUQRbRsxS4aAxsfhiLxhtrNGBOfsQiTvx2FC9CfcQKg"
          + "/kDOBvrkD7wp9w0t+dwKHP9jjJ6ZzyElZXoU7MB+10z6G9OSGt3UPYp9PF+xN0iGtNIGwehI9BVHg4v+"
          + "AuhtLzrxxS5BMdMdh5kIef4O2upSywvfsPpAKo0YvyMZZsr92GGWHMFnMCu+45F5AbfTX+F8hP3Zqoy5"
          + "I6kA0jffNnKAq/IF+WK4fDeyK5dBmVGyR+pWNGhoCPaQab4cIhn5e0SXF4dRgWNdhuzL8tmG7QyDh/yR"
          + "dal9RMjpe9Zov6mT3XaQ7Q==";

  private static WireResponse response(int status, String body) {
    return new WireResponse(status, List.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static WireResponse signed(String node) {
    return response(
        200, "{\"" + NODE + "\":" + node + ",\"sign\":\"" + AlipayStandIn.sign(node) + "\"}");
  }

  private static Map<String, String> form(WireRequest request) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : new String(request.body(), StandardCharsets.UTF_8).split("&")) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  @Test
  void request_documentedCase_hasTheDocumentedSignature() {
    WireRequest request = CALL.request(new Attempt(1, Instant.parse("2026-07-13T02:30:00Z"), null));
    Map<String, String> form = form(request);

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo(AlipayApp.PRODUCTION);
    assertThat(AlipayUrlCall.signed(form)).isEqualTo(CONTENT);
    assertThat(form).containsEntry("sign", CONTENT_SIGNATURE);
  }

  @Test
  void sign_documentedText_givesTheDocumentedSignature() {
    assertThat(KEYS.sign(CONTENT)).isEqualTo(CONTENT_SIGNATURE);
  }

  @Test
  void read_documentedAnswer_verifies() {
    String body = "{\"" + NODE + "\":" + GOOD + ",\"sign\":\"" + GOOD_SIGNATURE + "\"}";

    assertThat(CALL.read(response(200, body)))
        .isEqualTo(
            Verdict.done(
                Optional.of(URI.create("http://127.0.0.1:8089/alipay/bill.zip?token=demo"))));
  }

  @Test
  void read_signBeforeNode_verifies() {
    String body = "{\"sign\":\"" + GOOD_SIGNATURE + "\", \"" + NODE + "\" : " + GOOD + " }";

    assertThat(CALL.read(response(200, body))).isInstanceOf(Verdict.Done.class);
  }

  @Test
  void read_oddSpacesAndEscapes_areVerifiedAsReceived() {
    String node =
        "{ \"code\" : \"10000\",\n\"msg\":\"\\u6210\\/功}{\","
            + "\"bill_download_url\":\"https:\\/\\/bill.example.com\\/a?b=1\"}";

    assertThat(CALL.read(signed(node)))
        .isEqualTo(Verdict.done(Optional.of(URI.create("https://bill.example.com/a?b=1"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Success|success", "token=demo|token=evil", "\"code\"|\"code\" "})
  void read_changedAnswer_isASignatureFault(String change) {
    String[] parts = change.split("\\|");
    String body =
        "{\""
            + NODE
            + "\":"
            + GOOD.replace(parts[0], parts[1])
            + ",\"sign\":\""
            + GOOD_SIGNATURE
            + "\"}";

    assertThatThrownBy(() -> CALL.read(response(200, body)))
        .isInstanceOf(Fault.Signature.class)
        .hasMessageNotContaining("token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"sign\":\"\"", ",\"sign\":\"!\"", ",\"sign\":null"})
  void read_missingSignature_isASignatureFault(String sign) {
    String body = "{\"" + NODE + "\":" + GOOD + sign + "}";

    assertThatThrownBy(() -> CALL.read(response(200, body))).isInstanceOf(Fault.Signature.class);
  }

  @Test
  void read_unsignedNoBill_isASignatureFaultAndNotAnEmptyDay() {
    String body = "{\"" + NODE + "\":{\"code\":\"40004\",\"sub_code\":\"isp.bill_not_exist\"}}";

    assertThatThrownBy(() -> CALL.read(response(200, body))).isInstanceOf(Fault.Signature.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "isp.bill_not_exist",
        "BILL_NOT_EXIST",
        "bill_not_exist",
        "isp.BILL_NOT_EXIST",
        "Isp.Bill_Not_Exist"
      })
  void read_signedNoBill_isEmpty(String subCode) {
    assertThat(CALL.read(signed("{\"code\":\"40004\",\"sub_code\":\"" + subCode + "\"}")))
        .isEqualTo(Verdict.done(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bill_not_exists", "not.bill_not_exist", "bill_not_exist.yet"})
  void read_anotherWord_isNotAnEmptyDay(String subCode) {
    assertThat(CALL.read(signed("{\"code\":\"40004\",\"sub_code\":\"" + subCode + "\"}")))
        .isInstanceOf(Verdict.Failed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "20000,isp.unknow-error,Remote,true,RETRY_IF_REPEATABLE",
    "20000,aop.unknow-error,Remote,true,RETRY_IF_REPEATABLE",
    "40004,isp.system-busy,Remote,true,RETRY_IF_REPEATABLE",
    "20001,aop.invalid-auth-token,Authentication,false,GIVE_UP",
    "40001,isv.missing-method,Remote,false,GIVE_UP",
    "40002,isv.invalid-app-id,Remote,false,GIVE_UP",
    "40002,isv.invalid-signature,Signature,false,GIVE_UP",
    "40004,isv.invalid_arguments,Remote,false,GIVE_UP",
    "40006,isv.insufficient-isv-permissions,Permission,false,GIVE_UP",
    "99999,,Remote,false,GIVE_UP",
  })
  void read_refusal_isClassified(
      String code, String subCode, String kind, boolean retryable, Next next) {
    String node =
        "{\"code\":\""
            + code
            + "\",\"msg\":\"m\""
            + (subCode == null ? "" : ",\"sub_code\":\"" + subCode + "\"")
            + "}";

    Verdict.Failed<?> failed = (Verdict.Failed<?>) CALL.read(signed(node));

    assertThat(failed.fault().getClass().getSimpleName()).isEqualTo(kind);
    assertThat(failed.fault().retryable()).isEqualTo(retryable);
    assertThat(failed.fault().code()).isEqualTo(code);
    assertThat(failed.next()).isEqualTo(next);
  }

  @Test
  void read_errorResponse_isClassified() {
    String body = "{\"error_response\":{\"code\":\"40002\",\"sub_code\":\"isv.invalid-app-id\"}}";

    assertThat(((Verdict.Failed<?>) CALL.read(response(200, body))).fault().subCode())
        .isEqualTo("isv.invalid-app-id");
  }

  @ParameterizedTest
  @CsvSource({
    "429,Throttled,RETRY_NOT_EXECUTED",
    "500,Remote,RETRY_IF_REPEATABLE",
    "503,Remote,RETRY_IF_REPEATABLE",
    "404,Remote,GIVE_UP",
    "302,Protocol,GIVE_UP",
    "403,Permission,GIVE_UP",
  })
  void read_httpStatus_isClassified(int status, String kind, Next next) {
    Verdict.Failed<?> failed = (Verdict.Failed<?>) CALL.read(response(status, ""));

    assertThat(failed.fault().getClass().getSimpleName()).isEqualTo(kind);
    assertThat(failed.next()).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "<html>",
        "{\"x\":1}",
        "{\"error_response\":{}}",
      })
  void read_otherBody_isAProtocolFault(String body) {
    assertThatThrownBy(() -> CALL.read(response(200, body))).isInstanceOf(Fault.Protocol.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://h/x",
        "http:///x",
        "http://u:p@h/x",
        "not an address",
        "/x",
      })
  void read_addressThatIsNoWebAddress_isAProtocolFault(String url) {
    assertThatThrownBy(
            () -> CALL.read(signed("{\"code\":\"10000\",\"bill_download_url\":\"" + url + "\"}")))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageNotContaining("passwd");
  }

  @Test
  void request_authorisedApp_sendsAndSignsTheToken() {
    AlipayApp other =
        new AlipayApp(
            "a",
            "b",
            TestOnlyKeys.privateKey(),
            TestOnlyKeys.publicKey(),
            io.heliu.Secret.of("merchant-token"),
            AlipayApp.PRODUCTION);
    Map<String, String> form =
        form(
            new AlipayUrlCall(other, KEYS, BillKind.ALIPAY_TRADE, AlipaySamples.DAY)
                .request(new Attempt(1, Instant.EPOCH, null)));

    assertThat(form).containsEntry("app_auth_token", "merchant-token");
    assertThat(KEYS.verify(AlipayUrlCall.signed(form), String.valueOf(form.get("sign")))).isTrue();
    assertThat(AlipayUrlCall.signed(form)).contains("app_auth_token=merchant-token&");
  }

  @Test
  void signed_dropsSignAndEmptyValues() {
    assertThat(AlipayUrlCall.signed(Map.of("b", "2", "a", "1", "c", "", "sign", "s")))
        .isEqualTo("a=1&b=2");
  }
}
