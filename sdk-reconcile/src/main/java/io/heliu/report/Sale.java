package io.heliu.report;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order as the reports count it (销售单): who bought when and where, its lines, and what the whole
 * order cost. All amounts are in one currency. Immutable and thread-safe.
 *
 * @param shop the shop it was placed in
 * @param number the channel's order number; with the shop it names the order
 * @param region the region it goes to, usually the province (省份); empty if unknown
 * @param customer the customer's id after identity resolution (统一客户号), never a channel's id; null
 *     if unknown
 * @param createdAt when it was placed
 * @param paidAt when it was paid, or null if it was not
 * @param reconciled whether its money was matched with a statement (已对账)
 * @param costs what the whole order cost; it is spread over the lines by largest remainder with
 *     their paid amounts as weights, those of returned goods only if no other line brought anything
 *     in
 * @param lines the lines, at least one
 */
public record Sale(
    ShopId shop,
    String number,
    String region,
    @Nullable String customer,
    Instant createdAt,
    @Nullable Instant paidAt,
    boolean reconciled,
    Costs costs,
    List<Line> lines) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the number is blank, there is no line, or the currencies
   *     differ
   */
  public Sale {
    Objects.requireNonNull(shop, "shop");
    Checks.id(number, "number");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(costs, "costs");
    lines = List.copyOf(lines);
    Checks.that(!lines.isEmpty(), "lines", "must not be empty");
    for (Line line : lines) {
      Checks.currency(line.paid(), costs.channelFee().currency(), "lines");
    }
  }

  /** Returns the currency of all amounts. */
  public Currency currency() {
    return costs.channelFee().currency();
  }

  /**
   * Returns one weight a line for spreading what belongs to the whole order: to what was sold, not
   * to goods that came back in the same order.
   */
  long[] weights() {
    boolean sells = lines.stream().anyMatch(line -> line.paid().minor() > 0);
    long[] weights =
        lines.stream()
            .mapToLong(line -> sells && line.isReturn() ? 0 : Math.abs(line.paid().minor()))
            .toArray();
    for (long weight : weights) {
      if (weight > 0) {
        return weights;
      }
    }
    Arrays.fill(weights, 1);
    return weights;
  }

  /**
   * A line of an order. A line with negative units is goods that came back over the counter (退货行):
   * its amount counts as a refund, not as a sale.
   *
   * @param id identifies the line over all shops; figures are drilled down to it
   * @param sku the merchant's code
   * @param product the product or product group that reports show
   * @param units how many units; negative for returned goods, never zero
   * @param ordered the order amount (订单金额): what the line counts in GMV
   * @param paid what it brought in (实付): with the platform's subsidy (平台补贴), after discounts of the
   *     merchant, without freight and tax
   * @param cost what all its units cost (成本)
   * @param delivered how many of the units have left the warehouse (已出库); between zero and {@code
   *     units}
   */
  public record Line(
      String id,
      Sku sku,
      String product,
      long units,
      Money ordered,
      Money paid,
      Money cost,
      long delivered) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the id is blank, {@code units} is zero, an amount or
     *     {@code delivered} has another sign than {@code units}, more is delivered than sold, or
     *     the currencies differ
     */
    public Line {
      Checks.id(id, "id");
      Objects.requireNonNull(sku, "sku");
      Objects.requireNonNull(product, "product");
      Checks.that(units != 0, "units", "must not be zero");
      Checks.currency(ordered, paid.currency(), "ordered");
      Checks.currency(cost, paid.currency(), "cost");
      int sign = Long.signum(units);
      Checks.that(Long.signum(ordered.minor()) != -sign, "ordered", "must have the sign of units");
      Checks.that(Long.signum(paid.minor()) != -sign, "paid", "must have the sign of units");
      Checks.that(Long.signum(cost.minor()) != -sign, "cost", "must have the sign of units");
      Checks.that(Long.signum(delivered) != -sign, "delivered", "must have the sign of units");
      Checks.that(
          sign > 0 ? delivered <= units : delivered >= units,
          "delivered",
          "must not be more than units");
    }

    boolean isReturn() {
      return units < 0;
    }
  }

  /**
   * What a whole order cost besides its goods. Amounts are positive for a cost and negative for
   * what comes back, so a fee stands here less what was refunded of it.
   *
   * @param channelFee commission and service fees of the channel (平台佣金、技术服务费)
   * @param paymentFee the payment provider's fee (支付手续费)
   * @param freight freight that the merchant paid to the carrier (运费支出)
   * @param promotion promotion borne by the merchant that is not yet deducted from the paid amounts
   *     (商家承担促销)
   * @param advertising advertising booked on the order, such as an influencer's commission (推广费)
   */
  public record Costs(
      Money channelFee, Money paymentFee, Money freight, Money promotion, Money advertising) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the currencies differ
     */
    public Costs {
      Objects.requireNonNull(channelFee, "channelFee");
      Checks.currency(paymentFee, channelFee.currency(), "paymentFee");
      Checks.currency(freight, channelFee.currency(), "freight");
      Checks.currency(promotion, channelFee.currency(), "promotion");
      Checks.currency(advertising, channelFee.currency(), "advertising");
    }

    /** Returns no costs. */
    public static Costs none(Currency currency) {
      Money zero = Money.zero(currency);
      return new Costs(zero, zero, zero, zero, zero);
    }
  }
}
