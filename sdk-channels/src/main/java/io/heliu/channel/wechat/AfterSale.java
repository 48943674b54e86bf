package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Money;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An after-sale (售后单) as the platform tells it: of a variant, not of a line.
 *
 * @param product what it is about, or null if it is for the whole order
 * @param count how many units it is about; 0 if the platform does not tell it
 * @param createdAt the second in which it was asked for; 0 if the platform does not tell it
 */
record AfterSale(
    String id,
    String orderNumber,
    @Nullable LineKey product,
    long count,
    Kind kind,
    State state,
    String status,
    Money amount,
    Goods goods,
    long createdAt,
    Instant modifiedAt) {
  static final String ID = "after_sale_order_id";

  /** The order in which they were asked for; it never changes. */
  static final Comparator<AfterSale> BY_AGE =
      Comparator.comparingLong(AfterSale::createdAt).thenComparing(AfterSale::id);

  private static final Set<String> PAID =
      Set.of("MERCHANT_REFUND_SUCCESS", "MERCHANT_RETURN_SUCCESS");

  /** The first of them is spelled as the platform does. */
  private static final Set<String> CLOSED = Set.of("USER_CANCELD", "RETURN_CLOSED");

  /** A refusal is not the end: the buyer may go on, or call in the platform. */
  private static final Set<String> OPEN =
      Set.of(
          "MERCHANT_PROCESSING",
          "MERCHANT_REJECT_REFUND",
          "MERCHANT_REJECT_RETURN",
          "USER_WAIT_RETURN",
          "MERCHANT_WAIT_RECEIPT",
          "MERCHANT_OVERDUE_REFUND",
          "PLATFORM_REFUNDING",
          "PLATFORM_REFUND_FAIL",
          "MERCHANT_REFUND_RETRY_FAIL",
          "MERCHANT_FAIL",
          "USER_WAIT_CONFIRM",
          "USER_WAIT_CONFIRM_UPDATE",
          "USER_WAIT_HANDLE_MERCHANT_AFTER_SALE");

  /**
   * Reads an after-sale.
   *
   * @param id the one that was asked for
   * @throws MalformedJson if it cannot be one; the message names field and rule
   */
  static AfterSale read(JsonNode row, String id) {
    if (!WechatJson.requireId(row, ID).equals(id)) {
      throw new MalformedJson(ID + ": must be the one that was asked for");
    }
    String status = Json.requireText(row, "status");
    Kind kind = kind(WechatJson.optional(row, "type"));
    Money amount = WechatJson.requireFen(row, "refund_info", "amount");
    if (amount.isNegative()) {
      throw new MalformedJson("refund_info.amount: must not be negative");
    }
    JsonNode product = Json.at(row, "product_info");
    boolean whole = WechatJson.id(product, "sku_id") == null;
    return new AfterSale(
        id,
        WechatJson.requireId(row, "order_id"),
        whole ? null : LineKey.read(product),
        whole ? 0 : Math.max(0, WechatJson.longOrZero(product, "count")),
        kind,
        state(status, kind),
        status,
        amount,
        goods(status),
        WechatJson.longOrZero(row, "create_time"),
        WechatJson.requireTime(row, "update_time"));
  }

  private static Kind kind(@Nullable String type) {
    if ("REFUND".equals(type)) {
      return Kind.REFUND_ONLY;
    }
    return "RETURN".equals(type) ? Kind.RETURN : Kind.UNKNOWN;
  }

  private static Goods goods(String status) {
    if (status.equals("USER_WAIT_RETURN") || status.equals("MERCHANT_WAIT_RECEIPT")) {
      return Goods.AWAITED;
    }
    return status.equals("MERCHANT_RETURN_SUCCESS") ? Goods.BACK : Goods.UNTOLD;
  }

  private static State state(String status, Kind kind) {
    if (PAID.contains(status)) {
      return kind == Kind.UNKNOWN ? State.UNKNOWN : State.PAID;
    }
    if (CLOSED.contains(status)) {
      return State.CLOSED;
    }
    return OPEN.contains(status) ? State.OPEN : State.UNKNOWN;
  }

  /** Returns all of it as the refund of one line, or of the whole order. */
  Refund refund(@Nullable String line) {
    return part(1, line, count, amount);
  }

  /**
   * Returns a part of it as the refund of one line. The first part has the after-sale's own id.
   *
   * @param number the how-manieth part, from 1 on
   * @param units how many units of the line; 0 if nobody tells it
   */
  Refund part(int number, @Nullable String line, long units, Money share) {
    return new Refund(
        number == 1 ? id : id + ":" + number,
        orderNumber,
        line,
        kind,
        state,
        status,
        share,
        units > 0 ? BigDecimal.valueOf(units) : null,
        goods,
        modifiedAt);
  }

  /** Returns a part that is none: there is no such part, or none any more. */
  Refund none(int number, String line) {
    return new Refund(
        id + ":" + number,
        orderNumber,
        line,
        kind,
        State.CLOSED,
        status,
        Money.zero(amount.currency()),
        null,
        Goods.UNTOLD,
        modifiedAt);
  }
}
