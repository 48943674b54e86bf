package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellTextTest {
  private static final Pattern NUMBER =
      Pattern.compile("[¥￥]?[-+]?(\\d{1,10}|\\d{1,3}(,\\d{3}){1,3})(\\.\\d{1,6})?");
  private static final Pattern DATE =
      Pattern.compile("\\d{4}([-/.]\\d{1,2}[-/.]\\d{1,2}|年\\d{1,2}月\\d{1,2}日|\\d{4})");
  private static final Pattern CLOCK = Pattern.compile("\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d+)?)?");

  @Test
  void number_randomTexts_takesWhatThePatternTakes() {
    int numbers = 0;
    for (long seed = 0; seed < 50_000; seed++) {
      String text = random(seed, "1200,,.-+¥e", 14);
      boolean expected = NUMBER.matcher(text).matches();
      assertThat(reads(() -> CellText.number(text)))
          .as("seed %d: %s", seed, text)
          .isEqualTo(expected);
      numbers += expected ? 1 : 0;
    }
    assertThat(numbers).isGreaterThan(500);
  }

  @Test
  void date_randomTexts_takesWhatThePatternTakes() {
    int dates = 0;
    for (long seed = 0; seed < 50_000; seed++) {
      String text = spoilt(seed, "1100-/.年月日", List.of("2026-07-12", "2026年7月1日", "20260712"));
      boolean expected = DATE.matcher(text).matches();
      String told = told(() -> CellText.date(text));
      assertThat(told.equals("is not a date")).as("seed %d: %s", seed, text).isEqualTo(!expected);
      dates += expected ? 1 : 0;
    }
    assertThat(dates).isBetween(5_000, 45_000);
  }

  @Test
  void time_randomTexts_takesWhatThePatternTakes() {
    int times = 0;
    for (long seed = 0; seed < 50_000; seed++) {
      String clock = random(seed, "0112::.", 9);
      boolean expected = CLOCK.matcher(clock).matches();
      String told = told(() -> CellText.time("2026-07-12 " + clock));
      assertThat(told.equals("is not a date and time"))
          .as("seed %d: %s", seed, clock)
          .isEqualTo(!expected);
      times += expected ? 1 : 0;
    }
    assertThat(times).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-07-12", "2026/7/12", "2026.7.12", "2026年7月12日", "20260712"})
  void date_formsOfTills_sameDay(String text) {
    assertThat(CellText.date(text)).isEqualTo(LocalDate.of(2026, 7, 12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-07-12 09:01:00", "2026/7/12 9:01", "20260712T09:01:00.250"})
  void time_formsOfTills_sameInstant(String text) {
    assertThat(CellText.time(text)).isEqualTo(Instant.parse("2026-07-12T01:01:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-30, is not a day of the calendar",
    "2026-13-01, is not a day of the calendar"
  })
  void date_noDay_says(String text, String why) {
    assertThatThrownBy(() -> CellText.date(text)).hasMessage(why);
  }

  @Test
  void time_noTimeOfDay_says() {
    assertThatThrownBy(() -> CellText.time("2026-07-12 24:00:00"))
        .hasMessage("is not a time of day");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.3 | 1230",
        "12.3400 | 1234",
        "'-1,234.50' | -123450",
        "￥7 | 700",
        "'999,999,999,999.99' | 99999999999999"
      })
  void yuan_formsOfSpreadsheets_exactFen(String text, long fen) {
    assertThat(CellText.yuan(text)).isEqualTo(Money.fen(fen));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.001", "1,234.005"})
  void yuan_finerThanAFen_refused(String text) {
    assertThatThrownBy(() -> CellText.yuan(text)).hasMessage("has more than 2 decimals");
  }

  private static String random(long seed, String alphabet, int most) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** Returns one of some texts, changed in up to two places. */
  private static String spoilt(long seed, String alphabet, List<String> texts) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(text.length());
      char c = alphabet.charAt(random.nextInt(alphabet.length()));
      text.replace(at, at + random.nextInt(2), random.nextBoolean() ? "" : String.valueOf(c));
    }
    return text.toString();
  }

  private static boolean reads(Runnable reading) {
    return told(reading).isEmpty();
  }

  /** Returns what an exception says; empty if there is none. */
  private static String told(Runnable reading) {
    try {
      reading.run();
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
