package io.heliu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Exact fractions. */
final class RatioTest {

  @Test
  void of_zeroDenominator_hasNoValue() {
    assertThat(Ratio.of(1, 0)).isNull();
  }

  @Test
  void of_sameFractionWrittenTwice_isEqual() {
    assertThat(Ratio.of(2, 6)).isEqualTo(Ratio.of(-1, -3)).hasToString("1/3");
  }

  @Test
  void toDecimal_half_isRoundedAwayFromZeroOnBothSides() {
    assertThat(new Ratio(BigInteger.ONE, BigInteger.valueOf(8)).toDecimal(2)).hasToString("0.13");
    assertThat(new Ratio(BigInteger.valueOf(-1), BigInteger.valueOf(8)).toDecimal(2))
        .hasToString("-0.13");
  }

  @Test
  void toPercent_third_hasTwoDigits() {
    assertThat(new Ratio(BigInteger.ONE, BigInteger.valueOf(3)).toPercent()).hasToString("33.33");
  }

  @Test
  void new_negativeDenominator_isRefused() {
    assertThatThrownBy(() -> new Ratio(BigInteger.ONE, BigInteger.valueOf(-3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("denominator: must be positive");
  }
}
