package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is in the figures without its cost. */
final class UncostedTest {

  private static Uncosted uncosted(ReportInput input) {
    return Report.of(input, ReportOptions.standard("t", TeaHouse.LAST)).uncosted();
  }

  @Test
  void uncosted_linesOfThePeriod_areCountedWithTheirSalesLessRefunds() {
    ReportInput input =
        Samples.fourOrders()
            .withRefunds(List.of(Samples.refund("R", "O3/1", "120.00", 0)))
            .withUncosted(List.of("O3/1", "O1/1"));

    assertThat(uncosted(input))
        .isEqualTo(new Uncosted(List.of("O1/1", "O3/1"), Money.yuan("280.00")));
  }

  @Test
  void uncosted_lineThatWasNotPaid_isInNoFigureAndNotCounted() {
    assertThat(uncosted(Samples.fourOrders().withUncosted(List.of("O4/1"))))
        .isEqualTo(new Uncosted(List.of(), Money.fen(0)));
  }

  @Test
  void uncosted_nothingNamed_isNothing() {
    assertThat(uncosted(Samples.fourOrders()).lineIds()).isEmpty();
  }

  @Test
  void input_lineThatIsNotInTheSales_isRefused() {
    assertThatThrownBy(() -> Samples.fourOrders().withUncosted(List.of("O1/1", "nowhere")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("uncosted: must name lines of the sales");
  }

  @Test
  void input_otherFactsAdded_keepsTheLines() {
    ReportInput input =
        Samples.fourOrders()
            .withUncosted(List.of("O1/1"))
            .withRefunds(List.of())
            .withReceivables(Receivables.none())
            .withStock(List.of())
            .withAutoMatch(new AutoMatch(List.of(), List.of(), Money.fen(0), Money.fen(0)));

    assertThat(input.uncosted()).containsExactly("O1/1");
  }
}
