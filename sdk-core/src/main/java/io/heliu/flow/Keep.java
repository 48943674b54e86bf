package io.heliu.flow;

import io.heliu.Sku;
import io.heliu.inventory.StockLedger;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which units an order keeps while it waits; the table is in {@link DispatchSettings}. What
 * an order keeps and the lines that it has meanwhile are the same, so that quotas count its units.
 */
final class Keep {
  private final DispatchSettings settings;
  private final Screening screening;
  private final StockLedger ledger;

  Keep(DispatchSettings settings, Screening screening, StockLedger ledger) {
    this.settings = settings;
    this.screening = screening;
    this.ledger = ledger;
  }

  /** Holds an order that keeps what is sold of it. */
  Screening.Hold hold(Candidate candidate, String code, String note, List<Order.Line> otherwise) {
    try {
      if (isUnclear(candidate)) {
        return asIs(candidate, code, note, otherwise, null);
      }
      List<Order.Line> lines = sold(candidate);
      if (lines.isEmpty()) {
        return new Screening.Hold(code, note, otherwise, Keeping.NOTHING);
      }
      var stock = screening.stock(lines, candidate.sources());
      var keeping = new Keeping.Units(Screening.reserve(candidate, stock));
      return new Screening.Hold(code, note, lines, keeping);
    } catch (IllegalArgumentException | ArithmeticException e) {
      // A figure beyond every bound says nothing about what is wanted.
      return asIs(candidate, code, note, otherwise, null);
    }
  }

  /** Holds an order that keeps what it has, and takes nothing new. */
  Screening.Hold asIs(Candidate candidate, String code, String note) {
    return asIs(candidate, code, note, candidate.order().lines(), null);
  }

  /**
   * Holds an order that keeps what it has as far as that is still wanted, and takes nothing new.
   */
  Screening.Hold changed(Candidate candidate, String note) {
    Map<Sku, Long> most = null;
    if (!isUnclear(candidate)) {
      most = new HashMap<>();
      for (Order.Line line : sold(candidate)) {
        most.merge(line.sku(), line.quantity(), Long::sum);
      }
    }
    List<Order.Line> given = candidate.arranged().lines();
    return asIs(candidate, Order.SOURCE_CHANGED, note, given, most);
  }

  private Screening.Hold asIs(
      Candidate candidate,
      String code,
      String note,
      List<Order.Line> otherwise,
      @Nullable Map<Sku, Long> most) {
    Order order = candidate.order();
    boolean own =
        ledger.reservation(order.reservation()).filter(held -> held.state().open()).isPresent();
    if (!own && candidate.own().isEmpty()) {
      return new Screening.Hold(code, note, otherwise, Keeping.NOTHING);
    }
    return new Screening.Hold(code, note, order.lines(), new Keeping.AsIs(own, most));
  }

  /** Returns the lines that an order keeps if it is held, or others if it keeps none. */
  List<Order.Line> lines(Candidate candidate, List<Order.Line> otherwise) {
    return hold(candidate, "", "", otherwise).lines();
  }

  private List<Order.Line> sold(Candidate candidate) {
    Order order = candidate.order();
    Arranged arranged = candidate.arranged();
    if (candidate.isReplacement()) {
      return order.lines();
    }
    Map<Order.Source, ChannelOrder> sources = candidate.sources();
    return arranged.is()
        ? Shares.kept(order, arranged, sources, (one, line) -> isKept(candidate, one, line))
        : screening.known(order, sources, (one, line) -> isKept(candidate, one, line));
  }

  private boolean isKept(Candidate candidate, ChannelOrder order, OrderLine line) {
    boolean open = line.lifecycle() == Lifecycle.PAID && line.refunding();
    return isSold(candidate, order) && (open || Screening.isWanted(order, line));
  }

  private boolean isSold(Candidate candidate, ChannelOrder order) {
    boolean unpaid = order.lifecycle() == Lifecycle.PENDING_PAYMENT;
    boolean firm = Screening.isPaid(candidate, order) || Screening.isCashOnDelivery(order);
    return !order.flags().contains(OrderFlag.HANDED_OVER)
        && (firm || (unpaid && settings.unpaid().test(order)));
  }

  /** Tells whether nobody knows here whether the goods of an order are still to go. */
  private static boolean isUnclear(Candidate candidate) {
    return !candidate.isReplacement()
        && candidate.sources().values().stream()
            .filter(order -> !Screening.isOver(order))
            .filter(order -> !order.flags().contains(OrderFlag.HANDED_OVER))
            .anyMatch(
                order ->
                    order.lifecycle() != Lifecycle.PENDING_PAYMENT
                        && !Screening.isPaid(candidate, order));
  }
}
