package io.heliu.flow.aftersales;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.channel.RefundSource.Kind;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.erp.Outbound;
import io.heliu.internal.store.ChannelOrderTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.ReturnTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a refund's order lines has left and is not back. */
final class SoldGoods {
  private final List<Order> orders;
  private final List<Order> replacements;
  private final List<Left> left;
  private final boolean hasLeft;

  private SoldGoods(
      List<Order> orders, List<Order> replacements, List<Left> left, boolean hasLeft) {
    this.orders = orders;
    this.replacements = replacements;
    this.left = left;
    this.hasLeft = hasLeft;
  }

  /**
   * Units of an order line that left with one outbound.
   *
   * @param units those that are not back
   * @param back those that are back for the refund
   */
  private record Left(
      Order order,
      Order.Line line,
      long units,
      long back,
      @Nullable String outbound,
      String outboundLine) {}

  /**
   * Units of an order line that are still to come back.
   *
   * @param order our order
   * @param line its line
   * @param units how many, positive
   */
  record Due(Order order, Order.Line line, long units) {}

  /**
   * Reads and locks our orders of a refund, and reads what of its lines has left, also for other
   * refunds that were exchanges.
   */
  static SoldGoods read(Tx tx, RefundCase told) throws SQLException {
    Refund refund = told.refund();
    Order.Source source = new Order.Source(told.shop(), refund.orderNumber());
    List<Order> orders = new ArrayList<>();
    for (String id : OrderTable.idsOf(tx, source)) {
      orders.add(OrderTable.lock(tx, id).orElseThrow());
    }
    List<Order> replacements = new ArrayList<>();
    for (RefundCase other : RefundTable.ofOrder(tx, told.shop(), refund.orderNumber())) {
      String sent = other.replacement();
      if (sent != null && !other.refund().id().equals(refund.id())) {
        replacements.add(OrderTable.lock(tx, sent).orElseThrow());
      }
    }
    return read(tx, told, orders, replacements);
  }

  private static SoldGoods read(
      Tx tx, RefundCase told, List<Order> orders, List<Order> replacements) throws SQLException {
    Refund refund = told.refund();
    Order.Source source = new Order.Source(told.shop(), refund.orderNumber());
    List<Order> all = new ArrayList<>(orders);
    all.addAll(replacements);
    List<Left> left = new ArrayList<>();
    List<ReturnTable.Line> before = ReturnTable.of(tx, told);
    boolean hasLeft = false;
    for (Order order : all) {
      String id = order.id();
      // What left in full knowledge of the refund is not what the refund is about.
      boolean seen = RefundTable.isSeen(tx, told, id);
      for (Left gone : seen ? List.<Left>of() : gone(tx, order)) {
        boolean concerned =
            gone.line.source().equals(source) && refund.concerns(gone.line.channelLine());
        hasLeft |= concerned;
        if (concerned) {
          long own = back(before, gone);
          long units = gone.units - own - back(ReturnTable.ofOthers(tx, id, told), gone);
          left.add(new Left(order, gone.line, units, own, gone.outbound, gone.outboundLine));
        }
      }
    }
    left.removeIf(one -> one.units <= 0 && one.back == 0);
    return new SoldGoods(orders, replacements, left, hasLeft);
  }

  private static long back(List<ReturnTable.Line> lines, Left gone) {
    return lines.stream()
        .filter(line -> line.orderId().equals(gone.order.id()))
        .filter(line -> line.orderLine() == gone.line.line())
        .filter(line -> String.valueOf(line.outbound()).equals(String.valueOf(gone.outbound)))
        .filter(
            line -> String.valueOf(line.outboundLine()).equals(String.valueOf(gone.outboundLine)))
        .mapToLong(ReturnTable.Line::quantity)
        .sum();
  }

  private static List<Left> gone(Tx tx, Order order) throws SQLException {
    List<Left> gone = new ArrayList<>();
    for (ParcelTable.Gone one : ParcelTable.gone(tx, order.id())) {
      for (Order.Line line : order.lines()) {
        if (line.line() == one.line().orderLine()) {
          Left left =
              new Left(
                  order,
                  as(line, one.line().sku()),
                  one.line().quantity(),
                  0,
                  one.parcel(),
                  one.line().outboundLine());
          gone.add(left);
        }
      }
    }
    if (gone.isEmpty() && order.state() == OrderState.SHIPPED) {
      Optional<String> own =
          Outbox.ofOrder(tx, order.id()).stream()
              .filter(entry -> entry.document() instanceof Outbound)
              .map(entry -> entry.document().number())
              .findFirst();
      for (Order.Line line : order.lines()) {
        gone.add(new Left(order, line, line.quantity(), 0, own.orElse(null), "" + line.line()));
      }
    }
    return gone;
  }

