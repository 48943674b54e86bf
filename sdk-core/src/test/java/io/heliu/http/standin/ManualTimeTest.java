package io.heliu.http.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

  @Test
  void sleepOrAdvance_movesClockAndWaiterTogether() throws InterruptedException {
    ManualTime time = new ManualTime(NOON);
    Clock shanghai = time.withZone(ZoneId.of("Asia/Shanghai"));

    time.advance(Duration.ofSeconds(1));
    time.sleep(Duration.ofSeconds(2));

    assertThat(time.instant()).isEqualTo(NOON.plusSeconds(3)).isEqualTo(shanghai.instant());
    assertThat(time.nanoTime()).isEqualTo(3_000_000_000L);
    assertThat(time.slept()).containsExactly(Duration.ofSeconds(2));
    assertThat(shanghai.getZone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> time.sleep(Duration.ofSeconds(1)));
  }
}
