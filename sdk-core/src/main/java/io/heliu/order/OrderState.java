package io.heliu.order;

/** Where one of our orders is between the channel and the ERP. */
public enum OrderState {
  /** Stored, not screened yet, or changed since. */
  NEW,
  /** Held by a rule or for a person; the hold code says why. */
  HELD,
  /** Units are reserved and the ERP document is queued. */
  RESERVED,
  /** The ERP has the document. */
  DISPATCHED,
  /** Everything has left. */
  SHIPPED,
  /** Nothing is to be done: cancelled, refunded in full, or merged into another order. */
  CLOSED
}
