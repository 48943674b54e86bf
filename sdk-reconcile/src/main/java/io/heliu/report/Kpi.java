package io.heliu.report;

/** The key figures (经营指标). Formulas are stated with each; the period is that of the input. */
public enum Kpi {
  /** 成交总额: order amounts of all orders placed in the period, whatever became of them. */
  GMV(Unit.MONEY),
  /** 支付 GMV: order amounts of all orders paid in the period. */
  PAID_GMV(Unit.MONEY),
  /** 净销售额: paid amounts less refunds booked in the period. */
  NET_SALES(Unit.MONEY),
  /** 支付订单数: orders paid in the period. */
  ORDERS_PAID(Unit.COUNT),
  /** 笔单价 (AOV): paid GMV over orders paid. */
  AVERAGE_ORDER_VALUE(Unit.MONEY),
  /** 客单价: paid GMV of orders whose customer is known, over these customers. */
  AVERAGE_CUSTOMER_VALUE(Unit.MONEY),
  /** 复购率: customers with two or more paid orders over customers with at least one. */
  REPURCHASE_RATE(Unit.PERCENT),
  /** 退款率: refunds booked in the period over paid GMV. */
  REFUND_RATE(Unit.PERCENT),
  /** 渠道毛利: net sales less cost of goods, fees, freight, promotion and advertising. */
  GROSS_PROFIT(Unit.MONEY),
  /** 渠道毛利率: gross profit over net sales. */
  CHANNEL_MARGIN(Unit.PERCENT),
  /** 库存周转率: cost of goods over the average stock at cost. */
  STOCK_TURNOVER(Unit.TIMES),
  /** 库存周转天数: days of the period times the average stock at cost, over cost of goods. */
  TURNOVER_DAYS(Unit.DAYS),
  /** 自动对账率 (按笔数): statement lines matched without a person over lines that could be matched. */
  AUTO_MATCH_RATE(Unit.PERCENT),
  /** 自动对账率 (按金额): the same by amount. */
  AUTO_MATCH_AMOUNT_RATE(Unit.PERCENT);

  /** What a figure is measured in. */
  public enum Unit {
    /** Money of the report's currency, rounded to its minor unit. */
    MONEY,
    /** A whole number. */
    COUNT,
    /** Percent with two fraction digits. */
    PERCENT,
    /** Times, with four fraction digits. */
    TIMES,
    /** Days, with two fraction digits. */
    DAYS
  }

  private final Unit unit;

  Kpi(Unit unit) {
    this.unit = unit;
  }

  /** Returns what it is measured in. */
  public Unit unit() {
    return unit;
  }
}
