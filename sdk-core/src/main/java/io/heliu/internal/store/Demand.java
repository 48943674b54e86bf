package io.heliu.internal.store;

import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a change of what a buyer wants from one that only follows our own shipment. */
final class Demand {
  private Demand() {}

  /** Tells whether a later version asks for something else than the one before. */
  static boolean isChanged(ChannelOrder before, ChannelOrder after) {
    Set<Object> gained = new HashSet<>(after.flags());
    gained.removeAll(before.flags());
    boolean same =
        gained.isEmpty()
            && before.paid().equals(after.paid())
            && before.lines().size() == after.lines().size()
            && isOver(before.lifecycle()) == isOver(after.lifecycle())
            && isSame(before.recipient(), after.recipient());
    for (int i = 0; same && i < before.lines().size(); i++) {
      same = isSame(before.lines().get(i), after.lines().get(i));
    }
    return !same;
  }

  /**
   * Returns a digest of the lines that a channel order asks for: what, how much and for how much.
   * What becomes of them, and refunds, do not matter.
   */
  static String fingerprint(ChannelOrder order) {
    StringBuilder text = new StringBuilder(order.freight().toString());
    order.lines().stream()
        .sorted(Comparator.comparing(OrderLine::number))
        .forEach(line -> append(text, line));
    return Digest.sha256(text.toString());
  }

  private static void append(StringBuilder text, OrderLine line) {
    for (Object part :
        new @Nullable Object[] {
          line.number(),
          line.itemId(),
          line.variantId(),
          line.merchantCode(),
          line.barcode(),
          line.quantity().stripTrailingZeros().toPlainString(),
          line.amount()
        }) {
      text.append('\n').append(part);
    }
  }

  /** Tells whether a later version goes to another recipient, as far as that can be seen. */
  static boolean isReaddressed(ChannelOrder before, ChannelOrder after) {
    return !isSame(before.recipient(), after.recipient());
  }

  /** Tells whether lines were closed since the version before. */
  static boolean isCancelled(ChannelOrder before, ChannelOrder after) {
    Set<String> over = new HashSet<>();
    before.lines().stream()
        .filter(line -> isOver(before.lifecycle()) || isOver(line.lifecycle()))
        .forEach(line -> over.add(line.number()));
    return after.lines().stream()
        .filter(line -> isOver(after.lifecycle()) || isOver(line.lifecycle()))
        .anyMatch(line -> !over.contains(line.number()));
  }

  private static boolean isSame(OrderLine a, OrderLine b) {
    boolean refund =
        (b.refunding() && !a.refunding())
            || (b.refunded() && !a.refunded())
            || b.refundedQuantity().compareTo(a.refundedQuantity()) > 0;
    return !refund
        && a.number().equals(b.number())
        && Objects.equals(a.itemId(), b.itemId())
        && Objects.equals(a.variantId(), b.variantId())
        && Objects.equals(a.merchantCode(), b.merchantCode())
        && a.quantity().compareTo(b.quantity()) == 0
        && a.amount().equals(b.amount())
        && isOver(a.lifecycle()) == isOver(b.lifecycle());
  }

  private static boolean isOver(Lifecycle lifecycle) {
    return lifecycle == Lifecycle.CANCELLED || lifecycle == Lifecycle.CLOSED_REFUNDED;
  }

  /** Channels mask a recipient as the order goes on, and give another token at each reading. */
  private static boolean isSame(Recipient a, Recipient b) {
    return isSame(a.province(), b.province())
        && isSame(a.city(), b.city())
        && isSame(a.district(), b.district())
        && isSame(a.address(), b.address())
        && isSame(a.name(), b.name())
        && isSame(a.phone(), b.phone());
  }

  private static boolean isSame(@Nullable String a, @Nullable String b) {
    return a == null || b == null || a.contains("*") || b.contains("*") || a.equals(b);
  }
}
