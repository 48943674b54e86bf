package io.heliu.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

  static Stream<Arguments> variants() {
    return Stream.of(
        arguments("TB123", "TB123"),
        arguments("tb123", "TB123"),
        arguments("ＴＢ１２３", "TB123"),
        arguments("`4200001234", "4200001234"),
        arguments("'4200001234", "4200001234"),
        arguments("＇42", "42"),
        arguments(" `42 ", "42"),
        arguments("-`9", "9"),
        arguments(" 12-34 56\u3000", "123456"),
        arguments("12\u201034", "1234"),
        arguments("12\u201134", "1234"),
        arguments("\ufeffA1", "A1"),
        arguments("000123", "000123"),
        arguments("订单-1", "订单1"),
        arguments("1E5", "1E5"),
        arguments("a_b", "A_B"),
        arguments("42'1", "42'1"),
        arguments("4.2E27", "4.2E27"));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void normalise_variants_giveTheCommonForm(String raw, String common) {
    assertThat(Reference.normalise(raw)).isEqualTo(common);
    assertThat(Reference.isDamaged(raw)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-", "`", "' - "})
  void normalise_nothingLeft_isNull(String raw) {
    assertThat(Reference.normalise(raw)).isNull();
    assertThat(Reference.isDamaged(raw)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2E+27", "4.20001E+27", "4e+15", "`4.2E+27", " 4.2e+27 ", "４.２Ｅ＋２７"})
  void isDamaged_spreadsheetExponent_isTrueAndNoKey(String raw) {
    assertThat(Reference.isDamaged(raw)).isTrue();
    assertThat(Reference.normalise(raw)).isNull();
  }

  @Test
  void normalise_null_isNull() {
    assertThat(Reference.normalise(null)).isNull();
    assertThat(Reference.isDamaged(null)).isFalse();
  }

  @Test
  void normalise_twice_isTheSameAsOnce() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String alphabet = "aA0z9-` '\u3000Ａ１＋E.+中\u2010_";
    for (int i = 0; i < 2000; i++) {
      StringBuilder raw = new StringBuilder();
      for (int k = random.nextInt(12); k > 0; k--) {
        raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String once = Reference.normalise(raw.toString());
      assertThat(Reference.normalise(once)).as("seed %d, %s", seed, raw).isEqualTo(once);
    }
  }
}