  /** What comes back of a line of which a substitute was sent is the substitute. */
  private static Order.Line as(Order.Line line, Sku sent) {
    return new Order.Line(
        line.line(), line.source(), line.channelLine(), sent, line.quantity(), line.amount());
  }

  /** Returns the orders that stand for the refund's order, without those of exchanges. */
  List<Order> orders() {
    return orders;
  }

  /** Tells whether anything of the refund's lines has left, even if it is back. */
  boolean hasLeft() {
    return hasLeft;
  }

  /**
   * Returns what a refund takes back if nobody looked at it: its quantity, else all that left. What
   * was sent for an exchange comes back only if nothing else can.
   *
   * @return the lines, or empty if the quantity is no whole number of units or more than has left
   */
  Optional<List<GoodsBack.Goods>> expected(
      RefundCase told, ChannelOrder order, List<RefundCase> others, Location where) {
    boolean replaced = left.stream().allMatch(one -> replacements.contains(one.order));
    List<GoodsBack.Goods> goods = new ArrayList<>();
    for (Order own : replaced ? replacements : orders) {
      for (Order.Line line : own.lines()) {
        long units =
            left.stream()
                .filter(one -> one.order.id().equals(own.id()) && one.line.line() == line.line())
                .mapToLong(one -> Math.max(0, one.units))
                .sum();
        if (units > 0) {
          BigDecimal wanted = wanted(told.refund(), order, others, line, units);
          if (!isWhole(wanted) || wanted.compareTo(BigDecimal.valueOf(units)) > 0) {
            return Optional.empty();
          }
          addExpected(goods, own, line, wanted.longValueExact(), where);
        }
      }
    }
    return goods.isEmpty() ? Optional.empty() : Optional.of(goods);
  }

  private void addExpected(
      List<GoodsBack.Goods> goods, Order own, Order.Line line, long wanted, Location where) {
    Map<Sku, Long> units = new LinkedHashMap<>();
    long rest = wanted;
    for (Left one : left) {
      if (one.order.id().equals(own.id()) && one.line.line() == line.line()) {
        long take = Math.min(rest, Math.max(0, one.units));
        rest -= take;
        units.merge(one.line.sku(), take, Long::sum);
      }
    }
    units.forEach(
        (sku, quantity) -> {
          if (quantity > 0) {
            goods.add(new GoodsBack.Goods(sku, quantity, where));
          }
        });
  }

  /**
   * Returns what is still to come back for a refund: its quantity, else all that left, without what
   * is back for it. If that is no whole number of units, the next whole one is awaited.
   */
  List<Due> toCome(Tx tx, RefundCase told) throws SQLException {
    Optional<ChannelOrder> order =
        ChannelOrderTable.find(tx, told.shop(), told.refund().orderNumber());
    if (order.isEmpty()) {
      return List.of();
    }
    List<RefundCase> cases = CaseJudge.casesOf(tx, told, order.get());
    boolean replaced = left.stream().allMatch(one -> replacements.contains(one.order));
    List<Due> due = new ArrayList<>();
    for (Order own : replaced ? replacements : orders) {
      for (Order.Line line : own.lines()) {
        long open = 0;
        long back = 0;
        for (Left one : left) {
          if (one.order.id().equals(own.id()) && one.line.line() == line.line()) {
            open += one.units;
            back += one.back;
          }
        }
        BigDecimal wanted = wanted(told.refund(), order.get(), cases, line, open + back);
        BigDecimal rest = wanted.setScale(0, RoundingMode.CEILING).subtract(new BigDecimal(back));
        long units = rest.min(new BigDecimal(open)).longValueExact();
        if (units > 0) {
          due.add(new Due(own, line, units));
        }
      }
    }
    return due;
  }

  private static boolean isWhole(BigDecimal quantity) {
    return quantity.stripTrailingZeros().scale() <= 0 && quantity.signum() > 0;
  }

