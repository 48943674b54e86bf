package io.heliu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @Test
  void split_overManyWeights_isDoneInOnePass() {
    long[] weights = new long[200_000];
    Arrays.fill(weights, 7);

    Money[] parts = Money.fen(199_999).split(weights);

    assertThat(parts[199_998]).isEqualTo(Money.fen(1));
    assertThat(parts[199_999]).isEqualTo(Money.fen(0));
  }

  @ParameterizedTest
  @CsvSource({
    "12.30,1230",
    "0.60000,60",
    "-0.01,-1",
    "+5,500",
    "0,0",
    "92233720368547758.07,9223372036854775807"
  })
  void yuan_plainDecimal_isExact(String text, long fen) {
    assertThat(Money.yuan(text)).isEqualTo(Money.fen(fen));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12.345",
        "1e3",
        "4.2E+27",
        "",
        " 1",
        "1,000.00",
        "0x10",
        "NaN",
        "--1",
        "1.2.3",
        "92233720368547758.08"
      })
  void yuan_notExact_isRefusedWithReason(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Money.yuan(text))
        .withMessageStartingWith("amount: ");
  }

  @ParameterizedTest
  @CsvSource({"JPY,1500,1500", "KWD,1.234,1234", "CNY,1.23,123"})
  void of_otherScales_useTheCurrencysMinorUnit(String currency, String text, long minor) {
    assertThat(Money.of(text, Currency.getInstance(currency)).minor()).isEqualTo(minor);
  }

  @Test
  void plus_otherCurrency_isRefused() {
    Money hkd = Money.of("1", Currency.getInstance("HKD"));
    assertThatIllegalArgumentException().isThrownBy(() -> Money.fen(1).plus(hkd));
  }

  @Test
  void plus_overflow_throws() {
    assertThatThrownBy(() -> Money.fen(Long.MAX_VALUE).plus(Money.fen(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @CsvSource({"0.83,0.00", "0.84,0.01", "0.01,0.00", "-0.84,-0.01", "0.85,0.01"})
  void times_rate_roundsTheAbsoluteValueHalfUp(String base, String fee) {
    assertThat(Money.yuan(base).times(new BigDecimal("0.006"), RoundingMode.HALF_UP))
        .isEqualTo(Money.yuan(fee));
  }

  @ParameterizedTest
  @CsvSource({
    "10.00,3333;3333;3333,3.34;3.33;3.33",
    "10.00,3333;3333;3334,3.33;3.33;3.34",
    "1.00,1;1;1,0.34;0.33;0.33",
    "0.01,5;5,0.01;0.00",
    "5.00,9900;4950;150,3.30;1.65;0.05",
    "-1.00,1;1;1,-0.34;-0.33;-0.33"
  })
  void split_byLargestRemainder_sumsToTheWhole(String whole, String weights, String parts) {
    long[] w = Arrays.stream(weights.split(";")).mapToLong(Long::parseLong).toArray();
    List<Money> expected = Arrays.stream(parts.split(";")).map(Money::yuan).toList();
    assertThat(Money.yuan(whole).split(w)).containsExactlyElementsOf(expected);
  }

  @Test
  void split_negativeWeight_namesTheWeight() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Money.fen(1).split(1, -1))
        .withMessage("weights[1]: must not be negative");
  }

  @Test
  void of_randomAmounts_agreesWithDecimal() {
    Currency[] currencies = {Money.CNY, Currency.getInstance("JPY"), Currency.getInstance("KWD")};
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      Currency currency = currencies[random.nextInt(currencies.length)];
      int scale = currency.getDefaultFractionDigits();
      long minor = random.nextLong() >> random.nextInt(64);
      String text = BigDecimal.valueOf(minor, scale).toPlainString();
      assertThat(Money.of(text, currency))
          .as("seed %d: %s %s", seed, text, currency)
          .isEqualTo(new Money(minor, currency))
          .isEqualTo(Money.of(new BigDecimal(text), currency));
    }
  }
}
