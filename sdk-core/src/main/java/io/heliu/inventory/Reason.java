package io.heliu.inventory;

/** Why a command was refused. */
public enum Reason {
  /** Not enough units may be sold; the shortages list every short line (库存不足). */
  INSUFFICIENT(1),
  /** The ledger does not know a SKU at a location; the shortages list these and the short ones. */
  NOT_STOCKED(2),
  /** The key was used for another intent; the detail names the first field that differs. */
  KEY_REUSED(3),
  /** There is no reservation of that id. */
  UNKNOWN_RESERVATION(4),
  /** The hold's time is over; whoever paid late must be refunded or served otherwise. */
  EXPIRED(5),
  /** The reservation's units were all given back before. */
  ALREADY_RELEASED(6),
  /** The reservation was cancelled before it was made. */
  ALREADY_CANCELLED(7),
  /** The reservation was confirmed before. */
  ALREADY_CONFIRMED(8),
  /** The reservation was shipped in full before. */
  ALREADY_FULFILLED(9),
  /** More was to be shipped, released or divided than the reservation still holds. */
  EXCEEDS_REMAINDER(10),
  /** A count as of a later moment was applied to the cell before. */
  STALE_COUNT(11),
  /** The count's sequence is ahead of the ledger or older than the retention window. */
  UNKNOWN_WATERMARK(12),
  /** The quantity on hand would leave the range that the ledger can add up exactly. */
  OUT_OF_RANGE(13),
  /** The parts that a reservation was to be divided into have less than it still holds. */
  LEAVES_REMAINDER(14);

  private final int code;

  Reason(int code) {
    this.code = code;
  }

  /** Returns the number that stands for this reason in files; it never changes. */
  int code() {
    return code;
  }

  static Reason ofCode(int code) {
    for (Reason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    throw new IllegalArgumentException("code: is no reason: " + code);
  }
}
