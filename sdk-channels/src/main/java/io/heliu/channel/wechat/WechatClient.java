package io.heliu.channel.wechat;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.channel.ItemSource;
import io.heliu.channel.OrderSource;
import io.heliu.channel.RefundSource;
import io.heliu.channel.ShipmentSink;
import io.heliu.channel.StockSink;
import io.heliu.channel.WindowPolicy;
import io.heliu.http.AccessToken;
import io.heliu.http.ClientBuilder;
import io.heliu.http.Gateway;
import io.heliu.http.RateLimits;
import io.heliu.http.TokenStore;
import io.heliu.order.ChannelOrder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An app of WeChat: a shop (微信小店) or a mini-program (小程序). Each has an appid of its own and so a
 * client of its own.
 *
 * <pre>{@code
 * WechatClient wechat =
 *     WechatClient.builder(new ShopId("wechat", "my-shop"))
 *         .credential(appid, Secret.of(appSecret))
 *         .transport(transport)
 *         .build();
 * Page<ChannelOrder> order = wechat.orders().get(number);
 * }</pre>
 *
 * <p>Immutable and thread-safe; share one for each app. It closes nothing that it was handed.
 *
 * <p>The sub-APIs throw the {@link Fault}s of the seam. Specific to this platform: {@link
 * Fault.Throttled} with the rest of China's day as waiting time when the app's daily quota is used
 * up, and {@link Fault.Permission} when the caller's address is not in the app's list of allowed
 * ones. The request id of a fault is what the platform's support asks for.
 */
public final class WechatClient {
  static final String SYSTEM = "wechat";

  private final WechatSettings settings;
  private final StableToken stableToken;
  private final TokenStore tokens;
  private final WechatOrders orders;
  private final WechatShipments shipments;
  private final WechatStock stock;
  private final WechatRefunds refunds;
  private final WechatItems items;
  private final FundsFlows funds;
  private final MiniProgramShipping miniProgramShipping;
  private final WechatUsers users;

  private WechatClient(Builder b) {
    this.settings = b.settings();
    this.stableToken = new StableToken(settings, b.tokenGateway());
    this.tokens = b.tokens;
    Wechat wechat = new Wechat(settings, b.gateway(stableToken));
    OrderReader reader = new OrderReader(b.shop, b.heldStatuses);
    this.orders = new WechatOrders(wechat, b.windowPolicy, reader);
    this.shipments = new WechatShipments(wechat);
    this.stock = new WechatStock(wechat);
    this.refunds = new WechatRefunds(wechat, b.refundWindowPolicy, reader);
    this.items = new WechatItems(wechat);
    this.funds = new FundsFlows(wechat);
    this.miniProgramShipping = new MiniProgramShipping(wechat);
    this.users = new WechatUsers(wechat, b.openPlatform);
  }

  /** Starts a client of a shop or mini-program. */
  public static Builder builder(ShopId shop) {
    return new Builder(shop);
  }

  /**
   * Returns the orders (订单) of the shop.
   *
   * <p>Times of change are whole seconds: windows that touch share no second and leave none out.
   * The platform lists numbers only and no total, so a page costs one more call for each order and
   * gives it whole. The platform has no numbers of lines: a line is {@code product:variant}, with
   * {@code :2} and so on for further lines of the same variant. Gifts that nobody has accepted and
   * groups that are not complete are paid but have the flag {@link
   * io.heliu.order.OrderFlag#CHANNEL_HOLD}. A line of which units were refunded has the quantity
   * that was ordered, and tells how many were; the refund itself says what is left of it. The buyer
   * is the openid of the app; the unionid comes with it if the shop was bound to an open platform
   * (开放平台) when the order was placed.
   */
  public OrderSource orders() {
    return orders;
  }

  /**
   * Returns where shipments of the shop are told (发货).
   *
   * <p>A parcel takes the units that are in it and still to be sent, and one for the whole order
   * takes all that are. Besides the platform's own codes a refusal may have {@code LINE_UNKNOWN},
   * {@code LINE_CLOSED} (every named line is), {@code OTHER_WAYBILL} (units of it left with another
   * waybill), {@code WAYBILL_TAKEN} (the waybill left without some of it; the platform takes
   * nothing more into it) or {@code NOTHING_TO_SEND}.
   */
  public ShipmentSink shipments() {
    return shipments;
  }

