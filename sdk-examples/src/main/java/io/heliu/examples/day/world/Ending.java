package io.heliu.examples.day.world;

/** How an after-sale ended in the books of its shop. */
public enum Ending {
  /** It has not. */
  OPEN,
  /** The money went back, or the exchange is done. */
  DONE,
  /** The buyer withdrew it. */
  OFF
}
