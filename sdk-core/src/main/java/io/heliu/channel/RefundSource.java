package io.heliu.channel;

import io.heliu.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A shop whose refunds and other after-sales (退款, 售后) can be pulled by modification time.
 *
 * <p>Every method throws a {@link io.heliu.Fault} when the source cannot be asked, and is safe to
 * repeat.
 */
public interface RefundSource extends WindowSource<RefundSource.Refund> {

  /** What the buyer asked for. */
  enum Kind {
    /** Money only; nothing comes back (仅退款). */
    REFUND_ONLY,
    /** Goods come back, money goes out (退货退款). */
    RETURN,
    /** Goods come back, other goods go out (换货). */
    EXCHANGE,
    /** Goods come back, are repaired and go out again (维修). */
    REPAIR,
    /** Goods go out again; nothing comes back (补寄). */
    RESEND,
    /**
     * No refund: the channel closed an order, or lines of it, that was on its way already (取消订单),
     * for example one to be paid on delivery. No source tells it; it is made from the order.
     */
    CANCELLATION,
    /** The channel sent a code that this version does not know. */
    UNKNOWN
  }

  /** Where a refund is. */
  enum State {
    /** Asked for, not decided. */
    OPEN,
    /** Money went back to the buyer. */
    PAID,
    /** Done without money: exchanged, repaired or sent again. */
    SETTLED,
    /** Withdrawn or refused for good. */
    CLOSED,
    /** The channel sent a code that this version does not know. */
    UNKNOWN
  }

  /** What a channel says of goods that are to come back. */
  enum Goods {
    /** Nothing, or nothing comes back. */
    UNTOLD,
    /** The seller has not confirmed that they are back. */
    AWAITED,
    /** The seller confirmed that they are back (卖家已收货). */
    BACK
  }

  /**
   * A refund or another after-sale (退款单, 售后单), at one version. One that is about some lines of an
   * order, but not about all, comes as several: one a line, each with an id of its own.
   *
   * @param id the channel's id, and what tells a line's part from the others; at most 200
   *     characters
   * @param orderNumber the order's number
   * @param lineNumber the line's id, or null if it is for the whole order
   * @param kind what the buyer asked for
   * @param state where it is
   * @param status the channel's own code
   * @param amount what goes back to the buyer, not negative
   * @param quantity how much of the line it is about, in the unit that the channel sells; null if
   *     the channel does not tell it
   * @param goods what the channel says of goods that are to come back
   * @param modifiedAt the version
   * @param completedAt when it was over, so when the money of one that is paid went back (退款完成时间);
   *     null if it is not over or the channel does not tell it. Never the time of a version: a
   *     refund may change after its end
   */
  record Refund(
      String id,
      String orderNumber,
      @Nullable String lineNumber,
      Kind kind,
      State state,
      String status,
      Money amount,
      @Nullable BigDecimal quantity,
      Goods goods,
      Instant modifiedAt,
      @Nullable Instant completedAt) {
    private static final int MAX_ID = 200;

    /** Creates one of which it is not told when it was over. */
    public Refund(
        String id,
        String orderNumber,
        @Nullable String lineNumber,
        Kind kind,
        State state,
        String status,
        Money amount,
        @Nullable BigDecimal quantity,
        Goods goods,
        Instant modifiedAt) {
      this(
          id,
          orderNumber,
          lineNumber,
          kind,
          state,
          status,
          amount,
          quantity,
          goods,
          modifiedAt,
          null);
    }

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the id is blank or too long, the order's number or the
     *     status blank, the amount negative, the quantity not positive or without a line, or an
     *     open refund over
     */
    public Refund {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(orderNumber, "orderNumber");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(amount, "amount");
      Objects.requireNonNull(goods, "goods");
      Objects.requireNonNull(modifiedAt, "modifiedAt");
      if (id.isBlank() || id.length() > MAX_ID) {
        throw new IllegalArgumentException("id: must have 1 to " + MAX_ID + " characters");
      }
      if (orderNumber.isBlank()) {
        throw new IllegalArgumentException("orderNumber: must not be blank");
      }
      if (status.isBlank()) {
        throw new IllegalArgumentException("status: must not be blank");
      }
      if (amount.isNegative()) {
        throw new IllegalArgumentException("amount: must not be negative");
      }
      if (quantity != null && (quantity.signum() <= 0 || lineNumber == null)) {
        throw new IllegalArgumentException("quantity: must be positive, and of a line");
      }
      if (completedAt != null && state == State.OPEN) {
        throw new IllegalArgumentException("completedAt: must be null while it is open");
      }
    }

    /** Tells whether other goods go out for those that come back (换货). */
    public boolean sendsGoods() {
      return kind == Kind.EXCHANGE && state != State.CLOSED;
    }

    /** Returns the same refund, of which it is told when it was over. */
    public Refund completed(@Nullable Instant at) {
      return new Refund(
          id,
          orderNumber,
          lineNumber,
          kind,
          state,
          status,
          amount,
          quantity,
          goods,
          modifiedAt,
          at);
    }

    /** Tells whether it is about a line of its order. */
    public boolean concerns(String line) {
      return lineNumber == null || lineNumber.equals(line);
    }
  }
}