  /**
   * Returns where quantities of the shop are told (库存).
   *
   * <p>What is missing is added and what is too much is taken off. An item and variant may occur
   * once in a batch ({@link IllegalArgumentException} otherwise). Besides the platform's own codes
   * a refusal may have {@code SKU_MISSING} or {@code SKU_UNKNOWN}.
   */
  public StockSink stock() {
    return stock;
  }

  /**
   * Returns the after-sales (售后单) of the shop.
   *
   * <p>The platform lists ids only, so each costs one more call, and another one for its order. An
   * after-sale names a variant and a count. Where an order has several lines of that variant, for
   * example one bought and one given away, the count is shared out to them, the first line first,
   * units that the platform counts as refunded on a line before others; the after-sale then comes
   * as one refund for each of these lines: its own id, then {@code id:2} and so on, those without
   * units {@link RefundSource.State#CLOSED closed}. With it come the other after-sales of the
   * variant, as the platform lists them with the order, for their shares depend on each other.
   */
  public RefundSource refunds() {
    return refunds;
  }

  /** Returns the items on sale (在售商品) of the shop; each costs one more call. */
  public ItemSource items() {
    return items;
  }

  /** Returns the movements of the shop's money (资金流水). */
  public FundsFlows funds() {
    return funds;
  }

  /** Returns the shipping management of the mini-program (发货信息管理). */
  public MiniProgramShipping miniProgramShipping() {
    return miniProgramShipping;
  }

  /**
   * Returns the shipping management of the mini-program as a shop that is told of parcels, for
   * {@link io.heliu.flow.ShipmentFlow}. The platform knows payments, not orders, so the rest comes
   * from the merchant's own books: the payer's openid is the order's {@code buyer}, the payment's
   * id at WeChat Pay its {@code paymentReference}; titles and units are shown to the buyer, and the
   * phone is handed on masked, and to the one carrier only that wants it.
   *
   * @param orders gives an order of the mini-program by its number, for example {@code number ->
   *     book.channelOrder(shop, number)}
   */
  public ShipmentSink miniProgramShipments(Function<String, Optional<ChannelOrder>> orders) {
    return new MiniProgramShipments(
        settings.shop(), miniProgramShipping, Objects.requireNonNull(orders, "orders"));
  }

  /** Returns who somebody is (用户标识). */
  public WechatUsers users() {
    return users;
  }

  /**
   * Ends the app's living token and gets a new one, for a token that has become known to others.
   * The platform allows this 20 times a day, 30 seconds apart; it is never done by itself.
   *
   * @throws Fault if the platform cannot be asked
   */
  public void renewToken() {
    String account = settings.shop().toString();
    AccessToken next = stableToken.force();
    while (!tokens.compareAndSet(account, tokens.find(account).orElse(null), next)) {
      Thread.onSpinWait(); // Who stored in between has a token that has just ended.
    }
  }

  /**
   * Builds a {@link WechatClient}. Not thread-safe.
   *
   * <p>By default 10 000 calls for a token are made in a minute, which is what the platform's page
   * on the stable token allows (a forced one has limits of its own, see {@link #renewToken}). Its
   * documents name a number for no other call; what it refuses as too much for a minute is tried
   * again when the minute has turned.
   */
  public static final class Builder extends ClientBuilder<Builder> {
    private static final URI PRODUCTION = URI.create("https://api.weixin.qq.com");

    private static final RateLimits DOCUMENTED =
        new RateLimits(
            null,
            Map.of(StableToken.PATH, new RateLimits.Rule(10_000, Duration.ofMinutes(1))),
            Duration.ofSeconds(10));

    /**
     * The platform may answer with a token that has only five minutes left, and renews it in that
     * time: a margin as long would refresh before every call.
     */
    private static final Duration REFRESH_MARGIN = Duration.ofMinutes(4);

    /**
     * Seven days are the platform's longest window. The overlap reads the last minutes again, where
     * cursor pages may have skipped orders that changed meanwhile. The platform names no limit of
     * history.
     */
    private static final WindowPolicy WINDOWS =
        new WindowPolicy(
            WechatOrders.MAX_WINDOW,
            Duration.ofMinutes(5),
            Duration.ofSeconds(15),
            Duration.ofDays(365),
            WindowPolicy.Paging.CURSOR,
            WechatOrders.MAX_PAGE_SIZE);

