package io.heliu.channel.wechat;

import io.heliu.order.Lifecycle;

/** The platform's codes of orders, per its order API documentation. */
final class OrderStatus {
  private OrderStatus() {}

  /**
   * Returns where an order is.
   *
   * @param paid whether it has a time of payment: a code of closing alone does not tell whether it
   *     was ever paid
   */
  static Lifecycle lifecycle(String status, boolean paid) {
    return switch (status) {
      case "10" -> Lifecycle.PENDING_PAYMENT;
      case "12", "13", "20" -> Lifecycle.PAID;
      case "21" -> Lifecycle.PARTIALLY_SHIPPED;
      case "30" -> Lifecycle.SHIPPED;
      case "100" -> Lifecycle.COMPLETED;
      case "190", "250" -> paid ? Lifecycle.CLOSED_REFUNDED : Lifecycle.CANCELLED;
      case "200" -> Lifecycle.CLOSED_REFUNDED;
      default -> Lifecycle.UNKNOWN;
    };
  }
}
