package io.heliu.report;

import io.heliu.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * What customers and platforms owe (应收), for the aging, and the settlement lines that nobody has
 * matched with it yet. Immutable and thread-safe.
 *
 * @param items the receivables; terms with instalments give one item a due date
 * @param credits receipts and credit notes that are not applied to a receivable yet
 * @param unmatched settlement lines without a counterpart; the ledger does not know them, so they
 *     are never part of its balance
 */
public record Receivables(List<Item> items, List<Credit> credits, List<Unmatched> unmatched) {

  /** Copies the lists. */
  public Receivables {
    items = List.copyOf(items);
    credits = List.copyOf(credits);
    unmatched = List.copyOf(unmatched);
  }

  /** Makes receivables without unmatched settlement lines. */
  public Receivables(List<Item> items, List<Credit> credits) {
    this(items, credits, List.of());
  }

  /** Returns these receivables with these unmatched settlement lines. */
  public Receivables withUnmatched(List<Unmatched> unmatched) {
    return new Receivables(items, credits, unmatched);
  }

  /** Returns no receivables. */
  public static Receivables none() {
    return new Receivables(List.of(), List.of());
  }

  /**
   * A receivable (应收单).
   *
   * @param id identifies it; figures are drilled down to it
   * @param customer the customer or platform that owes it
   * @param documentDate the date of the document (单据日期)
   * @param dueDate when it is due (到期日)
   * @param amount the whole amount; negative for returns
   * @param payments what was paid of it and when
   * @param reconciled whether it was matched with a statement or with the ERP (已对账)
   */
  public record Item(
      String id,
      String customer,
      LocalDate documentDate,
      LocalDate dueDate,
      Money amount,
      List<Payment> payments,
      boolean reconciled) {

    /**
     * Copies the payments.
     *
     * @throws IllegalArgumentException if the id is blank or a payment has another currency
     */
    public Item {
      Checks.id(id, "id");
      Objects.requireNonNull(customer, "customer");
      Objects.requireNonNull(documentDate, "documentDate");
      Objects.requireNonNull(dueDate, "dueDate");
      payments = List.copyOf(payments);
      for (Payment payment : payments) {
        Checks.currency(payment.amount(), amount.currency(), "payments");
      }
    }
  }

  /**
   * A payment of a receivable.
   *
   * @param date the day it was booked
   * @param amount what it clears, with the sign of the receivable
   */
  public record Payment(LocalDate date, Money amount) {

    /** Checks that nothing is null. */
    public Payment {
      Objects.requireNonNull(date, "date");
      Objects.requireNonNull(amount, "amount");
    }
  }

  /**
   * Money that came in without being applied to a receivable (预收、未核销收款).
   *
   * @param id identifies it
   * @param customer whose it is
   * @param date the day it was booked
   * @param amount how much, as a positive amount
   */
  public record Credit(String id, String customer, LocalDate date, Money amount) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the id is blank or the amount is negative
     */
    public Credit {
      Checks.id(id, "id");
      Objects.requireNonNull(customer, "customer");
      Objects.requireNonNull(date, "date");
      Checks.that(!amount.isNegative(), "amount", "must not be negative");
    }
  }

  /**
   * A line of a settlement statement that was matched with nothing (未匹配结算流水).
   *
   * @param id identifies it
   * @param platform whose statement it is on, by the name that reports show
   * @param statementDate the date on the statement (账单日期)
   * @param amount what was settled; negative for what went back
   */
  public record Unmatched(String id, String platform, LocalDate statementDate, Money amount) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the id is blank
     */
    public Unmatched {
      Checks.id(id, "id");
      Objects.requireNonNull(platform, "platform");
      Objects.requireNonNull(statementDate, "statementDate");
      Objects.requireNonNull(amount, "amount");
    }
  }
}
