package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.StatementSource;
import io.heliu.http.ClientBuilder;
import io.heliu.http.Gateway;
import io.heliu.http.RateLimits;
import io.heliu.http.RateLimits.Rule;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;

/**
 * Fetches a merchant's daily trade or fund-flow bills from WeChat Pay (微信支付账单下载) over API v3, with
 * signatures on both ways.
 *
 * <p>Per the platform's documentation the bill of a day (Asia/Shanghai) is there on the next day
 * from 10:00 and for 3 months; a bill in the making is asked for again after 30 minutes. The
 * download address is used at once, and a new one is asked for if the download fails or its SHA-1
 * is not the announced one. The packed file is held in memory; the transport limits its size. The
 * listener hears of doubts about a bill ({@link BillFile#warnings}). Thread-safe.
 */
public final class WechatPayBillClient implements StatementSource {
  private final WechatPayMerchant merchant;
  private final WechatPayBill bill;
  private final BillSettings settings;
  private final Gateway gateway;
  private final Clock clock;
  private final WechatSigner signer;
  private final BillFetch bills;

  private WechatPayBillClient(
      WechatPayMerchant merchant,
      WechatPayBill bill,
      BillSettings settings,
      Gateway gateway,
      Clock clock,
      Listener listener) {
    this.merchant = merchant;
    this.bill = bill;
    this.settings = settings;
    this.gateway = gateway;
    this.clock = clock;
    this.signer = new WechatSigner(merchant);
    this.bills =
        new BillFetch(
            clock,
            this::address,
            found -> BillFile.of(bill.kind(), download(found), settings, listener));
  }

  /** Starts a client of one of a merchant's bills. */
  public static Builder builder(WechatPayMerchant merchant, WechatPayBill bill) {
    return new Builder(merchant, bill);
  }

  /**
   * Builds a {@link WechatPayBillClient}. Not thread-safe.
   *
   * <p>By default fund-flow bills are asked for three times a second, which is what the platform's
   * page on that bill allows a merchant's number; each client counts for itself. Its documents name
   * no number for other bills.
   */
  public static final class Builder extends ClientBuilder<Builder> {
    private static final RateLimits DOCUMENTED =
        new RateLimits(
            null, Map.of(WechatPayBill.FUND_PATH, Rule.perSecond(3)), Duration.ofSeconds(10));

    private final WechatPayMerchant merchant;
    private final WechatPayBill bill;
    private BillSettings settings = BillSettings.defaults();

    private Builder(WechatPayMerchant merchant, WechatPayBill bill) {
      super(DOCUMENTED);
      this.merchant = Objects.requireNonNull(merchant, "merchant");
      this.bill = Objects.requireNonNull(bill, "bill");
    }

    /** Sets limits and how references are read; {@link BillSettings#defaults} by default. */
    public Builder settings(BillSettings settings) {
      this.settings = Objects.requireNonNull(settings, "settings");
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
    public WechatPayBillClient build() {
      return new WechatPayBillClient(
          merchant, bill, settings, gateway(WechatSigner.SYSTEM).build(), clock(), listener());
    }
  }

  @Override
  public String source() {
    return bill.source();
  }

  /** Returns the merchant's number, or that of the partner's merchant whose bills these are. */
  @Override
  public String account() {
    String subMchid = merchant.subMchid();
    return subMchid == null || bill.isFund() ? merchant.mchid() : subMchid;
  }

  /**
   * Fetches a day's bill. Before the day is published nothing is sent, for "no statement" would
   * then not mean "no trades".
   *
   * @throws Fault.Signature if an answer is not signed by WeChat Pay or is minutes away from our
   *     time, or WeChat Pay refuses our signature
   * @throws Fault.Permission if the merchant may not read bills
   * @throws Fault.Protocol if an answer cannot be read, or no download had the announced SHA-1
   * @throws Fault.Remote if the request was refused (a day out of range is) or no address worked
   * @throws Fault.Transport if no complete answer came
   * @throws Fault.Throttled if there were too many calls
   */
  @Override
  public Result fetch(LocalDate day) {
    return bills.fetch(day);
  }

  private BillAddress address(LocalDate day) {
    return gateway.call(new WechatUrlCall(merchant, signer, bill, day, clock));
  }

  private byte[] download(BillAddress.Found found) {
    return gateway.call(new WechatDownloadCall(signer, merchant.mchid(), found, settings));
  }
}
