package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import io.heliu.ShopId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Key figures. */
final class KpisTest {

  private static Kpis kpis(ReportInput input) {
    return Kpis.of(input, Kpis.Repurchase.ALL_PAID);
  }

  private static String shown(Kpis kpis, Kpi kpi) {
    BigDecimal shown = kpis.get(kpi).shown();
    return shown == null ? "-" : shown.toPlainString();
  }

  @ParameterizedTest
  @CsvSource({
    "GMV, 650.00",
    "PAID_GMV, 600.00",
    "NET_SALES, 300.00",
    "ORDERS_PAID, 3",
    "AVERAGE_ORDER_VALUE, 200.00",
    "AVERAGE_CUSTOMER_VALUE, 300.00",
    "REPURCHASE_RATE, 50.00",
    "REFUND_RATE, 50.00",
    "GROSS_PROFIT, 300.00",
    "CHANNEL_MARGIN, 100.00",
    "STOCK_TURNOVER, -",
    "TURNOVER_DAYS, -",
    "AUTO_MATCH_RATE, -"
  })
  void of_fourOrders_givesTheFiguresOfTheExample(Kpi kpi, String expected) {
    assertThat(shown(kpis(Samples.fourOrders()), kpi)).isEqualTo(expected);
  }

  @Test
  void of_withoutFullyRefunded_repurchaseRateIsOneOfOne() {
    Kpis kpis = Kpis.of(Samples.fourOrders(), Kpis.Repurchase.WITHOUT_FULLY_REFUNDED);

    assertThat(shown(kpis, Kpi.REPURCHASE_RATE)).isEqualTo("100.00");
  }

  @Test
  void of_partlyRefunded_stillCountsForRepurchase() {
    ReportInput input =
        Samples.fourOrders().withRefunds(List.of(Samples.refund("R", "O3/1", "299.99", 0)));
    Kpis kpis = Kpis.of(input, Kpis.Repurchase.WITHOUT_FULLY_REFUNDED);

    assertThat(shown(kpis, Kpi.REPURCHASE_RATE)).isEqualTo("50.00");
  }

  @Test
  void of_dailyStock_givesTurnoverAndDaysOfTheExample() {
    Sale sale =
        Samples.sale(
            "O1", "C1", Samples.NOON, true, Samples.line("1", "80000.00", "60000.00", 100));
    List<StockValue> stock = new ArrayList<>();
    for (int day = 0; day < 30; day++) {
      stock.add(
          new StockValue(
              Samples.MARCH.first().plusDays(day),
              Money.yuan(day % 2 == 0 ? "80000.00" : "100000.00")));
    }
    Kpis kpis = kpis(Samples.input(sale).withStock(stock));

    assertThat(shown(kpis, Kpi.STOCK_TURNOVER)).isEqualTo("0.6667");
    assertThat(shown(kpis, Kpi.TURNOVER_DAYS)).isEqualTo("45.00");
    assertThat(kpis.stockBasis()).isEqualTo(Kpis.StockBasis.DAILY);
  }

  @Test
  void of_twoStockValues_takesOpeningAndClosing() {
    Sale sale =
        Samples.sale(
            "O1", "C1", Samples.NOON, true, Samples.line("1", "80000.00", "60000.00", 100));
    Kpis kpis =
        kpis(
            Samples.input(sale)
                .withStock(
                    List.of(
                        new StockValue(LocalDate.of(2024, 2, 29), Money.yuan("120000.00")),
                        new StockValue(LocalDate.of(2024, 3, 30), Money.yuan("60000.00")))));

    assertThat(shown(kpis, Kpi.STOCK_TURNOVER)).isEqualTo("0.6667");
    assertThat(shown(kpis, Kpi.TURNOVER_DAYS)).isEqualTo("45.00");
    assertThat(kpis.stockBasis()).isEqualTo(Kpis.StockBasis.OPENING_AND_CLOSING);
  }

