package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.kingdee.Kept.State;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a sales order back: from whatever state it is in to void, or closed. The order is read
 * after every step, so that it counts as cancelled only when the ERP shows it so.
 */
final class OrderCancel {
  static final String HAS_OUTBOUND = "HAS_OUTBOUND";
  static final String HAS_DOWNSTREAM = "HAS_DOWNSTREAM";

  /** Withdrawn, unaudited, voided: more steps than these mean that somebody works against us. */
  private static final int MOST_STEPS = 4;

  /** What the ERP's words have in them when documents were made of the order. */
  private static final String DOWNSTREAM = "下游";

  private final Wire wire;
  private final KingdeeSettings settings;

  OrderCancel(Wire wire, KingdeeSettings settings) {
    this.wire = wire;
    this.settings = settings;
  }

  /** How a step ended: one of the two, or neither if the ERP says that it did it. */
  private record End(Written.@Nullable Refused refused, @Nullable Fault fault) {}

  CancelOutcome cancel(String number) {
    State before = null;
    End end = new End(null, null);
    for (int steps = 0; steps <= MOST_STEPS; steps++) {
      Optional<Kept> found = find(number, end.fault());
      if (found.isEmpty()) {
        return new CancelOutcome.Cancelled(before == null);
      }
      Kept order = found.get();
      if (order.state().isWithdrawn()) {
        // An order can be closed although goods have left.
        return order.state() == State.CLOSED && hasOutbound(number)
            ? new CancelOutcome.TooLate(HAS_OUTBOUND)
            : new CancelOutcome.Cancelled(before == null);
      }
      if (hasOutbound(number)) {
        return new CancelOutcome.TooLate(HAS_OUTBOUND);
      }
      if (order.state() == before) {
        return stuck(order, end);
      }
      before = order.state();
      end = step(order);
    }
    throw fault("the order was moved on by somebody else while it was taken back", true);
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

  private CancelOutcome stuck(Kept order, End end) {
    if (end.fault() != null) {
      throw end.fault();
    }
    Written.Refused refused = end.refused();
    if (refused == null) {
      throw fault("the ERP says that it did a step, but the order is still " + order.state(), true);
    }
    return order.state() == State.AUDITED && refused.message().contains(DOWNSTREAM)
        ? new CancelOutcome.TooLate(HAS_DOWNSTREAM)
        : new CancelOutcome.Refused(refused.code(), refused.message());
  }

  private End step(Kept order) {
    try {
      return take(order) instanceof Written.Refused refused
          ? new End(refused, null)
          : new End(null, null);
    } catch (Fault fault) {
      return new End(null, fault);
    }
  }

  private Written take(Kept order) {
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

  /** Goods may be sent by way of a delivery notice: then only the order's number is carried on. */
  private boolean hasOutbound(String number) {
    return outbounds("FSoorDerno", number)
        || outbounds("FSrcType", SalesOrders.FORM, "FSrcBillNo", number);
  }

  private boolean outbounds(String... fieldsAndValues) {
    StringBuilder filter = new StringBuilder("FCancelStatus='A'");
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      filter.append(" and ").append(Query.equal(fieldsAndValues[i], fieldsAndValues[i + 1]));
    }
    Query query =
        new Query(
            Outbounds.FORM,
            List.of("FID", Outbounds.ENTRY_ID),
            filter.toString(),
            "FID," + Outbounds.ENTRY_ID);
    return !wire.page(query, 0).rows().isEmpty();
  }

  private static Fault fault(String words, boolean passing) {
    return new Fault.Remote(Fault.Details.of(Answers.SYSTEM, "cancel", words), passing);
  }
}
