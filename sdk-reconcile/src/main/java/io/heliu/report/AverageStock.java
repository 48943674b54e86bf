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
    boolean two = days.size() == 2 && days.contains(period.last());
    // Before the daily values: of a single day, the closing one would be all of them.
    if (two && days.contains(before)) {
      return of(input, Kpis.StockBasis.OPENING_AND_CLOSING);
    }
    if (days.stream().filter(period::contains).count() == period.days()) {
      return of(input, Kpis.StockBasis.DAILY);
    }
    if (two && days.contains(period.first())) {
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
