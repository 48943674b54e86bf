package io.heliu.reconcile;

/** Why a line needs a person or more time (差错原因). */
public enum Reason {
  /** Money without a counterpart in the books (长款). */
  LEFT_ONLY,
  /** A counterpart in the books without money (短款). */
  RIGHT_ONLY,
  /** No counterpart yet, but the time in which it normally comes is not over. */
  EXPECTED,
  /** Same reference, other amount; the difference is left minus right. */
  AMOUNT_MISMATCH,
  /** The fee that was charged is near the expected one but not equal to it. */
  FEE_VARIANCE,
  /** The difference looks like a fee but no fee is expected, as no fee rule was found. */
  FEE_DATA_MISSING,
  /** Same reference or group, other currency. */
  CURRENCY_MISMATCH,
  /** Same reference, amount within the tolerance, but too many days apart. */
  DATE_OUT_OF_WINDOW,
  /** One more line of the same reference and amount than the other side has (重复). */
  DUPLICATE,
  /** The same line was imported before with the same content; it was dropped. */
  DUPLICATE_IMPORT,
  /** The same line was imported before with other content; the old one stays. */
  CONTENT_CONFLICT,
  /** There are candidates, but not exactly one. */
  AMBIGUOUS,
  /** The lines of a group do not add up; the difference is left minus right. */
  PAYOUT_DIFFERENCE,
  /** A refund whose order is not known. */
  REFUND_WITHOUT_ORDER,
  /** More was refunded than paid. */
  REFUND_EXCEEDS_PAYMENT,
  /** The line cannot be used, such as a reference that a spreadsheet has destroyed. */
  VALIDATION_FAILED
}