  /** Turns the channel's quantity into units: as many of what left as of what was to be sent. */
  static BigDecimal wanted(
      Refund refund, ChannelOrder order, List<RefundCase> others, Order.Line line, long units) {
    BigDecimal quantity = refund.quantity();
    if (quantity == null) {
      return BigDecimal.valueOf(units);
    }
    BigDecimal sold = BigDecimal.ZERO;
    for (OrderLine one : order.lines()) {
      if (one.number().equals(line.channelLine())) {
        sold = sold.add(one.quantity());
      }
    }
    for (RefundCase other : others) {
      BigDecimal unsent = other.refund().quantity();
      boolean before = other.code().equals(CaseJudge.BEFORE_SHIPMENT);
      if (before && unsent != null && other.refund().concerns(line.channelLine())) {
        sold = sold.subtract(unsent);
      }
    }
    return sold.signum() <= 0
        ? BigDecimal.ZERO
        : quantity
            .multiply(BigDecimal.valueOf(line.quantity()))
            .divide(sold, 6, RoundingMode.HALF_UP);
  }

  /**
   * Gives goods that came back to the lines that they left with, and shares money out to them by
   * what they were sold for, among these and what is still to come.
   *
   * @param rest the money that no goods of the refund have yet
   * @param due what was to come back before these goods came; empty if nothing comes after them
   * @return the lines, or empty if these are more, or other, goods than have left
   */
  Optional<List<ReturnTable.Line>> assign(
      RefundCase told, List<GoodsBack.Goods> goods, Money rest, List<Due> due) {
    long[] open = left.stream().mapToLong(one -> Math.max(0, one.units)).toArray();
    List<ReturnTable.Line> lines = new ArrayList<>();
    List<Long> weights = new ArrayList<>();
    Money none = Money.zero(told.refund().amount().currency());
    for (GoodsBack.Goods one : goods) {
      long missing = one.quantity();
      for (int i = 0; i < open.length && missing > 0; i++) {
        Left from = left.get(i);
        long take = from.line.sku().equals(one.sku()) ? Math.min(open[i], missing) : 0;
        if (take > 0) {
          open[i] -= take;
          missing -= take;
          weights.add(worth(from.line, take));
          lines.add(
              new ReturnTable.Line(
                  from.order.id(),
                  from.line.line(),
                  one.sku(),
                  one.location(),
                  take,
                  none,
                  from.outbound,
                  from.outbound == null ? null : from.outboundLine));
        }
      }
      if (missing > 0) {
        return Optional.empty();
      }
    }
    return Optional.of(withMoney(told, lines, weights, rest, later(due, lines)));
  }

  /** Returns what is still to come after some goods. */
  private static List<Due> later(List<Due> due, List<ReturnTable.Line> lines) {
    List<Due> later = new ArrayList<>();
    for (Due one : due) {
      long units = one.units;
      for (ReturnTable.Line line : lines) {
        boolean same = line.orderId().equals(one.order.id()) && line.orderLine() == one.line.line();
        units -= same ? line.quantity() : 0;
      }
      if (units > 0) {
        later.add(new Due(one.order, one.line, units));
      }
    }
    return later;
  }

  private static long worth(Order.Line line, long units) {
    return BigInteger.valueOf(line.amount().minor())
        .abs()
        .multiply(BigInteger.valueOf(units))
        .divide(BigInteger.valueOf(Math.abs(line.quantity())))
        .longValueExact();
  }

  private static List<ReturnTable.Line> withMoney(
      RefundCase told,
      List<ReturnTable.Line> lines,
      List<Long> worth,
      Money rest,
      List<Due> later) {
    if (lines.isEmpty() || told.refund().kind() == Kind.EXCHANGE) {
      return lines;
    }
    List<Long> all = new ArrayList<>(worth);
    later.forEach(one -> all.add(worth(one.line, one.units)));
    long[] weights = all.stream().mapToLong(Long::longValue).toArray();
    if (Arrays.stream(weights).allMatch(weight -> weight == 0)) {
      all.clear();
      lines.forEach(line -> all.add(line.quantity()));
      later.forEach(one -> all.add(one.units));
      weights = all.stream().mapToLong(Long::longValue).toArray();
    }
    Money[] shares = rest.split(weights);
    List<ReturnTable.Line> result = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      ReturnTable.Line line = lines.get(i);
      result.add(
          new ReturnTable.Line(
              line.orderId(),
              line.orderLine(),
              line.sku(),
              line.location(),
              line.quantity(),
              shares[i],
              line.outbound(),
              line.outboundLine()));
    }
    return result;
  }
}
