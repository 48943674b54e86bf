package io.heliu.report;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The average stock of a period as a sum of values and their number; zero and zero if the values do
 * not tell it.
 */
record AverageStock(Kpis.StockBasis basis, BigInteger sum, BigInteger count) {

  static AverageStock of(ReportInput input) {
    Period period = input.period();
    LocalDate before = period.first().minusDays(1);
    Set<LocalDate> days = input.stock().stream().map(StockValue::day).collect(Collectors.toSet());
    long inside = days.stream().filter(period::contains).count();
    if (inside == period.days()) {
      return of(input, Kpis.StockBasis.DAILY);
    }
    boolean opening = days.contains(before) || days.contains(period.first());
    if (days.size() == 2 && opening && days.contains(period.last())) {
      return of(input, Kpis.StockBasis.OPENING_AND_CLOSING);
    }
    return new AverageStock(Kpis.StockBasis.NONE, BigInteger.ZERO, BigInteger.ZERO);
  }

  private static AverageStock of(ReportInput input, Kpis.StockBasis basis) {
    BigInteger sum = BigInteger.ZERO;
    long count = 0;
    for (StockValue value : input.stock()) {
      // Daily values are closing values: the one of the day before belongs to another period.
      if (basis == Kpis.StockBasis.OPENING_AND_CLOSING || input.period().contains(value.day())) {
        sum = sum.add(BigInteger.valueOf(value.atCost().minor()));
        count++;
      }
    }
    return new AverageStock(basis, sum, BigInteger.valueOf(count));
  }
}
