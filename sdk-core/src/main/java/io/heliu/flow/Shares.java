package io.heliu.flow;

import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.internal.store.Arrangement;
import io.heliu.internal.store.PartTable;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Shares what is left of a channel's line out to the orders that were given parts of it.
 *
 * <p>An order that is under way keeps its units as long as there are that many. Of the others the
 * last one, by id, gives up units first. The money of the line, with the freight that was shared
 * out to it, is divided in proportion to what the parts were worth for the units that they have
 * left; an order that is under way and keeps its units keeps its money too.
 */
final class Shares {
  private static final long FINE = 1000;

  private Shares() {}

  /** No whole number of units is left. */
  static final class IndivisibleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IndivisibleException(String line) {
      super("what is left of line " + line + " is no whole number of units", null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * A part of a channel's line.
   *
   * @param part what was given
   * @param mine whether it was given to the order at hand
   * @param underWay what an order that is under way has of it; null if it is not
   */
  record Given(PartTable.Part part, boolean mine, Order.@Nullable Line underWay) {}

  /**
   * Returns the lines of an order that are to go.
   *
   * @throws IndivisibleException if refunds leave a part of a unit
   */
  static List<Order.Line> of(
      Order order, Arranged arranged, Map<Order.Source, ChannelOrder> sources) {
    return of(order, arranged, sources, Screening::isWanted, Shares::share);
  }

  /**
   * Returns the lines of which an order keeps the units while it waits. Where refunds leave a part
   * of a unit, it keeps what it was given of the line.
   */
  static List<Order.Line> kept(
      Order order,
      Arranged arranged,
      Map<Order.Source, ChannelOrder> sources,
      BiPredicate<ChannelOrder, OrderLine> which) {
    return of(order, arranged, sources, which, Shares::shareOrGiven);
  }

  private static List<Order.Line> shareOrGiven(List<Given> parts, OrderLine left) {
    try {
      return share(parts, left);
    } catch (IndivisibleException e) {
      return parts.stream().filter(Given::mine).map(given -> given.part.line()).toList();
    }
  }

  private static List<Order.Line> of(
      Order order,
      Arranged arranged,
      Map<Order.Source, ChannelOrder> sources,
      BiPredicate<ChannelOrder, OrderLine> which,
      BiFunction<List<Given>, OrderLine, List<Order.Line>> share) {
    Map<Order.Source, Map<String, List<Given>>> all = given(order, arranged);
    List<Order.Line> lines = new ArrayList<>();
    for (Map.Entry<Order.Source, ChannelOrder> source : sources.entrySet()) {
      Map<String, List<Given>> given = all.getOrDefault(source.getKey(), Map.of());
      for (OrderLine line : source.getValue().lines()) {
        List<Given> parts = given.getOrDefault(line.number(), List.of());
        if (parts.stream().anyMatch(Given::mine) && which.test(source.getValue(), line)) {
          lines.addAll(share.apply(parts, line));
        }
      }
    }
    lines.sort(Comparator.comparingInt(Order.Line::line));
    return lines;
  }

  /** Returns all parts by channel order and line, those of earlier orders first. */
  private static Map<Order.Source, Map<String, List<Given>>> given(Order order, Arranged arranged) {
    List<Arranged.Sibling> orders = new ArrayList<>(arranged.siblings());
    orders.add(new Arranged.Sibling(order, arranged.parts()));
    orders.sort(Comparator.comparing(one -> one.order().id()));
    Map<Order.Source, Map<String, List<Given>>> given = new LinkedHashMap<>();
    for (Arranged.Sibling one : orders) {
      boolean mine = one.order().id().equals(order.id());
      for (PartTable.Part part : one.parts()) {
        boolean stays = !mine && Arrangement.isUnderWay(one.order());
        Order.Line now = stays ? has(one.order(), part) : null;
        given
            .computeIfAbsent(part.line().source(), source -> new LinkedHashMap<>())
            .computeIfAbsent(part.line().channelLine(), line -> new ArrayList<>())
            .add(new Given(part, mine, now));
      }
    }
    return given;
  }

  private static Order.Line has(Order order, PartTable.Part part) {
    Order.Line given = part.line();
    return order.lines().stream()
        .filter(line -> line.line() == given.line())
        .findFirst()
        .orElse(
            new Order.Line(
                given.line(),
                given.source(),
                given.channelLine(),
                given.sku(),
                0,
                Money.zero(given.amount().currency())));
  }

  /** Returns the lines that an order gets of a channel's line. */
  static List<Order.Line> share(List<Given> parts, OrderLine left) {
    long[] units = units(parts, left);
    Money[] money = money(parts, left, units);
    List<Order.Line> lines = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Order.Line line = parts.get(i).part.line();
      if (parts.get(i).mine && units[i] != 0) {
        lines.add(
            new Order.Line(
                line.line(), line.source(), line.channelLine(), line.sku(), units[i], money[i]));
      }
    }
    return lines;
  }

