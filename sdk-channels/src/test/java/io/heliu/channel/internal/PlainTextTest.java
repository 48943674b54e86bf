package io.heliu.channel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  private static final Pattern DECIMAL = Pattern.compile("[-+]?\\d{1,3}(\\.\\d{1,2})?");

  @Test
  void isDecimal_randomTexts_agreesWithPattern() {
    String alphabet = "01.99-+ ,٣e";
    int decimals = 0;
    for (long seed = 0; seed < 50_000; seed++) {
      String text = random(new Random(seed), alphabet, 7);
      boolean expected = DECIMAL.matcher(text).matches();
      assertThat(PlainText.isDecimal(text, 3, 2)).as("seed %d: %s", seed, text).isEqualTo(expected);
      decimals += expected ? 1 : 0;
    }
    assertThat(decimals).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", ".", "1.", ".5", "1.234", "1234", "1..2", "1.2.3", "--1", "１"})
  void isDecimal_otherForm_false(String text) {
    assertThat(PlainText.isDecimal(text, 3, 2)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000", "\u001f", "a\u007fb", "\u0085", "a\nb", "\t"})
  void hasControl_control_true(String text) {
    assertThat(PlainText.hasControl(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "商品", "\u00a0"})
  void hasControl_none_false(String text) {
    assertThat(PlainText.hasControl(text)).isFalse();
  }

  static String random(Random random, String alphabet, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
