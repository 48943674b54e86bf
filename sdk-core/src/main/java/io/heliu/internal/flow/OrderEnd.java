package io.heliu.internal.flow;

import io.heliu.internal.store.GivenUpTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Reservations;
import io.heliu.internal.store.Tx;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import java.sql.SQLException;
import java.util.Map;

/** Ends orders of which each unit has left or never will. */
public final class OrderEnd {
  /** Why an order is closed of which nothing has left and nothing will. */
  public static final String GIVEN_UP = "GIVEN_UP";

  private OrderEnd() {}

  /** Ends an order if nothing of it is still to leave. */
  public static void reach(Tx tx, String orderId) throws SQLException {
    Order order = OrderTable.lock(tx, orderId).orElseThrow();
    Map<Integer, Long> gone = ParcelTable.takenOfOrder(tx, orderId);
    Map<Integer, Long> givenUp = GivenUpTable.releasedOfOrder(tx, orderId);
    boolean all =
        order.lines().stream()
            .allMatch(
                line ->
                    gone.getOrDefault(line.line(), 0L) + givenUp.getOrDefault(line.line(), 0L)
                        >= line.quantity());
    if (all && !gone.isEmpty()) {
      OrderTable.setState(tx, orderId, OrderState.SHIPPED, order.holdCode(), order.holdNote());
    } else if (all && order.state() == OrderState.DISPATCHED) {
      // Should the refund be withdrawn, it goes out anew, with units and a number of its own.
      GivenUpTable.forget(tx, orderId);
      Reservations.forget(tx, orderId);
      Outbox.spend(tx, orderId);
      OrderTable.setState(tx, orderId, OrderState.CLOSED, GIVEN_UP, "nothing of it has left");
    }
  }
}
