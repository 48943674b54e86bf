package io.heliu.report;

import io.heliu.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Money that went back to a buyer for one line of an order (退款). It counts on the day it was
 * booked, whenever the order was paid.
 *
 * @param id the channel's id of the refund
 * @param lineId the id of the {@link Sale.Line} that it is for
 * @param amount what went back, not negative: without freight, which is in no paid amount, but with
 *     the subsidy that the platform took back if the paid amount has it
 * @param bookedAt when it was booked
 * @param unitsBack how many units came back into stock, not negative
 * @param reconciled whether its money was matched with a statement (已对账)
 */
public record Refund(
    String id, String lineId, Money amount, Instant bookedAt, long unitsBack, boolean reconciled) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if an id is blank or an amount or the units are negative
   */
  public Refund {
    Checks.id(id, "id");
    Checks.id(lineId, "lineId");
    Checks.that(!amount.isNegative(), "amount", "must not be negative");
    Objects.requireNonNull(bookedAt, "bookedAt");
    Checks.that(unitsBack >= 0, "unitsBack", "must not be negative");
  }

  /**
   * Spreads a refund of a whole order that has no freight in it over its lines, as {@link
   * #ofOrder(Sale, String, Money, Money, Instant, boolean)} does.
   *
   * @throws IllegalArgumentException if the amount is negative
   */
  public static List<Refund> ofOrder(
      Sale sale, String id, Money amount, Instant bookedAt, boolean reconciled) {
    return ofOrder(sale, id, amount, Money.zero(amount.currency()), bookedAt, reconciled);
  }

  /**
   * Spreads what a refund of a whole order gave back for goods over its lines by largest remainder,
   * with their paid amounts as weights; returned goods have a share only if no other line brought
   * anything in. No units come back.
   *
   * @param amount all that went back
   * @param freight the freight in it (退运费), which is left out as it is in no paid amount; of a
   *     whole order whose channel does not tell it, what exceeds the paid amounts of the lines
   * @throws IllegalArgumentException if the freight is negative, more than the amount, or in
   *     another currency
   */
  public static List<Refund> ofOrder(
      Sale sale, String id, Money amount, Money freight, Instant bookedAt, boolean reconciled) {
    Checks.that(!amount.isNegative(), "amount", "must not be negative");
    Checks.currency(freight, amount.currency(), "freight");
    Checks.that(!freight.isNegative(), "freight", "must not be negative");
    Money goods = amount.minus(freight);
    Checks.that(!goods.isNegative(), "freight", "must not be more than the amount");
    Money[] parts = goods.split(sale.weights());
    List<Refund> refunds = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      refunds.add(new Refund(id, sale.lines().get(i).id(), parts[i], bookedAt, 0, reconciled));
    }
    return refunds;
  }
}
