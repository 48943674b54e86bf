package io.heliu.channel;

import io.heliu.Money;
import io.heliu.ShopId;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A shop whose refunds (退款) can be pulled by modification time. */
public interface RefundSource {

  /** Returns the shop. */
  ShopId shop();

  /** Returns how it wants to be pulled. */
  WindowPolicy windowPolicy();

  /** Returns how many refunds the source has in a window; empty if it does not tell. */
  OptionalLong count(Window window);

  /** Returns one page of a window. */
  Page<Refund> list(PageRequest request);

  /** Where a refund is. */
  enum State {
    /** Asked for, not decided. */
    OPEN,
    /** Money went back to the buyer. */
    PAID,
    /** Withdrawn or refused for good. */
    CLOSED,
    /** The channel sent a code that this version does not know. */
    UNKNOWN
  }

  /**
   * A refund (退款单).
   *
   * @param id the channel's id
   * @param orderNumber the order's number
   * @param lineNumber the line's id, or null if it is for the whole order
   * @param state where it is
   * @param status the channel's own code
   * @param amount what goes back to the buyer, not negative
   * @param goodsReturn whether goods come back
   * @param modifiedAt the version
   */
  record Refund(
      String id,
      String orderNumber,
      @Nullable String lineNumber,
      State state,
      String status,
      Money amount,
      boolean goodsReturn,
      Instant modifiedAt) {

    /** Checks that everything that must be there is. */
    public Refund {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(orderNumber, "orderNumber");
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(amount, "amount");
      Objects.requireNonNull(modifiedAt, "modifiedAt");
    }
  }
}
