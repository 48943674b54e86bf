package io.heliu.flow.aftersales;

import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.GivenUpTable;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.RefundEffect;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.ReturnTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Units of a line that should not go because of a refund, and of which an ERP has the order.
 *
 * @param order our order
 * @param line its line
 * @param units how many have not left, positive
 */
record UnsentUnits(Order order, Order.Line line, long units) {

  /** Returns what of a refund has not left though it should not go. */
  static List<UnsentUnits> of(Tx tx, RefundCase told, List<Order> orders) throws SQLException {
    Refund refund = told.refund();
    Optional<ChannelOrder> order =
        ChannelOrderTable.find(tx, told.shop(), refund.orderNumber())
            .filter(one -> !RefundEffect.isForeign(one, refund));
    if (order.isEmpty() || !stopsGoods(refund)) {
      return List.of();
    }
    List<RefundCase> cases = CaseJudge.casesOf(tx, told, order.get());
    List<UnsentUnits> unsent = new ArrayList<>();
    for (Order own : orders) {
      boolean concerned =
          own.state() == OrderState.DISPATCHED && !RefundTable.isSeen(tx, told, own.id());
      Map<Integer, Long> left = concerned ? open(tx, own) : Map.of();
      for (Order.Line line : own.lines()) {
        long open = left.getOrDefault(line.line(), 0L);
        if (open > 0 && CaseJudge.stops(told, order.get(), cases, line)) {
          long units = Math.min(open, wanted(tx, told, order.get(), cases, own, line));
          if (units > 0) {
            unsent.add(new UnsentUnits(own, line, units));
          }
        }
      }
    }
    return unsent;
  }

  private static boolean stopsGoods(Refund refund) {
    boolean stands = refund.state() != State.CLOSED && refund.state() != State.UNKNOWN;
    boolean known =
        refund.kind() != Kind.REPAIR
            && refund.kind() != Kind.RESEND
            && refund.kind() != Kind.UNKNOWN;
    return stands && known;
  }

  /** Returns what of an order has not left, all of which should not go. */
  static List<UnsentUnits> all(Tx tx, Order order) throws SQLException {
    List<UnsentUnits> unsent = new ArrayList<>();
    Map<Integer, Long> open = open(tx, order);
    for (Order.Line line : order.lines()) {
      long units = open.getOrDefault(line.line(), 0L);
      if (units > 0) {
        unsent.add(new UnsentUnits(order, line, units));
      }
    }
    return unsent;
  }

  /** Returns the units of each line that have not left and are not given up. */
  private static Map<Integer, Long> open(Tx tx, Order order) throws SQLException {
    Map<Integer, Long> gone = ParcelTable.takenOfOrder(tx, order.id());
    Map<Integer, Long> open = GivenUpTable.ofOrder(tx, order.id());
    for (Order.Line line : order.lines()) {
      long settled = gone.getOrDefault(line.line(), 0L) + open.getOrDefault(line.line(), 0L);
      open.put(line.line(), line.quantity() - settled);
    }
    return open;
  }

  /** Returns how many units a refund is still about; a unit of which it is a part still goes. */
  private static long wanted(
      Tx tx,
      RefundCase told,
      ChannelOrder order,
      List<RefundCase> cases,
      Order own,
      Order.Line line)
      throws SQLException {
    if (told.refund().quantity() == null) {
      return line.quantity();
    }
    BigDecimal wanted = SoldGoods.wanted(told.refund(), order, cases, line, line.quantity());
    long settled = 0;
    for (ReturnTable.Line back : ReturnTable.of(tx, told)) {
      boolean same = back.orderId().equals(own.id()) && back.orderLine() == line.line();
      settled += same ? back.quantity() : 0;
    }
    for (GivenUpTable.Line given : GivenUpTable.of(tx, told)) {
      boolean same = given.orderId().equals(own.id()) && given.orderLine() == line.line();
      settled += same ? given.quantity() : 0;
    }
    BigDecimal most = BigDecimal.valueOf(line.quantity());
    return wanted.setScale(0, RoundingMode.FLOOR).min(most).longValueExact() - settled;
  }
}
