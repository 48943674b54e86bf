package io.heliu.order;

import io.heliu.Money;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of a channel's order (子订单).
 *
 * @param number the channel's id of the line, unique in the order
 * @param itemId the channel's product id, or null if the channel knows only merchant codes
 * @param variantId the channel's id of the variant, or null
 * @param merchantCode the merchant's own code on the line (商家编码), or null
 * @param barcode the barcode on the line (条码), or null if the channel does not tell it
 * @param title the title as shown to the buyer
 * @param quantity in the unit the channel sells; negative for returned goods, never zero
 * @param price the list price of one unit
 * @param amount what the line brings in after all discounts shared out to it (分摊后金额)
 * @param lifecycle where this line is
 * @param status the channel's own code for it
 * @param refunding whether a refund of this line is open
 * @param refunded whether a refund of this line was paid out, in part or in full
 * @param refundedQuantity of how much of the quantity the channel says that it was refunded (已退数量);
 *     zero if the channel does not tell it. The quantity is what was ordered all the same: the
 *     refund itself takes it off
 */
public record OrderLine(
    String number,
    @Nullable String itemId,
    @Nullable String variantId,
    @Nullable String merchantCode,
    @Nullable String barcode,
    String title,
    BigDecimal quantity,
    Money price,
    Money amount,
    Lifecycle lifecycle,
    String status,
    boolean refunding,
    boolean refunded,
    BigDecimal refundedQuantity) {

  /** Creates a line of which the channel does not tell how much was refunded. */
  public OrderLine(
      String number,
      @Nullable String itemId,
      @Nullable String variantId,
      @Nullable String merchantCode,
      @Nullable String barcode,
      String title,
      BigDecimal quantity,
      Money price,
      Money amount,
      Lifecycle lifecycle,
      String status,
      boolean refunding,
      boolean refunded) {
    this(
        number,
        itemId,
        variantId,
        merchantCode,
        barcode,
        title,
        quantity,
        price,
        amount,
        lifecycle,
        status,
        refunding,
        refunded,
        BigDecimal.ZERO);
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the quantity is zero, the refunded one negative, or the
   *     currencies differ
   */
  public OrderLine {
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(quantity, "quantity");
    Objects.requireNonNull(price, "price");
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(lifecycle, "lifecycle");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(refundedQuantity, "refundedQuantity");
    if (refundedQuantity.signum() < 0) {
      throw new IllegalArgumentException("refundedQuantity: must not be negative");
    }
    if (quantity.signum() == 0) {
      throw new IllegalArgumentException("quantity: must not be zero");
    }
    if (!price.currency().equals(amount.currency())) {
      throw new IllegalArgumentException("price: must have the currency of the amount");
    }
  }

  /**
   * Tells whether the goods of this line are still to be sent. A refund that was paid out does not
   * stop them by itself: part of the money may have gone back for goods that still go. A line that
   * was refunded in full is {@link Lifecycle#CLOSED_REFUNDED}.
   */
  public boolean toBeShipped() {
    return lifecycle == Lifecycle.PAID && !refunding;
  }
}
