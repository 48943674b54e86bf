package io.heliu.report;

import java.util.List;
import java.util.Objects;

/**
 * A refund of the period that does not fit to its order and that somebody should look at (待核实退款).
 *
 * @param refund the refund
 * @param reason what is wrong, and what the reports made of it
 */
public record RefundFinding(Refund refund, Reason reason) {

  /** Checks that nothing is null. */
  public RefundFinding {
    Objects.requireNonNull(refund, "refund");
    Objects.requireNonNull(reason, "reason");
  }

  /** What is wrong with a refund. */
  public enum Reason {
    /**
     * The sales have no such line (找不到订单行): the refund is in no figure, so that net sales and
     * profit are too high by its amount.
     */
    NO_LINE,
    /**
     * More units came back than were delivered (退货多于发货): its amount counts in full; the cost of the
     * units that were not delivered was never booked and does not come back.
     */
    MORE_BACK_THAN_DELIVERED,
    /**
     * The refunds of its order up to it are more than was paid for the goods (退款超过实付), or the order
     * was not paid or was voided: its amount counts in full, so net sales and profit are too low if
     * a part was freight, or nothing went back at all.
     */
    MORE_REFUNDED_THAN_PAID
  }

  /**
   * Returns the refunds of the period that do not fit, in the order in which they were booked; one
   * with two reasons is named twice.
   *
   * @throws IllegalArgumentException if a line, an order, or a refund of a line occurs twice
   */
  public static List<RefundFinding> of(ReportInput input) {
    return Bookings.of(input).findings();
  }
}