  private static long[] units(List<Given> parts, OrderLine left) {
    Map<Sku, List<Integer>> bySku = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      bySku.computeIfAbsent(parts.get(i).part.line().sku(), sku -> new ArrayList<>()).add(i);
    }
    long[] units = new long[parts.size()];
    for (List<Integer> same : bySku.values()) {
      long given = 0;
      for (int i : same) {
        units[i] = parts.get(i).part.line().quantity();
        given = Math.addExact(given, units[i]);
      }
      BigDecimal of = parts.get(same.get(0)).part.ofQuantity();
      boolean whole = of.compareTo(left.quantity()) == 0;
      if (!whole || (given > 0 && isAnyUnderWay(parts, same))) {
        divide(parts, same, total(given, of, left), units);
      }
    }
    return units;
  }

  private static boolean isAnyUnderWay(List<Given> parts, List<Integer> same) {
    return same.stream().anyMatch(i -> parts.get(i).underWay != null);
  }

  /** Returns how many of the units that were given are left. */
  private static long total(long given, BigDecimal of, OrderLine left) {
    BigDecimal[] share = BigDecimal.valueOf(given).multiply(left.quantity()).divideAndRemainder(of);
    if (share[1].signum() != 0 || share[0].signum() < 0 || given < 0) {
      throw new IndivisibleException(left.number());
    }
    return share[0].longValueExact();
  }

  private static void divide(List<Given> parts, List<Integer> same, long total, long[] units) {
    long open = total;
    for (int i : same) {
      Order.Line now = parts.get(i).underWay;
      if (now != null) {
        units[i] = Math.min(now.quantity(), open);
        open -= units[i];
      }
    }
    int first = -1;
    for (int i : same) {
      if (parts.get(i).underWay == null) {
        first = first < 0 ? i : first;
        units[i] = Math.min(units[i], open);
        open -= units[i];
      }
    }
    if (first >= 0) {
      units[first] += open;
    }
  }

  private static Money[] money(List<Given> parts, OrderLine left, long[] units) {
    Money whole = left.amount().minus(parts.get(0).part.ofAmount());
    Money[] money = new Money[parts.size()];
    long[] weights = new long[parts.size()];
    boolean weighs = false;
    for (int i = 0; i < money.length; i++) {
      Order.Line given = parts.get(i).part.line();
      Order.Line now = parts.get(i).underWay;
      whole = whole.plus(given.amount());
      money[i] = Money.zero(left.amount().currency());
      if (now != null && now.quantity() == units[i]) {
        money[i] = now.amount();
      } else {
        weights[i] = worth(given, units[i]);
      }
      weighs |= weights[i] != 0;
    }
    for (int i = 0; i < money.length; i++) {
      whole = whole.minus(money[i]);
      boolean open = parts.get(i).underWay == null;
      weights[i] = weighs || !open ? weights[i] : Math.abs(units[i]);
    }
    boolean spent = whole.isZero() || whole.isNegative() != left.amount().isNegative();
    if (spent || Arrays.stream(weights).allMatch(weight -> weight == 0)) {
      return money;
    }
    Money[] shares = whole.split(weights);
    for (int i = 0; i < money.length; i++) {
      money[i] = weights[i] == 0 ? money[i] : shares[i];
    }
    return money;
  }

  /** Returns the weight of what is left of a part; with all of its units, that of its amount. */
  private static long worth(Order.Line given, long units) {
    return BigInteger.valueOf(given.amount().minor())
        .abs()
        .multiply(BigInteger.valueOf(FINE))
        .multiply(BigInteger.valueOf(Math.abs(units)))
        .divide(BigInteger.valueOf(Math.abs(given.quantity())))
        .longValueExact();
  }
}
