package io.heliu.order;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides whether an order must wait for a person or for the channel (审单规则). A pure function of the
 * order.
 */
@FunctionalInterface
public interface ScreeningRule {

  /** Returns why the order must be held, or empty if this rule has nothing against it. */
  Optional<Hold> screen(ChannelOrder order);

  /**
   * Why an order is held.
   *
   * @param code a stable code, for example {@code "UNPAID"}
   * @param note the same for people, without personal data
   */
  record Hold(String code, String note) {
    /** Checks that both are there. */
    public Hold {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(note, "note");
    }
  }

  /** Returns the rules that nearly everybody wants: payment, channel, refund, address. */
  static List<ScreeningRule> standard() {
    return List.of(
        ScreeningRule::payment,
        ScreeningRule::channel,
        ScreeningRule::refund,
        ScreeningRule::address);
  }

  /** Holds orders that are not paid in full, unless they are paid on delivery. */
  static Optional<Hold> payment(ChannelOrder order) {
    if (order.lifecycle() == Lifecycle.PENDING_PAYMENT
        && !order.flags().contains(OrderFlag.CASH_ON_DELIVERY)) {
      String code = order.flags().contains(OrderFlag.DEPOSIT_PAID) ? "BALANCE_UNPAID" : "UNPAID";
      return Optional.of(new Hold(code, "status " + order.status()));
    }
    return Optional.empty();
  }

  /** Holds orders that the channel forbids to ship, or whose status nobody knows. */
  static Optional<Hold> channel(ChannelOrder order) {
    if (order.flags().contains(OrderFlag.CHANNEL_HOLD)) {
      return Optional.of(new Hold("CHANNEL_HOLD", "status " + order.status()));
    }
    if (order.lifecycle() == Lifecycle.UNKNOWN) {
      return Optional.of(new Hold("UNKNOWN_STATUS", "status " + order.status()));
    }
    return Optional.empty();
  }

  /** Holds orders with an open refund. */
  static Optional<Hold> refund(ChannelOrder order) {
    return order.flags().contains(OrderFlag.REFUNDING)
        ? Optional.of(new Hold("REFUND_OPEN", "a refund of a line is open"))
        : Optional.empty();
  }

  /** Holds orders that cannot be delivered anywhere. */
  static Optional<Hold> address(ChannelOrder order) {
    if (order.flags().contains(OrderFlag.HANDED_OVER) || order.recipient().deliverable()) {
      return Optional.empty();
    }
    return Optional.of(new Hold("ADDRESS_MISSING", "no region, or neither address nor token"));
  }
}
