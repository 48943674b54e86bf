package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import io.heliu.Sku;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profit broken down. */
final class ChannelProfitTest {

  private static Sale.Line line(String id, String paid) {
    Money amount = Money.yuan(paid);
    return new Sale.Line(id, new Sku(id), id, 1, amount, amount, Money.fen(0), 1);
  }

  private static Sale withFee(String fee, Sale.Line... lines) {
    Money zero = Money.fen(0);
    return new Sale(
        Samples.SHOP,
        "O1",
        "浙江",
        "C1",
        Samples.NOON,
        Samples.NOON,
        true,
        new Sale.Costs(Money.yuan(fee), zero, zero, zero, zero),
        List.of(lines));
  }

  private static List<String> fees(ReportInput input) {
    return ChannelProfit.of(input, List.of(Dimension.PRODUCT)).rows().stream()
        .map(row -> row.key().get(0) + " " + row.profit().channelFees().toPlainString())
        .toList();
  }

  @Test
  void of_orderFee_isSpreadByLargestRemainder() {
    assertThat(
            fees(
                Samples.input(
                    withFee("5.00", line("a", "99.00"), line("b", "49.50"), line("c", "1.50")))))
        .containsExactly("a 3.30", "b 1.65", "c 0.05");
    assertThat(
            fees(
                Samples.input(
                    withFee("10.00", line("a", "33.33"), line("b", "33.33"), line("c", "33.34")))))
        .containsExactly("a 3.33", "b 3.33", "c 3.34");
    assertThat(fees(Samples.input(withFee("0.01", line("a", "5.00"), line("b", "5.00")))))
        .containsExactly("a 0.01", "b 0.00");
  }

  @Test
  void of_linesWithoutMoney_shareEqually() {
    assertThat(fees(Samples.input(withFee("1.00", line("a", "0"), line("b", "0"), line("c", "0")))))
        .containsExactly("a 0.34", "b 0.33", "c 0.33");
  }

  private static Sale.Line returned(String id, String paid) {
    Money amount = Money.yuan(paid);
    return new Sale.Line(id, new Sku(id), id, -1, amount, amount, Money.fen(0), -1);
  }

  @Test
  void of_returnInTheSameOrder_bearsNothingOfWhatTheOrderCosts() {
    Sale exchange = withFee("5.00", line("new", "60.00"), returned("old", "-40.00"));

    assertThat(fees(Samples.input(exchange))).containsExactly("new 5.00", "old 0.00");
    assertThat(Refund.ofOrder(exchange, "R", Money.yuan("9.00"), Samples.NOON, true))
        .extracting(refund -> refund.amount().toPlainString())
        .containsExactly("9.00", "0.00");
  }

  @Test
  void of_returnsOnly_shareWhatTheOrderCosts() {
    assertThat(
            fees(Samples.input(withFee("3.00", returned("a", "-20.00"), returned("b", "-10.00")))))
        .containsExactly("a 2.00", "b 1.00");
    assertThat(fees(Samples.input(withFee("3.00", line("gift", "0"), returned("b", "-10.00")))))
        .containsExactly("b 3.00", "gift 0.00");
  }

  @Test
  void of_returnInParts_givesBackTheWholeCost() {
    Sale sale = Samples.sale("A", "C", Samples.NOON, true, Samples.line("1", "3.00", "0.10", 3));
    List<Refund> refunds = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      refunds.add(Samples.refund("R" + i, "1", "1.00", 1));
    }
    Profit profit =
        ChannelProfit.of(Samples.input(sale).withRefunds(refunds), List.of()).total().profit();

