package io.heliu;

import java.util.Objects;

/**
 * A field of a rule document (规则文件) that is wrong. A document is checked as a whole, so that its
 * author sees every problem at once. Immutable.
 *
 * @param pointer where it is, as a JSON pointer; empty for the document
 * @param found what was there, shortened; never a secret or a person's data
 * @param allowed what would have been allowed
 */
public record RuleProblem(String pointer, String found, String allowed) {
  /** Checks that everything is there. */
  public RuleProblem {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(allowed, "allowed");
  }

  /** Returns the problem as a sentence for people. */
  @Override
  public String toString() {
    return pointer + ": found " + found + ", allowed is " + allowed;
  }
}
