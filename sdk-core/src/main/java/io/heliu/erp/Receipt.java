package io.heliu.erp;

import io.heliu.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * A receipt (收款单): money that came in, and the receivables it clears (核销).
 *
 * @param number our number
 * @param date the business date
 * @param customer the ERP's customer code
 * @param comment where the money came from, for people
 * @param lines the receivables it clears; at least one
 */
public record Receipt(
    String number, LocalDate date, String customer, String comment, List<Line> lines)
    implements Document {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there is no line or the lines mix currencies
   */
  public Receipt {
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(date, "date");
    Objects.requireNonNull(customer, "customer");
    Objects.requireNonNull(comment, "comment");
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("lines: must not be empty");
    }
    for (Line line : lines) {
      if (!line.cleared().currency().equals(lines.get(0).cleared().currency())) {
        throw new IllegalArgumentException("lines: must have one currency");
      }
    }
  }

  /**
   * What one receivable is cleared by.
   *
   * @param receivable the receivable
   * @param cleared what is cleared in all; at most what is open, and with its sign: a return's
   *     receivable and what clears it are negative
   * @param fee the part of it that the platform kept as its fee
   */
  public record Line(Receivable receivable, Money cleared, Money fee) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if more is cleared than is open, or with the other sign, or
     *     currencies differ
     */
    public Line {
      boolean otherSign = cleared.isNegative() != receivable.open().isNegative();
      if (cleared.abs().compareTo(receivable.open().abs()) > 0
          || (otherSign && !cleared.isZero())) {
        throw new IllegalArgumentException("cleared: must be at most what is open");
      }
      if (!fee.currency().equals(cleared.currency())) {
        throw new IllegalArgumentException("fee: must have the currency of cleared");
      }
    }
  }

  /** Returns what is cleared in all. */
  public Money cleared() {
    return lines.stream().map(Line::cleared).reduce(Money::plus).orElseThrow();
  }

  /** Returns the fees in {@link #cleared}. */
  public Money fee() {
    return lines.stream().map(Line::fee).reduce(Money::plus).orElseThrow();
  }
}
