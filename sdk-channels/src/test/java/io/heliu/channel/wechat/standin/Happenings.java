package io.heliu.channel.wechat.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What buyers, sellers and forgers do while the stand-in runs. */
final class Happenings {
  private final OrderDesk orders;
  private final ShopDesk shop;
  private final AfterSaleDesk afterSales;
  private final MiniProgramDesk miniProgram;
  private final PushDesk pushes;
  private final Set<String> forged = new HashSet<>();

  Happenings(
      OrderDesk orders,
      ShopDesk shop,
      AfterSaleDesk afterSales,
      MiniProgramDesk miniProgram,
      PushDesk pushes) {
    this.orders = orders;
    this.shop = shop;
    this.afterSales = afterSales;
    this.miniProgram = miniProgram;
    this.pushes = pushes;
  }

  /** Returns how many pushes were forged. */
  int forged() {
    return forged.size();
  }

  /** Lets something happen; tells whether it has a name that is known. */
  boolean happen(String name, String argument, Instant at) {
    switch (name) {
      case "place" -> place(Json.require(Json.parse(argument)), at);
      case "pay" -> pay(argument, at);
      case "cancel" -> cancel(argument, at);
      case "payment" -> miniProgram.put(Json.require(Json.parse(argument)));
      case "refund-payment" -> miniProgram.refund(Json.require(Json.parse(argument)), at);
      case "forged" -> forged.add(argument);
      case "change" -> orders.put(Json.require(Json.parse(argument)));
      case "after-sale" -> afterSales.change(Json.require(Json.parse(argument)), at);
      case "ask-after-sale" -> afterSales.ask(Json.require(Json.parse(argument)), at);
      case "withdraw-after-sale" -> afterSales.withdraw(argument, at);
      case "pay-after-sale" -> afterSales.pay(argument, at);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void place(ObjectNode order, Instant at) {
    orders.put(order);
    OrderDesk.lines(order).forEach(line -> shop.move(line, -1));
    pushes.order(order, "channels_ec_order_new", "type", 1, at);
  }

  private void pay(String orderId, Instant at) {
    ObjectNode order = unpaid(orderId);
    ((ObjectNode) order.path("order_detail").path("pay_info"))
        .put("pay_time", at.getEpochSecond())
        .put("transaction_id", "42" + orderId);
    move(order, 20, at);
    pushes.order(order, "channels_ec_order_pay", "pay_time", at.getEpochSecond(), at);
  }

  private void cancel(String orderId, Instant at) {
    ObjectNode order = unpaid(orderId);
    OrderDesk.lines(order).forEach(line -> shop.move(line, 1));
    move(order, 250, at);
    pushes.order(order, "channels_ec_order_cancel", "cancel_type", 1, at);
  }

  private ObjectNode unpaid(String orderId) {
    ObjectNode order = orders.require(orderId);
    if (OrderDesk.status(order) != 10) {
      throw new IllegalArgumentException("orderId: must be an order that waits for payment");
    }
    return order;
  }

  private static void move(ObjectNode order, int status, Instant at) {
    order.put("status", status);
    OrderDesk.touch(order, at);
  }
}
