package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.channel.wechat.CallbackKey;
import io.heliu.channel.wechat.SignedPush;
import io.heliu.channel.wechat.WechatClient;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the platform of WeChat shops and mini-programs with one app, which is both.
 *
 * <p>Seed it with {@link #put(StandInOrder)} and its kin before {@link #start()}; what is seeded is
 * not journalled, so a run that goes on from a journal seeds the same first. An order is visible
 * from its time of change on. What buyers do while it runs ({@link #place}, {@link #pay}, {@link
 * #cancel}, {@link #change}) is journalled, and makes pushes that wait for {@link #push}; after a
 * restart they are pushed again.
 *
 * <p>Names for {@link Misbehaviour.Special}: {@link #BUSY}, {@link #THROTTLED}, {@link #DAY_QUOTA},
 * {@link #STOCK_RATE}, {@link #STOCK_FAILED}, {@link #REFUSED}, {@link #TOKEN_REVOKED}, {@link
 * #PAYMENT_UNKNOWN}, {@link #SHIPPING_REFUSED}, {@link #SHIPPING_UNCHANGED}.
 */
public final class WechatStandIn extends StandIn {
  /** The app's id. */
  public static final String APPID = "wx00000000demo0001";

  /** The app's secret, made up. */
  public static final Secret APP_SECRET = Secret.of("sec_wechat_01");

  /** What pushes are signed and encrypted with, made up. */
  public static final CallbackKey PUSH_KEY =
      new CallbackKey(
          Secret.of("demoToken01"), Secret.of("uN0tZkmga90MMsS6vKnUYD8u/xL0SXM9AKnEpl61KYI"));

  /** Answers that the system is busy; nothing is done. */
  public static final String BUSY = "busy";

  /** Answers that there were too many calls in this minute. */
  public static final String THROTTLED = "throttled";

  /** Answers that the app's calls of the day are used up. */
  public static final String DAY_QUOTA = "day-quota";

  /** Answers that a variant's stock was changed too often. */
  public static final String STOCK_RATE = "stock-rate";

  /** Answers that stock could not be changed, though it was. */
  public static final String STOCK_FAILED = "stock-failed";

  /** Answers that a rule of the business forbids it. */
  public static final String REFUSED = "refused";

  /** Answers that the payment is not known yet; nothing is done. */
  public static final String PAYMENT_UNKNOWN = "payment-unknown";

  /** Answers that the payment's state does not allow shipping; nothing is done. */
  public static final String SHIPPING_REFUSED = "shipping-refused";

  /** Answers that the report changes nothing of the payment; nothing is done. */
  public static final String SHIPPING_UNCHANGED = "shipping-unchanged";

  /** Answers that all is well, and nothing more. */
  public static final String HOLLOW = "hollow";

  /** Ends the living token, then handles the request. */
  public static final String TOKEN_REVOKED = "token-revoked";

  private final Clock clock;
  private final PushDesk pushes = new PushDesk();
  private final Pusher pusher;
  private final OrderDesk orders;
  private final ShopDesk shop;
  private final AfterSaleDesk afterSales;
  private final MiniProgramDesk miniProgram;
  private final Tokens tokens;
  private final Happenings happenings;
  private final Gate gate;
  private final Map<String, Integer> calls = new HashMap<>();
  private int requests;

  /** Creates a stand-in. */
  public WechatStandIn(Clock clock) {
    super(clock);
    this.clock = clock;
    this.pusher = new Pusher(clock);
    this.orders = new OrderDesk(this::changed, pushes);
    this.shop = new ShopDesk(this::changed);
    this.afterSales = new AfterSaleDesk(orders, pushes);
    this.miniProgram = new MiniProgramDesk(this::changed);
    this.tokens = new Tokens(this::changed, APPID, APP_SECRET.reveal());
    this.happenings = new Happenings(orders, shop, afterSales, miniProgram, pushes);
    this.gate = new Gate(tokens, miniProgram, methods());
  }

  private Map<String, Function<Call, ObjectNode>> methods() {
    return Map.ofEntries(
        Map.entry("/channels/ec/order/list/get", orders::list),
        Map.entry("/channels/ec/order/get", orders::get),
        Map.entry("/channels/ec/order/delivery/send", orders::send),
        Map.entry("/channels/ec/aftersale/getaftersalelist", afterSales::list),
        Map.entry("/channels/ec/aftersale/getaftersaleorder", afterSales::get),
        Map.entry("/channels/ec/product/list/get", shop::list),
        Map.entry("/channels/ec/product/get", shop::get),
        Map.entry("/channels/ec/product/stock/batchget", shop::stocks),
        Map.entry("/channels/ec/product/stock/update", shop::update),
        Map.entry("/channels/ec/funds/getfundsflowlist", shop::flows),
        Map.entry("/channels/ec/funds/getfundsflowdetail", shop::flow),
        Map.entry("/wxa/sec/order/get_order", miniProgram::get),
        Map.entry("/wxa/sec/order/get_order_list", miniProgram::list),
        Map.entry("/wxa/sec/order/upload_shipping_info", miniProgram::upload),
        Map.entry("/wxa/sec/order/upload_combined_shipping_info", miniProgram::uploadCombined),
        Map.entry("/wxa/sec/order/notify_confirm_receive", miniProgram::remind),
        Map.entry("/wxa/sec/order/is_trade_managed", miniProgram::isManaged),
        Map.entry(
            "/wxa/sec/order/is_trade_management_confirmation_completed", miniProgram::isConfirmed),
        Map.entry("/wxa/business/getuserphonenumber", miniProgram::phone));
  }

  /**
   * Starts a client of the shop and the mini-program; it fetches its token itself. Start this
   * before.
   */
  public WechatClient.Builder client(ShopId shop) {
    return connect(WechatClient.builder(shop)).endpoint(url()).credential(APPID, APP_SECRET);
  }

  /** Adds or replaces an order. */
  public void put(StandInOrder order) {
    locked(() -> seed(() -> orders.put(order.json())));
  }

  /** Adds or replaces a product, given in the platform's form. */
  public void putProduct(String json) {
    locked(() -> seed(() -> shop.putProduct(Json.require(Json.parse(json)))));
  }

  /** Adds or replaces an after-sale, given in the platform's form. */
  public void putAfterSale(String json) {
    locked(() -> seed(() -> afterSales.put(Json.require(Json.parse(json)))));
  }

  /**
   * Adds or replaces a movement of money, given in the platform's form; {@code seeded_at} is its
   * time if the platform is to leave it out.
   */
  public void putFlow(String json) {
    locked(() -> seed(() -> shop.putFlow(Json.require(Json.parse(json)))));
  }

  /**
   * Adds or replaces a payment of the mini-program, given in the platform's form. One that was made
   * together with others has {@code of_the_stand_in}, with {@code combine_transaction} and {@code
   * combine_trade}, the ids of the combined payment.
   */
  public void putPayment(String json) {
    locked(() -> seed(() -> miniProgram.put(Json.require(Json.parse(json)))));
  }

  private static boolean seed(Runnable put) {
    put.run();
    return true;
  }

  /** A buyer places an order: units of its items go. */
  public void place(StandInOrder order) {
    act("place", order.text());
  }

  /** A buyer pays an order. */
  public void pay(String orderId) {
    act("pay", orderId);
  }

  /** A buyer pays in the mini-program; the payment is given in the platform's form. */
  public void payInMiniProgram(String json) {
    act("payment", json);
  }

  /** Tells whether a payment was made in the mini-program. */
  public boolean hasPayment(String transactionId) {
    return locked(() -> miniProgram.find(transactionId) != null);
  }

  /**
   * Money of a payment in the mini-program goes back. The same number again changes nothing; once
   * all of it went back, the payment is refunded.
   *
   * @param refundNumber the merchant's number of the refund (商户退款单号)
   * @throws IllegalArgumentException if the payment is not known, or less than that is left of it
   */
  public void refundInMiniProgram(String transactionId, String refundNumber, long fen) {
    ObjectNode refund =
        Json.object()
            .put("transaction_id", transactionId)
            .put("out_refund_no", refundNumber)
            .put("refund", fen);
    act("refund-payment", Json.write(refund));
  }

  /** Returns when a refund of a payment in the mini-program was made; empty if it was not. */
  public Optional<Instant> refundedInMiniProgram(String transactionId, String refundNumber) {
    return locked(() -> Optional.ofNullable(miniProgram.refundedAt(transactionId, refundNumber)));
  }

  /** Tells whether all of a payment in the mini-program went back. */
  public boolean isRefundedInMiniProgram(String transactionId) {
    return locked(() -> miniProgram.isRefunded(transactionId));
  }

  /** An order is cancelled before it was paid: its units come back. */
  public void cancel(String orderId) {
    act("cancel", orderId);
  }

  /** Replaces an order as it is told, its time of change included. */
  public void change(StandInOrder order) {
    act("change", order.text());
  }

  /** Replaces an after-sale as it is told, its time of change included. */
  public void changeAfterSale(String json) {
    act("after-sale", json);
  }

  /**
   * A buyer asks for money of a line of a paid order. Status and times are set.
   *
   * @param json the after-sale in the platform's form; without {@code type}, units that have left
   *     come back
   */
  public void askAfterSale(String json) {
    act("ask-after-sale", json);
  }

  /** The buyer withdraws an after-sale that was asked for. */
  public void withdrawAfterSale(String id) {
    act("withdraw-after-sale", id);
  }

  /**
   * The money of an after-sale goes back. Its units are done with if all of their money did, and an
   * order of which all units are is closed.
   */
  public void payAfterSale(String id) {
    act("pay-after-sale", id);
  }

  /** Returns the status of an after-sale; empty if there is no such one. */
  public Optional<String> afterSaleStatus(String id) {
    return locked(() -> Optional.ofNullable(afterSales.status(id)));
  }

  /**
   * Right after the first page of a window was read, changes orders all over the window, each order
   * only once: they leave the window and the rows behind them move up.
   *
   * @param perWindow how many
   */
  public void modifyWhilePaged(int perWindow) {
    locked(() -> seed(() -> orders.disturb(perWindow)));
  }

  /** Says whether the mini-program is under the shipping management, and wholly so. */
  public void manageTrade(boolean managed, boolean confirmed) {
    locked(() -> seed(() -> miniProgram.manage(managed, confirmed)));
  }

  /** Lets the mini-program's shipping management know a payment only so long after it was made. */
  public void ingestPaymentsAfter(Duration delay) {
    locked(() -> seed(() -> miniProgram.ingestAfter(delay)));
  }

  /** Ends the token after this many more calls that carry one. */
  public void expireTokenAfter(int calls) {
    AtomicInteger seen = new AtomicInteger();
    faults()
        .next(
            1,
            request ->
                request.rawQuery().contains("access_token=") && seen.incrementAndGet() > calls,
            new Misbehaviour.Special(TOKEN_REVOKED));
  }

  /** Returns a test that picks the requests of a path. */
  public static Predicate<Request> calling(String path) {
    return request -> request.path().equals(path);
  }

  /** Returns an order as it is now. */
  public StandInOrder order(String orderId) {
    return locked(() -> StandInOrder.of(Json.write(orders.require(orderId))));
  }

  /** Returns the numbers of all orders, those still to come included. */
  public Set<String> orderNumbers() {
    return locked(() -> Set.copyOf(orders.all().keySet()));
  }

  /** Returns what may be sold; empty if there is no such variant. */
  public OptionalLong stock(String productId, String skuId) {
    return locked(() -> shop.stock(productId, skuId));
  }

  /** Returns the reports of a payment's shipping: how often, and the waybills told. */
  public String shipping(String transactionId) {
    return locked(
        () -> {
          ObjectNode payment = Objects.requireNonNull(miniProgram.find(transactionId));
          return MiniProgramDesk.reports(payment) + " " + waybills(transactionId);
        });
  }

  /** Returns the waybills told of a payment's shipping, in the order in which they were told. */
  public List<String> waybills(String transactionId) {
    return locked(
        () -> {
          List<String> waybills = new ArrayList<>();
          Objects.requireNonNull(miniProgram.find(transactionId))
              .path("shipping")
              .path("shipping_list")
              .forEach(parcel -> waybills.add(parcel.path("tracking_no").asText()));
          return waybills;
        });
  }

  /** Tells whether all of a payment's goods are known to have left. */
  public boolean isShipped(String transactionId) {
    return locked(
        () ->
            Objects.requireNonNull(miniProgram.find(transactionId))
                .path("shipping")
                .path("finish_shipping")
                .asBoolean());
  }

  /** Returns how often a path was called, refused calls and those of the journal included. */
  public int calls(String path) {
    return locked(() -> calls.getOrDefault(path, 0));
  }

  /**
   * Checks its own books: what orders say of their parcels.
   *
   * @throws IllegalStateException if they do not agree
   */
  public void checkBooks() {
    locked(() -> seed(orders::checkBooks));
  }

  /** How pushes arrive. */
  public enum Delivery {
    /** As they happened. */
    IN_ORDER,
    /** Each one twice, byte for byte. */
    TWICE,
    /** The last one first. */
    REVERSED,
    /** With a time of five hours ago. */
    LATE,
    /** Each one twice, signed anew: the platform saw no answer to the first. */
    RETRIED,
    /** Not at all. */
    LOST
  }

  /**
   * Pushes what has happened since the last time to an address, and what was not taken before and
   * is due again: at once, at once, and after 10 s, 1, 5, 30, 60, 60 and 60 minutes; then it is
   * lost. A push is taken by status 200 with "success" or nothing, within five seconds.
   *
   * @param how how what is pushed for the first time arrives
   * @return the receiver's HTTP status for each push; 0 for no answer, -1 for 200 with other words
   * @throws IOException if the address is none of the web
   */
  public List<Integer> push(URI receiver, Delivery how) throws IOException {
    Random random = new Random(locked(() -> requests++));
    List<PushDesk.Push> round = new ArrayList<>(locked(() -> pushes.takeDue(clock.instant())));
    round.addAll(pusher.sign(locked(pushes::take), how, random));
    List<Integer> statuses = new ArrayList<>();
    while (!round.isEmpty()) {
      for (PushDesk.Push push : round) {
        int status = PushDesk.post(receiver, push.signed());
        statuses.add(status);
        if (status != HttpURLConnection.HTTP_OK) {
          locked(() -> seed(() -> pushes.again(push, clock.instant())));
        }
      }
      round = locked(() -> pushes.takeDue(clock.instant()));
    }
    return statuses;
  }

  /** What is wrong with a push that nobody may take. */
  public enum Forgery {
    /** It is not signed with the app's key. */
    WRONG_SIGNATURE,
    /** It was caught and is sent a second time, byte for byte. */
    REPLAYED,
    /** It is of five hours ago. */
    OUTDATED,
    /** It is of five hours from now. */
    FUTURE_DATED
  }

  /**
   * Somebody pushes that an order was paid, and must be refused. A replayed push is posted twice,
   * and only the second post is one to be refused.
   *
   * @param seed decides what is drawn: the same gives the same bytes at the same time
   * @return the receiver's HTTP status
   */
  public int forge(URI receiver, Forgery what, String orderId, long seed) throws IOException {
    SignedPush push = pusher.forge(PushDesk.paid(orderId, clock.instant()), what, new Random(seed));
    if (what == Forgery.REPLAYED) {
      PushDesk.post(receiver, push);
    }
    int status = PushDesk.post(receiver, push);
    act("forged", Objects.requireNonNull(push.query().get("msg_signature")));
    return status;
  }

  /** Returns how many pushes were forged, each counted once. */
  public int forgedPushes() {
    return locked(happenings::forged);
  }

  @Override
  protected Reply handle(Request request) {
    requests++;
    calls.merge(request.path(), 1, Integer::sum);
    try {
      return answer(gate.handle(request), Gate.answersWithCode(request));
    } catch (Refusal refusal) {
      return refuse(refusal);
    }
  }

  private static Reply answer(ObjectNode body, boolean withCode) {
    ObjectNode envelope = Json.object();
    if (withCode) {
      envelope.put("errcode", 0).put("errmsg", "ok");
    }
    envelope.setAll(body);
    return Reply.json(Json.write(envelope));
  }

  private Reply refuse(Refusal refusal) {
    String words = refusal.words + " rid: 6690-" + requests;
    return Reply.json(Json.write(Json.object().put("errcode", refusal.code).put("errmsg", words)));
  }

  @Override
  protected Reply onMisbehaviour(String name, Request request) {
    return switch (name) {
      case BUSY -> refuse(new Refusal(-1, "system error"));
      case THROTTLED -> refuse(new Refusal(45011, "api minute-quota reach limit"));
      case DAY_QUOTA -> refuse(new Refusal(45009, "reach max api daily quota limit"));
      case STOCK_RATE -> refuse(new Refusal(10020112, "too many updates of this sku"));
      case STOCK_FAILED -> {
        handle(request);
        yield refuse(new Refusal(10020054, "stock update failed"));
      }
      case REFUSED -> refuse(new Refusal(606034, "order is bound to a supplier"));
      case PAYMENT_UNKNOWN -> refuse(new Refusal(10060001, "payment order not found"));
      case SHIPPING_REFUSED -> refuse(new Refusal(10060004, "order state does not allow shipping"));
      case SHIPPING_UNCHANGED -> refuse(new Refusal(10060023, "shipping info is not updated"));
      case HOLLOW -> answer(Json.object(), true);
      case TOKEN_REVOKED -> {
        tokens.revoke();
        yield handle(request);
      }
      default -> super.onMisbehaviour(name, request);
    };
  }

  /** Attempts at the same page, order, shipment or item share a key. */
  @Override
  protected @Nullable String faultKey(Request request) {
    return request.path() + " " + request.text();
  }

  @Override
  protected void onAct(String name, String argument) {
    if (!happenings.happen(name, argument, now())) {
      super.onAct(name, argument);
    }
  }
}
