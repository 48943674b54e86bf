package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.channel.Page;
import io.heliu.channel.ShipmentSink.Result;
import io.heliu.channel.Window;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.order.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shipping management of a mini-program (小程序发货信息管理). Thread-safe.
 *
 * <p>The platform freezes the money of a payment until it was told of its shipping. Right after a
 * payment it may not know of it yet, and answers {@code 10060001}: then it is asked again every ten
 * seconds until the deadline of the client's retry policy, which is a minute by default; the
 * platform needs about as long at most. A policy of a single attempt waits for nothing.
 *
 * <p>Not here are the calls that set where the platform's messages lead to (消息跳转路径), and that
 * declare a payment as sold in advance or as a test (特殊发货报备).
 */
public final class MiniProgramShipping {
  private static final String PATH = "/wxa/sec/order/";
  private static final String FIND = PATH + "get_order";
  private static final String LIST = PATH + "get_order_list";
  private static final String UPLOAD = PATH + "upload_shipping_info";
  private static final String UPLOAD_COMBINED = PATH + "upload_combined_shipping_info";
  private static final String REMIND = PATH + "notify_confirm_receive";
  private static final String MANAGED = PATH + "is_trade_managed";
  private static final String CONFIRMED = PATH + "is_trade_management_confirmation_completed";
  private static final int PAGE_SIZE = 100;
  private static final int MAX_ROUNDS = 3;
  private static final Duration MAX_AHEAD = Duration.ofDays(1);
  private static final String UNKNOWN = Long.toString(WechatError.PAYMENT_UNKNOWN);
  private static final String UNCHANGED = "10060023";
  private static final String REMINDED = "10060030";

  private final Wechat wechat;

  MiniProgramShipping(Wechat wechat) {
    this.wechat = wechat;
  }

  /**
   * Finds a payment.
   *
   * @return empty if the platform does not know it, also after some waiting
   * @throws Fault if the platform cannot be asked
   */
  public Optional<MiniProgramOrder> find(PaymentKey payment) {
    return read(payment).map(ShippingJson.Seen::order);
  }

  private Optional<ShippingJson.Seen> read(PaymentKey payment) {
    try {
      return Optional.of(
          wechat.read(
              FIND,
              ShippingJson.named(payment),
              body -> ShippingJson.seen(Json.require(body, "order"))));
    } catch (Fault.Throttled fault) {
      if (isUnknown(fault)) {
        return Optional.empty();
      }
      throw fault;
    }
  }

  /**
   * Lists payments (查询订单列表), a hundred at a time, for example those whose shipping the platform has
   * not been told of. In which order they come is not documented, and payments that change
   * meanwhile may come twice or not at all.
   *
   * @param cursor where the page before ended, or null for the first one
   * @return a payment that cannot be read is malformed and costs no other
   * @throws Fault if the platform cannot be asked, also about a cursor that it did not give
   */
  public Page<MiniProgramOrder> list(PaymentQuery query, @Nullable String cursor) {
    ObjectNode body = Json.object();
    Window paid = query.paid();
    if (paid != null) {
      WechatTime.Seconds seconds = WechatTime.Seconds.of(paid);
      if (seconds.isEmpty()) {
        return new Page<>(List.of(), List.of(), false, null);
      }
      body.putObject("pay_time_range")
          .put("begin_time", seconds.first())
          .put("end_time", seconds.last());
    }
    if (query.status() != null) {
      body.put("order_state", Integer.parseInt(query.status()));
    }
    if (query.payer() != null) {
      body.put("openid", query.payer());
    }
    if (cursor != null) {
      body.put("last_index", cursor);
    }
    return wechat.read(LIST, body.put("page_size", PAGE_SIZE), ShippingJson::page);
  }

  /**
   * Tells the platform of a payment's shipping. Safe to repeat: the payment is read before, and
   * after an answer that got lost, because the platform lets a payment be reported anew only once.
   *
   * @return a refusal with {@code 10060001} if the platform does not know the payment after some
   *     waiting: the appid may be another one, the wallet a foreign one, the payment pre-authorised
   * @throws Fault if the platform cannot be asked, or its state after the call is not known
   */
  public Result upload(ShippingReport report) {
    return certain(() -> look(UPLOAD, List.of(report), time -> ShippingJson.report(report, time)));
  }

  /**
   * Tells the platform of the shipping of payments that were made in one go (合单支付). Safe to repeat
   * as {@link #upload} is: each part is a payment of its own, which is read before.
   *
   * @return already sent only if every part is known as it is told; a refusal with {@code 10060001}
   *     if the platform does not know one of them after some waiting
   * @throws Fault if the platform cannot be asked, or its state after the call is not known
   */
  public Result uploadCombined(CombinedShippingReport report) {
    return certain(
        () -> look(UPLOAD_COMBINED, report.parts(), time -> ShippingJson.report(report, time)));
  }

