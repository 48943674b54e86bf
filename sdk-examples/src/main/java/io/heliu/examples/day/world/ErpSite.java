package io.heliu.examples.day.world;

/** A company's ERP as it stands in the world, with its own books to compare with. */
public interface ErpSite extends AutoCloseable {

  /** Lets the people in the warehouse, and the ERP's own jobs, do what is to be done. */
  void work();

  /** Counts the documents that stand for an order or ticket. */
  long documents();

  /** Counts those that are there twice. */
  long duplicates();

  /** Returns what its books say is there of a good. */
  long onHand(String sku, String location);

  /** Books that so many units of a good are there, as a clerk would after a delivery or a count. */
  void setOnHand(String sku, String location, long units);

  @Override
  void close();
}
