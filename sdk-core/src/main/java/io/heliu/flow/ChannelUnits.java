package io.heliu.flow;

import io.heliu.Sku;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.channel.RefundSource.State;
import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.RefundEffect;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import io.heliu.order.RefundCase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How much of a channel order has left, in the units that the channel sells. Only whole ones count:
 * a kit has left when its last component has.
 */
final class ChannelUnits {
  private static final Set<Lifecycle> NEVER_SENT =
      EnumSet.of(Lifecycle.CANCELLED, Lifecycle.CLOSED_REFUNDED);

  private final Map<String, Long> sold;
  private final Map<String, Long> gone;
  private final Set<String> neverSent;

  private ChannelUnits(Map<String, Long> sold, Map<String, Long> gone, Set<String> neverSent) {
    this.sold = sold;
    this.gone = gone;
    this.neverSent = neverSent;
  }

  /**
   * Units of a SKU that a line of the channel stands for.
   *
   * @param planned what our orders have of it
   * @param left what of that has left
   */
  private record Goods(long planned, long left) {
    Goods plus(Goods other) {
      return new Goods(planned + other.planned, left + other.left);
    }

    /** Of a unit that the channel sells there are always as many units of the SKU. */
    long whole(long sold) {
      return planned <= 0 || left >= planned
          ? sold
          : BigInteger.valueOf(left)
              .multiply(BigInteger.valueOf(sold))
              .divide(BigInteger.valueOf(planned))
              .longValueExact();
    }
  }

  /** Reads what our orders that stand for a channel order have, and what of it has left. */
  static ChannelUnits read(Tx tx, Order.Source source) throws SQLException {
    ChannelOrder order = ChannelOrderTable.find(tx, source.shop(), source.number()).orElseThrow();
    List<String> ids = OrderTable.idsOf(tx, source);
    List<Refund> taken = taken(tx, order, ids);
    Map<String, Long> sold = new HashMap<>();
    Set<String> neverSent = new HashSet<>();
    for (OrderLine line : order.lines()) {
      sold.put(line.number(), sold(line, taken));
      if (NEVER_SENT.contains(line.lifecycle())) {
        neverSent.add(line.number());
      }
    }
    Map<String, Long> gone = new HashMap<>();
    goods(tx, source, ids)
        .forEach(
            (line, goods) -> {
              // A line that the channel does not have any more is for the channel to refuse.
              long most = sold.getOrDefault(line, 1L);
              gone.put(line, goods.values().stream().mapToLong(g -> g.whole(most)).min().orElse(0));
            });
    return new ChannelUnits(sold, gone, neverSent);
  }

  private static Map<String, Map<Sku, Goods>> goods(Tx tx, Order.Source source, List<String> ids)
      throws SQLException {
    Map<String, Map<Sku, Goods>> goods = new TreeMap<>();
    for (String id : ids) {
      Map<Integer, Long> left = ParcelTable.takenOfOrder(tx, id);
      for (Order.Line line : OrderTable.find(tx, id).orElseThrow().lines()) {
        if (line.source().equals(source)) {
          goods
              .computeIfAbsent(line.channelLine(), number -> new HashMap<>())
              .merge(
                  line.sku(),
                  new Goods(line.quantity(), left.getOrDefault(line.line(), 0L)),
                  Goods::plus);
        }
      }
    }
    return goods;
  }

  /** Returns the refunds that took units off our orders before their documents were made. */
  private static List<Refund> taken(Tx tx, ChannelOrder order, List<String> ids)
      throws SQLException {
    List<Refund> taken = new ArrayList<>();
    for (RefundCase one : RefundTable.ofOrder(tx, order.shop(), order.number())) {
      boolean counts =
          one.refund().state() == State.PAID && !RefundEffect.isForeign(order, one.refund());
      boolean seen = false;
      for (String id : ids) {
        seen |= counts && RefundTable.isSeen(tx, one, id);
      }
      if (seen) {
        taken.add(one.refund());
      }
    }
    return taken;
  }

  /** Returns how many units our orders have of a line; what is sold by weight or length is one. */
  private static long sold(OrderLine line, List<Refund> taken) {
    BigDecimal sold = line.quantity();
    for (Refund refund : taken) {
      BigDecimal quantity = refund.quantity();
      if (quantity != null && refund.concerns(line.number())) {
        sold = sold.subtract(quantity);
      }
    }
    boolean whole = sold.signum() > 0 && sold.stripTrailingZeros().scale() <= 0;
    return whole ? sold.longValueExact() : 1;
  }

  /** Returns the whole units of a line that have left. */
  long gone(String line) {
    return gone.getOrDefault(line, 0L);
  }

  /** Tells whether these are all units of all lines. */
  boolean isAll(Map<String, Long> units) {
    return sold.entrySet().stream()
        .allMatch(line -> units.getOrDefault(line.getKey(), 0L) >= line.getValue());
  }

  /** Tells whether these are all units of the lines of which any go. */
  boolean isLast(Map<String, Long> units) {
    return sold.entrySet().stream()
        .filter(line -> !neverSent.contains(line.getKey()))
        .allMatch(line -> units.getOrDefault(line.getKey(), 0L) >= line.getValue());
  }
}
