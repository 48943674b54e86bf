package io.heliu.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleranceTest {

  @ParameterizedTest
  @CsvSource({
    "1005,1000,true",
    "995,1000,true",
    "1006,1000,false",
    "994,1000,false",
    "-1005,-1000,true",
    "-1006,-1000,false",
    "2,-2,false",
    "0,0,true",
    "1,0,false",
    "0,1,false",
    "9223372036854775807,9223372036854775802,true",
    "9223372036854775807,1,false",
    "-9223372036854775808,-1,false",
  })
  void allows_symmetric_isInclusiveAndKeepsSigns(long left, long right, boolean passes) {
    assertThat(Tolerance.symmetric(5).allows(left, right)).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource({"990,1000,true", "989,1000,false", "1000,1000,true", "1001,1000,false"})
  void allows_asymmetric_differsByDirection(long left, long right, boolean passes) {
    assertThat(Tolerance.asymmetric(10, 0).allows(left, right)).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource({"12345,12333,true", "12345,12332,false"})
  void allows_rate_isRoundedDownToTheMinorUnit(long left, long right, boolean passes) {
    Tolerance tolerance = Tolerance.symmetric(5).withRate(new BigDecimal("0.001"));
    assertThat(tolerance.allows(left, right)).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource({
    "MAX,1000,900,true",
    "MIN,1000,900,false",
    "LEFT,1000,900,true",
    "RIGHT,1000,900,false",
    "AVERAGE,1000,900,false",
    "AVERAGE,1000,905,true",
    "RIGHT,900,1000,true",
  })
  void allows_rate_isTakenOfTheBase(Tolerance.Base base, long left, long right, boolean passes) {
    Tolerance tolerance = new Tolerance(0, 0, new BigDecimal("0.1"), base);
    assertThat(tolerance.allows(left, right)).isEqualTo(passes);
  }

  @Test
  void new_wrongBounds_namesTheField() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tolerance.asymmetric(-1, 0))
        .withMessage("under: must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tolerance.asymmetric(0, -1))
        .withMessage("over: must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tolerance.NONE.withRate(BigDecimal.ONE))
        .withMessageStartingWith("rate: ");
  }

  @Test
  void window_wrongBounds_namesTheField() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DayWindow.of(2, 1))
        .withMessage("min: must not exceed max");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DayWindow(0, 3, 4))
        .withMessageStartingWith("expected: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DayWindow.of(0, Integer.MAX_VALUE))
        .withMessageStartingWith("max: ");
  }

  @ParameterizedTest
  @CsvSource({"-1,false", "0,true", "3,true", "4,false"})
  void window_settlement_isInclusive(long lag, boolean inside) {
    assertThat(DayWindow.SETTLEMENT.contains(lag)).isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource({"0,3,0", "1,3,1", "-3,-1,-1"})
  void window_of_expectsTheLagNearestToZero(int min, int max, int expected) {
    assertThat(DayWindow.of(min, max).expected()).isEqualTo(expected);
  }
}
