package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.StatementSource;
import io.heliu.http.ClientBuilder;
import io.heliu.http.Gateway;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * Fetches a merchant's daily trade or fund bills from the Alipay open platform (支付宝对账单下载), by
 * {@code alipay.data.dataservice.bill.downloadurl.query} with RSA2 signatures on both ways.
 *
 * <p>Per the platform's documentation the bill of a day (Asia/Shanghai) is there on the next day
 * from 10:00, and its download address lives 30 s: it is used at once, and a new one is asked for
 * if the download fails. The whole zip is held in memory; the transport limits its size.
 * Thread-safe.
 */
public final class AlipayBillClient implements StatementSource {
  private final AlipayApp app;
  private final BillKind kind;
  private final Gateway gateway;
  private final Rsa2 rsa2;
  private final BillFetch bills;

  private AlipayBillClient(
      AlipayApp app,
      BillKind kind,
      BillSettings settings,
      Gateway gateway,
      Clock clock,
      Listener listener) {
    this.app = app;
    this.kind = kind;
    this.gateway = gateway;
    this.rsa2 = new Rsa2(app.privateKey(), app.alipayPublicKey());
    this.bills =
        new BillFetch(
            clock, this::address, found -> BillFile.of(kind, download(found), settings, listener));
  }

  /** Starts a client of an application's bills. */
  public static Builder builder(AlipayApp app) {
    return new Builder(app);
  }

  /**
   * Builds an {@link AlipayBillClient}. Not thread-safe. There is no limit of calls by default: the
   * platform's documents name none for bills.
   */
  public static final class Builder extends ClientBuilder<Builder> {
    private final AlipayApp app;
    private BillKind kind = BillKind.ALIPAY_TRADE;
    private BillSettings settings = BillSettings.defaults();

    private Builder(AlipayApp app) {
      this.app = Objects.requireNonNull(app, "app");
    }

    /** Sets limits and how references are read; {@link BillSettings#defaults} by default. */
    public Builder settings(BillSettings settings) {
      this.settings = Objects.requireNonNull(settings, "settings");
      return this;
    }

    /** Fetches fund bills (账务明细) instead of trade bills (业务明细). */
    public Builder fundBills() {
      this.kind = BillKind.ALIPAY_FUND;
      return this;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * Builds the client.
     *
     * @throws NullPointerException if the transport is missing
     * @throws Fault.Configuration if a key cannot be read
     */
    public AlipayBillClient build() {
      return new AlipayBillClient(
          app, kind, settings, gateway("alipay").build(), clock(), listener());
    }
  }

  /** Returns {@code "alipay-trade"} or {@code "alipay-fund"}. */
  @Override
  public String source() {
    return kind == BillKind.ALIPAY_FUND ? "alipay-fund" : "alipay-trade";
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
    return bills.fetch(day);
  }

  private BillAddress address(LocalDate day) {
    Optional<URI> url = gateway.call(new AlipayUrlCall(app, rsa2, kind, day));
    return url.isPresent() ? new BillAddress.Found(url.get(), "") : new BillAddress.None();
  }

  private byte[] download(BillAddress.Found found) {
    return gateway.call(new AlipayDownloadCall(app.account(), found.url()));
  }
}
