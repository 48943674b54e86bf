package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.http.RemoteCall.Attempt;
import io.heliu.http.RemoteCall.Next;
import io.heliu.http.RemoteCall.Verdict;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.internal.json.MalformedJson;
import io.heliu.statement.standin.TestOnlyKeys;
import io.heliu.statement.standin.WechatPayStandIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WechatUrlCallTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1784000001), ZoneOffset.UTC);
  private static final String HASH = "8d40302daa2f22c20c6f99ca7a40d74750b22ad0";
  private static final String GOOD =
      "{\"hash_type\":\"SHA1\",\"hash_value\":\""
          + HASH
          + "\",\"download_url\":\"https://api.mch.weixin.qq.com/v3/billdownload/file?token=x\"}";

  private static WechatUrlCall call(WechatPayBill bill, @Nullable String subMchid) {
    WechatPayMerchant merchant =
        new WechatPayMerchant(
            WechatPayStandIn.MCHID,
            WechatPayStandIn.MERCHANT_SERIAL,
            TestOnlyKeys.privateKey(),
            Map.of(WechatPayStandIn.PLATFORM_SERIAL, TestOnlyKeys.publicKey()),
            subMchid,
            WechatPayMerchant.PRODUCTION);
    return new WechatUrlCall(merchant, new WechatSigner(merchant), bill, WechatSamples.DAY, CLOCK);
  }

  private static final WechatUrlCall CALL = call(WechatPayBill.TRADE_ALL, null);

  private static WireResponse plain(int status, String body) {
    return new WireResponse(status, List.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static WireResponse signed(int status, String body) {
    List<WireRequest.Header> headers = new ArrayList<>();
    headers.add(new WireRequest.Header("Request-ID", "r-1"));
    headers.add(new WireRequest.Header("Wechatpay-Timestamp", "1784000001"));
    headers.add(new WireRequest.Header("Wechatpay-Nonce", "n"));
    headers.add(new WireRequest.Header("wechatpay-serial", WechatPayStandIn.PLATFORM_SERIAL));
    headers.add(
        new WireRequest.Header(
            "Wechatpay-Signature", TestOnlyKeys.sign("1784000001\nn\n" + body + "\n")));
    return new WireResponse(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "TRADE_ALL,/v3/bill/tradebill?bill_date=2026-07-12&bill_type=ALL&tar_type=GZIP",
    "TRADE_SUCCESS,/v3/bill/tradebill?bill_date=2026-07-12&bill_type=SUCCESS&tar_type=GZIP",
    "TRADE_REFUND,/v3/bill/tradebill?bill_date=2026-07-12&bill_type=REFUND&tar_type=GZIP",
    "TRADE_RECHARGE_REFUND,"
        + "/v3/bill/tradebill?bill_date=2026-07-12&bill_type=RECHARGE_REFUND&tar_type=GZIP",
    "FUND_BASIC,/v3/bill/fundflowbill?bill_date=2026-07-12&account_type=BASIC&tar_type=GZIP",
    "FUND_OPERATION,"
        + "/v3/bill/fundflowbill?bill_date=2026-07-12&account_type=OPERATION&tar_type=GZIP",
    "FUND_FEES,/v3/bill/fundflowbill?bill_date=2026-07-12&account_type=FEES&tar_type=GZIP",
  })
  void request_bill_asksForIt(WechatPayBill bill, String target) {
    URI uri = call(bill, null).request(new Attempt(1, CLOCK.instant(), null)).uri();

    assertThat(uri).isEqualTo(URI.create("https://api.mch.weixin.qq.com" + target));
  }

  @Test
  void request_partner_namesTheMerchantOfTradeBillsOnly() {
    Attempt attempt = new Attempt(1, CLOCK.instant(), null);

    assertThat(call(WechatPayBill.TRADE_ALL, "1900000777").request(attempt).uri().getQuery())
        .endsWith("&sub_mchid=1900000777");
    assertThat(call(WechatPayBill.FUND_BASIC, "1900000777").request(attempt).uri().getQuery())
        .doesNotContain("sub_mchid");
  }

  @Test
  void read_signedAddress_isFoundWithItsHash() {
    assertThat(CALL.read(signed(200, GOOD)))
        .isEqualTo(
            Verdict.done(
                new BillAddress.Found(
                    URI.create("https://api.mch.weixin.qq.com/v3/billdownload/file?token=x"),
                    HASH)));
  }

  @ParameterizedTest
  @CsvSource({"200", "400"})
  void read_unsignedAnswerThatMovesTheBooks_isASignatureFault(int status) {
    String body = status == 200 ? GOOD : "{\"code\":\"NO_STATEMENT_EXIST\",\"message\":\"\"}";

    assertThatThrownBy(() -> CALL.read(plain(status, body))).isInstanceOf(Fault.Signature.class);
  }

  @Test
  void read_noStatement_isNone() {
    assertThat(CALL.read(signed(400, "{\"code\":\"NO_STATEMENT_EXIST\"}")))
        .isEqualTo(Verdict.done(new BillAddress.None()));
  }

  @Test
  void read_creating_isInTheMaking() {
    assertThat(CALL.read(plain(400, "{\"code\":\"STATEMENT_CREATING\"}")))
        .isEqualTo(Verdict.done(new BillAddress.InTheMaking()));
  }

  @ParameterizedTest
  @CsvSource({
    "400,PARAM_ERROR,Remote,false,GIVE_UP",
    "400,INVALID_REQUEST,Remote,false,GIVE_UP",
    "401,SIGN_ERROR,Signature,false,GIVE_UP",
    "403,NO_AUTH,Permission,false,GIVE_UP",
    "404,RESOURCE_NOT_EXISTS,Remote,false,GIVE_UP",
    "429,RATE_LIMITED,Throttled,true,RETRY_NOT_EXECUTED",
    "429,SOMETHING_ELSE,Throttled,true,RETRY_NOT_EXECUTED",
    "400,FREQUENCY_LIMITED,Throttled,true,RETRY_NOT_EXECUTED",
    "500,SYSTEM_ERROR,Remote,true,RETRY_IF_REPEATABLE",
    "502,SYSTEM_ERROR,Remote,true,RETRY_IF_REPEATABLE",
    "503,OTHER,Remote,true,RETRY_IF_REPEATABLE",
  })
  void read_refusal_isClassified(
      int status, String code, String kind, boolean retryable, Next next) {
    Verdict.Failed<?> failed =
        (Verdict.Failed<?>) CALL.read(signed(status, "{\"code\":\"" + code + "\"}"));

    assertThat(failed.fault().getClass().getSimpleName()).isEqualTo(kind);
    assertThat(failed.fault().retryable()).isEqualTo(retryable);
    assertThat(failed.fault().code()).isEqualTo(code);
    assertThat(failed.fault().requestId()).isEqualTo("r-1");
    assertThat(failed.next()).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({"502,Remote", "429,Throttled", "302,Protocol", "404,Remote", "401,Authentication"})
  void read_answerThatIsNotThePlatforms_isClassifiedByStatus(int status, String kind) {
    Verdict.Failed<?> failed = (Verdict.Failed<?>) CALL.read(plain(status, "<html>"));

    assertThat(failed.fault().getClass().getSimpleName()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"hash_type\":\"MD5\",\"hash_value\":\"0\",\"download_url\":\"https://h/x\"}",
        "{\"hash_type\":\"SHA1\",\"hash_value\":\"zz\",\"download_url\":\"https://h/x\"}",
        "{\"hash_type\":\"SHA1\",\"hash_value\":\"8d40302daa2f22c20c6f99ca7a40d74750b22ad0\","
            + "\"download_url\":\"file:///etc/passwd\"}",
      })
  void read_signedButUnusable_isMalformed(String body) {
    assertThatThrownBy(() -> CALL.read(signed(200, body)))
        .isInstanceOf(MalformedJson.class)
        .hasMessageNotContaining("passwd");
  }
}
