package io.heliu.reconcile.fee;

import io.heliu.Money;
import java.util.Objects;

/**
 * One fee of an order or line, with the rule that it follows from.
 *
 * @param rule the rule, in the version that applied
 * @param base what the fee was taken of
 * @param amount the fee, not negative
 */
public record FeeCharge(FeeRule rule, Money base, Money amount) {
  /** Checks that nothing is null. */
  public FeeCharge {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(amount, "amount");
  }
}
