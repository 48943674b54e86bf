package io.heliu.flow.aftersales;

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
    /** Other goods were told to be back with this parcel before, or others to go out instead. */
    ALREADY_BACK,
    /** More, or other goods, than have left and are not back; the case is held for a person. */
    EXCEEDS_SOLD
  }

  /**
   * One of the parcels in which the goods of a refund come back (分批退货).
   *
   * @param number the host's number of it within the refund, from 1; the same whenever the same
   *     parcel is told
   * @param last whether nothing more is expected: the rest of the refund's money goes into its
   *     return document. If not, more is awaited until all is back that left for the refund, or as
   *     much as the channel says it is about
   */
  record Arrival(int number, boolean last) {
    /** The first parcel, with nothing more to come. */
    public static final Arrival ONLY = new Arrival(1, true);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Arrival {
      if (number < 1) {
        throw new IllegalArgumentException("number: must be at least 1");
      }
    }

    /** Returns a parcel that others may follow. */
    public static Arrival part(int number) {
      return new Arrival(number, false);
    }

    /** Returns a parcel that nothing more is expected after. */
    public static Arrival last(int number) {
      return new Arrival(number, true);
    }
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
