package io.heliu.reconcile;

import io.heliu.Money;
import java.util.List;
import java.util.Objects;

/**
 * Lines of both sides that belong together (勾对).
 *
 * @param id a hash of the sorted line ids, the rule's id and the rule's version; the same match has
 *     the same id in every run
 * @param kind the kind of the pass that found it
 * @param ruleId the id of the rule
 * @param version the version of the rule
 * @param left the ids of the left lines, sorted
 * @param right the ids of the right lines, sorted
 * @param difference the sum of the left amounts minus the sum of the right amounts
 * @param fee the expected fee that explains the difference; zero unless the pass is {@link
 *     Pass.Kind#FEE_EXPLAINED}. {@code difference + fee} is the rounding difference then
 */
public record Match(
    String id,
    Pass.Kind kind,
    String ruleId,
    int version,
    List<String> left,
    List<String> right,
    Money difference,
    Money fee) {

  /** Checks that nothing is null and copies the lists. */
  public Match {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(ruleId, "ruleId");
    left = List.copyOf(left);
    right = List.copyOf(right);
    Objects.requireNonNull(difference, "difference");
    Objects.requireNonNull(fee, "fee");
  }
}
