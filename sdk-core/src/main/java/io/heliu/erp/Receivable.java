package io.heliu.erp;

import io.heliu.Money;
import java.time.LocalDate;
import java.util.Objects;

/**
 * An open receivable of the ERP (应收单).
 *
 * @param id the ERP's internal id
 * @param planId the ERP's id of the payment plan row that is cleared; equal to {@code id} where the
 *     ERP has no plans
 * @param number the document number
 * @param customer the ERP's customer code
 * @param externalNumber the channel's order or ticket number it comes from; empty if unknown
 * @param date the business date
 * @param due the due date
 * @param amount the whole amount; negative for returns
 * @param open what is not cleared yet
 */
public record Receivable(
    String id,
    String planId,
    String number,
    String customer,
    String externalNumber,
    LocalDate date,
    LocalDate due,
    Money amount,
    Money open) {

  /** Checks that everything is there. */
  public Receivable {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(planId, "planId");
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(customer, "customer");
    Objects.requireNonNull(externalNumber, "externalNumber");
    Objects.requireNonNull(date, "date");
    Objects.requireNonNull(due, "due");
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(open, "open");
  }
}
