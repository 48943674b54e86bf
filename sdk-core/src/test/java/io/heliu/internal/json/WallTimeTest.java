package io.heliu.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WallTimeTest {
  private static final DateTimeFormatter STRICT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  @Test
  void parse_eitherSeparator_isTheTime() {
    LocalDateTime time = LocalDateTime.of(2024, 6, 18, 10, 30, 5);
    assertThat(WallTime.parse("2024-06-18 10:30:05", ' ')).isEqualTo(time);
    assertThat(WallTime.parse("2024-06-18T10:30:05", 'T')).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2024-06-18T10:30:05",
        "2024-06-18 10:30",
        "2024-06-18 10:30:05.0",
        "2024-6-18 10:30:005",
        "2024-02-30 10:30:05",
        "2024-06-18 24:00:00",
        "2024-06-18 10:30:60",
        "2024-00-18 10:30:05",
        "２０24-06-18 10:30:05",
        "-024-06-18 10:30:05"
      })
  void parse_otherForm_isNull(String text) {
    assertThat(WallTime.parse(text, ' ')).isNull();
  }

  @Test
  void parse_mutatedTimes_agreesWithTheFormatter() {
    String alphabet = "0123456789-: T";
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      char[] text = "2024-02-28 13:59:09".toCharArray();
      for (int i = random.nextInt(4); i >= 0; i--) {
        text[random.nextInt(text.length)] = alphabet.charAt(random.nextInt(alphabet.length()));
      }
      String mutated = new String(text);
      assertThat(WallTime.parse(mutated, ' '))
          .as("seed %d: %s", seed, mutated)
          .isEqualTo(strict(mutated));
    }
  }

  private static @Nullable LocalDateTime strict(String text) {
    try {
      return LocalDateTime.parse(text, STRICT);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
