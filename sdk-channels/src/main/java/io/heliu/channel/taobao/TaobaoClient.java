package io.heliu.channel.taobao;

import io.heliu.Money;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.channel.ItemSource;
import io.heliu.channel.OrderSource;
import io.heliu.channel.RefundSource;
import io.heliu.channel.ShipmentSink;
import io.heliu.channel.StockSink;
import io.heliu.channel.WindowPolicy;
import io.heliu.http.ClientBuilder;
import io.heliu.http.Gateway;
import io.heliu.http.TokenStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Taobao or Tmall shop (淘宝/天猫店铺) over the open platform's signed form gateway.
 *
 * <pre>{@code
 * TaobaoClient taobao =
 *     TaobaoClient.builder(new ShopId("taobao", "my-shop"))
 *         .credential(appKey, Secret.of(appSecret))
 *         .tokens(tokens)
 *         .transport(transport)
 *         .build();
 * ChannelOrder order = taobao.orders().get(tid);
 * }</pre>
 *
 * <p>Immutable and thread-safe; share one for each shop. It closes nothing that it was handed.
 *
 * <p>The sub-APIs throw the {@link io.heliu.Fault}s of the seam. Specific to this platform: {@link
 * io.heliu.Fault.Throttled} with the rest of China's day as waiting time when the app's daily quota
 * is used up, and {@link io.heliu.Fault.Authentication} with the sub-code {@link
 * #REAUTHORISATION_REQUIRED} when only the shop's owner can give a new session.
 */
public final class TaobaoClient {
  /** The sub-code of the fault that asks for the shop's owner to authorise the app again. */
  public static final String REAUTHORISATION_REQUIRED = "reauthorisation-required";

  static final String SYSTEM = "taobao";

  private final TaobaoOrders orders;
  private final TaobaoShipments shipments;
  private final TaobaoStock stock;
  private final TaobaoRefunds refunds;
  private final TaobaoItems items;
  private final FeeBills bills;
  private final TaobaoMessages messages;

  private TaobaoClient(Builder b) {
    TopSettings settings = b.settings();
    Top top = new Top(settings, b.gateway(settings));
    String types = String.join(",", b.tradeTypes);
    this.orders = new TaobaoOrders(top, b.windowPolicy, types);
    this.shipments = new TaobaoShipments(top);
    this.stock = new TaobaoStock(top, QuantityCall.of(b.kind));
    this.refunds = new TaobaoRefunds(top, b.windowPolicy, types);
    this.items = new TaobaoItems(top);
    this.bills = new FeeBills(top, b.billUnit);
    this.messages = new TaobaoMessages(top);
  }

  /** Starts a client of a shop. */
  public static Builder builder(ShopId shop) {
    return new Builder(shop);
  }

  /**
   * Returns the orders (订单).
   *
   * <p>Modification times of the platform are whole seconds, and a window asks for those that lie
   * in it: windows that touch share no second and leave none out. A page gives numbers and
   * versions; each order is one more call. An order is malformed, with its raw form, if its lines
   * and freight do not add up to its payment; and with the platform's code alone if the platform
   * refuses to tell it by a rule of the business, or stumbles over it whenever it is asked.
   */
  public OrderSource orders() {
    return orders;
  }

  /**
   * Returns where shipments are told (发货).
   *
   * <p>A parcel takes the lines that are still to be sent and never a closed one. Besides the
   * platform's own codes a refusal may have {@code LINE_UNKNOWN}, {@code LINE_CLOSED} (every named
   * line is), {@code OTHER_WAYBILL} (a named line left with another waybill), {@code
   * NOTHING_TO_SEND} or {@code NOT_SENT}.
   *
   * <p>The platform's shipping call names lines and no units, so a line is told with the first
   * parcel that has any of it. Further parcels of the line are left out, with {@code ALREADY_SENT}:
   * a line has one waybill on the platform.
   */
  public ShipmentSink shipments() {
    return shipments;
  }

  /**
   * Returns where quantities are told (库存).
   *
   * <p>Levels of one item's variants travel together; an item and variant may occur once in a batch
   * ({@link IllegalArgumentException} otherwise).
   */
  public StockSink stock() {
    return stock;
  }

  /**
   * Returns the refunds (退款). Only a refund of money that succeeded is paid; exchanges and repairs
   * come with an amount of zero. The list does not say when a paid refund was over, so each of them
   * costs one more call, {@code taobao.refund.get}, which the app must be allowed to make; those
   * calls keep the limits of calls like any other.
   */
  public RefundSource refunds() {
    return refunds;
  }

  /** Returns the items on sale (在售商品); one may come twice, and each costs one more call. */
  public ItemSource items() {
    return items;
  }

  /** Returns the fee bills; open to the merchant's own apps only. */
  public FeeBills bills() {
    return bills;
  }

  /** Returns the message service (消息服务), which hints at what changed. */
  public TaobaoMessages messages() {
    return messages;
  }

  /**
   * Builds a {@link TaobaoClient}. Not thread-safe.
   *
   * <p>There is no limit of calls by default: per the platform's documents on flow control an app
   * has a number of calls for each day, which depends on the package it has bought (test apps have
   * 5 000), and no method has a rate of its own. What goes beyond is refused by the platform, and
   * the wait that it asks for is kept.
   */
  public static final class Builder extends ClientBuilder<Builder> {
    private static final Duration REFRESH_MARGIN = Duration.ofMinutes(5);
    private static final URI PRODUCTION = URI.create("https://eco.taobao.com/router/rest");

    /**
     * Half an hour is what the platform recommends. The overlap makes it harmless should the
     * platform leave out the last second of a window. Three months of history are at least 89 days.
     */
    private static final WindowPolicy WINDOWS =
        new WindowPolicy(
            Duration.ofMinutes(30),
            Duration.ofMinutes(1),
            Duration.ofSeconds(15),
            Duration.ofDays(89),
            WindowPolicy.Paging.REVERSE_PAGES,
            50);

    /** Left alone, the platform leaves out distribution, vouchers, cross-border and stores. */
    private static final List<String> TRADE_TYPES =
        List.of(
            "guarantee_trade",
            "auto_delivery",
            "ec",
            "cod",
            "step",
            "fixed",
            "auction",
            "fenxiao",
            "eticket",
            "tmall_i18n",
            "o2o_offlinetrade");

    private final ShopId shop;
    private URI endpoint = PRODUCTION;
    private @Nullable String appKey;
    private @Nullable Secret appSecret;
    private SignMethod signMethod = SignMethod.HMAC_SHA256;
    private ShopKind kind = ShopKind.TAOBAO;
    private boolean simplified;
    private List<String> tradeTypes = TRADE_TYPES;
    private WindowPolicy windowPolicy = WINDOWS;
    private Money billUnit = Money.fen(1);
    private @Nullable TokenStore tokens;

    private Builder(ShopId shop) {
      this.shop = Objects.requireNonNull(shop, "shop");
    }

    /** Sets the gateway's address; the production gateway by default. */
    public Builder endpoint(URI endpoint) {
      this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
      return this;
    }

    /** Sets the app's key and secret; required. */
    public Builder credential(String appKey, Secret appSecret) {
      this.appKey = Objects.requireNonNull(appKey, "appKey");
      this.appSecret = Objects.requireNonNull(appSecret, "appSecret");
      return this;
    }

    /** Sets how requests are signed; HMAC-SHA256 by default. */
    public Builder signMethod(SignMethod signMethod) {
      this.signMethod = Objects.requireNonNull(signMethod, "signMethod");
      return this;
    }

    /** Sets the marketplace; Taobao by default. */
    public Builder kind(ShopKind kind) {
      this.kind = Objects.requireNonNull(kind, "kind");
      return this;
    }

    /** Asks for smaller answers without envelope and inner lists; off by default. */
    public Builder simplified(boolean simplified) {
      this.simplified = simplified;
      return this;
    }

    /**
     * Sets the trade types (交易类型) that orders and refunds are pulled for; all that are known to be
     * of a shop by default.
     *
     * @throws IllegalArgumentException if the list is empty
     */
    public Builder tradeTypes(List<String> tradeTypes) {
      if (tradeTypes.isEmpty()) {
        throw new IllegalArgumentException("tradeTypes: must not be empty");
      }
      this.tradeTypes = List.copyOf(tradeTypes);
      return this;
    }

    /**
     * Sets how orders and refunds are pulled; half an hour, overlapping by a minute, by default.
     *
     * @throws IllegalArgumentException if it does not read pages from the last to the first, or
     *     exceeds the platform's limits of a day and of 100 rows
     */
    public Builder windowPolicy(WindowPolicy policy) {
      if (policy.paging() != WindowPolicy.Paging.REVERSE_PAGES) {
        throw new IllegalArgumentException("policy: must read pages from the last to the first");
      }
      if (policy.length().compareTo(TopTime.MAX_WINDOW) > 0) {
        throw new IllegalArgumentException("policy: must have windows of at most one day");
      }
      if (policy.pageSize() > WindowPages.MAX_PAGE_SIZE) {
        throw new IllegalArgumentException(
            "policy: must have pages of at most " + WindowPages.MAX_PAGE_SIZE);
      }
      this.windowPolicy = policy;
      return this;
    }

    /**
     * Sets what one unit of a fee bill's whole numbers is worth; one fen by default. The platform's
     * documents show whole numbers without naming the unit.
     */
    public Builder billUnit(Money unit) {
      this.billUnit = Objects.requireNonNull(unit, "unit");
      return this;
    }

    /**
     * Sets where the shop's session is kept, under {@link ShopId#toString}, channel and account;
     * required. A session is refreshed five minutes before its end; one without refresh token
     * counts as ended then.
     */
    public Builder tokens(TokenStore tokens) {
      this.tokens = Objects.requireNonNull(tokens, "tokens");
      return this;
    }

    /**
     * Builds the client.
     *
     * @throws NullPointerException if credential, tokens or transport are missing
     */
    public TaobaoClient build() {
      return new TaobaoClient(this);
    }

    @Override
    protected Builder self() {
      return this;
    }

    private TopSettings settings() {
      return new TopSettings(
          shop,
          endpoint,
          Objects.requireNonNull(appKey, "credential"),
          Objects.requireNonNull(appSecret, "credential"),
          signMethod,
          simplified,
          clock());
    }

    private Gateway gateway(TopSettings settings) {
      return gateway(
          SYSTEM,
          Objects.requireNonNull(tokens, "tokens"),
          new SessionRefresher(settings, gateway(SYSTEM).build()),
          REFRESH_MARGIN);
    }
  }
}
