package io.heliu.flow;

import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome;
import io.heliu.internal.flow.DocumentPusher;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.Tx;
import io.heliu.order.OrderState;
import java.sql.SQLException;
import java.util.Optional;

/** Keeps an order in step with its document. */
final class OrderHooks implements DocumentPusher.Hooks {
  @Override
  public boolean claim(Tx tx, Outbox.Entry entry) throws SQLException {
    Optional<OrderTable.Standing> order = OrderTable.lockStanding(tx, entry.orderId());
    if (order.isPresent() && isReserved(order.get()) && isChanged(order.get())) {
      Outbox.withdraw(tx, entry.document().number());
      screenAgain(tx, entry.orderId());
      return false;
    }
    return true;
  }

  @Override
  public void settle(Tx tx, Outbox.Entry entry, PushOutcome outcome) throws SQLException {
    Optional<OrderTable.Standing> order = OrderTable.lockStanding(tx, entry.orderId());
    // The parcel of an order whose push was unknown may have been heard of before.
    if (order.isEmpty() || !isReserved(order.get()) || outcome instanceof PushOutcome.Unknown) {
      return;
    }
    String id = entry.orderId();
    if (!(outcome instanceof PushOutcome.Rejected rejected)) {
      boolean left = entry.document() instanceof Outbound;
      OrderState state = left ? OrderState.SHIPPED : OrderState.DISPATCHED;
      OrderTable.setState(tx, id, state, order.get().holdCode(), "");
    } else if (isChanged(order.get())) {
      screenAgain(tx, id);
    } else {
      String note = rejected.code() + " " + rejected.message();
      OrderTable.setState(tx, id, OrderState.HELD, "ERP_REJECTED", note);
    }
  }

  private static boolean isReserved(OrderTable.Standing order) {
    return order.state() == OrderState.RESERVED;
  }

  private static boolean isChanged(OrderTable.Standing order) {
    return order.holdCode().equals("CHANGED");
  }

  private static void screenAgain(Tx tx, String id) throws SQLException {
    OrderTable.setState(tx, id, OrderState.NEW, "", "");
    OrderTable.nextAttempt(tx, id);
  }
}