  /**
   * Has the platform remind a payer to confirm that the goods have arrived (确认收货提醒), so that the
   * money is settled sooner. It does so once for each payment, and for express only.
   *
   * @param receivedAt when the carrier handed them over, after they were sent; told in whole
   *     seconds, and shown to the payer
   * @return {@link Result#ALREADY_SENT} if the payer was reminded before; a refusal with {@code
   *     10060028} if the goods have not left as far as the platform knows, {@code 10060029} if the
   *     time is before that, {@code 10060032} if they did not travel by express, and {@code
   *     10060001} as of {@link #upload}
   * @throws Fault if the platform cannot be asked, or its state after the call is not known
   */
  public Result remindOfReceipt(PaymentKey payment, Instant receivedAt) {
    ObjectNode body = ShippingJson.named(payment).put("received_time", receivedAt.getEpochSecond());
    return certain(() -> () -> change(REMIND, body, REMINDED));
  }

  /**
   * Tells whether the mini-program takes part in the shipping management (是否已开通发货信息管理服务).
   *
   * @throws Fault if the platform cannot be asked
   */
  public boolean isManaged() {
    return flag(MANAGED, "is_trade_managed");
  }

  /**
   * Tells whether all merchant ids that are bound to the mini-program were put under the shipping
   * management or unbound (是否已完成交易结算管理确认). Every payment of one that was is to be reported.
   *
   * @throws Fault if the platform cannot be asked
   */
  public boolean isConfirmed() {
    return flag(CONFIRMED, "completed");
  }

  private boolean flag(String path, String name) {
    return wechat.read(
        path,
        Json.object().put("appid", wechat.settings().appid()),
        body -> {
          Boolean value = Json.bool(body, name);
          if (value == null) {
            throw new MalformedJson(name + ": must not be missing");
          }
          return value;
        });
  }

  /** Tries again while nobody knows what became of it, each time after another look. */
  private static Result certain(Supplier<Supplier<Result>> look) {
    for (int round = 1; ; round++) {
      Supplier<Result> attempt = look.get();
      try {
        return attempt.get();
      } catch (Fault fault) {
        if (isUnknown(fault)) {
          return unknown();
        }
        if (!Wechat.isUncertain(fault) || round == MAX_ROUNDS) {
          throw fault;
        }
      }
    }
  }

  /** Reads what is known of payments; returns what is left to do. */
  private Supplier<Result> look(
      String path, List<ShippingReport> reports, Function<Instant, ObjectNode> body) {
    boolean told = true;
    Instant latest = null;
    for (ShippingReport report : reports) {
      Optional<ShippingJson.Seen> seen = read(report.payment());
      if (seen.isEmpty()) {
        return MiniProgramShipping::unknown;
      }
      told &= isReported(seen.get().order(), report);
      latest = ShippingJson.later(latest, seen.get().reportedAt());
    }
    Instant before = latest;
    return told
        ? () -> Result.ALREADY_SENT
        : () -> change(path, body.apply(uploadTime(before)), UNCHANGED);
  }

  /**
   * Changes something.
   *
   * @param done the code of a refusal that says that it is so already
   */
  private Result change(String path, ObjectNode body, String done) {
    WechatAnswer<Boolean> answer = wechat.change(path, body, given -> true);
    if (answer instanceof WechatAnswer.Refused<Boolean> refused) {
      return refused.code().equals(done)
          ? Result.ALREADY_SENT
          : Result.refused(refused.code(), refused.message());
    }
    return Result.SENT;
  }

  private static boolean isUnknown(Fault fault) {
    return fault instanceof Fault.Throttled && UNKNOWN.equals(fault.code());
  }

  private static Result unknown() {
    return Result.refused(
        UNKNOWN, "the platform does not know the payment: check appid, wallet and kind of payment");
  }

  private static boolean isReported(MiniProgramOrder order, ShippingReport report) {
    if (report.way() == ShippingReport.Way.EXPRESS) {
      // That parts are complete must be told even if every waybill of them is known.
      boolean complete = order.lifecycle() != Lifecycle.PARTIALLY_SHIPPED;
      return (complete || report.scope() == ShippingReport.Scope.PART)
          && order
              .waybills()
              .containsAll(report.parcels().stream().map(ShippingReport.Parcel::waybill).toList());
    }
    return order.lifecycle() == Lifecycle.SHIPPED || order.lifecycle() == Lifecycle.COMPLETED;
  }

  /**
   * The platform orders reports by their time: one that is not later than the report before does
   * not count. It tells that time in whole seconds, and it may come from a clock ahead of ours,
   * though hardly by a day.
   */
  private Instant uploadTime(@Nullable Instant before) {
    Instant now = wechat.settings().clock().instant();
    if (before == null || before.isAfter(now.plus(MAX_AHEAD))) {
      return now;
    }
    Instant next = before.plusSeconds(1);
    return next.isAfter(now) ? next : now;
  }
}
