package io.heliu.erp;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sales outbound (销售出库单): goods that have left to a customer.
 *
 * @param number its number
 * @param date the business date
 * @param customer the ERP's customer code
 * @param externalNumber the channel's order or ticket number
 * @param carrier the carrier's code, or null if the customer took the goods along
 * @param waybill the waybill number, or null
 * @param lines at least one line; a line that fulfils a sales order names it
 */
public record Outbound(
    String number,
    LocalDate date,
    String customer,
    String externalNumber,
    @Nullable String carrier,
    @Nullable String waybill,
    List<DocumentLine> lines)
    implements Document {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there is no line
   */
  public Outbound {
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
