package io.heliu.statement;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.http.HttpStatus;
import io.heliu.http.RemoteCall;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks where a day's bill can be downloaded. */
final class WechatUrlCall implements RemoteCall<BillAddress> {
  private final WechatPayMerchant merchant;
  private final WechatSigner signer;
  private final WechatPayBill bill;
  private final LocalDate day;
  private final Clock clock;

  WechatUrlCall(
      WechatPayMerchant merchant,
      WechatSigner signer,
      WechatPayBill bill,
      LocalDate day,
      Clock clock) {
    this.merchant = merchant;
    this.signer = signer;
    this.bill = bill;
    this.day = day;
    this.clock = clock;
  }

  @Override
  public String operation() {
    return bill.path();
  }

  @Override
  public String account() {
    return merchant.mchid();
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public WireRequest request(Attempt attempt) {
    String partner =
        merchant.subMchid() == null || bill.isFund() ? "" : "&sub_mchid=" + merchant.subMchid();
    URI uri =
        URI.create(
            merchant.gateway()
                + bill.path()
                + "?bill_date="
                + day
                + "&"
                + bill.type()
                + "&tar_type=GZIP"
                + partner);
    return signer.get(uri, "application/json", attempt.now());
  }

  @Override
  public Verdict<BillAddress> read(WireResponse response) {
    if (response.status() / 100 != 2) {
      return refused(response);
    }
    verify(response);
    JsonNode answer = Json.parse(response.body());
    String hash = Json.requireText(answer, "hash_value").toLowerCase(Locale.ROOT);
    if (!"SHA1".equalsIgnoreCase(Json.text(answer, "hash_type")) || !hash.matches("[0-9a-f]{40}")) {
      throw new MalformedJson("hash_type, hash_value: must be a SHA1 in hexadecimal");
    }
    return Verdict.done(new BillAddress.Found(BillAddress.url(answer, "download_url"), hash));
  }

  /** An answer that moves the books, be it an address or "no trades", must be WeChat Pay's own. */
  private void verify(WireResponse response) {
    signer.verify(operation(), response::header, response.body(), clock.instant());
  }

  private Verdict<BillAddress> refused(WireResponse response) {
    String code = code(response);
    if (code == null) {
      return HttpStatus.failed(WechatSigner.SYSTEM, operation(), response);
    }
    Fault.Details details =
        Fault.Details.of(WechatSigner.SYSTEM, operation(), "the request was refused")
            .withCodes(code, null)
            .withRequestId(response.header("Request-ID"));
    return switch (code) {
      case "NO_STATEMENT_EXIST" -> {
        verify(response);
        yield Verdict.done(new BillAddress.None());
      }
      case "STATEMENT_CREATING" -> Verdict.done(new BillAddress.InTheMaking());
      case "RATE_LIMITED", "RATELIMIT_EXCEEDED", "FREQUENCY_LIMITED" -> throttled(details);
      case "SYSTEM_ERROR" -> busy(details);
      case "SIGN_ERROR" -> Verdict.failed(new Fault.Signature(details), Next.GIVE_UP);
      case "NO_AUTH" -> Verdict.failed(new Fault.Permission(details), Next.GIVE_UP);
      default -> byStatus(response.status(), details);
    };
  }

  /** Returns the code of a refusal; null if it is not the platform that answers. */
  private static @Nullable String code(WireResponse response) {
    try {
      return Json.text(Json.parse(response.body()), "code");
    } catch (MalformedJson e) {
      return null;
    }
  }

  private static Verdict<BillAddress> byStatus(int status, Fault.Details details) {
    if (status == 429) {
      return throttled(details);
    }
    return status >= 500
        ? busy(details)
        : Verdict.failed(new Fault.Remote(details, false), Next.GIVE_UP);
  }

  /** How long to wait, if the answer's headers say it, is taken from them. */
  private static Verdict<BillAddress> throttled(Fault.Details details) {
    return Verdict.failed(new Fault.Throttled(details, Duration.ZERO), Next.RETRY_NOT_EXECUTED);
  }

  private static Verdict<BillAddress> busy(Fault.Details details) {
    return Verdict.failed(new Fault.Remote(details, true), Next.RETRY_IF_REPEATABLE);
  }
}
