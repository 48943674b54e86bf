package io.heliu.internal.rules;

/** A part of a rule document with rules that span several of its fields. */
public interface Checked {

  /** Adds what is wrong. Called only if every field by itself is fine. */
  void check(Refusals refusals);

  /** Takes what is wrong. */
  @FunctionalInterface
  interface Refusals {
    /** Adds a field, by its JSON pointer from this part on, and what would have been allowed. */
    void add(String pointer, String allowed);
  }
}
