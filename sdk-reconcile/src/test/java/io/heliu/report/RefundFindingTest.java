package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refunds beside what was paid for the goods. */
final class RefundFindingTest {
  /** Goods of 20.00, paid with 5.00 of freight that is in no sale. */
  private static final Sale GOODS =
      Samples.sale("A", "C", Samples.NOON, true, Samples.line("A/1", "20.00", "8.00", 1));

  private static final Sale TWO_LINES =
      Samples.sale(
          "B",
          "C",
          Samples.NOON,
          true,
          Samples.line("B/1", "10.00", "0", 1),
          Samples.line("B/2", "10.00", "0", 1));

  private static List<String> findings(ReportInput input) {
    return RefundFinding.of(input).stream()
        .map(finding -> finding.refund().id() + " " + finding.reason())
        .toList();
  }

  @Test
  void ofOrder_freightInTheRefund_isLeftOutOfAllFigures() {
    ReportInput input =
        Samples.input(GOODS)
            .withRefunds(
                Refund.ofOrder(
                    GOODS, "R", Money.yuan("25.00"), Money.yuan("5.00"), Samples.NOON, true));
    Kpis kpis = Kpis.of(input, Kpis.Repurchase.ALL_PAID);

    assertThat(kpis.get(Kpi.NET_SALES).value()).isEqualTo(Ratio.whole(0));
    assertThat(kpis.get(Kpi.REFUND_RATE).value()).isEqualTo(Ratio.of(1, 1));
    assertThat(findings(input)).isEmpty();
  }

  @Test
  void ofOrder_freightOnly_givesNothingBackForGoods() {
    Money freight = Money.yuan("5.00");

    assertThat(Refund.ofOrder(TWO_LINES, "R", freight, freight, Samples.NOON, true))
        .extracting(Refund::amount)
        .containsExactly(Money.fen(0), Money.fen(0));
  }

  @ParameterizedTest
  @CsvSource({
    "25.00, 25.01, freight: must not be more than the amount",
    "25.00, -0.01, freight: must not be negative",
    "-1.00, 0.00, amount: must not be negative"
  })
  void ofOrder_amountsThatCannotBe_areRefused(String amount, String freight, String message) {
    assertThatThrownBy(
            () ->
                Refund.ofOrder(
                    GOODS, "R", Money.yuan(amount), Money.yuan(freight), Samples.NOON, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void ofOrder_freightInAnotherCurrency_isRefused() {
    Money freight = Money.zero(Currency.getInstance("HKD"));

    assertThatThrownBy(
            () -> Refund.ofOrder(GOODS, "R", Money.yuan("1.00"), freight, Samples.NOON, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("freight: must be in CNY");
  }

  @Test
  void of_moreThanPaid_isAFindingAndItsMoneyCounts() {
    ReportInput input =
        Samples.input(GOODS)
            .withRefunds(Refund.ofOrder(GOODS, "R", Money.yuan("25.00"), Samples.NOON, true));

    assertThat(findings(input)).containsExactly("R MORE_REFUNDED_THAN_PAID");
    assertThat(Kpis.of(input, Kpis.Repurchase.ALL_PAID).get(Kpi.NET_SALES).value())
        .isEqualTo(Ratio.whole(-500));
  }

  @Test
  void of_allThatWasPaid_isNoFinding() {
    assertThat(findings(Samples.fourOrders())).isEmpty();
  }

  @Test
  void of_partsThatAreTogetherMoreThanPaid_namesTheOneThatIsTooMuch() {
    ReportInput input =
        Samples.input(GOODS)
            .withRefunds(
                List.of(
                    Samples.refund("R1", "A/1", "12.00", 0),
                    Samples.refund("R2", "A/1", "8.00", 0),
                    Samples.refund("R3", "A/1", "0.01", 0),
                    Samples.refund("R4", "A/1", "0.00", 0)));

    assertThat(findings(input)).containsExactly("R3 MORE_REFUNDED_THAN_PAID");
  }

  @Test
  void of_orderRefundAfterThatOfALine_isComparedWithTheWholeOrder() {
    List<Refund> refunds = new ArrayList<>(List.of(Samples.refund("R1", "B/1", "10.00", 0)));
    Instant later = Samples.NOON.plusSeconds(120);
    refunds.addAll(Refund.ofOrder(TWO_LINES, "R2", Money.yuan("10.00"), later, true));

    assertThat(findings(Samples.input(TWO_LINES).withRefunds(refunds))).isEmpty();
  }

  @Test
  void of_refundsBeforeThePeriod_countForWhatIsLeft() {
    Instant february = Instant.parse("2024-02-20T04:00:00Z");
    Sale old = Samples.sale("A", "C", february, true, GOODS.lines().get(0));
    Refund before = new Refund("R1", "A/1", Money.yuan("21.00"), february, 0, true);
    Refund inside = Samples.refund("R2", "A/1", "1.00", 0);

    assertThat(findings(Samples.input(old).withRefunds(List.of(inside, before))))
        .containsExactly("R2 MORE_REFUNDED_THAN_PAID");
  }

  @Test
  void of_refundOfAnOrderThatWasNotPaid_isAFinding() {
    ReportInput input =
        Samples.input(Samples.sale("O", "C", "50.00", false))
            .withRefunds(List.of(Samples.refund("R", "O/1", "1.00", 0)));

    assertThat(findings(input)).containsExactly("R MORE_REFUNDED_THAN_PAID");
  }

  @Test
  void of_goodsThatCameBackInTheOrder_doNotReduceWhatWasPaid() {
    Sale exchange =
        Samples.sale(
            "E",
            "C",
            Samples.NOON,
            true,
            Samples.line("E/1", "60.00", "0", 1),
            Samples.line("E/2", "-40.00", "0", -1));

    assertThat(
            findings(
                Samples.input(exchange)
                    .withRefunds(List.of(Samples.refund("R", "E/1", "60.00", 1)))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53, 54})
  void of_shuffledRefunds_giveTheSameFindings(long seed) {
    Random random = new Random(seed);
    List<Refund> refunds = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      refunds.addAll(
          Refund.ofOrder(TWO_LINES, "R" + i, Money.fen(random.nextInt(1_500)), Samples.NOON, true));
    }
    List<RefundFinding> expected = RefundFinding.of(Samples.input(TWO_LINES).withRefunds(refunds));
    Collections.shuffle(refunds, random);

    assertThat(RefundFinding.of(Samples.input(TWO_LINES).withRefunds(refunds)))
        .as("seed %d", seed)
        .isEqualTo(expected);
  }
}