  @Test
  void of_oneDayWithItsOpening_takesTheMeanOfBoth() {
    LocalDate day = LocalDate.of(2024, 3, 10);
    Sale sale =
        Samples.sale("O1", "C1", Samples.NOON, true, Samples.line("1", "800.00", "600.00", 1));
    ReportInput input =
        ReportInput.of(Period.of(day, day), Money.CNY, List.of(sale))
            .withStock(
                List.of(
                    new StockValue(day.minusDays(1), Money.yuan("1700.00")),
                    new StockValue(day, Money.yuan("100.00"))));

    assertThat(kpis(input).stockBasis()).isEqualTo(Kpis.StockBasis.OPENING_AND_CLOSING);
    assertThat(shown(kpis(input), Kpi.STOCK_TURNOVER)).isEqualTo("0.6667");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-10, 2024-03-10, DAILY",
    "2024-03-09 2024-03-10, 2024-03-09, DAILY",
    "2024-03-08 2024-03-10, 2024-03-09, OPENING_AND_CLOSING",
    "2024-03-08 2024-03-09 2024-03-10, 2024-03-09, DAILY"
  })
  void of_shortPeriod_hasTheBasisThatItsValuesTell(
      String days, LocalDate first, Kpis.StockBasis basis) {
    ReportInput input = withStock(days.split(" ", -1));
    ReportInput shorter =
        ReportInput.of(Period.of(first, LocalDate.of(2024, 3, 10)), Money.CNY, input.sales())
            .withStock(input.stock());

    assertThat(kpis(shorter).stockBasis()).isEqualTo(basis);
  }

  private static ReportInput withStock(String... days) {
    List<StockValue> values = new ArrayList<>();
    for (String day : days) {
      values.add(new StockValue(LocalDate.parse(day), Money.yuan("100.00")));
    }
    Sale sale =
        Samples.sale("O1", "C1", Samples.NOON, true, Samples.line("1", "80.00", "60.00", 1));
    return Samples.input(sale).withStock(values);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29 2024-03-30, OPENING_AND_CLOSING",
    "2024-03-01 2024-03-30, OPENING_AND_CLOSING",
    "2024-03-30 2024-03-01, OPENING_AND_CLOSING",
    "2024-03-01 2024-03-29, NONE",
    "2024-03-02 2024-03-30, NONE",
    "2024-02-29 2024-03-01, NONE",
    "2024-02-29 2024-03-15 2024-03-30, NONE",
    "2024-03-30, NONE"
  })
  void of_stockValues_giveAnAverageOnlyIfTheyTellOne(String days, Kpis.StockBasis basis) {
    Kpis kpis = kpis(withStock(days.split(" ", -1)));

    assertThat(kpis.stockBasis()).isEqualTo(basis);
    assertThat(shown(kpis, Kpi.STOCK_TURNOVER))
        .isEqualTo(basis == Kpis.StockBasis.NONE ? "-" : "0.6000");
  }

  @Test
  void of_dayWithoutStockValue_hasNoAverage() {
    List<StockValue> stock = new ArrayList<>();
    Samples.MARCH
        .first()
        .datesUntil(Samples.MARCH.last())
        .forEach(day -> stock.add(new StockValue(day, Money.yuan("1.00"))));
    Kpis gap = kpis(withStock().withStock(stock));
    stock.add(new StockValue(Samples.MARCH.last(), Money.yuan("1.00")));
    stock.add(new StockValue(Samples.MARCH.first().minusDays(1), Money.yuan("999.00")));
    Kpis full = kpis(withStock().withStock(stock));

    assertThat(gap.stockBasis()).isEqualTo(Kpis.StockBasis.NONE);
    assertThat(shown(gap, Kpi.TURNOVER_DAYS)).isEqualTo("-");
    assertThat(full.stockBasis()).isEqualTo(Kpis.StockBasis.DAILY);
    assertThat(shown(full, Kpi.STOCK_TURNOVER)).isEqualTo("60.0000");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-28, stock: must be of a day of the period or of the day before it",
    "2024-03-31, stock: must be of a day of the period or of the day before it",
    "2024-03-02 2024-03-02, stock: must have at most one value a day"
  })
  void input_stockOfAnotherDayOrTwiceOfOne_isRefused(String days, String message) {
    assertThatThrownBy(() -> withStock(days.split(" ", -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kpi.class,
      names = {
        "AVERAGE_ORDER_VALUE",
        "AVERAGE_CUSTOMER_VALUE",
        "REPURCHASE_RATE",
        "REFUND_RATE",
        "CHANNEL_MARGIN",
        "STOCK_TURNOVER",
        "TURNOVER_DAYS",
        "AUTO_MATCH_RATE",
        "AUTO_MATCH_AMOUNT_RATE"
      })
  void of_noFacts_ratiosHaveNoValue(Kpi kpi) {
    assertThat(kpis(Samples.input()).get(kpi).value()).isNull();
    assertThat(kpis(Samples.input()).get(kpi).shown()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Kpi.class)
  void of_noFacts_noShareIsClaimed(Kpi kpi) {
    assertThat(kpis(Samples.input()).get(kpi).reconciledShare()).isNull();
  }

  @Test
  void of_halfReconciled_eachFigureStatesItsOwnShare() {
    Kpis kpis =
        kpis(
            Samples.input(
                    Samples.sale(
                        "A", "C1", Samples.NOON, true, Samples.line("A1", "100.00", "0", 1)),
                    Samples.sale(
                        "B", null, Samples.NOON, false, Samples.line("B1", "200.00", "0", 1)))
                .withRefunds(List.of(Samples.refund("R", "B1", "50.00", 0))));

    assertThat(kpis.get(Kpi.GMV).reconciledShare()).isEqualTo(Ratio.of(1, 3));
    assertThat(kpis.get(Kpi.NET_SALES).reconciledShare()).isEqualTo(Ratio.of(150, 350));
    assertThat(kpis.get(Kpi.AVERAGE_CUSTOMER_VALUE).reconciledShare()).isEqualTo(Ratio.of(1, 1));
    assertThat(kpis.get(Kpi.AVERAGE_CUSTOMER_VALUE).lineIds()).containsExactly("A1");
    assertThat(kpis.get(Kpi.GMV).lineIds()).containsExactly("A1", "B1");
  }

  @Test
  void of_returnLine_countsAsRefundNotAsOrder() {
    Kpis kpis =
        kpis(
            Samples.input(
                Samples.sale("A", "C1", Samples.NOON, true, Samples.line("1", "100.00", "60", 2)),
                Samples.sale(
                    "B", "C1", Samples.NOON, true, Samples.line("2", "-50.00", "-30", -1))));

    assertThat(shown(kpis, Kpi.ORDERS_PAID)).isEqualTo("1");
    assertThat(shown(kpis, Kpi.PAID_GMV)).isEqualTo("100.00");
    assertThat(shown(kpis, Kpi.NET_SALES)).isEqualTo("50.00");
    assertThat(shown(kpis, Kpi.REFUND_RATE)).isEqualTo("50.00");
    assertThat(shown(kpis, Kpi.GROSS_PROFIT)).isEqualTo("20.00");
  }

  @Test
  void of_paidLastSecondOfThePeriodInShanghai_isInside() {
    Instant last = Instant.parse("2024-03-30T15:59:59Z");
    ReportInput input =
        Samples.input(
            Samples.sale("A", "C", last, true, Samples.line("1", "1.00", "0", 1)),
            Samples.sale("B", "C", last.plusSeconds(1), true, Samples.line("2", "1.00", "0", 1)));

    assertThat(shown(kpis(input), Kpi.ORDERS_PAID)).isEqualTo("1");
  }

  @Test
  void of_refundOfEarlierOrder_reducesOnlyNetSalesOfThePeriod() {
    Instant february = Instant.parse("2024-02-20T04:00:00Z");
    ReportInput input =
        Samples.input(
                Samples.sale("A", "C", february, true, Samples.line("1", "100.00", "60.00", 1)))
            .withRefunds(List.of(Samples.refund("R", "1", "100.00", 1)));
    Kpis kpis = kpis(input);

    assertThat(shown(kpis, Kpi.PAID_GMV)).isEqualTo("0.00");
    assertThat(shown(kpis, Kpi.NET_SALES)).isEqualTo("-100.00");
    assertThat(shown(kpis, Kpi.GROSS_PROFIT)).isEqualTo("-40.00");
    assertThat(shown(kpis, Kpi.REFUND_RATE)).isEqualTo("-");
  }

  @Test
  void of_autoMatch_isStatedByCountAndAmount() {
    AutoMatch match =
        new AutoMatch(List.of("L1", "L2"), List.of("L3"), Money.yuan("99.00"), Money.yuan("1.00"));
    Kpis kpis = kpis(Samples.input().withAutoMatch(match));

    assertThat(shown(kpis, Kpi.AUTO_MATCH_RATE)).isEqualTo("66.67");
    assertThat(shown(kpis, Kpi.AUTO_MATCH_AMOUNT_RATE)).isEqualTo("99.00");
    assertThat(kpis.get(Kpi.AUTO_MATCH_RATE).lineIds()).containsExactly("L1", "L2", "L3");
  }

  @Test
  void of_orderTwice_isRefused() {
    Sale sale = Samples.sale("A", "C", "1.00", true);

    assertThatThrownBy(() -> kpis(Samples.input(sale, sale)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sales: taobao:shop1 A occurs twice");
  }

  @Test
  void of_lineTwice_isRefused() {
    Sale one = Samples.sale("A", "C", "1.00", true);
    Sale two = Samples.sale("B", "C", Samples.NOON, true, one.lines().get(0));

    assertThatThrownBy(() -> kpis(Samples.input(one, two)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sales: line A/1 occurs twice");
  }

  @Test
  void of_refundOfNoLine_isSetAsideAndTheOthersCount() {
    Refund odd = Samples.refund("R", "nowhere", "1.00", 0);
    Refund good = Samples.refund("S", "A/1", "2.00", 0);
    ReportInput input =
        Samples.input(Samples.sale("A", "C", "10.00", true)).withRefunds(List.of(odd, good));

    assertThat(RefundFinding.of(input))
        .containsExactly(new RefundFinding(odd, RefundFinding.Reason.NO_LINE));
    assertThat(shown(kpis(input), Kpi.NET_SALES)).isEqualTo("8.00");
  }

  @Test
  void of_moreUnitsBackThanDelivered_countsTheMoneyAndOnlyTheCostThatWasBooked() {
    Sale sale = Samples.sale("A", "C", Samples.NOON, true, Samples.line("1", "100.00", "60.00", 2));
    Refund odd = Samples.refund("R", "1", "70.00", 3);
    ReportInput input = Samples.input(sale).withRefunds(List.of(odd));

    assertThat(RefundFinding.of(input))
        .containsExactly(new RefundFinding(odd, RefundFinding.Reason.MORE_BACK_THAN_DELIVERED));
    assertThat(shown(kpis(input), Kpi.NET_SALES)).isEqualTo("30.00");
    assertThat(shown(kpis(input), Kpi.GROSS_PROFIT)).isEqualTo("30.00");
    assertThat(ChannelProfit.of(input, List.of()).total().units()).isZero();
  }

  @Test
  void of_oddRefundOutsideThePeriod_isNoFinding() {
    Refund before =
        new Refund(
            "R", "nowhere", Money.yuan("1.00"), Instant.parse("2024-02-20T04:00:00Z"), 1, true);

    assertThat(RefundFinding.of(Samples.input().withRefunds(List.of(before)))).isEmpty();
  }

  @Test
  void of_refundOfALineTwice_isRefused() {
    Refund refund = Samples.refund("R", "A/1", "1.00", 0);
    ReportInput input =
        Samples.input(Samples.sale("A", "C", "10.00", true)).withRefunds(List.of(refund, refund));

    assertThatThrownBy(() -> kpis(input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("refunds: R of line A/1 occurs twice");
  }

  @Test
  void input_otherCurrency_isRefused() {
    Sale sale = Samples.sale("A", "C", "1.00", true);

    assertThatThrownBy(
            () -> ReportInput.of(Samples.MARCH, Currency.getInstance("HKD"), List.of(sale)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sales: must be in HKD");
  }

  @Test
  void shown_currencyWithoutFraction_hasNone() {
    Currency yen = Currency.getInstance("JPY");
    Money price = Money.of("100", yen);
    Sale.Line line =
        new Sale.Line("1", new io.heliu.Sku("S"), "tea", 3, price, price, Money.zero(yen), 0);
    Sale sale =
        new Sale(
            new ShopId("web", "jp"),
            "1",
            "",
            null,
            Samples.NOON,
            Samples.NOON,
            false,
            Sale.Costs.none(yen),
            List.of(line));

    assertThat(shown(kpis(ReportInput.of(Samples.MARCH, yen, List.of(sale))), Kpi.GMV))
        .isEqualTo("100");
  }
}
