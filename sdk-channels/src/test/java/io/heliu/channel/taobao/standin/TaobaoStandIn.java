package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.channel.taobao.ShopKind;
import io.heliu.channel.taobao.TaobaoClient;
import io.heliu.http.AccessToken;
import io.heliu.http.TokenStore;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import io.heliu.internal.json.Json;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the Taobao and Tmall gateway with one shop and one app.
 *
 * <p>Seed it with {@link #put(StandInTrade)} and its kin before {@link #start()}; what is seeded is
 * not journalled, so a run that goes on from a journal seeds the same first. A trade is visible
 * from its time of modification on, so a whole day can be seeded and played by moving the clock.
 * What buyers do while it runs ({@link #place}, {@link #pay}, {@link #cancel}, {@link #change},
 * {@link #askRefund} and what follows on it) is journalled.
 *
 * <p>Names for {@link Misbehaviour.Special}: {@link #THROTTLED}, {@link #DAY_QUOTA}, {@link
 * #PLATFORM_FAULT}, {@link #STUMBLES}, {@link #HOLLOW}, {@link #UNAVAILABLE}, {@link #REFUSED},
 * {@link #SESSION_EXPIRED}.
 */
public final class TaobaoStandIn extends StandIn {
  /** The app's key. */
  public static final String APP_KEY = "21234567";

  /** The app's secret, made up. */
  public static final Secret APP_SECRET = Secret.of("sec_top_01");

  /** The user id of the shop's seller, as messages have it. */
  public static final String SELLER = "2074082786";

  /** Answers "App Call Limited" with a ban of one more second. */
  public static final String THROTTLED = "throttled";

  /** Answers that the app's calls of the day are used up. */
  public static final String DAY_QUOTA = "day-quota";

  /** Answers that a service behind the gateway timed out. */
  public static final String PLATFORM_FAULT = "platform-fault";

  /** Answers that a service behind the gateway stumbles over what was asked for, now and later. */
  public static final String STUMBLES = "stumbles";

  /** Answers well, with nothing in it. */
  public static final String HOLLOW = "hollow";

  /** Answers "Service Currently Unavailable". */
  public static final String UNAVAILABLE = "unavailable";

  /** Ends all sessions, then handles the request. */
  public static final String SESSION_EXPIRED = "session-expired";

  /** Answers that a rule of the business forbids it. */
  public static final String REFUSED = "refused";

  private static final String PATH = "/router/rest";
  private static final String REFRESH = "taobao.top.auth.token.refresh";
  private static final String FIRST_SESSION = "session-0";
  private static final String FIRST_REFRESH = "refresh-0";

  private final boolean tmall;
  private final TradeDesk trades;
  private final ItemDesk items = new ItemDesk();
  private final StockDesk stock;
  private final RefundDesk refunds;
  private final BillDesk bills = new BillDesk();
  private final MessageDesk messages = new MessageDesk(this::changed);
  private final Happenings happenings;
  private final Sessions sessions;
  private final Instant firstSessionEnds;
  private final Gate gate;
  private final Map<String, Function<Call, ObjectNode>> methods;
  private final Map<String, Integer> calls = new HashMap<>();
  private int requests;

  /** Creates a stand-in of a Taobao shop whose sessions live a day and can be refreshed. */
  public TaobaoStandIn(Clock clock) {
    this(clock, false, true);
  }

  /**
   * Creates a stand-in.
   *
   * @param tmall whether the shop is on Tmall
   * @param refreshable whether the app may refresh sessions
   */
  public TaobaoStandIn(Clock clock, boolean tmall, boolean refreshable) {
    super(clock);
    this.tmall = tmall;
    this.trades = new TradeDesk(this::changed);
    this.stock = new StockDesk(this::changed, items, tmall);
    this.refunds = new RefundDesk(trades);
    this.happenings = new Happenings(trades, stock, refunds, messages);
    this.firstSessionEnds = clock.instant().plus(Duration.ofDays(1));
    this.sessions =
        new Sessions(
            this::changed,
            FIRST_SESSION,
            FIRST_REFRESH,
            new Sessions.Settings(firstSessionEnds, Duration.ofDays(1), refreshable));
    this.gate = new Gate(APP_KEY, APP_SECRET.reveal(), sessions);
    this.methods = methods(new ShippingDesk(this::changed, trades));
  }

  private Map<String, Function<Call, ObjectNode>> methods(ShippingDesk shipping) {
    return Map.ofEntries(
        Map.entry("taobao.trades.sold.increment.get", trades::increment),
        Map.entry("taobao.trade.fullinfo.get", trades::fullInfo),
        Map.entry("taobao.logistics.offline.send", shipping::offline),
        Map.entry("taobao.logistics.online.send", shipping::online),
        Map.entry("taobao.item.quantity.update", stock::item),
        Map.entry("taobao.skus.quantity.update", stock::skus),
        Map.entry("tmall.item.quantity.update", stock::tmall),
        Map.entry("taobao.refunds.receive.get", refunds::receive),
        Map.entry("taobao.refund.get", refunds::get),
        Map.entry("taobao.items.onsale.get", items::onSale),
        Map.entry("taobao.item.seller.get", items::seller),
        Map.entry("taobao.bill.bills.get", bills::bills),
        Map.entry("taobao.tmc.user.permit", messages::permit),
        Map.entry("taobao.tmc.messages.consume", messages::consume),
        Map.entry("taobao.tmc.messages.confirm", messages::confirm),
        Map.entry(REFRESH, sessions::refresh));
  }

  /** Returns the gateway's address. */
  public URI endpoint() {
    return url(PATH);
  }

  /**
   * Starts a client of the shop, with a store of its own that holds the session which is valid at
   * the start; start this before.
   */
  public TaobaoClient.Builder client(ShopId shop) {
    TokenStore tokens = TokenStore.inMemory();
    tokens.compareAndSet(shop.toString(), null, token());
    return connect(TaobaoClient.builder(shop))
        .endpoint(endpoint())
        .credential(APP_KEY, APP_SECRET)
        .kind(tmall ? ShopKind.TMALL : ShopKind.TAOBAO)
        .tokens(tokens);
  }

  /** Returns the token that is valid at the start. */
  public AccessToken token() {
    return new AccessToken(Secret.of(FIRST_SESSION), Secret.of(FIRST_REFRESH), firstSessionEnds);
  }

  /** Adds or replaces a trade. */
  public void put(StandInTrade trade) {
    locked(() -> seed(() -> trades.put(trade.json())));
  }

  /** Adds or replaces an item. */
  public void put(StandInItem item) {
    locked(() -> seed(() -> items.put(item.json())));
  }

  /** Adds or replaces a refund, given in the platform's form. */
  public void putRefund(String json) {
    locked(() -> seed(() -> refunds.put(Json.require(Json.parse(json)))));
  }

  /** Adds or replaces a fee bill, given in the platform's form. */
  public void putBill(String json) {
    locked(() -> seed(() -> bills.put(Json.require(Json.parse(json)))));
  }

  private static boolean seed(Runnable put) {
    put.run();
    return true;
  }

  /** A buyer places a trade: units of its items go or are held. */
  public void place(StandInTrade trade) {
    act("place", Json.write(trade.json()));
  }

  /** A buyer pays a trade. */
  public void pay(String tid) {
    act("pay", tid);
  }

  /** A trade is closed before it was paid. */
  public void cancel(String tid) {
    act("cancel", tid);
  }

  /**
   * A buyer asks for the money of a line of a paid trade, or for other goods. Status and time of
   * modification are set.
   *
   * @param json the refund in the platform's form; without {@code dispute_type}, goods that have
   *     left come back
   */
  public void askRefund(String json) {
    act("askRefund", json);
  }

  /** The goods of a return or an exchange that was asked for are back at the seller's. */
  public void sendBackRefund(String id) {
    act("sendBackRefund", id);
  }

  /** The buyer withdraws a refund that was asked for. */
  public void withdrawRefund(String id) {
    act("withdrawRefund", id);
  }

  /**
   * The money of a refund goes back, or an exchange is done. A line is closed once all of its money
   * went back, a trade once every line is.
   */
  public void payRefund(String id) {
    act("payRefund", id);
  }

  /** Returns the status of a refund; empty if there is no such refund. */
  public Optional<String> refundStatus(String id) {
    return locked(() -> Optional.ofNullable(refunds.status(id)));
  }

  /** Replaces a trade as it is told, its time of modification included. */
  public void change(StandInTrade trade) {
    act("change", Json.write(trade.json()));
  }

  /**
   * Publishes a message, once the shop is open for messages and for its topic. Placing, paying,
   * cancelling and changing a trade publish theirs, and so do asking for a refund and paying it.
   *
   * @param topic the topic, for example {@code taobao_trade_TradeBuyerPay}
   * @param content the content, normally JSON
   */
  public void publish(String topic, String content) {
    act("publish", topic + "\n" + content);
  }

  /**
   * Publishes a message of another seller, who has opened for the same app, in the same group and
   * for all topics.
   *
   * @param seller the seller's user id, digits
   * @param topic the topic
   * @param content the content, normally JSON
   */
  public void publishOf(String seller, String topic, String content) {
    act("publishOf", seller + "\n" + topic + "\n" + content);
  }

  /** Tells messages in this way from now on. */
  public void deliverMessages(Delivery delivery) {
    locked(() -> seed(() -> messages.deliver(delivery)));
  }

  /** Tells messages only so long after they were published, from now on. */
  public void delayMessages(Duration delay) {
    locked(() -> seed(() -> messages.delay(delay)));
  }

  /** Never tells one in so many messages; to be set before {@link #start()}. */
  public void loseMessages(int oneIn) {
    locked(() -> seed(() -> messages.lose(oneIn)));
  }

  /** How messages are told. */
  public enum Delivery {
    /** The oldest first, each once in an answer. */
    IN_ORDER,
    /** The newest first. */
    REVERSED,
    /** Each twice in one answer. */
    TWICE
  }

  /** Returns how many messages were published, those that were lost included. */
  public long publishedMessages() {
    return locked(messages::published);
  }

  /** Returns how many messages were lost. */
  public long lostMessages() {
    return locked(messages::lost);
  }

  /** Returns how many messages are not confirmed. */
  public int unconfirmedMessages() {
    return locked(messages::size);
  }

  /**
   * Right after the first page of a window was read, modifies trades all over the window, each
   * trade only once: they leave the window and the rows behind them move up.
   *
   * @param perWindow how many
   */
  public void modifyWhilePaged(int perWindow) {
    locked(() -> seed(() -> trades.disturb(perWindow)));
  }

  /** Leaves out what was modified exactly at the end of a window. */
  public void excludeWindowEnd() {
    locked(() -> seed(trades::excludeEnd));
  }

  /** Ends the session after this many more calls that carry one. */
  public void expireSessionAfter(int calls) {
    AtomicInteger seen = new AtomicInteger();
    faults()
        .next(
            1,
            request -> request.text().contains("session=") && seen.incrementAndGet() > calls,
            new Misbehaviour.Special(SESSION_EXPIRED));
  }

  /** Returns a test that picks the requests of a method. */
  public static Predicate<Request> calling(String method) {
    return request -> method.equals(request.form().get("method"));
  }

  /**
   * Checks its own books: quantities, and what trades and lines say of each other.
   *
   * @throws IllegalStateException if they do not agree
   */
  public void checkBooks() {
    locked(() -> seed(() -> Books.check(trades, items)));
  }

  /** Returns a trade as it is now. */
  public StandInTrade trade(String tid) {
    return locked(() -> StandInTrade.of(Json.write(trades.require(tid).json)));
  }

  /** Returns the numbers of all trades, those still to come included. */
  public Set<String> tradeNumbers() {
    return locked(trades::numbers);
  }

  /**
   * Returns what may be sold.
   *
   * @param skuId the variant, or null for the whole item
   * @return empty if there is no such item or variant
   */
  public OptionalLong stock(String numIid, @Nullable String skuId) {
    return quantity(numIid, skuId, skuId == null ? "num" : "quantity");
  }

  /** Returns what unpaid trades hold of an item that is taken on payment. */
  public OptionalLong held(String numIid, @Nullable String skuId) {
    return quantity(numIid, skuId, "with_hold_quantity");
  }

  private OptionalLong quantity(String numIid, @Nullable String skuId, String field) {
    return locked(
        () -> {
          ObjectNode item = items.find(numIid);
          List<ObjectNode> rows =
              item == null ? List.of() : skuId == null ? List.of(item) : ItemDesk.skus(item);
          return rows.stream()
              .filter(row -> skuId == null || Json.requireText(row, "sku_id").equals(skuId))
              .mapToLong(row -> Json.requireLong(row, field))
              .findFirst();
        });
  }

  /** Returns how often a method was called, refused calls and those of the journal included. */
  public int calls(String method) {
    return locked(() -> calls.getOrDefault(method, 0));
  }

  @Override
  protected Reply handle(Request request) {
    if (!request.path().equals(PATH)) {
      return Reply.of(404, "text/plain", "not found");
    }
    if (!request.method().equals("POST")) {
      return refuse(new Refusal(9, "Http Action Not Allowed", "", ""));
    }
    requests++;
    String id = "z" + requests;
    Map<String, String> form = request.form();
    calls.merge(form.getOrDefault("method", ""), 1, Integer::sum);
    try {
      Call call = gate.check(request, form, methods.keySet(), Set.of(REFRESH));
      ObjectNode body = Objects.requireNonNull(methods.get(call.method())).apply(call);
      boolean simplify = "true".equals(form.get("simplify"));
      return Reply.json(
          simplify ? Shape.simplified(body, id) : Shape.normal(call.method(), body, id));
    } catch (Refusal refusal) {
      return Reply.json(Shape.error(refusal, id));
    }
  }

  @Override
  protected Reply onMisbehaviour(String name, Request request) {
    return switch (name) {
      case THROTTLED ->
          refuse(
              new Refusal(
                  7,
                  "App Call Limited",
                  "accesscontrol.limited-by-api-access-count",
                  "This ban will last for 1 more seconds"));
      case DAY_QUOTA ->
          refuse(
              new Refusal(
                  7,
                  "App Call Limited",
                  "accesscontrol.limited-by-app-access-count",
                  "This ban will last for 30000 more seconds"));
      case PLATFORM_FAULT ->
          refuse(Refusal.business("isp.remote-service-timeout", "remote service timeout"));
      case STUMBLES -> refuse(Refusal.business("isp.null-pointer-exception", "null"));
      case HOLLOW -> Reply.json("{\"trade_fullinfo_get_response\":{\"request_id\":\"z0\"}}");
      case UNAVAILABLE ->
          refuse(new Refusal(10, "Service Currently Unavailable", "isp.http-read-timeout", ""));
      case REFUSED -> refuse(Refusal.business("isv.scripted-refusal", "业务规则不允许"));
      case SESSION_EXPIRED -> {
        sessions.expire(now());
        yield handle(request);
      }
      default -> super.onMisbehaviour(name, request);
    };
  }

  private Reply refuse(Refusal refusal) {
    requests++;
    return Reply.json(Shape.error(refusal, "z" + requests));
  }

  /** Attempts at the same page, order, shipment or item share a key. */
  @Override
  protected @Nullable String faultKey(Request request) {
    if (!request.path().equals(PATH)) {
      return null;
    }
    Map<String, String> form = new HashMap<>(request.form());
    form.keySet().removeAll(Set.of("sign", "timestamp", "session"));
    return new TreeMap<>(form).toString();
  }

  @Override
  protected void onAct(String name, String argument) {
    if (!happenings.happen(name, argument, now())) {
      super.onAct(name, argument);
    }
  }
}
