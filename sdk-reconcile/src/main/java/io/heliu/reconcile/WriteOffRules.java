package io.heliu.reconcile;

import io.heliu.Money;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How confirmed matches become write-offs (核销规则).
 *
 * @param limit the largest difference that is posted as a rounding difference (尾差) and closes the
 *     receivable, inclusive, not negative; usually 0.05. Other currencies have no limit, that is
 *     zero
 * @param shortfall what to do when more than the limit is missing
 * @param firstOpenDay the first day of the first open period; a posting that would fall before it
 *     is made on it. Null if no period is closed
 */
public record WriteOffRules(Money limit, Shortfall shortfall, @Nullable LocalDate firstOpenDay) {

  /** What to do when more than the limit is missing. */
  public enum Shortfall {
    /** Write off what came and keep the rest open (部分核销). */
    KEEP_OPEN,
    /** Close the receivable and post what is missing as a loss (全额核销). */
    WRITE_OFF_REST
  }

  /** A limit of 0.05 yuan, the rest stays open, no closed period. */
  public static final WriteOffRules STANDARD =
      new WriteOffRules(Money.fen(5), Shortfall.KEEP_OPEN, null);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the limit is negative
   */
  public WriteOffRules {
    Checks.that(!limit.isNegative(), "limit", "must not be negative");
    Objects.requireNonNull(shortfall, "shortfall");
  }

  long limitOf(Money amount) {
    return limit.currency().equals(amount.currency()) ? limit.minor() : 0;
  }
}
