package io.heliu.flow;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Channel orders for tests; everything personal in them is made up. */
final class Orders {
  static final Instant NOON = Instant.parse("2026-11-11T04:00:00Z");

  private Orders() {}

  static OrderLine line(String number, String code, long quantity, long fen) {
    return line(number, code, quantity, fen, Lifecycle.PAID, false);
  }

  static OrderLine line(
      String number, String code, long quantity, long fen, Lifecycle lifecycle, boolean refunded) {
    return new OrderLine(
        number,
        null,
        null,
        code,
        null,
        "title of " + code,
        BigDecimal.valueOf(quantity),
        Money.fen(Math.abs(fen)),
        Money.fen(fen),
        lifecycle,
        lifecycle.name(),
        false,
        refunded);
  }

  /** Starts a paid order of a buyer in a made-up place. */
  static ChannelOrder.Builder paid(
      ShopId shop, String number, Instant modifiedAt, OrderLine... lines) {
    long paid = 0;
    for (OrderLine line : lines) {
      paid += line.amount().minor();
    }
    return ChannelOrder.builder(shop, number)
        .modifiedAt(modifiedAt)
        .createdAt(NOON)
        .paidAt(NOON)
        .status(Lifecycle.PAID, "WAIT_SEND")
        .paid(Money.fen(paid))
        .recipient(new Recipient("N*", "1**", "P", "C", "D", "A*", "token"))
        .lines(List.of(lines));
  }

  /** Starts a ticket of a counter. */
  static ChannelOrder.Builder ticket(ShopId shop, String number, OrderLine... lines) {
    return paid(shop, number, NOON, lines)
        .status(Lifecycle.COMPLETED, "SOLD")
        .flags(Set.of(OrderFlag.HANDED_OVER))
        .recipient(Recipient.none());
  }

  static ChannelOrder.Builder cancelled(
      ShopId shop, String number, Instant modifiedAt, OrderLine... lines) {
    return paid(shop, number, modifiedAt, lines).status(Lifecycle.CANCELLED, "TRADE_CLOSED");
  }
}
