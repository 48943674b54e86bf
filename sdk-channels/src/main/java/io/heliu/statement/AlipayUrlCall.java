package io.heliu.statement;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.channel.internal.FormText;
import io.heliu.http.HttpStatus;
import io.heliu.http.RemoteCall;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks where a day's bill can be downloaded; empty if the day had no trades. */
final class AlipayUrlCall implements RemoteCall<Optional<URI>> {
  static final String METHOD = "alipay.data.dataservice.bill.downloadurl.query";
  private static final String RESPONSE = METHOD.replace('.', '_') + "_response";

  /**
   * An empty day: one documentation page has the word with a prefix, others have it in capitals.
   */
  private static final Pattern NO_BILL =
      Pattern.compile("(isp\\.)?bill_not_exist", Pattern.CASE_INSENSITIVE);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private final AlipayApp app;
  private final Rsa2 rsa2;
  private final BillKind kind;
  private final LocalDate day;

  AlipayUrlCall(AlipayApp app, Rsa2 rsa2, BillKind kind, LocalDate day) {
    this.app = app;
    this.rsa2 = rsa2;
    this.kind = kind;
    this.day = day;
  }

  @Override
  public String operation() {
    return METHOD;
  }

  @Override
  public String account() {
    return app.account();
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public WireRequest request(Attempt attempt) {
    Map<String, String> parameters = parameters(attempt.now());
    parameters.put("sign", rsa2.sign(signed(parameters)));
    return WireRequest.post(
        app.gateway(), "application/x-www-form-urlencoded;charset=UTF-8", FormText.of(parameters));
  }

  private Map<String, String> parameters(Instant now) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("app_id", app.appId());
    parameters.put("method", METHOD);
    parameters.put("format", "JSON");
    parameters.put("charset", "UTF-8");
    parameters.put("sign_type", "RSA2");
    parameters.put("timestamp", TIME.format(now));
    parameters.put("version", "1.0");
    if (app.appAuthToken() != null) {
      parameters.put("app_auth_token", app.appAuthToken().reveal());
    }
    String type = kind == BillKind.ALIPAY_FUND ? "signcustomer" : "trade";
    parameters.put("biz_content", "{\"bill_type\":\"" + type + "\",\"bill_date\":\"" + day + "\"}");
    return parameters;
  }

  /** Returns what is signed: all parameters that are not empty, sorted, raw, sign_type included. */
  static String signed(Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .filter(p -> !p.getKey().equals("sign") && !p.getValue().isEmpty())
            .map(p -> p.getKey() + "=" + p.getValue())
            .collect(Collectors.joining("&"));
  }

  @Override
  public Verdict<Optional<URI>> read(WireResponse response) {
    if (response.status() / 100 != 2) {
      return HttpStatus.failed("alipay", METHOD, response);
    }
    try {
      JsonNode root = Json.parse(response.body());
      JsonNode node = Json.at(root, RESPONSE);
      String name = node.isMissingNode() ? "error_response" : RESPONSE;
      node = Json.require(root, name);
      String code = Json.requireText(node, "code");
      String subCode = Json.text(node, "sub_code");
      boolean none = subCode != null && NO_BILL.matcher(subCode).matches();
      if (!none && !code.equals("10000")) {
        return refused(code, subCode == null ? "" : subCode);
      }
      verify(response.text(), name, Json.text(root, "sign"));
      return Verdict.done(
          none ? Optional.empty() : Optional.of(BillAddress.url(node, "bill_download_url")));
    } catch (MalformedJson | IOException e) {
      throw new Fault.Protocol(details("the answer cannot be read: " + e.getMessage()), e);
    }
  }

  /** An answer that moves the books, be it an address or "no trades", must be Alipay's own. */
  private void verify(String body, String name, @Nullable String signature) throws IOException {
    String raw = RawMember.of(body, name);
    if (raw == null || signature == null || !rsa2.verify(raw, signature)) {
      throw new Fault.Signature(
          details("the answer's signature does not verify with the Alipay public key given"));
    }
  }

  private static Verdict<Optional<URI>> refused(String code, String subCode) {
    Fault.Details details = details("the request was refused").withCodes(code, subCode);
    if (code.equals("20000") || subCode.startsWith("isp.")) {
      return Verdict.failed(new Fault.Remote(details, true), Next.RETRY_IF_REPEATABLE);
    }
    if (subCode.equals("isv.invalid-signature")) {
      return Verdict.failed(new Fault.Signature(details), Next.GIVE_UP);
    }
    Fault fault =
        switch (code) {
          case "20001" -> new Fault.Authentication(details);
          case "40006" -> new Fault.Permission(details);
          default -> new Fault.Remote(details, false);
        };
    return Verdict.failed(fault, Next.GIVE_UP);
  }

  private static Fault.Details details(String message) {
    return Fault.Details.of("alipay", METHOD, message);
  }
}
