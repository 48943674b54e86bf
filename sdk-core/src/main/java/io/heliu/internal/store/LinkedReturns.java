package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much of a sale may still come back over the counter. */
public final class LinkedReturns {
  private LinkedReturns() {}

  /** Whether a return fits into its sale. */
  public enum Room {
    /** Nothing is known of the sale. */
    UNKNOWN_SALE,
    /** The sale sold all of it, and it did not come back before. */
    FITS,
    /** More, or for more money, than was sold and has not come back. */
    EXCESS
  }

  /** What is left of one of a sale's goods. */
  private static final class Sold {
    private final OrderLine line;
    private BigDecimal quantity = BigDecimal.ZERO;
    private long amount;

    Sold(OrderLine line) {
      this.line = line;
    }

    boolean is(OrderLine other) {
      return same(line.merchantCode(), other.merchantCode())
          || same(line.barcode(), other.barcode())
          || (same(line.itemId(), other.itemId())
              && Objects.equals(line.variantId(), other.variantId()));
    }

    private static boolean same(@Nullable String a, @Nullable String b) {
      return a != null && !a.isEmpty() && a.equals(b);
    }

    void add(OrderLine other) {
      quantity = quantity.add(other.quantity());
      amount = Math.addExact(amount, other.amount().minor());
    }

    boolean isExceeded() {
      return quantity.signum() < 0 || amount < 0;
    }
  }

  /**
   * Compares a return with its sale and with the other returns of it that are booked. The sale is
   * locked, so that two returns at once see each other.
   */
  public static Room room(Tx tx, ChannelOrder back, Order.Source sale) throws SQLException {
    lock(tx, sale);
    Optional<ChannelOrder> sold = ChannelOrderTable.find(tx, sale.shop(), sale.number());
    if (sold.isEmpty()) {
      // A ticket without an order was voided before it came, or is itself a return that waits.
      return TicketTable.isKnown(tx, sale) ? Room.EXCESS : Room.UNKNOWN_SALE;
    }
    if (sold.get().lifecycle() == Lifecycle.CANCELLED || VoidTable.isNoted(tx, sale)) {
      return Room.EXCESS;
    }
    List<Sold> left = new ArrayList<>();
    boolean fits = fill(left, sold.get(), true);
    for (ChannelOrder other : booked(tx, sale)) {
      if (!isSame(other, back)) {
        fill(left, other, false);
      }
    }
    fits &= fill(left, back, false);
    return fits && left.stream().noneMatch(Sold::isExceeded) ? Room.FITS : Room.EXCESS;
  }

  /** Lets returns of a sale wait until the transaction ends. */
  public static void lock(Tx tx, Order.Source sale) throws SQLException {
    tx.find(
        "SELECT number FROM heliu_channel_order WHERE shop = ? AND number = ? FOR UPDATE",
        row -> row.text(1),
        sale.shop().toString(),
        sale.number());
  }

  private static boolean isSame(ChannelOrder a, ChannelOrder b) {
    return a.shop().equals(b.shop()) && a.number().equals(b.number());
  }

  /**
   * Adds an order's lines to what is left; tells whether there was a place for all that came back.
   */
  private static boolean fill(List<Sold> left, ChannelOrder order, boolean opens) {
    boolean placed = true;
    for (OrderLine line : order.lines()) {
      Optional<Sold> known = left.stream().filter(one -> one.is(line)).findFirst();
      if (known.isPresent()) {
        known.get().add(line);
      } else if (opens) {
        Sold sold = new Sold(line);
        sold.add(line);
        left.add(sold);
      } else {
        placed &= line.quantity().signum() > 0;
      }
    }
    return placed;
  }

  /** Returns the booked returns of a sale. */
  public static List<ChannelOrder> booked(Tx tx, Order.Source sale) throws SQLException {
    return tx.query(
        "SELECT c.shop, c.number, c.payload FROM heliu_ticket t JOIN heliu_channel_order c ON"
            + " c.shop = t.shop AND c.number = t.number WHERE t.sale_shop = ? AND t.sale_number = ?"
            + " AND c.lifecycle <> 'CANCELLED' ORDER BY c.shop, c.number",
        row -> OrderCodec.read(ShopId.parse(row.text(1)), row.text(2), row.text(3)),
        sale.shop().toString(),
        sale.number());
  }
}
