package io.heliu.benchmarks.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliu.http.Transport;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed calls of the shop's gateway, as an integration writes them for itself. */
final class HandWrittenShop {
  private static final String FIELDS =
      "tid,tid_str,status,type,created,modified,pay_time,payment,post_fee,discount_fee,"
          + "buyer_open_uid,receiver_name,receiver_mobile,receiver_phone,receiver_state,"
          + "receiver_city,receiver_district,receiver_address,oaid,orders";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.of("Asia/Shanghai"));

  private final ObjectMapper mapper = new ObjectMapper();
  private final Transport transport;
  private final Clock clock;
  private final URI endpoint;
  private final String appKey;
  private final String session;
  private final SecretKeySpec key;

  HandWrittenShop(Transport transport, Clock clock, URI endpoint, Account account) {
    this.transport = transport;
    this.clock = clock;
    this.endpoint = endpoint;
    this.appKey = account.appKey;
    this.session = account.session;
    this.key = new SecretKeySpec(account.secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** Who calls. */
  record Account(String appKey, String secret, String session) {
    /** Leaves the secrets out. */
    @Override
    public String toString() {
      return "Account[" + appKey + "]";
    }
  }

  /** Returns a page of trades that were modified in a span of time; pages count from 1. */
  JsonNode page(Instant from, Instant to, int number, int size) throws IOException {
    return call(
            "taobao.trades.sold.increment.get",
            Map.of(
                "fields", "tid,modified",
                "start_modified", TIME.format(from),
                "end_modified", TIME.format(to),
                "page_no", Integer.toString(number),
                "page_size", Integer.toString(size),
                "use_has_next", "true"))
        .path("trades_sold_increment_get_response");
  }

  /** Returns a whole trade. */
  JsonNode trade(long tid) throws IOException {
    return call("taobao.trade.fullinfo.get", Map.of("tid", Long.toString(tid), "fields", FIELDS))
        .path("trade_fullinfo_get_response")
        .path("trade");
  }

  private JsonNode call(String method, Map<String, String> parameters) throws IOException {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("method", method);
    all.put("app_key", appKey);
    all.put("session", session);
    all.put("timestamp", TIME.format(clock.instant()));
    all.put("v", "2.0");
    all.put("format", "json");
    all.put("sign_method", "hmac-sha256");
    all.put("sign", sign(all));
    String form =
        all.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    WireResponse response =
        transport.send(
            WireRequest.post(endpoint, "application/x-www-form-urlencoded;charset=utf-8", form));
    JsonNode answer = mapper.readTree(response.body());
    if (response.status() != 200 || answer.has("error_response")) {
      throw new IOException(method + " failed: " + response.status());
    }
    return answer;
  }

  private String sign(Map<String, String> sorted) {
    StringBuilder text = new StringBuilder();
    sorted.forEach((name, value) -> text.append(name).append(value));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] digest = mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
