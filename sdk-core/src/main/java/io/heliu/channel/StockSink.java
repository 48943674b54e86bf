package io.heliu.channel;

import io.heliu.ShopId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A shop that can be told what it may sell (库存发布). */
public interface StockSink {

  /** Returns the shop. */
  ShopId shop();

  /** Returns how many levels one call may carry. */
  int batchSize();

  /**
   * Sets the sellable quantity of items, absolutely. Safe to repeat.
   *
   * @param levels at most {@link #batchSize} levels
   * @return one result per level, in order
   * @throws io.heliu.Fault if the channel cannot be asked; then none, some or all may be set
   * @throws IllegalArgumentException if there are too many levels
   */
  List<Result> publish(List<Level> levels);

  /**
   * What may be sold of an item.
   *
   * @param itemId the channel's product id
   * @param variantId the channel's variant id, or null for an item without variants
   * @param quantity units, at least 0
   */
  record Level(String itemId, @Nullable String variantId, long quantity) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the quantity is negative
     */
    public Level {
      Objects.requireNonNull(itemId, "itemId");
      if (quantity < 0) {
        throw new IllegalArgumentException("quantity: must not be negative");
      }
    }
  }

  /**
   * What the channel did with a level.
   *
   * @param accepted whether it is set
   * @param code the channel's code for a refusal, else empty
   * @param message the channel's words for a refusal, else empty
   */
  record Result(boolean accepted, String code, String message) {
    /** The level is set. */
    public static final Result ACCEPTED = new Result(true, "", "");

    /** Returns what was done and the code; the channel's words may quote personal data. */
    @Override
    public String toString() {
      return accepted ? "ACCEPTED" : "REFUSED " + code;
    }

    /** Returns a refusal. */
    public static Result refused(String code, String message) {
      return new Result(false, code, message);
    }
  }
}
