package io.heliu.report;

import io.heliu.Money;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Figures of sales, refunds, costs, stock and matching. */
final class ProfitFigures {
  private final ReportInput input;
  private final Trust net = new Trust();
  private final Trust refunds = new Trust();
  private final Trust all = new Trust();
  private final Trust goods = new Trust();
  private Profit profit;

  private ProfitFigures(ReportInput input) {
    this.input = input;
    profit = Profit.zero(input.currency());
  }

  static List<Figure> of(ReportInput input, List<Booking> bookings) {
    ProfitFigures figures = new ProfitFigures(input);
    bookings.forEach(figures::add);
    List<Figure> result = new ArrayList<>();
    figures.profits(result);
    figures.stock(result);
    figures.matching(result);
    return result;
  }

  private void add(Booking booking) {
    Profit part = booking.profit();
    String id = booking.line().id();
    profit = profit.plus(part);
    all.add(id, part.moved(), booking.reconciled());
    net.add(id, part.netSales(), booking.reconciled());
    if (!part.refunds().isZero()) {
      refunds.add(id, part.refunds(), booking.reconciled());
    }
    if (!part.costOfGoods().isZero()) {
      goods.add(id, part.costOfGoods(), booking.reconciled());
    }
  }

  private void profits(List<Figure> result) {
    Money paid = Money.zero(input.currency());
    for (Sale sale : input.sales()) {
      Instant paidAt = sale.paidAt();
      if (paidAt != null && input.period().contains(paidAt)) {
        for (Sale.Line line : sale.lines()) {
          if (!line.isReturn()) {
            paid = paid.plus(line.ordered());
            refunds.add(line.id(), line.ordered(), sale.reconciled());
          }
        }
      }
    }
    result.add(Kpis.money(Kpi.NET_SALES, profit.netSales(), net));
    Ratio refundRate = Ratio.of(profit.refunds().minor(), paid.minor());
    result.add(figure(Kpi.REFUND_RATE, refundRate, refunds));
    result.add(Kpis.money(Kpi.GROSS_PROFIT, profit.grossProfit(), all));
    result.add(figure(Kpi.CHANNEL_MARGIN, profit.margin(), all));
  }

  private void stock(List<Figure> result) {
    BigInteger cost = BigInteger.valueOf(profit.costOfGoods().minor());
    AverageStock stock = AverageStock.of(input);
    BigInteger days = BigInteger.valueOf(input.period().days());
    BigInteger costs = cost.multiply(stock.count());
    result.add(figure(Kpi.STOCK_TURNOVER, Ratio.of(costs, stock.sum()), goods));
    result.add(figure(Kpi.TURNOVER_DAYS, Ratio.of(days.multiply(stock.sum()), costs), goods));
  }

  private void matching(List<Figure> result) {
    AutoMatch match = input.autoMatch();
    Ratio byCount = null;
    Ratio byAmount = null;
    List<String> ids = new ArrayList<>();
    if (match != null) {
      ids.addAll(match.matched());
      ids.addAll(match.unmatched());
      ids.sort(null);
      byCount = Ratio.of(match.matched().size(), ids.size());
      Money amount = match.matchedAmount().plus(match.unmatchedAmount());
      byAmount = Ratio.of(match.matchedAmount().minor(), amount.minor());
    }
    result.add(new Figure(Kpi.AUTO_MATCH_RATE, input.currency(), byCount, byAmount, ids));
    result.add(new Figure(Kpi.AUTO_MATCH_AMOUNT_RATE, input.currency(), byAmount, byAmount, ids));
  }

  private Figure figure(Kpi kpi, @Nullable Ratio value, Trust trust) {
    return new Figure(kpi, input.currency(), value, trust.share(), trust.lineIds());
  }
}
