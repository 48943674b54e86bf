package io.heliu.reconcile.fee;

import io.heliu.Fault;
import io.heliu.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The fee rules of all channels (费率表), checked as a whole: for every order and fee at most one rule
 * wins. Immutable and thread-safe.
 */
public final class FeeSchedule {
  private static final Comparator<FeeRule> BEST_FIRST =
      Comparator.comparing((FeeRule rule) -> rule.scope().account() == null)
          .thenComparing(rule -> -categoryLength(rule))
          .thenComparing(rule -> rule.scope().orderType() == null)
          .thenComparing(FeeRule::priority)
          .thenComparing(FeeRule::id);

  private final List<FeeRule> rules;
  private final List<String> fees;
  private final Stacking stacking;

  /** How several fees of one order go together. */
  public enum Stacking {
    /** Each fee is taken of its own base (并行). */
    PARALLEL,
    /** Each fee is taken of its base less the fees before it (级联). */
    CASCADING
  }

  /**
   * Creates a schedule.
   *
   * @param rules the rules, in any order
   * @param fees the fees that every order must have a rule for, in the order in which they cascade
   * @param stacking how several fees go together
   * @throws Fault.Configuration if a rule's fee is not in {@code fees}, two rules have one id and
   *     version, or two rules cannot be told apart: same fee, scope and priority at one time. The
   *     message names the path of the rule
   */
  public FeeSchedule(List<FeeRule> rules, List<String> fees, Stacking stacking) {
    this.rules = List.copyOf(rules);
    this.fees = List.copyOf(fees);
    this.stacking = Objects.requireNonNull(stacking, "stacking");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < this.rules.size(); i++) {
      FeeRule rule = this.rules.get(i);
      check(this.fees.contains(rule.fee()), i, "fee", "must be one of " + this.fees);
      check(ids.add(rule.id() + "\n" + rule.version()), i, "id", "two rules have this version");
      for (FeeRule other : this.rules.subList(0, i)) {
        boolean clash =
            other.fee().equals(rule.fee())
                && other.scope().equals(rule.scope())
                && other.priority() == rule.priority()
                && other.validity().overlaps(rule.validity());
        check(!clash, i, "priority", "cannot be told apart from rule " + other.id());
      }
    }
  }

  private static void check(boolean ok, int index, String field, String rule) {
    if (!ok) {
      String message = "rules[" + index + "]." + field + ": " + rule;
      throw new Fault.Configuration(Fault.Details.of("fee-schedule", "load", message));
    }
  }

  private static int categoryLength(FeeRule rule) {
    String category = rule.scope().category();
    return category == null ? 0 : category.length();
  }

  /** Returns the rule of this fee for an order, or nothing if there is none at its time. */
  public Optional<FeeRule> select(String fee, FeeItem item) {
    return rules.stream()
        .filter(rule -> rule.fee().equals(fee))
        .filter(rule -> rule.scope().covers(item))
        .filter(rule -> rule.validity().contains(item.at()))
        .min(BEST_FIRST);
  }

  /**
   * Returns the expected fees of an order or line, each rounded on its own.
   *
   * @throws ArithmeticException if a fee leaves 64 bits
   */
  public FeeQuote quote(FeeItem item) {
    List<FeeCharge> charges = new ArrayList<>();
    Money taken = Money.zero(item.currency());
    for (String fee : fees) {
      Optional<FeeRule> rule = select(fee, item);
      if (rule.isEmpty()) {
        return new FeeQuote.Missing(item.id(), fee);
      }
      Money base = rule.get().base().of(item);
      if (stacking == Stacking.CASCADING) {
        Money rest = base.minus(taken);
        base = rest.isNegative() ? Money.zero(item.currency()) : rest;
      }
      Money amount = rule.get().feeOf(base);
      taken = taken.plus(amount);
      charges.add(new FeeCharge(rule.get(), base, amount));
    }
    return new FeeQuote.Known(item.id(), charges, taken, taken.compareTo(item.paid()) > 0);
  }
}
