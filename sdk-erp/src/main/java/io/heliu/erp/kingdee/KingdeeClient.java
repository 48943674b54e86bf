package io.heliu.erp.kingdee;

import io.heliu.Listener;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.DocumentPort;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receipt;
import io.heliu.erp.SalesOrder;
import io.heliu.erp.kingdee.KingdeeCredential.SignedCalls;
import io.heliu.http.ClientBuilder;
import io.heliu.http.Gateway;
import io.heliu.http.TokenStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Kingdee K/3 Cloud site (金蝶云星空): the door to its documents and to what can be read from it.
 *
 * <p>A document's number becomes the ERP's document number (单据编号), which the ERP keeps unique per
 * form: the bill types used must allow numbers to be given. A push saves, submits and audits (保存,
 * 提交, 审核). A document that an earlier push left half-way is taken on from there: one that was only
 * saved, or that was sent back and has other lines now, is saved again in place; one that was
 * submitted or audited with other lines stays as it is, and the push is {@code Rejected} with the
 * code {@code CONTENT_DIFFERS}. Receipts are told by their number alone.
 *
 * <p>Thread-safe; share one per site. All work is done on the caller's thread.
 */
public final class KingdeeClient implements Erp {
  private final String name;
  private final Wire wire;
  private final @Nullable Login login;
  private final String account;
  private final DocumentPort<SalesOrder> salesOrders;
  private final OrderCancel cancels;
  private final DocumentPort<Outbound> outbounds;
  private final DocumentPort<Receipt> receipts;
  private final ErpFeeds feeds;

  private KingdeeClient(Builder builder) {
    this.name = builder.name;
    URI endpoint = Objects.requireNonNull(builder.endpoint, "endpoint");
    KingdeeCredential credential = Objects.requireNonNull(builder.credential, "credential");
    String organization = Objects.requireNonNull(builder.organization, "organization");
    KingdeeSettings settings = Objects.requireNonNull(builder.settings, "settings");
    this.account = credential.identity().dataCentre();
    if (credential instanceof SignedCalls signed) {
      this.login = null;
      this.wire =
          new Wire(
              builder.gateway(),
              new Access.Signed(signed, organization),
              endpoint,
              account,
              settings);
    } else {
      this.login = new Login(builder.gateway(), endpoint, credential);
      this.wire =
          new Wire(builder.gateway(login), new Access.LoggedIn(), endpoint, account, settings);
    }
    Models models = new Models(settings, organization);
    SourceLines orderLines =
        new SourceLines(wire, SalesOrders.FORM, SalesOrders.ENTRY_ID, settings.order().lineField());
    SourceLines outboundLines =
        new SourceLines(wire, Outbounds.FORM, Outbounds.ENTRY_ID, settings.outbound().lineField());
    this.salesOrders = new Documents<>(wire, new SalesOrders(models), settings);
    this.cancels = new OrderCancel(wire, settings);
    this.outbounds =
        new Documents<>(wire, new Outbounds(models, orderLines, outboundLines), settings);
    this.receipts = new Documents<>(wire, new Receipts(models), settings);
    this.feeds =
        new Feeds(wire, settings, organization, orderLines, builder.time(), builder.audience());
  }

  /** Starts a client. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Returns the port of sales orders (销售订单).
   *
   * <p>{@link DocumentPort#push} throws {@link IllegalArgumentException} if a quantity is negative
   * or the lines mix currencies.
   */
  @Override
  public DocumentPort<SalesOrder> salesOrders() {
    return salesOrders;
  }

  /**
   * Takes a sales order back: it is unaudited (反审核) or withdrawn (撤销) where needed and voided (作废),
   * or closed if {@link KingdeeSettings.Builder#orderClosing} says so. An outbound that names it
   * makes it {@code TooLate} with the code {@code HAS_OUTBOUND}; another document that the ERP has
   * made of it, with {@code HAS_DOWNSTREAM}; before closing, which the ERP allows in spite of them,
   * only {@link KingdeeSettings.Builder#deliveryNotices} are looked for. A later push of the number
   * is {@code Rejected} with the code {@code VOIDED} or {@code CLOSED}.
   *
   * <p>An order that somebody holds is {@code Pending} with the ERP's code, {@code 13} for a lock
   * and {@code 4} for a deadlock; one that somebody moves on meanwhile, with {@code
   * MOVED_MEANWHILE}. An order that was unaudited and then cannot be voided is submitted and
   * audited again; if that fails too, it is {@code Refused} with the code {@code LEFT_UNAUDITED},
   * and a person must look.
   *
   * <p>An order that is not there counts as cancelled, and nothing keeps its number from being
   * pushed later: settle a push whose outcome is {@code Unknown} before, by pushing it again,
   * because it may still arrive. A fault or {@code Pending} may leave the order unaudited but not
   * void: repeat the cancel before anything is pushed under the number.
   */
  @Override
  public CancelOutcome cancel(String number) {
    return cancels.cancel(Objects.requireNonNull(number, "number"));
  }

