package io.heliu.examples.day.world;

import java.io.IOException;

/** A company's ERP as it stands in the world, with its own books to compare with. */
public interface ErpSite extends AutoCloseable {

  /**
   * Lets the people in the warehouse, and the ERP's own jobs, do what is to be done. They do so
   * once in a round, however often the day is killed in it: else they would be faster than in a day
   * that nobody disturbs.
   *
   * @param round grows
   */
  void work(int round) throws IOException;

  /** Counts the documents that stand for an order or ticket. */
  long documents();

  /** Counts those that are there twice. */
  long duplicates();

  /** Counts the sales orders that it took back. */
  long cancelled();

  /** Counts the returns of goods that it has booked. */
  long returns();

  /** Tells what went to buyers of the online shops and what came back, line by line. */
  void deliveries(Deliveries deliveries);

  /** Hears what its books say of a good that left, or came back. */
  interface Deliveries {
    /**
     * A line of a document.
     *
     * @param number the shop's number of the order
     * @param units below zero for what came back
     */
    void moved(String number, String sku, long units);
  }

  /** Returns what its books say is there of a good. */
  long onHand(String sku, String location);

  /** Books that so many units of a good are there, as a clerk would after a delivery or a count. */
  void setOnHand(String sku, String location, long units);

  @Override
  void close();
}
