package io.heliu.erp.database;

/** A part of a mapping with rules that span several of its fields. */
interface Checked {

  /** Adds what is wrong. */
  void check(Refusals refusals);

  /** Takes what is wrong. */
  @FunctionalInterface
  interface Refusals {
    /** Adds a field, by its JSON pointer from this part on, and what would have been allowed. */
    void add(String pointer, String allowed);
  }
}
