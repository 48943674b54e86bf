package io.heliu.channel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {
  private static final List<Money> LINES =
      List.of(Money.yuan("2.00"), Money.yuan("1.00"), Money.yuan("0.00"));

  @ParameterizedTest
  @ValueSource(strings = {"2.97", "2.99", "3.00", "3.01", "3.03"})
  void settle_asMuchAsRoundingExplains_liesOnTheLastLineThatTakesIt(String target) {
    assertThat(Shares.settle(LINES, Money.yuan(target), line -> line < 2))
        .containsExactly(
            Money.yuan("2.00"), Money.yuan(target).minus(Money.yuan("2.00")), Money.yuan("0.00"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.96", "3.04"})
  void settle_moreThanAFenForEachLine_isNothing(String target) {
    assertThat(Shares.settle(LINES, Money.yuan(target), line -> true)).isNull();
  }

  @Test
  void settle_noLineTakesIt_liesOnTheFirst() {
    assertThat(Shares.settle(LINES, Money.yuan("3.01"), line -> false))
        .containsExactly(Money.yuan("2.01"), Money.yuan("1.00"), Money.yuan("0.00"));
  }

  @Test
  void spread_anyTarget_addsUpToIt() {
    List<Money> spread = Shares.spread(LINES, Money.yuan("1.00"));

    assertThat(spread).containsExactly(Money.yuan("0.67"), Money.yuan("0.33"), Money.yuan("0.00"));
    assertThat(Shares.sum(spread)).isEqualTo(Money.yuan("1.00"));
    assertThat(Shares.sum(List.of())).isEqualTo(Money.yuan("0.00"));
  }
}
