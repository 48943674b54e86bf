package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.wechat.ShippingReport.Parcel;
import io.heliu.channel.wechat.ShippingReport.Scope;
import io.heliu.channel.wechat.ShippingReport.Way;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.WireRequest;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shipping of payments that were made in one go, and what the stand-in refuses of reports. */
class MiniProgramCombinedTest extends WechatTest {
  private static final String UPLOAD = "/wxa/sec/order/upload_combined_shipping_info";
  private static final String MERCHANT = "1900000109";
  private static final PaymentKey WHOLE = new PaymentKey.Trade(MERCHANT, "T0");

  @BeforeEach
  void pay() {
    for (int part = 1; part <= 3; part++) {
      standIn.putPayment(
          ("{'transaction_id':'42%d','merchant_id':'1900000109','merchant_trade_no':'T%d',"
                  + "'paid_amount':100,'openid':'o1','pay_time':%d,'order_state':1,"
                  + "'of_the_stand_in':{'combine_transaction':'%s','combine_trade':'%s'}}")
              .replace('\'', '"')
              .formatted(
                  part,
                  part,
                  TEN.minusSeconds(60).getEpochSecond(),
                  part == 3 ? "429" : "420",
                  part == 3 ? "T9" : "T0"));
    }
  }

  private static ShippingReport part(PaymentKey key, Scope scope, String... waybills) {
    List<Parcel> parcels =
        List.of(waybills).stream().map(one -> new Parcel("ZTO", one, "保温杯", null)).toList();
    return new ShippingReport(key, "o1", Way.EXPRESS, scope, parcels);
  }

  private static PaymentKey trade(int part) {
    return new PaymentKey.Trade(MERCHANT, "T" + part);
  }

  private static CombinedShippingReport both() {
    return new CombinedShippingReport(
        WHOLE,
        List.of(part(trade(1), Scope.LAST_PART, "Z1", "Z2"), part(trade(2), Scope.WHOLE, "Z3")));
  }

  private Result upload(CombinedShippingReport report) {
    return client().miniProgramShipping().uploadCombined(report);
  }

  private List<String> shipped() {
    return List.of(standIn.shipping("421"), standIn.shipping("422"), standIn.shipping("423"));
  }

  @Test
  void uploadCombined_allParts_areToldOnce() {
    assertThat(upload(both())).isEqualTo(Result.SENT);
    assertThat(upload(both())).isEqualTo(Result.ALREADY_SENT);

    assertThat(shipped()).containsExactly("1 [Z1, Z2]", "1 [Z3]", "0 []");
    assertThat(standIn.calls(UPLOAD)).isOne();
  }

  @Test
  void uploadCombined_report_isTheDocumentedBody() {
    List<String> bodies = bodiesOf(UPLOAD);
    upload(both());

    assertThat(Json.parse(bodies.get(0)))
        .isEqualTo(
            Json.parse(
                """
                {"order_key":{"order_number_type":1,"mchid":"1900000109","out_trade_no":"T0"},
                 "sub_orders":[
                  {"order_key":{"order_number_type":1,"mchid":"1900000109","out_trade_no":"T1"},
                   "logistics_type":1,"delivery_mode":2,"is_all_delivered":true,
                   "shipping_list":[
                    {"tracking_no":"Z1","express_company":"ZTO","item_desc":"保温杯"},
                    {"tracking_no":"Z2","express_company":"ZTO","item_desc":"保温杯"}]},
                  {"order_key":{"order_number_type":1,"mchid":"1900000109","out_trade_no":"T2"},
                   "logistics_type":1,"delivery_mode":1,
                   "shipping_list":[
                    {"tracking_no":"Z3","express_company":"ZTO","item_desc":"保温杯"}]}],
                 "upload_time":"2026-07-14T10:00:00.000+08:00",
                 "payer":{"openid":"o1"}}
                """));
  }

  @Test
  void uploadCombined_byThePlatformsIds_isTold() {
    CombinedShippingReport report =
        new CombinedShippingReport(
            new PaymentKey.Transaction("420"),
            List.of(part(new PaymentKey.Transaction("422"), Scope.WHOLE, "Z3")));

    assertThat(upload(report)).isEqualTo(Result.SENT);
    assertThat(shipped()).containsExactly("0 []", "1 [Z3]", "0 []");
  }

  @Test
  void uploadCombined_answerLost_isAlreadySentAndToldOnce() {
    next(UPLOAD, new Misbehaviour.LoseAnswer());

    assertThat(upload(both())).isEqualTo(Result.ALREADY_SENT);
    assertThat(shipped()).containsExactly("1 [Z1, Z2]", "1 [Z3]", "0 []");
  }

  @Test
  void uploadCombined_onePartIsToldAlready_othersAreTold() {
    client().miniProgramShipping().upload(part(trade(2), Scope.WHOLE, "Z3"));

    assertThat(upload(both())).isEqualTo(Result.SENT);
    assertThat(shipped()).containsExactly("1 [Z1, Z2]", "2 [Z3]", "0 []");
  }

  @Test
  void uploadCombined_clockBehindThatOfAnyPart_isLaterThanAll() {
    client().miniProgramShipping().upload(part(trade(2), Scope.WHOLE, "Z3"));
    WechatClient behind = builder().clock(Clock.offset(time, Duration.ofMinutes(-3))).build();

    assertThat(behind.miniProgramShipping().uploadCombined(both())).isEqualTo(Result.SENT);
  }

