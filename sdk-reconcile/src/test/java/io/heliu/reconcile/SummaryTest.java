package io.heliu.reconcile;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heliu.Money;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Summary.Tally NOTHING = new Summary.Tally(0, List.of());

  @Test
  void new_countDoesNotBalance_isImpossible() {
    Summary.Tally one = new Summary.Tally(1, List.of(Money.fen(0)));
    assertThatIllegalStateException()
        .isThrownBy(() -> new Summary.SideTotals(NOTHING, NOTHING, NOTHING, NOTHING, one))
        .withMessageStartingWith("summary: does not balance");
  }

  @Test
  void new_amountDoesNotBalance_isImpossible() {
    Summary.Tally one = new Summary.Tally(1, List.of(Money.fen(1)));
    Summary.Tally other = new Summary.Tally(1, List.of(Money.fen(2)));
    assertThatIllegalStateException()
        .isThrownBy(() -> new Summary.SideTotals(one, NOTHING, NOTHING, NOTHING, other));
  }
}
