package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.WireRequest;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in refuses what the gateway would refuse. */
class TamperedCallTest extends TaobaoTest {
  private final Map<String, String> form = new TreeMap<>();

  @BeforeEach
  void goodCall() {
    form.put("method", "taobao.trades.sold.increment.get");
    form.put("app_key", TaobaoStandIn.APP_KEY);
    form.put("session", standIn.token().value().reveal());
    form.put("timestamp", TopTime.format(TEN));
    form.put("v", "2.0");
    form.put("format", "json");
    form.put("sign_method", "hmac-sha256");
    form.put("fields", "tid,modified");
    form.put("start_modified", "2024-06-18 09:30:00");
    form.put("end_modified", "2024-06-18 10:00:00");
  }

  private JsonNode send(String secret, Consumer<Map<String, String>> afterSigning) {
    form.put("sign", TopSignature.sign(SignMethod.HMAC_SHA256, secret, form));
    afterSigning.accept(form);
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    WireRequest request =
        WireRequest.post(standIn.endpoint(), "application/x-www-form-urlencoded", body);
    try {
      return Json.parse(transport().send(request).body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode send() {
    return send(TaobaoStandIn.APP_SECRET.reveal(), signed -> {});
  }

  private static int code(JsonNode answer) {
    return answer.at("/error_response/code").asInt();
  }

  @Test
  void send_untouchedCall_isAnswered() {
    JsonNode answer = send();

    assertThat(answer.at("/trades_sold_increment_get_response/total_results").asInt(-1)).isZero();
  }

  @Test
  void send_otherSecret_isRefused() {
    assertThat(code(send("other", signed -> {}))).isEqualTo(25);
  }

  @Test
  void send_valueChangedAfterSigning_isRefused() {
    assertThat(code(send("sec_top_01", signed -> signed.put("page_no", "2")))).isEqualTo(25);
  }

  @Test
  void send_signatureInLowerCase_isRefused() {
    assertThat(
            code(
                send(
                    "sec_top_01",
                    signed ->
                        signed.computeIfPresent("sign", (n, v) -> v.toLowerCase(Locale.ROOT)))))
        .isEqualTo(25);
  }

  @Test
  void send_timestampInUtc_isRefused() {
    form.put("timestamp", TopTime.format(TEN.minus(Duration.ofHours(8))));

    assertThat(code(send())).isEqualTo(31);
  }

  @ParameterizedTest
  @CsvSource({"-601, 31", "-600, 0", "600, 0", "601, 31"})
  void send_timestampOff_isToleratedForTenMinutes(int seconds, int expected) {
    form.put("timestamp", TopTime.format(TEN.plusSeconds(seconds)));

    assertThat(code(send())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "method, 21",
    "sign, 24",
    "sign_method, 24",
    "session, 26",
    "app_key, 28",
    "timestamp, 30",
    "v, 32",
    "format, 23",
    "fields, 40",
    "start_modified, 40",
    "end_modified, 40"
  })
  void send_parameterMissing_isRefused(String name, int expected) {
    form.remove(name);

    assertThat(code(send("sec_top_01", signed -> signed.remove(name)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "method, taobao.item.get, 22",
    "app_key, 1, 29",
    "session, stolen, 27",
    "v, 3.0, 33",
    "format, xml, 23",
    "end_modified, 2024-06-19 09:30:01, 41",
    "end_modified, 2024-06-18 09:29:59, 41",
    "end_modified, 2024-06-18T10:00:00Z, 41",
    "start_modified, 2024-03-17 09:30:00, 41",
    "page_no, 0, 41",
    "page_size, 101, 41",
    "page_size, 0, 41",
    "use_has_next, yes, 41",
    "page, 1, 41"
  })
  void send_parameterWrong_isRefused(String name, String value, int expected) {
    form.put(name, value);

    assertThat(code(send())).isEqualTo(expected);
  }

  @Test
  void send_get_isRefused() throws IOException {
    WireRequest request = WireRequest.get(URI.create(standIn.endpoint() + "?v=2.0"));

    assertThat(code(Json.parse(transport().send(request).body()))).isEqualTo(9);
  }

  @Test
  void send_sessionExpired_isRefused() {
    clock.move(Duration.ofDays(1));
    form.put("timestamp", TopTime.format(clock.instant()));

    assertThat(send().at("/error_response/sub_code").asText()).isEqualTo("session-expired");
  }

  @Test
  void send_noTypes_leavesOutWhatThePlatformLeavesOut() {
    standIn.put(trade(1, TEN.minusSeconds(60)).type("fenxiao").build());
    standIn.put(trade(2, TEN.minusSeconds(60)).build());

    assertThat(send().at("/trades_sold_increment_get_response/total_results").asInt()).isEqualTo(1);
  }

  @Test
  void send_fieldsForTokenIncomplete_leavesTheTokenOut() {
    standIn.put(trade(1, TEN.minusSeconds(60)).build());
    form.put("fields", "tid,oaid,created,receiver_name,receiver_address,receiver_mobile");

    JsonNode row = send().at("/trades_sold_increment_get_response/trades/trade/0");

    assertThat(row.has("receiver_name")).isTrue();
    assertThat(row.has("oaid")).isFalse();
    assertThat(row.has("payment")).isFalse();
  }

  @Test
  void send_withHasNext_leavesOutTheTotal() {
    form.put("use_has_next", "true");

    JsonNode body = send().at("/trades_sold_increment_get_response");

    assertThat(body.has("total_results")).isFalse();
    assertThat(body.at("/has_next").asBoolean(true)).isFalse();
  }

  @Test
  void send_tradeOfTheFuture_isNotThereYet() {
    standIn.put(trade(1, TEN.plusSeconds(1)).build());
    form.put("end_modified", "2024-06-18 10:05:00");

    assertThat(send().at("/trades_sold_increment_get_response/total_results").asInt(-1)).isZero();
  }
}
