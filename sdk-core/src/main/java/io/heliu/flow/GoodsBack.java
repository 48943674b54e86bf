package io.heliu.flow;

import io.heliu.Location;
import io.heliu.Sku;
import java.util.Objects;

/** What became of a message that returned goods are back (退货入库). */
public sealed interface GoodsBack {

  /**
   * Taken: the next steps put the goods on hand and the return document into the ERP.
   *
   * @param before whether the same goods were told before
   */
  record Taken(boolean before) implements GoodsBack {}

  /**
   * Not taken; nothing moved.
   *
   * @param reason why
   * @param detail the same for people
   */
  record Refused(Reason reason, String detail) implements GoodsBack {
    /** Checks that both are there. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(detail, "detail");
    }
  }

  /** Why goods were not taken back. */
  enum Reason {
    /** There is no such refund. */
    UNKNOWN_REFUND,
    /** The buyer withdrew the refund, or it is of a kind without returns. */
    NO_RETURN,
    /** Other goods were told to be back for this refund before, or others to go out instead. */
    ALREADY_BACK,
    /** More, or other goods, than have left and are not back; the case is held for a person. */
    EXCEEDS_SOLD
  }

  /**
   * Goods that were looked at and put somewhere. What cannot be sold again goes to a location of
   * its own.
   *
   * @param sku what
   * @param quantity units, positive
   * @param location where they are now
   */
  record Goods(Sku sku, long quantity, Location location) {
    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the quantity is not positive
     */
    public Goods {
      Objects.requireNonNull(sku, "sku");
      Objects.requireNonNull(location, "location");
      if (quantity < 1) {
        throw new IllegalArgumentException("quantity: must be at least 1");
      }
    }
  }

  /**
   * Units that go out for an exchange.
   *
   * @param sku what
   * @param quantity units, positive
   */
  record Instead(Sku sku, long quantity) {
    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the quantity is not positive
     */
    public Instead {
      Objects.requireNonNull(sku, "sku");
      if (quantity < 1) {
        throw new IllegalArgumentException("quantity: must be at least 1");
      }
    }
  }
}
