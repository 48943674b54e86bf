package io.heliu.report;

import io.heliu.Money;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What was earned (利润构成): sales, and everything that goes off. Costs and refunds are positive
 * amounts. Immutable and thread-safe.
 *
 * @param sales paid amounts, with the platform's subsidy, without freight and tax (销售额)
 * @param refunds what went back to buyers (退款)
 * @param costOfGoods what the delivered and not returned units cost (销售成本)
 * @param channelFees the channel's fees less what it gave back (平台费用)
 * @param paymentFees the payment provider's fees (支付手续费)
 * @param freight freight out (运费支出)
 * @param promotion promotion borne by the merchant (商家承担促销)
 * @param advertising advertising (推广费)
 */
public record Profit(
    Money sales,
    Money refunds,
    Money costOfGoods,
    Money channelFees,
    Money paymentFees,
    Money freight,
    Money promotion,
    Money advertising) {

  /** Returns nothing earned and nothing spent. */
  public static Profit zero(Currency currency) {
    Money zero = Money.zero(currency);
    return new Profit(zero, zero, zero, zero, zero, zero, zero, zero);
  }

  /** Returns what a refund means: the money goes, the cost of the goods that came back returns. */
  static Profit ofRefund(Money amount, Money goodsBack) {
    Money zero = Money.zero(amount.currency());
    return new Profit(zero, amount, goodsBack.negated(), zero, zero, zero, zero, zero);
  }

  /** Returns sales less refunds (净销售额). */
  public Money netSales() {
    return sales.minus(refunds);
  }

  /** Returns net sales less all costs (渠道毛利). */
  public Money grossProfit() {
    return netSales()
        .minus(costOfGoods)
        .minus(channelFees)
        .minus(paymentFees)
        .minus(freight)
        .minus(promotion)
        .minus(advertising);
  }

  /** Returns gross profit over net sales (渠道毛利率); null if there are no net sales. */
  public @Nullable Ratio margin() {
    return Ratio.of(grossProfit().minor(), netSales().minor());
  }

  /**
   * Returns the sum, component by component.
   *
   * @throws IllegalArgumentException if the currencies differ
   * @throws ArithmeticException if a sum leaves 64 bits
   */
  public Profit plus(Profit other) {
    return new Profit(
        sales.plus(other.sales),
        refunds.plus(other.refunds),
        costOfGoods.plus(other.costOfGoods),
        channelFees.plus(other.channelFees),
        paymentFees.plus(other.paymentFees),
        freight.plus(other.freight),
        promotion.plus(other.promotion),
        advertising.plus(other.advertising));
  }

  /** Returns the money that was moved for it, whatever its direction: the weight of its trust. */
  Money moved() {
    return sales
        .abs()
        .plus(refunds.abs())
        .plus(costOfGoods.abs())
        .plus(channelFees.abs())
        .plus(paymentFees.abs())
        .plus(freight.abs())
        .plus(promotion.abs())
        .plus(advertising.abs());
  }
}
