package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.channel.StatementSource;
import io.heliu.http.Gateway;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * Fetches a merchant's daily trade bills from the Alipay open platform (支付宝对账单下载), by {@code
 * alipay.data.dataservice.bill.downloadurl.query} with RSA2 signatures on both ways.
 *
 * <p>Per the platform's documentation the bill of a day (Asia/Shanghai) is there on the next day
 * from 10:00, and its download address lives 30 s: it is used at once, and a new one is asked for
 * if the download fails. The whole zip is held in memory; the transport limits its size.
 * Thread-safe.
 */
public final class AlipayBillClient implements StatementSource {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final LocalTime PUBLISHED = LocalTime.of(10, 0);
  private static final int MAX_ADDRESSES = 3;

  private final AlipayApp app;
  private final AlipayBillSettings settings;
  private final Gateway gateway;
  private final Clock clock;
  private final Rsa2 rsa2;

  /**
   * Creates a client.
   *
   * @param gateway a gateway to Alipay, without a token provider
   * @param clock tells whether a day is published
   * @throws Fault.Configuration if a key cannot be read
   */
  public AlipayBillClient(
      AlipayApp app, AlipayBillSettings settings, Gateway gateway, Clock clock) {
    this.app = Objects.requireNonNull(app, "app");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.gateway = Objects.requireNonNull(gateway, "gateway");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.rsa2 = new Rsa2(app.privateKey(), app.alipayPublicKey());
  }

  /** Returns {@code "alipay-trade"}. */
  @Override
  public String source() {
    return "alipay-trade";
  }

  @Override
  public String account() {
    return app.account();
  }

  /**
   * Fetches a day's bill. Before the day is published nothing is sent, for "no bill" would then not
   * mean "no trades".
   *
   * @throws Fault.Signature if an answer is not signed by Alipay, or Alipay refuses our signature
   * @throws Fault.Authentication if the merchant must authorise the application again
   * @throws Fault.Permission if the application may not read bills
   * @throws Fault.Protocol if an answer cannot be read
   * @throws Fault.Remote if the request was refused (a day out of range is) or no address worked
   * @throws Fault.Transport if no complete answer came
   * @throws Fault.Throttled if there were too many calls
   */
  @Override
  public Result fetch(LocalDate day) {
    Instant published = day.plusDays(1).atTime(PUBLISHED).atZone(ZONE).toInstant();
    if (clock.instant().isBefore(published)) {
      return new NotReady(published);
    }
    for (int address = 1; ; address++) {
      Optional<URI> url = gateway.call(new BillUrlCall(app, rsa2, day));
      if (url.isEmpty()) {
        return new Empty();
      }
      try {
        byte[] zip = gateway.call(new BillDownloadCall(app.account(), url.get()));
        return new Ready(AlipayTradeBill.of(zip, settings));
      } catch (Fault.Transport | Fault.Remote e) {
        if (address == MAX_ADDRESSES) {
          throw e;
        }
      }
    }
  }
}
