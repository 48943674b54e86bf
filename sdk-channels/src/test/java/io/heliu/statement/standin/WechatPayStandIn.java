package io.heliu.statement.standin;

import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import io.heliu.statement.WechatPayBill;
import io.heliu.statement.WechatPayBillClient;
import io.heliu.statement.WechatPayMerchant;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * WeChat Pay's gateway and bill store over API v3. Checks the Authorization header of every request
 * as the platform does, signs its answers but not its downloads, packs files when asked for, and
 * gives out download addresses that expire.
 *
 * <p>Both sides use {@link TestOnlyKeys}. Names for {@link Misbehaviour.Special}: {@link
 * #CREATING}, {@link #THROTTLED}, {@link #BUSY}, {@link #FORGED}, {@link #UNSIGNED}, {@link
 * #STALE}, {@link #OTHER_SERIAL}, {@link #WRONG_HASH}, {@link #TRUNCATED}, {@link #DAMAGED}.
 */
public final class WechatPayStandIn extends StandIn {
  /** The merchant's number. */
  public static final String MCHID = "1900000109";

  /** The serial number of the merchant's certificate. */
  public static final String MERCHANT_SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

  /** The id of the platform's key. */
  public static final String PLATFORM_SERIAL = "PUB_KEY_ID_0000000000000000000000000000001";

  /** At a query: answers that the bill is still being made. */
  public static final String CREATING = "creating";

  /** At a query: answers that there were too many calls. */
  public static final String THROTTLED = "throttled";

  /** At a query: answers that the system is busy. */
  public static final String BUSY = "busy";

  /** At a query: answers with a signature that does not fit. */
  public static final String FORGED = "forged";

  /** At a query: answers without a signature. */
  public static final String UNSIGNED = "unsigned";

  /** At a query: answers with a signature of an hour ago. */
  public static final String STALE = "stale";

  /** At a query: signs with a key that the merchant does not know. */
  public static final String OTHER_SERIAL = "other-serial";

  /** At a query: tells a hash that is not the file's. */
  public static final String WRONG_HASH = "wrong-hash";

  /** At a query: tells address and hash of a file that ends in its middle. */
  public static final String TRUNCATED = "truncated";

  /** At a download: changes a byte of the file. */
  public static final String DAMAGED = "damaged";

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
  private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048 ";

  private final Duration addressLife;
  private final Map<String, byte[]> bills = new HashMap<>();
  private final Set<String> nonces = new HashSet<>();

  /** Creates a stand-in whose download addresses live so long; the platform's live 30 s. */
  public WechatPayStandIn(Clock clock, Duration addressLife) {
    super(clock);
    this.addressLife = addressLife;
  }

  /** Creates a stand-in whose download addresses live 30 s, as the platform's do. */
  public WechatPayStandIn(Clock clock) {
    this(clock, Duration.ofSeconds(30));
  }

  /** Starts a client of one kind of bill; start this before. */
  public WechatPayBillClient.Builder client(WechatPayBill bill) {
    return connect(WechatPayBillClient.builder(merchant(), bill));
  }

  /** Returns the merchant as this stand-in knows it; start it before. */
  public WechatPayMerchant merchant() {
    return new WechatPayMerchant(
        MCHID,
        MERCHANT_SERIAL,
        TestOnlyKeys.privateKey(),
        Map.of(PLATFORM_SERIAL, TestOnlyKeys.publicKey()),
        null,
        url());
  }

  /** Publishes a day's file, unpacked; a day without one has no statement. */
  public void publish(LocalDate day, WechatPayBill bill, byte[] csv) {
    act("publish", day + "/" + type(bill) + " " + Base64.getEncoder().encodeToString(csv));
  }

  /** Returns the value of the parameter that asks for a bill. */
  private static String type(WechatPayBill bill) {
    return bill.name().replaceFirst("^(TRADE|FUND)_", "");
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
    return request.path().equals("/v3/billdownload/file")
        ? "download " + request.query().get("bill")
        : "query " + request.target();
  }

  @Override
  protected Reply onMisbehaviour(String name, Request request) {
    return switch (name) {
      case CREATING -> signed(400, error("STATEMENT_CREATING"));
      case THROTTLED -> signed(429, error("RATE_LIMITED"));
      case BUSY -> signed(500, error("SYSTEM_ERROR"));
      case FORGED -> replaced(handle(request), "\"hash_type\"", "\"hash_type\" ");
      case UNSIGNED -> {
        Reply good = handle(request);
        yield Reply.of(good.status(), "application/json", good.body());
      }
      case STALE -> signed(200, text(handle(request)), now().minusSeconds(3600), PLATFORM_SERIAL);
      case OTHER_SERIAL -> signed(200, text(handle(request)), now(), "7777");
      case WRONG_HASH ->
          signed(200, text(handle(request)).replaceFirst("[0-9a-f]{40}", "0".repeat(40)));
      case TRUNCATED -> query(request, true);
      case DAMAGED -> damaged(handle(request));
      default -> super.onMisbehaviour(name, request);
    };
  }

  private static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static Reply replaced(Reply reply, String from, String to) {
    byte[] body = text(reply).replace(from, to).getBytes(StandardCharsets.UTF_8);
    return new Reply(reply.status(), reply.headers(), body);
  }

  private static Reply damaged(Reply reply) {
    byte[] body = reply.body().clone();
    body[body.length / 2] ^= 0x55;
    return new Reply(reply.status(), reply.headers(), body);
  }

  @Override
  protected Reply handle(Request request) {
    if (!request.method().equals("GET")) {
      return Reply.of(404, "application/json", error("NOT_FOUND"));
    }
    String problem = problem(request);
    if (problem != null) {
      return Reply.of(401, "application/json", error("SIGN_ERROR", problem));
    }
    return switch (request.path()) {
      case "/v3/bill/tradebill", "/v3/bill/fundflowbill" -> query(request, false);
      case "/v3/billdownload/file" -> download(request);
      default -> signed(404, error("RESOURCE_NOT_EXISTS"));
    };
  }

  private @Nullable String problem(Request request) {
    String header = request.header("Authorization");
    if (header == null || !header.startsWith(SCHEME)) {
      return "no authorization";
    }
    Map<String, String> attributes = new HashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(header);
    while (matcher.find()) {
      attributes.put(matcher.group(1), matcher.group(2));
    }
    if (!attributes
        .keySet()
        .equals(Set.of("mchid", "nonce_str", "timestamp", "serial_no", "signature"))) {
      return "attributes";
    }
    if (!MCHID.equals(attributes.get("mchid"))
        || !MERCHANT_SERIAL.equals(attributes.get("serial_no"))) {
      return "mchid or serial";
    }
    String timestamp = attributes.getOrDefault("timestamp", "");
    if (!timestamp.matches("\\d{9,10}")
        || !timely(Instant.ofEpochSecond(Long.parseLong(timestamp)))) {
      return "timestamp";
    }
    String nonce = attributes.getOrDefault("nonce_str", "");
    String message =
        request.method()
            + "\n"
            + request.target()
            + "\n"
            + timestamp
            + "\n"
            + nonce
            + "\n"
            + request.text()
            + "\n";
    if (!TestOnlyKeys.verifies(message, attributes.getOrDefault("signature", ""))) {
      return "signature";
    }
    return nonces.add(nonce) ? null : "nonce used before";
  }

  private boolean timely(Instant sent) {
    return Duration.between(sent, now()).abs().compareTo(TOLERANCE) <= 0;
  }

  private Reply query(Request request, boolean truncated) {
    Map<String, String> query = request.query();
    boolean trade = request.path().endsWith("tradebill");
    String type = query.getOrDefault(trade ? "bill_type" : "account_type", trade ? "ALL" : "BASIC");
    try {
      LocalDate day = LocalDate.parse(query.getOrDefault("bill_date", ""));
      LocalDate today = now().atZone(ZONE).toLocalDate();
      boolean known =
          Arrays.stream(WechatPayBill.values())
              .anyMatch(
                  bill -> type(bill).equals(type) && bill.name().startsWith("TRADE") == trade);
      if (!known || !day.isBefore(today) || day.isBefore(today.minusMonths(3))) {
        return signed(400, error("PARAM_ERROR"));
      }
      byte[] csv = bills.get(day + "/" + type);
      Instant published = day.plusDays(1).atTime(LocalTime.of(10, 0)).atZone(ZONE).toInstant();
      if (csv == null || now().isBefore(published)) {
        return signed(400, error("NO_STATEMENT_EXIST"));
      }
      boolean packed = "GZIP".equals(query.get("tar_type"));
      return signed(200, address(day + "/" + type, csv, packed, truncated));
    } catch (DateTimeException e) {
      return signed(400, error("PARAM_ERROR"));
    }
  }

  private String address(String bill, byte[] csv, boolean packed, boolean truncated) {
    String issued = Long.toString(now().toEpochMilli());
    String what = "bill=" + bill + "&packed=" + packed + "&cut=" + truncated + "&issued=" + issued;
    String token = hash("SHA-256", ("stand-in " + what).getBytes(StandardCharsets.UTF_8));
    return "{\"hash_type\":\"SHA1\",\"hash_value\":\""
        + hash("SHA-1", content(csv, truncated))
        + "\",\"download_url\":\""
        + url("/v3/billdownload/file")
        + "?"
        + what
        + "&token="
        + token
        + "\"}";
  }

  private static byte[] content(byte[] csv, boolean truncated) {
    return truncated ? Arrays.copyOf(csv, csv.length / 2) : csv;
  }

  private Reply download(Request request) {
    String[] parts = request.rawQuery().split("&token=", 2);
    Map<String, String> query = request.query();
    String token = hash("SHA-256", ("stand-in " + parts[0]).getBytes(StandardCharsets.UTF_8));
    byte[] csv = bills.get(query.getOrDefault("bill", ""));
    if (csv == null || !token.equals(query.get("token"))) {
      return Reply.of(404, "application/json", error("RESOURCE_NOT_EXISTS"));
    }
    Instant issued = Instant.ofEpochMilli(Long.parseLong(query.getOrDefault("issued", "0")));
    if (!now().isBefore(issued.plus(addressLife))) {
      return Reply.of(400, "application/json", error("INVALID_REQUEST"));
    }
    byte[] content = content(csv, "true".equals(query.get("cut")));
    return "true".equals(query.get("packed"))
        ? Reply.of(200, "application/x-gzip", WechatPayBillWriter.gzip(content))
        : Reply.of(200, "text/plain", content);
  }

  private static String hash(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String error(String code) {
    return error(code, "失败");
  }

  private static String error(String code, String message) {
    return "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";
  }

  private Reply signed(int status, String body) {
    return signed(status, body, now(), PLATFORM_SERIAL);
  }

  private static Reply signed(int status, String body, Instant at, String serial) {
    String nonce = "nonce" + body.length();
    String timestamp = Long.toString(at.getEpochSecond());
    return Reply.of(status, "application/json", body)
        .withHeader("Request-ID", "demo-request-1")
        .withHeader("Wechatpay-Timestamp", timestamp)
        .withHeader("Wechatpay-Nonce", nonce)
        .withHeader("Wechatpay-Serial", serial)
        .withHeader(
            "Wechatpay-Signature",
            TestOnlyKeys.sign(timestamp + "\n" + nonce + "\n" + body + "\n"));
  }
}
