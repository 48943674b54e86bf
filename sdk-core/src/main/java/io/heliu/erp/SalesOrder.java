package io.heliu.erp;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * A sales order (销售订单): goods promised to a customer.
 *
 * @param number our number
 * @param date the business date
 * @param customer the ERP's customer code, normally one per shop
 * @param externalNumber the channel's order number, for people who search for it
 * @param lines at least one line
 */
public record SalesOrder(
    String number, LocalDate date, String customer, String externalNumber, List<DocumentLine> lines)
    implements Document {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there is no line
   */
  public SalesOrder {
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(date, "date");
    Objects.requireNonNull(customer, "customer");
    Objects.requireNonNull(externalNumber, "externalNumber");
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("lines: must not be empty");
    }
  }
}