    assertThat(profit.costOfGoods()).isEqualTo(Money.fen(0));
    assertThat(profit.grossProfit()).isEqualTo(Money.fen(0));
    assertThat(profit.margin()).isNull();
  }

  @Test
  void of_undeliveredUnits_haveNoCost() {
    Money paid = Money.yuan("30.00");
    Sale.Line line = new Sale.Line("1", new Sku("S"), "tea", 3, paid, paid, Money.yuan("10.00"), 2);
    Profit profit =
        ChannelProfit.of(Samples.input(Samples.sale("A", "C", Samples.NOON, true, line)), List.of())
            .total()
            .profit();

    assertThat(profit.costOfGoods()).isEqualTo(Money.yuan("6.67"));
  }

  @Test
  void of_orderRefund_isSpreadByPaidAmounts() {
    Sale sale = withFee("0", line("a", "99.00"), line("b", "49.50"), line("c", "1.50"));
    List<Refund> refunds = Refund.ofOrder(sale, "R", Money.yuan("5.00"), Samples.NOON, true);

    assertThat(refunds.stream().map(refund -> refund.amount().toPlainString()))
        .containsExactly("3.30", "1.65", "0.05");
  }

  @Test
  void of_twoDimensions_putsSubtotalsBehindTheirRows() {
    ChannelProfit profit =
        ChannelProfit.of(
            Samples.input(withFee("0", line("b", "1.00"), line("a", "2.00"))),
            List.of(Dimension.CHANNEL, Dimension.PRODUCT));

    assertThat(profit.rows().stream().map(ChannelProfit.Row::key))
        .containsExactly(List.of("taobao", "a"), List.of("taobao", "b"), List.of("taobao"));
    assertThat(profit.rows().get(2).profit()).isEqualTo(profit.total().profit());
    assertThat(profit.rows().get(0).lineIds()).containsExactly("a");
  }

  @Test
  void of_dimensionTwice_isRefused() {
    assertThatThrownBy(
            () -> ChannelProfit.of(Samples.input(), List.of(Dimension.CHANNEL, Dimension.CHANNEL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dimensions: must not occur twice");
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void of_anyDimensions_rowsAddUpToTheTotal(long seed) {
    Random random = new Random(seed);
    ReportInput input = Samples.random(random);
    List<Dimension> all = new ArrayList<>(List.of(Dimension.values()));
    Collections.shuffle(all, random);
    List<Dimension> dimensions = all.subList(0, random.nextInt(all.size()) + 1);
    ChannelProfit report = ChannelProfit.of(input, dimensions);
    Profit expected = ChannelProfit.of(input, List.of()).total().profit();

    assertThat(report.total().profit()).as("seed %d", seed).isEqualTo(expected);
    assertThat(sum(report.details())).as("seed %d", seed).isEqualTo(expected);
    for (ChannelProfit.Row row : report.rows()) {
      List<ChannelProfit.Row> parts =
          report.rows().stream()
              .filter(part -> part.key().size() == row.key().size() + 1)
              .filter(part -> part.key().subList(0, row.key().size()).equals(row.key()))
              .toList();
      if (!parts.isEmpty()) {
        assertThat(sum(parts)).as("seed %d %s", seed, row.key()).isEqualTo(row.profit());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void of_shuffledInput_givesTheSameReport(long seed) {
    Random random = new Random(seed);
    ReportInput input = Samples.random(random);
    List<Sale> sales = new ArrayList<>(input.sales());
    List<Refund> refunds = new ArrayList<>(input.refunds());
    Collections.shuffle(sales, random);
    Collections.shuffle(refunds, random);
    List<Dimension> dimensions = List.of(Dimension.CHANNEL, Dimension.PRODUCT, Dimension.REGION);
    ReportInput shuffled =
        ReportInput.of(input.period(), input.currency(), sales).withRefunds(refunds);

    assertThat(ChannelProfit.of(shuffled, dimensions))
        .as("seed %d", seed)
        .isEqualTo(ChannelProfit.of(input, dimensions));
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void of_random_totalIsWhatTheKeyFiguresSay(long seed) {
    ReportInput input = Samples.random(new Random(seed));
    Kpis kpis = Kpis.of(input, Kpis.Repurchase.ALL_PAID);
    ChannelProfit.Row total = ChannelProfit.of(input, List.of(Dimension.DAY)).total();

    assertThat(kpis.get(Kpi.GROSS_PROFIT).shown())
        .as("seed %d", seed)
        .isEqualTo(total.profit().grossProfit().toDecimal());
    assertThat(kpis.get(Kpi.NET_SALES).shown())
        .as("seed %d", seed)
        .isEqualTo(total.profit().netSales().toDecimal());
    assertThat(kpis.get(Kpi.GROSS_PROFIT).reconciledShare())
        .as("seed %d", seed)
        .isEqualTo(total.reconciledShare());
  }

  private static Profit sum(List<ChannelProfit.Row> rows) {
    return rows.stream()
        .map(ChannelProfit.Row::profit)
        .reduce(Profit.zero(Money.CNY), Profit::plus);
  }
}
