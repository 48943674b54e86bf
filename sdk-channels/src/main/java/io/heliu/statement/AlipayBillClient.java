package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.channel.StatementSource;
import io.heliu.http.ClientBuilder;
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

  private AlipayBillClient(Builder builder) {
    this.app = builder.app;
    this.settings = builder.settings;
    this.gateway = builder.gateway();
    this.clock = builder.time();
    this.rsa2 = new Rsa2(app.privateKey(), app.alipayPublicKey());
  }

  /** Starts a client of an application's bills. */
  public static Builder builder(AlipayApp app) {
    return new Builder(app);
  }

  /** Builds an {@link AlipayBillClient}. Not thread-safe. */
  public static final class Builder extends ClientBuilder<Builder> {
    private final AlipayApp app;
    private AlipayBillSettings settings = AlipayBillSettings.defaults();

    private Builder(AlipayApp app) {
      this.app = Objects.requireNonNull(app, "app");
    }

    /** Sets limits and how references are read; {@link AlipayBillSettings#defaults} by default. */
    public Builder settings(AlipayBillSettings settings) {
      this.settings = Objects.requireNonNull(settings, "settings");
      return this;
    }

    @Override
    protected Builder self() {
      return this;
    }

    private Gateway gateway() {
      return gateway("alipay").build();
    }

    private Clock time() {
      return clock();
    }

    /**
     * Builds the client.
     *
     * @throws NullPointerException if the transport is missing
     * @throws Fault.Configuration if a key cannot be read
     */
    public AlipayBillClient build() {
      return new AlipayBillClient(this);
    }
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
