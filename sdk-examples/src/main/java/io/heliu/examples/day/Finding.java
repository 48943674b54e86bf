package io.heliu.examples.day;

import io.heliu.Money;

/** Something in the money that a person must look at. */
record Finding(String side, String reference, String reason, Money amount, String note) {

  /** Returns the line of the file of exceptions. */
  String csv() {
    return side
        + ','
        + reference
        + ','
        + reason
        + ','
        + amount.toPlainString()
        + ",\""
        + note
        + '"';
  }
}
