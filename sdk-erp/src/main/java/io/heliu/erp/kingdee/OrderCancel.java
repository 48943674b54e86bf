package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.kingdee.Kept.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a sales order back: from whatever state it is in to void, or closed. The order is read
 * after every step, so that it counts as cancelled only when the ERP shows it so.
 */
final class OrderCancel {
  static final String HAS_OUTBOUND = "HAS_OUTBOUND";
  static final String HAS_DOWNSTREAM = "HAS_DOWNSTREAM";

  /** The order was sent back to be voided, and is neither void nor audited again. */
  static final String LEFT_UNAUDITED = "LEFT_UNAUDITED";

  /** Somebody else moves the order on while it is taken back. */
  static final String MOVED = "MOVED_MEANWHILE";

  /** Withdrawn, unaudited, voided: more steps than these mean that somebody works against us. */
  private static final int MOST_STEPS = 4;

  /** What the ERP's words have in them when documents were made of the order. */
  private static final String DOWNSTREAM = "下游";

  private static final String OPERATION = "cancel";

  /** Codes of faults that pass and concern the one record: a deadlock or time-out, a lock. */
  private static final Set<String> OF_THE_RECORD = Set.of("4", "13");

  private final Wire wire;
  private final KingdeeSettings settings;
  private final OrderGoods goods;

  OrderCancel(Wire wire, KingdeeSettings settings) {
    this.wire = wire;
    this.settings = settings;
    this.goods = new OrderGoods(wire, settings);
  }

  /** How a step ended: one of the two, or neither if the ERP says that it did it. */
  private record End(Written.@Nullable Refused refused, @Nullable Fault fault) {}

  CancelOutcome cancel(String number) {
    try {
      return take(number);
    } catch (Fault.Remote fault) {
      if (fault.retryable() && OF_THE_RECORD.contains(String.valueOf(fault.code()))) {
        return new CancelOutcome.Pending(String.valueOf(fault.code()));
      }
      throw fault;
    }
  }

  private CancelOutcome take(String number) {
    Deque<State> before = new ArrayDeque<>();
    End end = new End(null, null);
    for (int steps = 0; steps <= MOST_STEPS; steps++) {
      Optional<Kept> found = find(number, end.fault());
      if (found.isEmpty()) {
        return new CancelOutcome.Cancelled(before.isEmpty());
      }
      Kept order = found.get();
      if (order.state().isWithdrawn()) {
        // An order can be closed although goods have left.
        return order.state() == State.CLOSED && goods.hasOutbound(number)
            ? new CancelOutcome.TooLate(HAS_OUTBOUND)
            : new CancelOutcome.Cancelled(before.isEmpty());
      }
      if (goods.hasOutbound(number)) {
        return restored(order, before, new CancelOutcome.TooLate(HAS_OUTBOUND));
      }
      if (order.state() == before.peek()) {
        return stuck(order, before, end);
      }
      if (closes(order) && goods.hasNotice(number)) {
        return new CancelOutcome.TooLate(HAS_DOWNSTREAM);
      }
      before.push(order.state());
      end = run(() -> step(order));
    }
    return new CancelOutcome.Pending(MOVED);
  }

  private boolean closes(Kept order) {
    return order.state() == State.AUDITED && settings.orderClosing() != null;
  }

  /** A fault in a step that may have been carried out is only thrown on if nothing tells more. */
  private Optional<Kept> find(String number, @Nullable Fault open) {
    try {
      return Kept.find(wire, settings, SalesOrders.FORM, number);
    } catch (Fault alsoNotRead) {
      if (open == null) {
        throw alsoNotRead;
      }
      open.addSuppressed(alsoNotRead);
      throw open;
    }
  }

  private CancelOutcome stuck(Kept order, Deque<State> before, End end) {
    Written.Refused refused = end.refused();
    if (refused != null) {
      boolean used = order.state() == State.AUDITED && refused.message().contains(DOWNSTREAM);
      return restored(
          order,
          before,
          used
              ? new CancelOutcome.TooLate(HAS_DOWNSTREAM)
              : new CancelOutcome.Refused(refused.code(), refused.message()));
    }
    Fault fault = end.fault() == null ? notShown(order) : end.fault();
    if (!fault.retryable()) {
      CancelOutcome.Refused left = restore(order, before, "the next step failed");
      if (left != null) {
        return left;
      }
    }
    throw fault;
  }

  private static Fault notShown(Kept order) {
    String words = "the ERP says that it did a step, but the order is still " + order.state();
    return new Fault.Remote(Fault.Details.of(Answers.SYSTEM, OPERATION, words), false);
  }

  /** Returns the outcome after the order is as it was before. */
  private CancelOutcome restored(Kept order, Deque<State> before, CancelOutcome outcome) {
    CancelOutcome.Refused left = restore(order, before, outcome.toString());
    if (left != null) {
      return left;
    }
    // It may be an earlier call, one that broke off, that sent the order back.
    boolean open = order.state() == State.REOPENED && !isOurs(before);
    return outcome instanceof CancelOutcome.Refused refused && open
        ? left(order.state(), "it was so before; " + refused.code() + " " + refused.message())
        : outcome;
  }

  /** Tells whether it was this call that sent the order back. */
  private static boolean isOurs(Deque<State> before) {
    return before.contains(State.AUDITED) || before.contains(State.SUBMITTED);
  }

  /**
   * Submits and audits an order again that this call sent back and cannot void: nobody else would,
   * and the warehouse does not see it before.
   *
   * @return null if it is as it was before, or was not touched
   */
  private CancelOutcome.@Nullable Refused restore(Kept order, Deque<State> before, String why) {
    if (order.state() != State.REOPENED || !isOurs(before)) {
      return null;
    }
    boolean audited = before.contains(State.AUDITED);
    StringBuilder words = new StringBuilder(why);
    for (String step : audited ? List.of("Submit", "Audit") : List.of("Submit")) {
      End end = run(() -> wire.step(step, SalesOrders.FORM, Documents.byNumber(order.number())));
      if (end.fault() != null && end.fault().retryable()) {
        throw end.fault();
      }
      if (end.fault() != null || end.refused() != null) {
        words.append("; ").append(step).append(": ").append(end);
      }
    }
    State now = find(order.number(), null).map(Kept::state).orElse(order.state());
    return now == (audited ? State.AUDITED : State.SUBMITTED) ? null : left(now, words.toString());
  }

  private static CancelOutcome.Refused left(State now, String why) {
    String words = "the order is " + now + " and must be audited or voided by a person: ";
    return new CancelOutcome.Refused(LEFT_UNAUDITED, words + why);
  }

  private static End run(Supplier<Written> step) {
    try {
      return step.get() instanceof Written.Refused refused
          ? new End(refused, null)
          : new End(null, null);
    } catch (Fault fault) {
      return new End(null, fault);
    }
  }

  private Written step(Kept order) {
    ObjectNode data = Documents.byNumber(order.number());
    KingdeeSettings.Withdrawal closing = settings.orderClosing();
    return switch (order.state()) {
      case SUBMITTED -> wire.step("CancelAssign", SalesOrders.FORM, data);
      case AUDITED ->
          closing == null
              ? wire.step("UnAudit", SalesOrders.FORM, data)
              : wire.operate(closing.operation(), SalesOrders.FORM, data);
      default -> wire.operate(settings.voiding().operation(), SalesOrders.FORM, data);
    };
  }
}
