package io.heliu.examples.day.host;

import io.heliu.Money;
import io.heliu.channel.RefundSource;
import io.heliu.channel.RefundSource.Goods;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
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
import io.heliu.order.RefundBook;
import io.heliu.order.RefundCase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The merchant's own shop in a mini-program. Its orders are made here and go straight into the
 * order book; that one is paid is not believed until the platform says so. Its after-sales are made
 * here, too, and go into the refund book; that one is paid back the wallet says.
 */
public final class OwnShop {
  private static final int PAGE = 500;

  private final OrderBook orders;
  private final RefundBook refunds;
  private final MiniProgramShipping platform;
  private final Wallet wallet;

  OwnShop(OrderBook orders, RefundBook refunds, MiniProgramShipping platform, Wallet wallet) {
    this.orders = orders;
    this.refunds = refunds;
    this.platform = platform;
    this.wallet = wallet;
  }

  /** Stands for the host's own client of WeChat Pay's refunds (申请退款): Heliu moves no money. */
  interface Wallet {
    /**
     * Pays money of a payment back; the same number again pays nothing more.
     *
     * @param number the merchant's number of the refund (商户退款单号)
     * @return when it was paid back
     */
    Instant refund(String payment, String number, Money amount);
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
            .buyerUnion(field(form, "unionid"))
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
    List<OrderLine> lines =
        order.lines().stream().map(line -> moved(line, Lifecycle.PAID, "PAID")).toList();
    orders.put(
        order.toBuilder()
            .modifiedAt(payment.paidAt())
            .paidAt(payment.paidAt())
            .paymentReference(payment.transactionId())
            .status(Lifecycle.PAID, "PAID")
            .lines(lines)
            .build());
  }

  /** Takes what a buyer wants after the payment, or how that ended; again it changes nothing. */
  void afterSale(Map<String, String> form) {
    String id = field(form, "id");
    Instant at = Instant.ofEpochSecond(Long.parseLong(field(form, "at")));
    switch (field(form, "what")) {
      case "ask" -> ask(id, at, form);
      case "withdraw" -> {
        Refund asked = refund(id);
        put(asked, State.CLOSED, "WITHDRAWN", asked.goods(), at, null);
      }
      case "grant" -> payBack(refund(id));
      default -> throw new IllegalArgumentException("what: must be ask, withdraw or grant");
    }
  }

  private Refund refund(String id) {
    return refunds.find(Story.MINI, id).orElseThrow().refund();
  }

  /** What has left by then is to come back, unless only part of the money is wanted. */
  private void ask(String id, Instant at, Map<String, String> form) {
    if (refunds.find(Story.MINI, id).isPresent()) {
      return;
    }
    String number = field(form, "number");
    String line = field(form, "line");
    boolean part = form.containsKey("part");
    boolean left = orders.shipped(Story.MINI, number).containsKey(line);
    boolean comesBack = left && !part;
    refunds.put(
        Story.MINI,
        new Refund(
            id,
            number,
            line,
            comesBack ? RefundSource.Kind.RETURN : RefundSource.Kind.REFUND_ONLY,
            State.OPEN,
            "ASKED",
            Money.fen(Long.parseLong(field(form, "fen"))),
            part ? null : new BigDecimal(field(form, "units")),
            comesBack ? Goods.AWAITED : Goods.UNTOLD,
            at));
  }

  /**
   * Pays what was asked for. Goods that had to come back are there by now. Whatever was killed in
   * between, it is done again with the same numbers and the same time.
   */
  private void payBack(Refund asked) {
    ChannelOrder order = orders.channelOrder(Story.MINI, asked.orderNumber()).orElseThrow();
    String payment = Objects.requireNonNull(order.paymentReference(), "payment");
    Instant at = wallet.refund(payment, asked.id(), asked.amount());
    boolean comesBack = asked.kind() == RefundSource.Kind.RETURN;
    put(asked, State.PAID, "PAID_BACK", comesBack ? Goods.BACK : asked.goods(), at, at);
    if (asked.quantity() != null) {
      close(order, asked, at);
    }
  }

  private void put(
      Refund asked, State state, String status, Goods goods, Instant at, @Nullable Instant end) {
    refunds.put(
        Story.MINI,
        new Refund(
            asked.id(),
            asked.orderNumber(),
            asked.lineNumber(),
            asked.kind(),
            state,
            status,
            asked.amount(),
            asked.quantity(),
            goods,
            at,
            end));
  }

  /** A line of which all went back is closed, and with the last one the order. */
  private void close(ChannelOrder order, Refund refund, Instant at) {
    List<OrderLine> lines = new ArrayList<>();
    boolean all = true;
    for (OrderLine line : order.lines()) {
      boolean closed =
          refund.concerns(line.number()) || line.lifecycle() == Lifecycle.CLOSED_REFUNDED;
      lines.add(closed ? moved(line, Lifecycle.CLOSED_REFUNDED, "PAID_BACK") : line);
      all &= closed;
    }
    if (!lines.equals(order.lines())) {
      ChannelOrder.Builder next = order.toBuilder().modifiedAt(at).lines(lines);
      orders.put((all ? next.status(Lifecycle.CLOSED_REFUNDED, "PAID_BACK") : next).build());
    }
  }

  /** Tells whether a refund under a number was paid, and of how much. */
  public boolean isPaidBack(@Nullable String number, Money amount) {
    return number != null
        && refunds
            .find(Story.MINI, number)
            .map(RefundCase::refund)
            .filter(refund -> refund.state() == State.PAID && refund.amount().equals(amount))
            .isPresent();
  }

  private static OrderLine moved(OrderLine line, Lifecycle lifecycle, String status) {
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
        lifecycle,
        status,
        false,
        lifecycle == Lifecycle.CLOSED_REFUNDED);
  }
}