    private static final WindowPolicy REFUND_WINDOWS =
        new WindowPolicy(
            WechatRefunds.MAX_WINDOW,
            Duration.ofMinutes(5),
            Duration.ofSeconds(15),
            Duration.ofDays(365),
            WindowPolicy.Paging.CURSOR,
            WechatOrders.MAX_PAGE_SIZE);

    private final ShopId shop;
    private URI endpoint = PRODUCTION;
    private @Nullable String appid;
    private @Nullable Secret appSecret;
    private TokenStore tokens = TokenStore.inMemory();
    private Set<String> heldStatuses = Set.of("12", "13");
    private WindowPolicy windowPolicy = WINDOWS;
    private WindowPolicy refundWindowPolicy = REFUND_WINDOWS;
    private @Nullable String openPlatform;

    private Builder(ShopId shop) {
      super(DOCUMENTED);
      this.shop = Objects.requireNonNull(shop, "shop");
    }

    /** Sets the platform's address without a path; production by default. */
    public Builder endpoint(URI endpoint) {
      this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
      return this;
    }

    /** Sets the app's id and secret; required. */
    public Builder credential(String appid, Secret appSecret) {
      this.appid = Objects.requireNonNull(appid, "appid");
      this.appSecret = Objects.requireNonNull(appSecret, "appSecret");
      return this;
    }

    /**
     * Sets where the app's token is kept, under the shop's account; in memory by default. Processes
     * that share a store need fewer calls; they do not disturb each other without.
     */
    public Builder tokens(TokenStore tokens) {
      this.tokens = Objects.requireNonNull(tokens, "tokens");
      return this;
    }

    /**
     * Sets the order codes of paid orders that must not be sent yet; 12 (a gift that waits for
     * acceptance) and 13 (a group that is not complete) by default. The platform's table does not
     * name them, and may come to have more.
     */
    public Builder heldStatuses(Set<String> heldStatuses) {
      this.heldStatuses = Set.copyOf(heldStatuses);
      return this;
    }

    /**
     * Sets how orders are pulled; up to seven days, overlapping by five minutes, by default.
     *
     * @throws IllegalArgumentException if it does not read from cursor to cursor, or exceeds the
     *     platform's limits of seven days and of 100 rows
     */
    public Builder windowPolicy(WindowPolicy policy) {
      check(policy, WechatOrders.MAX_WINDOW);
      if (policy.pageSize() > WechatOrders.MAX_PAGE_SIZE) {
        throw new IllegalArgumentException(
            "policy: must have pages of at most " + WechatOrders.MAX_PAGE_SIZE);
      }
      this.windowPolicy = policy;
      return this;
    }

    /**
     * Sets how after-sales are pulled; up to a day, overlapping by five minutes, by default. Its
     * page size has no effect.
     *
     * @throws IllegalArgumentException if it does not read from cursor to cursor, or exceeds the
     *     platform's limit of 24 hours
     */
    public Builder refundWindowPolicy(WindowPolicy policy) {
      check(policy, WechatRefunds.MAX_WINDOW);
      this.refundWindowPolicy = policy;
      return this;
    }

    private static void check(WindowPolicy policy, Duration longest) {
      if (policy.paging() != WindowPolicy.Paging.CURSOR) {
        throw new IllegalArgumentException("policy: must read from cursor to cursor");
      }
      if (policy.length().compareTo(longest) > 0) {
        throw new IllegalArgumentException("policy: must have windows of at most " + longest);
      }
    }

    /**
     * Names the account of the open platform (开放平台帐号) that the app is bound to; none by default,
     * and then unionids are left out, because nobody could tell whose they are.
     */
    public Builder openPlatform(String openPlatform) {
      this.openPlatform = Objects.requireNonNull(openPlatform, "openPlatform");
      return this;
    }

    /**
     * Builds the client.
     *
     * @throws NullPointerException if credential or transport are missing
     */
    public WechatClient build() {
      return new WechatClient(this);
    }

    @Override
    protected Builder self() {
      return this;
    }

    private WechatSettings settings() {
      return new WechatSettings(
          shop,
          endpoint,
          Objects.requireNonNull(appid, "credential"),
          Objects.requireNonNull(appSecret, "credential"),
          clock());
    }

    private Gateway tokenGateway() {
      return gateway(SYSTEM).build();
    }

    private Gateway gateway(StableToken refresher) {
      return gateway(SYSTEM, tokens, refresher, REFRESH_MARGIN);
    }
  }
}
