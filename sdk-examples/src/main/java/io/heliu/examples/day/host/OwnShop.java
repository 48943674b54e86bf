package io.heliu.examples.day.host;

import io.heliu.Money;
import io.heliu.channel.wechat.MiniProgramOrder;
import io.heliu.channel.wechat.MiniProgramShipping;
import io.heliu.channel.wechat.PaymentKey;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.MiniProgram;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderBook;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The merchant's own shop in a mini-program. Its orders are made here and go straight into the
 * order book; that one is paid is not believed until the platform says so.
 */
public final class OwnShop {
  private static final int PAGE = 500;

  private final OrderBook orders;
  private final MiniProgramShipping platform;

  OwnShop(OrderBook orders, MiniProgramShipping platform) {
    this.orders = orders;
    this.platform = platform;
  }

  /** Takes what a buyer orders; the same again changes nothing. */
  void place(Map<String, String> form) {
    Instant at = Instant.ofEpochSecond(Long.parseLong(field(form, "placed")));
    List<OrderLine> lines = new ArrayList<>();
    Money sum = Money.zero(Money.CNY);
    for (String text : field(form, "lines").split(",", -1)) {
      OrderLine line = line(text.split(" ", 4));
      lines.add(line);
      sum = sum.plus(line.amount());
    }
    orders.put(
        ChannelOrder.builder(Story.MINI, field(form, "number"))
            .createdAt(at)
            .modifiedAt(at)
            .status(Lifecycle.PENDING_PAYMENT, "PLACED")
            .paid(sum)
            .buyer(field(form, "openid"))
            .recipient(
                new Recipient(
                    "made-up", field(form, "phone"), "上海", "上海", "浦东新区", "made-up 1", null))
            .lines(lines)
            .build());
  }

  private static String field(Map<String, String> form, String name) {
    return Objects.requireNonNull(form.get(name), name);
  }

  private static OrderLine line(String[] parts) {
    long units = Long.parseLong(parts[2]);
    Money amount = Money.fen(Long.parseLong(parts[3]));
    return new OrderLine(
        parts[0],
        null,
        null,
        parts[1],
        null,
        parts[1],
        BigDecimal.valueOf(units),
        Money.fen(amount.minor() / units),
        amount,
        Lifecycle.PENDING_PAYMENT,
        "PLACED",
        false,
        false);
  }

  /** Asks for the payments of all orders that are not paid. */
  public void askForPayments() {
    String last = "";
    List<ChannelOrder> page;
    do {
      page = orders.channelOrders(Story.MINI, last, PAGE);
      for (ChannelOrder order : page) {
        last = order.number();
        if (order.lifecycle() == Lifecycle.PENDING_PAYMENT) {
          PaymentKey key = new PaymentKey.Trade(MiniProgram.MERCHANT, order.number());
          Optional<MiniProgramOrder> payment = Steps.retry(() -> platform.find(key));
          payment.filter(found -> found.paid().equals(order.paid())).ifPresent(f -> pay(order, f));
        }
      }
    } while (page.size() == PAGE);
  }

  private void pay(ChannelOrder order, MiniProgramOrder payment) {
    List<OrderLine> lines = order.lines().stream().map(OwnShop::paid).toList();
    orders.put(
        order.toBuilder()
            .modifiedAt(payment.paidAt())
            .paidAt(payment.paidAt())
            .paymentReference(payment.transactionId())
            .status(Lifecycle.PAID, "PAID")
            .lines(lines)
            .build());
  }

  private static OrderLine paid(OrderLine line) {
    return new OrderLine(
        line.number(),
        line.itemId(),
        line.variantId(),
        line.merchantCode(),
        line.barcode(),
        line.title(),
        line.quantity(),
        line.price(),
        line.amount(),
        Lifecycle.PAID,
        "PAID",
        false,
        false);
  }
}