  @Test
  void uploadCombined_partThePlatformDoesNotKnow_isRefusedAndNothingIsTold() {
    CombinedShippingReport report =
        new CombinedShippingReport(
            WHOLE, List.of(part(trade(1), Scope.WHOLE, "Z1"), part(trade(7), Scope.WHOLE, "Z7")));

    assertThat(upload(report).code()).isEqualTo("10060001");
    assertThat(standIn.calls(UPLOAD)).isZero();
  }

  @Test
  void uploadCombined_partOfAnotherPayment_isRefusedAndNothingIsTold() {
    CombinedShippingReport report =
        new CombinedShippingReport(
            WHOLE, List.of(part(trade(1), Scope.WHOLE, "Z1"), part(trade(3), Scope.WHOLE, "Z7")));

    assertThat(upload(report).code()).isEqualTo("10060001");
    assertThat(shipped()).containsExactly("0 []", "0 []", "0 []");
  }

  @Test
  void report_partsThatDoNotFit_areRefusedHere() {
    ShippingReport one = part(trade(1), Scope.WHOLE, "Z1");
    ShippingReport other =
        new ShippingReport(trade(2), "o2", Way.VIRTUAL, Scope.WHOLE, one.parcels());
    ShippingReport named = part(new PaymentKey.Transaction("422"), Scope.WHOLE, "Z3");

    assertRefused("parts: must not be empty");
    assertRefused("parts: must not be about one payment twice", one, one);
    assertRefused("parts: must have one payer", one, other);
    assertRefused("parts: must be named in the same way as the payment", named);
    assertThat(both().toString()).doesNotContain("o1");
  }

  private static void assertRefused(String rule, ShippingReport... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CombinedShippingReport(WHOLE, List.of(parts)))
        .withMessage(rule);
  }

  /** Sends a body with a quoted part replaced, and returns the code of the answer. */
  private int tampered(String path, String body, String what, String by) throws IOException {
    client().miniProgramShipping().isManaged();
    String token = tokens.find(SHOP.toString()).orElseThrow().value().reveal();
    assertThat(body).contains(what);
    JsonNode answer =
        Json.parse(
            transport()
                .send(
                    WireRequest.post(
                        URI.create(standIn.url(path) + "?access_token=" + token),
                        "application/json",
                        body.replace(what, by)))
                .body());
    return answer.path("errcode").asInt();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"payer\"|\"payer\"|0",
        "\"payer\"|\"buyer\"|40097",
        "\"order_number_type\":1,\"mchid\":\"1900000109\",\"out_trade_no\":\"T2\""
            + "|\"order_number_type\":2,\"transaction_id\":\"422\"|268485253",
        "\"out_trade_no\":\"T2\"|\"out_trade_no\":\"T1\"|10060013",
        "\"out_trade_no\":\"T2\"|\"out_trade_no\":\"T3\"|10060001",
        "\"out_trade_no\":\"T0\"|\"out_trade_no\":\"T9\"|10060001",
        "\"delivery_mode\":2,\"is_all_delivered\":true|\"delivery_mode\":1|268485228",
        "\"delivery_mode\":2,\"is_all_delivered\":true|\"delivery_mode\":2|40097",
        "\"openid\":\"o1\"|\"openid\":\"o2\"|10060031",
        "\"sub_orders\"|\"suborders\"|40097",
        ".000+08:00|+08:00|40097"
      })
  void standIn_tamperedCombinedReport_isRefused(String what, String by, int code)
      throws IOException {
    String body = Json.write(ShippingJson.report(both(), TEN));

    assertThat(tampered(UPLOAD, body, what, by)).isEqualTo(code);
    assertThat(shipped().get(1)).isEqualTo(code == 0 ? "1 [Z3]" : "0 []");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "get_order_list|\"page_size\":100|0",
        "get_order_list|\"page_size\":101|40097",
        "get_order_list|\"page_size\":\"100\"|40097",
        "get_order_list|\"order_state\":7|40097",
        "get_order_list|\"pay_time_range\":{\"begin_time\":2,\"end_time\":1}|40097",
        "get_order_list|\"pay_time_range\":{\"start_time\":1}|40097",
        "get_order_list|\"next_key\":\"x\"|40097",
        "get_order_list|\"last_index\":\"x\"|10060011",
        "notify_confirm_receive|\"transaction_id\":\"421\"|40097",
        "notify_confirm_receive|\"transaction_id\":421,\"received_time\":1|40097",
        "notify_confirm_receive|\"transaction_id\":\"421\",\"received_time\":\"1\"|40097",
        "is_trade_managed|\"appid\":\"wx0\"|40013",
        "is_trade_managed|\"app\":\"wx0\"|40097",
        "is_trade_management_confirmation_completed|\"appid\":\"wx0\"|40013"
      })
  void standIn_otherCallThatIsNotAsDocumented_isRefused(String path, String inner, int code)
      throws IOException {
    assertThat(tampered("/wxa/sec/order/" + path, "{" + inner + "}", "{", "{")).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({WechatStandIn.BUSY, WechatStandIn.THROTTLED})
  void list_platformIsBusy_isAskedAgain(String how) {
    next("/wxa/sec/order/get_order_list", new Misbehaviour.Special(how));

    assertThat(client().miniProgramShipping().list(new PaymentQuery(null, null, null), null).rows())
        .hasSize(3);
  }
}
