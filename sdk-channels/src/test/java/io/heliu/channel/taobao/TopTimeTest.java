package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.channel.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopTimeTest {
  private static final Instant TEN = Instant.parse("2024-06-18T02:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"})
  void format_anyZoneOfTheProcess_isChinasTime(String zone) {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      assertThat(TopTime.format(TEN)).isEqualTo("2024-06-18 10:00:00");
      assertThat(TopTime.parse("2024-06-18 10:00:00")).isEqualTo(TEN);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void parse_dayThatDoesNotExist_isRefused() {
    assertThatExceptionOfType(DateTimeParseException.class)
        .isThrownBy(() -> TopTime.parse("2024-02-30 10:00:00"));
  }

  @Test
  void untilMidnight_twoHoursBeforeChinasMidnight_isTwoHours() {
    assertThat(TopTime.untilMidnight(Instant.parse("2024-06-18T14:00:00Z")))
        .isEqualTo(Duration.ofHours(2));
  }

  @Test
  void seconds_wholeSeconds_leavesOutTheEnd() {
    TopTime.Seconds seconds = TopTime.Seconds.of(new Window(TEN, TEN.plusSeconds(1800)));

    assertThat(seconds.first()).isEqualTo(TEN);
    assertThat(seconds.last()).isEqualTo(TEN.plusSeconds(1799));
  }

  @Test
  void seconds_boundsWithinSeconds_areTheStampsThatLieBetween() {
    TopTime.Seconds seconds =
        TopTime.Seconds.of(new Window(TEN.plusMillis(1), TEN.plusMillis(5_001)));

    assertThat(seconds.first()).isEqualTo(TEN.plusSeconds(1));
    assertThat(seconds.last()).isEqualTo(TEN.plusSeconds(5));
  }

  @Test
  void seconds_windowWithinASecond_isEmpty() {
    assertThat(TopTime.Seconds.of(new Window(TEN.plusMillis(200), TEN.plusMillis(700))).isEmpty())
        .isTrue();
  }

  @Test
  void seconds_longerThanADay_isRefused() {
    Window window = new Window(TEN, TEN.plus(Duration.ofDays(1)).plusMillis(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopTime.Seconds.of(window))
        .withMessage("window: must be at most one day long");
  }

  @Test
  void seconds_windowsThatTouchAnywhere_coverEachSecondOnce() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Instant cut = TEN.plusSeconds(10);
    for (int i = 0; i < 500; i++) {
      Instant from = cut;
      cut = cut.plusMillis(1 + random.nextInt(5_000));
      TopTime.Seconds before = TopTime.Seconds.of(new Window(from.minusSeconds(10), from));
      TopTime.Seconds after = TopTime.Seconds.of(new Window(from, cut));

      assertThat(after.first()).as("seed " + seed).isEqualTo(before.last().plusSeconds(1));
    }
  }
}