  /**
   * Returns the port of sales outbounds (销售出库单). A document whose quantities are all negative
   * becomes a sales return (销售退货单); its source documents are outbounds, while those of an outbound
   * are sales orders. A source that the ERP does not have is {@code Rejected} with the code {@code
   * SOURCE_MISSING}.
   *
   * <p>{@link DocumentPort#push} throws {@link IllegalArgumentException} if the lines mix positive
   * and negative quantities (an exchange is two documents, each with its own number) or currencies.
   */
  @Override
  public DocumentPort<Outbound> outbounds() {
    return outbounds;
  }

  /**
   * Returns the port of receipts (收款单). The receivables must come from this ERP's {@link
   * ErpFeeds#openReceivables}. A total that is not positive is {@code Rejected} with the code
   * {@code TOTAL_NOT_POSITIVE}.
   */
  @Override
  public DocumentPort<Receipt> receipts() {
    return receipts;
  }

  /**
   * Returns what can be read from the ERP. Cursors belong to this ERP and form. A row that cannot
   * be read comes as malformed.
   */
  @Override
  public ErpFeeds feeds() {
    return feeds;
  }

  /**
   * Checks address and credential by a call in a fresh session. A live session hides a credential
   * that has become wrong; this does not.
   *
   * @throws io.heliu.Fault.Authentication if the credential is refused
   * @throws io.heliu.Fault if the ERP cannot be asked
   */
  public void ping() {
    if (login != null) {
      login.refresh(account, null);
    }
    wire.forgetSession();
    wire.page(new Query("BD_Currency", List.of("FCURRENCYID"), "FCURRENCYID>0", "FCURRENCYID"), 0);
  }

  /**
   * Builds a {@link KingdeeClient}. There is no limit of calls by default: the vendor's documents
   * name none for this interface, and a site that refuses one for being too much is asked again
   * after {@link KingdeeSettings.Builder#throttleWait}.
   */
  public static final class Builder extends ClientBuilder<Builder> {
    private @Nullable URI endpoint;
    private @Nullable KingdeeCredential credential;
    private @Nullable String organization;
    private @Nullable KingdeeSettings settings;
    private String name = "kingdee";

    private Builder() {}

    /** Sets the name that tells this ERP from others of the host; {@code "kingdee"} by default. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets the site's address, normally ending in {@code /k3cloud/}; required.
     *
     * @throws IllegalArgumentException if it is not absolute, or has a query or a fragment
     */
    public Builder endpoint(URI endpoint) {
      if (endpoint.getHost() == null
          || endpoint.getRawQuery() != null
          || endpoint.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "endpoint: must be absolute, without a query or a fragment");
      }
      String text = endpoint.toString();
      this.endpoint = text.endsWith("/") ? endpoint : URI.create(text + "/");
      return this;
    }

    /** Sets how calls are let in; required. */
    public Builder credential(KingdeeCredential credential) {
      this.credential = Objects.requireNonNull(credential, "credential");
      return this;
    }

    /** Sets the number of the organisation (组织编码) that documents belong to; required. */
    public Builder organization(String number) {
      this.organization = Objects.requireNonNull(number, "number");
      return this;
    }

    /** Sets what is particular to the installation; required. */
    public Builder settings(KingdeeSettings settings) {
      this.settings = Objects.requireNonNull(settings, "settings");
      return this;
    }

    @Override
    protected Builder self() {
      return this;
    }

    private Clock time() {
      return clock();
    }

    private Listener audience() {
      return listener();
    }

    private Gateway gateway() {
      return gateway(Answers.SYSTEM).build();
    }

    private Gateway gateway(Login login) {
      return gateway(Answers.SYSTEM, TokenStore.inMemory(), login, Duration.ZERO);
    }

    /**
     * Builds the client.
     *
     * @throws NullPointerException if something required is missing
     */
    public KingdeeClient build() {
      return new KingdeeClient(this);
    }
  }
}
