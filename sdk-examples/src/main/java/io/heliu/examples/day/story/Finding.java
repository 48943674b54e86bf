package io.heliu.examples.day.story;

import io.heliu.Money;

/** Something in the money that a person must look at. */
public record Finding(String side, String reference, String reason, Money amount, String note) {

  /** Returns the line of the file of exceptions. */
  public String csv() {
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
