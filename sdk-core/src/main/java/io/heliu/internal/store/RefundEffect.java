package io.heliu.internal.store;

import io.heliu.Money;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.RefundCase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What refunds mean for the goods of a channel order that have not left. */
public final class RefundEffect {
  private RefundEffect() {}

  /**
   * Returns what refunds leave of an order: a line with an open refund waits, one that was refunded
   * in full is closed, and one that was refunded in part goes with what is left of its units and
   * its amount. Lines that have left are as the channel told them. Where the channel's order knows
   * of more refunded units than the refunds do, nobody can tell what is left: the order waits.
   */
  public static ChannelOrder leave(ChannelOrder order, List<RefundCase> cases) {
    boolean untold = order.lines().stream().anyMatch(line -> isUntold(cases, line));
    if (cases.isEmpty() && !untold) {
      return order;
    }
    List<OrderLine> lines = new ArrayList<>();
    for (OrderLine line : order.lines()) {
      lines.add(isUnsent(line) ? leave(order, cases, line) : line);
    }
    Set<OrderFlag> flags = EnumSet.noneOf(OrderFlag.class);
    flags.addAll(order.flags());
    if (untold) {
      flags.add(OrderFlag.CHANNEL_HOLD);
    }
    if (lines.stream().anyMatch(OrderLine::refunding)) {
      flags.add(OrderFlag.REFUNDING);
    }
    if (lines.stream().anyMatch(OrderLine::refunded)) {
      flags.add(OrderFlag.PARTLY_REFUNDED);
    }
    boolean over = lines.stream().allMatch(line -> isOver(line.lifecycle()));
    Lifecycle lifecycle = over ? Lifecycle.CLOSED_REFUNDED : order.lifecycle();
    return order.toBuilder().status(lifecycle, order.status()).flags(flags).lines(lines).build();
  }

  private static boolean isUnsent(OrderLine line) {
    return line.lifecycle() == Lifecycle.PAID || line.lifecycle() == Lifecycle.PENDING_PAYMENT;
  }

  /** Tells whether units of a line were refunded of which no refund is known yet. */
  private static boolean isUntold(List<RefundCase> cases, OrderLine line) {
    BigDecimal told = BigDecimal.ZERO;
    for (RefundCase one : cases) {
      BigDecimal units = one.refund().quantity();
      boolean paid = one.refund().state() == State.PAID;
      told = paid && units != null && one.refund().concerns(line.number()) ? told.add(units) : told;
    }
    return isUnsent(line) && line.refundedQuantity().compareTo(told) > 0;
  }

  private static OrderLine leave(ChannelOrder order, List<RefundCase> cases, OrderLine line) {
    boolean refunding = line.refunding();
    boolean refunded = line.refunded();
    boolean closed = false;
    Money amount = line.amount();
    BigDecimal quantity = line.quantity();
    for (RefundCase one : cases) {
      Refund refund = one.refund();
      if (!refund.concerns(line.number())) {
        continue;
      }
      if (isForeign(order, refund)) {
        // Nobody can tell what it leaves: the line waits until a person has dealt with the case.
        refunding |= refund.state() != State.CLOSED && one.state() != RefundCase.State.DONE;
        continue;
      }
      refunding |= refund.state() == State.OPEN || refund.state() == State.UNKNOWN;
      if (refund.state() == State.PAID) {
        refunded = true;
        amount = amount.minus(share(order, refund, line));
        BigDecimal gone = refund.quantity();
        quantity = gone == null ? quantity : quantity.subtract(gone);
        closed |= gone == null && refund.kind() == Kind.RETURN;
      }
    }
    boolean nothingLeft = !line.amount().isZero() && (amount.isZero() || amount.isNegative());
    closed |= refunded && (nothingLeft || quantity.signum() <= 0);
    Lifecycle lifecycle = closed ? Lifecycle.CLOSED_REFUNDED : line.lifecycle();
    return left(
        line,
        closed ? line.quantity() : quantity,
        closed ? line.amount() : amount,
        lifecycle,
        refunding && !closed,
        refunded);
  }

  private static OrderLine left(
      OrderLine line,
      BigDecimal quantity,
      Money amount,
      Lifecycle lifecycle,
      boolean refunding,
      boolean refunded) {
    return new OrderLine(
        line.number(),
        line.itemId(),
        line.variantId(),
        line.merchantCode(),
        line.barcode(),
        line.title(),
        quantity,
        line.price(),
        amount,
        lifecycle,
        line.status(),
        refunding,
        refunded,
        line.refundedQuantity());
  }

  /** Tells whether a refund is in another currency than its order. */
  public static boolean isForeign(ChannelOrder order, Refund refund) {
    return !refund.amount().currency().equals(order.paid().currency());
  }

  /**
   * Tells whether a refund is about goods of a line, so that they must not go; if not, it is only
   * about part of the money for goods that still go (部分退款).
   */
  public static boolean stops(
      ChannelOrder order, List<RefundCase> cases, RefundCase told, OrderLine line) {
    Refund refund = told.refund();
    if (!refund.concerns(line.number())) {
      return false;
    }
    boolean over = isOver(order.lifecycle()) || isOver(line.lifecycle());
    if (over || refund.kind() == Kind.CANCELLATION) {
      return over;
    }
    if (refund.kind() != Kind.REFUND_ONLY || refund.quantity() != null) {
      return true;
    }
    Money back = share(order, refund, line);
    for (RefundCase other : cases) {
      if (!other.refund().id().equals(refund.id())
          && other.refund().state() == State.PAID
          && other.refund().concerns(line.number())) {
        back = back.plus(share(order, other.refund(), line));
      }
    }
    return back.compareTo(line.amount()) >= 0;
  }

  /** Tells whether refunds that stand are about every line that the channel closed. */
  public static boolean coverClosed(ChannelOrder order, List<RefundCase> cases) {
    List<Refund> standing =
        cases.stream()
            .map(RefundCase::refund)
            .filter(refund -> refund.kind() != Kind.CANCELLATION)
            .filter(refund -> refund.state() != State.CLOSED)
            .toList();
    return !standing.isEmpty()
        && order.lines().stream()
            .filter(line -> isOver(order.lifecycle()) || isOver(line.lifecycle()))
            .allMatch(line -> standing.stream().anyMatch(one -> one.concerns(line.number())));
  }

  private static boolean isOver(Lifecycle lifecycle) {
    return lifecycle == Lifecycle.CLOSED_REFUNDED || lifecycle == Lifecycle.CANCELLED;
  }

  /** Returns what of a refund is for a line; one of the whole order is shared out by amount. */
  private static Money share(ChannelOrder order, Refund refund, OrderLine line) {
    if (refund.lineNumber() != null) {
      return refund.amount();
    }
    long[] weights =
        order.lines().stream().mapToLong(one -> Math.abs(one.amount().minor())).toArray();
    if (Arrays.stream(weights).allMatch(weight -> weight == 0)) {
      Arrays.fill(weights, 1);
    }
    return refund.amount().split(weights)[order.lines().indexOf(line)];
  }
}
