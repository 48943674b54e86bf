package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.WireRequest;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in refuses what the platform would refuse. */
class TamperedCallTest extends WechatTest {
  private static final String LIST = "/channels/ec/order/list/get";
  private static final long END = TEN.getEpochSecond();

  private String token = "";

  @BeforeEach
  void takeToken() {
    token =
        post("/cgi-bin/stable_token", credential("client_credential"))
            .path("access_token")
            .asText();
    assertThat(token).isNotEmpty();
  }

  private static String credential(String grant) {
    return "{\"grant_type\":\""
        + grant
        + "\",\"appid\":\""
        + WechatStandIn.APPID
        + "\",\"secret\":\""
        + WechatStandIn.APP_SECRET.reveal()
        + "\",\"force_refresh\":false}";
  }

  private JsonNode post(String target, String body) {
    return send(WireRequest.post(standIn.url(target), "application/json", body));
  }

  private JsonNode send(WireRequest request) {
    try {
      return Json.parse(transport().send(request).body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int code(String path, String body) {
    return post(path + "?access_token=" + token, body.replace('\'', '"')).path("errcode").asInt();
  }

  private static String range(long start, long end) {
    return "{'update_time_range':{'start_time':"
        + start
        + ",'end_time':"
        + end
        + "},'page_size':50}";
  }

  @Test
  void send_untouchedCall_isAnswered() {
    assertThat(code(LIST, range(END - 60, END))).isZero();
  }

  @ParameterizedTest
  @CsvSource({"'', 41001", "?access_token=, 41001", "?access_token=stolen, 40001"})
  void send_tokenMissingOrWrong_isRefused(String query, int expected) {
    assertThat(post(LIST + query, "{}").path("errcode").asInt()).isEqualTo(expected);
  }

  @Test
  void send_tokenOver_isRefused() {
    time.advance(Duration.ofHours(2));

    assertThat(code(LIST, range(END - 60, END))).isEqualTo(42001);
  }

  @Test
  void send_oldTokenAfterTheRenewal_livesFiveMinutesMore() {
    time.advance(Duration.ofMinutes(116));
    post("/cgi-bin/stable_token", credential("client_credential"));
    assertThat(code(LIST, range(END - 60, END))).isZero();

    time.advance(Duration.ofMinutes(4));
    assertThat(code(LIST, range(END - 60, END))).isEqualTo(40001);
  }

  @Test
  void token_askedAgain_isTheSameWhileItLives() {
    time.advance(Duration.ofMinutes(114));

    JsonNode again = post("/cgi-bin/stable_token", credential("client_credential"));

    assertThat(again.path("access_token").asText()).isEqualTo(token);
    assertThat(again.path("expires_in").asLong()).isEqualTo(360);
    assertThat(again.has("errcode")).isFalse();
  }

  @Test
  void token_otherGrant_isRefused() {
    assertThat(post("/cgi-bin/stable_token", credential("x")).path("errcode").asInt())
        .isEqualTo(40002);
  }

  @ParameterizedTest
  @CsvSource({"604800, 0", "604801, 40097", "-1, 40097"})
  void send_window_isAtMostSevenDays(long length, int expected) {
    assertThat(code(LIST, range(END - length, END))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"86400, 0", "86401, 10020004"})
  void send_windowOfAfterSales_isAtMostADay(long length, int expected) {
    assertThat(
            code(
                "/channels/ec/aftersale/getaftersalelist",
                "{'begin_update_time':" + (END - length) + ",'end_update_time':" + END + "}"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'page_size':50}|40097",
        "{'update_time_range':{'start_time':1,'end_time':2}}|40097",
        "{'update_time_range':{'start_time':1,'end_time':2},'page_size':101}|40097",
        "{'update_time_range':{'start_time':1,'end_time':2},'page_size':0}|40097",
        "{'update_time_range':{'start_time':'1','end_time':2},'page_size':5}|40097",
        "{'update_time_range':{'start_time':1,'end_time':2},'page_size':5,'page':1}|40097",
        "{'update_time_range':{'start_time':1,'end_time':2},'page_size':5,'next_key':'x'}|40097",
        "[]|47001",
        "{|47001"
      })
  void send_badBody_isRefused(String body, int expected) {
    assertThat(code(LIST, body)).isEqualTo(expected);
  }

  @Test
  void send_emptyBody_isRefused() {
    assertThat(code(LIST, "")).isEqualTo(44002);
  }

  @Test
  void send_unknownPath_isRefused() {
    assertThat(code("/channels/ec/order/nothing", "{}")).isEqualTo(40066);
  }

  @Test
  void send_get_isRefused() {
    URI uri = URI.create(standIn.url(LIST) + "?access_token=" + token);

    assertThat(send(WireRequest.get(uri)).path("errcode").asInt()).isEqualTo(43002);
  }

  @Test
  void send_idAsNumber_isRefused() {
    assertThat(code("/channels/ec/order/get", "{'order_id':3705115058471208928}")).isEqualTo(40097);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 10020218", "2, 11, 10020219", "3, 11, 0", "4, 1, 40097", "1, 5, 0"})
  void send_stockDifference_isChecked(int type, int num, int expected) {
    standIn.putProduct(product(10, 20));

    assertThat(
            code(
                "/channels/ec/product/stock/update",
                "{'product_id':'"
                    + CUP
                    + "','sku_id':'"
                    + WHITE
                    + "','diff_type':"
                    + type
                    + ",'num':"
                    + num
                    + "}"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"99, 100, 0", "100, 100, 40097"})
  void send_fundsBeyondTenThousandRows_needACursor(int page, int size, int expected) {
    assertThat(
            code(
                "/channels/ec/funds/getfundsflowlist",
                "{'page':" + page + ",'page_size':" + size + ",'start_time':1,'end_time':2}"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"PT5H59M59S, 0", "PT6H, 1"})
  void send_fundsOfADay_areShownFromFourOfTheNextAfternoon(Duration later, int flows) {
    long noon = TEN.minus(Duration.ofHours(22)).getEpochSecond();
    standIn.putFlow("{\"flow_id\":\"f1\",\"bookkeeping_time\":" + noon + "}");
    time.advance(later);
    takeToken();

    JsonNode page =
        post(
            "/channels/ec/funds/getfundsflowlist?access_token=" + token,
            "{\"page\":1,\"page_size\":10,\"start_time\":" + noon + ",\"end_time\":" + noon + "}");

    assertThat(page.path("errcode").asInt(-1)).isZero();
    assertThat(page.path("flow_ids")).hasSize(flows);
  }

  @ParameterizedTest
  @CsvSource({"2026-07-14T10:00:00.001+08:00, 0", "2026-07-14T10:00:00.000+08:00, 40097"})
  void send_reportThatIsNotLaterThanTheOneBefore_isRefused(String uploadTime, int expected) {
    standIn.putPayment(
        "{\"transaction_id\":\"42\",\"openid\":\"o1\",\"pay_time\":1,\"order_state\":1}");
    String upload =
        "{'order_key':{'order_number_type':2,'transaction_id':'42'},'logistics_type':1,"
            + "'delivery_mode':1,'payer':{'openid':'o1'},'shipping_list':[{'tracking_no':'Z1',"
            + "'express_company':'ZTO','item_desc':'x'}],'upload_time':'TIME'}";

    assertThat(
            code(
                "/wxa/sec/order/upload_shipping_info",
                upload.replace("TIME", "2026-07-14T10:00:00.000+08:00")))
        .isZero();
    assertThat(code("/wxa/sec/order/upload_shipping_info", upload.replace("TIME", uploadTime)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"4, 109000", "3, 0"})
  void send_moreUnitsThanOrdered_areRefused(int units, int expected) {
    standIn.put(
        order(1, TEN.minusSeconds(9)).build().with("/order_detail/product_infos/0/sku_cnt", "3"));

    assertThat(
            code(
                "/channels/ec/order/delivery/send",
                "{'order_id':'"
                    + number(1)
                    + "','delivery_list':[{'delivery_id':'SF',"
                    + "'waybill_id':'SF1','deliver_type':1,'product_infos':[{'product_id':'"
                    + CUP
                    + "','sku_id':'"
                    + WHITE
                    + "','product_cnt':"
                    + units
                    + "}]}]}"))
        .isEqualTo(expected);
  }

  @Test
  void send_sameCarrierAndWaybillTwice_isRefused() {
    standIn.put(order(1, TEN.minusSeconds(9)).build());
    String body =
        "{'order_id':'"
            + number(1)
            + "','delivery_list':[{'delivery_id':'SF',"
            + "'waybill_id':'SF1','deliver_type':1,'product_infos':[{'product_id':'"
            + CUP
            + "','sku_id':'"
            + WHITE
            + "','product_cnt':1}]}]}";

    assertThat(code("/channels/ec/order/delivery/send", body)).isZero();
    assertThat(code("/channels/ec/order/delivery/send", body)).isEqualTo(109001);
  }

  @Test
  void refusal_words_endInTheRequestsId() {
    assertThat(post(LIST, "{}").path("errmsg").asText()).matches(".* rid: 6690-\\d+");
  }
}
