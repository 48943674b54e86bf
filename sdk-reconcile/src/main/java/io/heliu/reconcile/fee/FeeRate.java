package io.heliu.reconcile.fee;

import io.heliu.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a fee grows with its base (费率); exact, not rounded yet. */
public sealed interface FeeRate {

  /** Returns the fee of a base in minor units, exactly. */
  BigDecimal of(Money base);

  /**
   * The same amount for every base.
   *
   * @param amount the amount, not negative
   */
  record Flat(Money amount) implements FeeRate {
    /** Checks the component. */
    public Flat {
      Rules.that(!amount.isNegative(), "amount", "must not be negative");
    }

    @Override
    public BigDecimal of(Money base) {
      Rules.that(
          base.currency().equals(amount.currency()), "base", "must be in " + amount.currency());
      return BigDecimal.valueOf(amount.minor());
    }
  }

  /**
   * A share of the base.
   *
   * @param rate the share, for example 0.006 for 0.6 %; not negative
   */
  record Percent(BigDecimal rate) implements FeeRate {
    /** Checks the component. */
    public Percent {
      Rules.that(rate.signum() >= 0, "rate", "must not be negative");
    }

    @Override
    public BigDecimal of(Money base) {
      return rate.multiply(BigDecimal.valueOf(base.minor()));
    }
  }

  /**
   * Shares by steps of the base (阶梯费率).
   *
   * @param steps the steps; upper bounds strictly increasing, the last one open
   * @param marginal true if each step's share applies to the part of the base inside it (超额累进);
   *     false if the share of the step that the base falls into applies to all of it (全额累进)
   */
  record Tiers(List<Step> steps, boolean marginal) implements FeeRate {

    /**
     * One step.
     *
     * @param upTo the upper bound, inclusive; null for the last step
     * @param rate the share, not negative
     */
    public record Step(@Nullable Money upTo, BigDecimal rate) {
      /** Checks the components. */
      public Step {
        Objects.requireNonNull(rate, "rate");
        Rules.that(rate.signum() >= 0, "rate", "must not be negative");
      }
    }

    /**
     * Checks the steps.
     *
     * @throws IllegalArgumentException if they are empty, not increasing, or the last is not open
     */
    public Tiers {
      steps = List.copyOf(steps);
      Rules.that(!steps.isEmpty(), "steps", "must not be empty");
      long before = 0;
      for (int i = 0; i < steps.size(); i++) {
        Money upTo = steps.get(i).upTo();
        String path = "steps[" + i + "].upTo";
        boolean last = i == steps.size() - 1;
        Rules.that(last == (upTo == null), path, "must be open in the last step, and only there");
        Rules.that(upTo == null || upTo.minor() > before, path, "must increase from step to step");
        before = upTo == null ? before : upTo.minor();
      }
    }

    @Override
    public BigDecimal of(Money base) {
      BigDecimal fee = BigDecimal.ZERO;
      long from = 0;
      for (Step step : steps) {
        Money upTo = step.upTo();
        Rules.that(
            upTo == null || upTo.currency().equals(base.currency()),
            "base",
            "must have the currency of the steps");
        long to = upTo == null ? base.minor() : Math.min(upTo.minor(), base.minor());
        if (marginal) {
          fee = fee.add(step.rate().multiply(BigDecimal.valueOf(to - from)));
        }
        if (to == base.minor()) {
          return marginal ? fee : step.rate().multiply(BigDecimal.valueOf(base.minor()));
        }
        from = to;
      }
      throw new IllegalStateException("the last step is open, so a base always ends in a step");
    }
  }
}
