package io.heliu.statement.standin;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.statement.AlipayApp;
import io.heliu.statement.AlipayBillClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Alipay's gateway and bill store. Checks RSA2 signatures, parameters and the time stamp's zone as
 * the platform does, and gives out download addresses that expire.
 *
 * <p>Both sides use {@link TestOnlyKeys}. Names for {@link Misbehaviour.Special}: {@link #BUSY},
 * {@link #FORGED}.
 */
public final class AlipayStandIn extends StandIn {
  /** The only application it knows. */
  public static final String APP_ID = "2021000000000001";

  /** Answers that the service is busy, code 20000. */
  public static final String BUSY = "busy";

  /** Answers with a signature that does not fit. */
  public static final String FORGED = "forged";

  private static final String METHOD = "alipay.data.dataservice.bill.downloadurl.query";
  private static final String NODE = METHOD.replace('.', '_') + "_response";
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final Duration TOLERANCE = Duration.ofMinutes(10);

  private final Duration addressLife;
  private final Map<String, byte[]> bills = new HashMap<>();

  /** Creates a stand-in whose download addresses live so long; the platform's live 30 s. */
  public AlipayStandIn(Clock clock, Duration addressLife) {
    super(clock);
    this.addressLife = addressLife;
  }

  /** Creates a stand-in whose download addresses live 30 s, as the platform's do. */
  public AlipayStandIn(Clock clock) {
    this(clock, Duration.ofSeconds(30));
  }

  /** Starts a client of the merchant's bills; start this before. */
  public AlipayBillClient.Builder client() {
    return connect(AlipayBillClient.builder(app()));
  }

  /** Returns the application that it knows, with its own address as gateway; start it before. */
  public AlipayApp app() {
    return new AlipayApp(
        "2088000000000000",
        APP_ID,
        TestOnlyKeys.privateKey(),
        TestOnlyKeys.publicKey(),
        null,
        url("/gateway.do"));
  }

  /** Publishes a day's zip of trades; a day without one had no trades. */
  public void publish(LocalDate day, byte[] zip) {
    act("publish", day + "/trade " + Base64.getEncoder().encodeToString(zip));
  }

  /** Publishes a day's zip of fund flows; a day without one had none. */
  public void publishFunds(LocalDate day, byte[] zip) {
    act("publish", day + "/signcustomer " + Base64.getEncoder().encodeToString(zip));
  }

  @Override
  protected void onAct(String name, String argument) {
    if (!name.equals("publish")) {
      super.onAct(name, argument);
    }
    String[] parts = argument.split(" ", 2);
    bills.put(parts[0], Base64.getDecoder().decode(parts[1]));
  }

  @Override
  protected @Nullable String faultKey(Request request) {
    return request.path().equals("/gateway.do")
        ? "query " + request.form().get("biz_content")
        : "download " + request.query().get("bizDates");
  }

  @Override
  protected Reply onMisbehaviour(String name, Request request) {
    if (name.equals(BUSY)) {
      return signed(failure("20000", "isp.unknow-error"));
    }
    if (name.equals(FORGED)) {
      String good = new String(handle(request).body(), StandardCharsets.UTF_8);
      return Reply.json(good.replace("\"msg\":\"Success\"", "\"msg\":\"success\""));
    }
    return super.onMisbehaviour(name, request);
  }

  @Override
  protected Reply handle(Request request) {
    if (request.method().equals("POST") && request.path().equals("/gateway.do")) {
      return signed(gateway(request));
    }
    if (request.method().equals("GET") && request.path().equals("/alipay/bill.zip")) {
      return download(request);
    }
    return Reply.of(404, "text/plain", "no such page");
  }

  private String gateway(Request request) {
    Map<String, String> form = request.form();
    String problem = problem(form);
    if (problem != null) {
      return failure("40002", problem);
    }
    try {
      JsonNode content = Json.parse(form.getOrDefault("biz_content", ""));
      LocalDate day = LocalDate.parse(Json.requireText(content, "bill_date"));
      LocalDate today = now().atZone(ZONE).toLocalDate();
      String type = Json.requireText(content, "bill_type");
      boolean known = type.equals("trade") || type.equals("signcustomer");
      if (!known || !day.isBefore(today) || day.isBefore(today.minusMonths(30))) {
        return failure("40004", "isv.invalid_arguments");
      }
      boolean early =
          now().isBefore(day.plusDays(1).atTime(LocalTime.of(10, 0)).atZone(ZONE).toInstant());
      return early || !bills.containsKey(day + "/" + type)
          ? failure("40004", "isp.bill_not_exist")
          : "{\"code\":\"10000\",\"msg\":\"Success\",\"bill_download_url\":\""
              + address(day, type)
              + "\"}";
    } catch (DateTimeException | MalformedJson e) {
      return failure("40004", "isv.invalid_arguments");
    }
  }

  private @Nullable String problem(Map<String, String> form) {
    if (!APP_ID.equals(form.get("app_id"))) {
      return "isv.invalid-app-id";
    }
    if (!METHOD.equals(form.get("method"))) {
      return "isv.invalid-method";
    }
    if (!"JSON".equals(form.get("format")) || !"UTF-8".equals(form.get("charset"))) {
      return "isv.invalid-format";
    }
    if (!"RSA2".equals(form.get("sign_type")) || !"1.0".equals(form.get("version"))) {
      return "isv.invalid-signature-type";
    }
    if (!timely(form.getOrDefault("timestamp", ""))) {
      return "isv.invalid-timestamp";
    }
    return verifies(form) ? null : "isv.invalid-signature";
  }

  /** The time stamp is Shanghai's: one in another zone is hours away. */
  private boolean timely(String timestamp) {
    try {
      Instant sent = LocalDateTime.parse(timestamp, TIME).atZone(ZONE).toInstant();
      return Duration.between(sent, now()).abs().compareTo(TOLERANCE) <= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private String address(LocalDate day, String type) {
    boolean funds = type.equals("signcustomer");
    String issued = Long.toString(now().toEpochMilli());
    return url("/alipay/bill.zip")
        + "?bizType="
        + (funds ? "fnd" : "trade")
        + "&userId=20880000000000000156&fileType=csv.zip&bizDates="
        + day.format(DateTimeFormatter.BASIC_ISO_DATE)
        + "&timestamp="
        + issued
        + "&token="
        + token(day + "/" + type, issued);
  }

  private static String token(String bill, String issued) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(("stand-in " + bill + " " + issued).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Reply download(Request request) {
    Map<String, String> query = request.query();
    String issued = query.getOrDefault("timestamp", "");
    try {
      LocalDate day =
          LocalDate.parse(query.getOrDefault("bizDates", ""), DateTimeFormatter.BASIC_ISO_DATE);
      Instant end = Instant.ofEpochMilli(Long.parseLong(issued)).plus(addressLife);
      String bill = day + ("fnd".equals(query.get("bizType")) ? "/signcustomer" : "/trade");
      byte[] zip = bills.get(bill);
      if (zip != null && token(bill, issued).equals(query.get("token")) && now().isBefore(end)) {
        return Reply.of(200, "application/zip", zip);
      }
    } catch (DateTimeException | NumberFormatException e) {
      return Reply.of(400, "text/html", "<html>bad address</html>");
    }
    return Reply.of(403, "text/html", "<html>expired</html>");
  }

  private static String failure(String code, String subCode) {
    return "{\"code\":\""
        + code
        + "\",\"msg\":\"Failed\",\"sub_code\":\""
        + subCode
        + "\",\"sub_msg\":\"失败\"}";
  }

  private static Reply signed(String node) {
    return Reply.json("{\"" + NODE + "\":" + node + ",\"sign\":\"" + sign(node) + "\"}");
  }

  /** Signs as Alipay does. */
  public static String sign(String content) {
    return TestOnlyKeys.sign(content);
  }

  private static boolean verifies(Map<String, String> form) {
    String content =
        new TreeMap<>(form)
            .entrySet().stream()
                .filter(p -> !p.getKey().equals("sign") && !p.getValue().isEmpty())
                .map(p -> p.getKey() + "=" + p.getValue())
                .collect(Collectors.joining("&"));
    return TestOnlyKeys.verifies(content, form.getOrDefault("sign", ""));
  }
}
