package io.heliu.channel.taobao;

import io.heliu.order.Lifecycle;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The platform's codes of trades, lines and refunds, per its order API documentation. */
final class TradeStatus {
  static final String HELD = "PAID_FORBID_CONSIGN";
  static final String CLOSED_BEFORE_PAYMENT = "TRADE_CLOSED_BY_TAOBAO";
  static final String CLOSED_AFTER_REFUND = "TRADE_CLOSED";
  static final String REFUNDED = "SUCCESS";

  private static final Map<String, Lifecycle> LIFECYCLES =
      Map.ofEntries(
          Map.entry("TRADE_NO_CREATE_PAY", Lifecycle.PENDING_PAYMENT),
          Map.entry("WAIT_BUYER_PAY", Lifecycle.PENDING_PAYMENT),
          Map.entry("PAY_PENDING", Lifecycle.PENDING_PAYMENT),
          Map.entry("WAIT_PRE_AUTH_CONFIRM", Lifecycle.PENDING_PAYMENT),
          Map.entry(HELD, Lifecycle.PAID),
          Map.entry("WAIT_SELLER_SEND_GOODS", Lifecycle.PAID),
          Map.entry("SELLER_CONSIGNED_PART", Lifecycle.PARTIALLY_SHIPPED),
          Map.entry("WAIT_BUYER_CONFIRM_GOODS", Lifecycle.SHIPPED),
          Map.entry("TRADE_BUYER_SIGNED", Lifecycle.SHIPPED),
          Map.entry("TRADE_FINISHED", Lifecycle.COMPLETED),
          Map.entry(CLOSED_AFTER_REFUND, Lifecycle.CLOSED_REFUNDED),
          Map.entry(CLOSED_BEFORE_PAYMENT, Lifecycle.CANCELLED));

  private static final Set<String> OPEN_REFUNDS =
      Set.of(
          "WAIT_SELLER_AGREE",
          "WAIT_BUYER_RETURN_GOODS",
          "WAIT_SELLER_CONFIRM_GOODS",
          "SELLER_REFUSE_BUYER",
          "WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS");

  private TradeStatus() {}

  static Lifecycle lifecycle(String status) {
    return LIFECYCLES.getOrDefault(status, Lifecycle.UNKNOWN);
  }

  /** Tells whether a line with this status must never be sent. */
  static boolean isClosed(String status) {
    return status.equals(CLOSED_BEFORE_PAYMENT) || status.equals(CLOSED_AFTER_REFUND);
  }

  /** Tells whether the goods of a line with this status have left. */
  static boolean isShipped(String status) {
    Lifecycle lifecycle = lifecycle(status);
    return lifecycle == Lifecycle.SHIPPED || lifecycle == Lifecycle.COMPLETED;
  }

  static boolean isOpenRefund(@Nullable String refundStatus) {
    return refundStatus != null && OPEN_REFUNDS.contains(refundStatus);
  }
}
