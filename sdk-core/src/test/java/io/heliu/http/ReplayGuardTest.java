package io.heliu.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayGuardTest {
  private static final Instant NOW = Instant.parse("2026-07-14T03:33:21Z");

  @Test
  void guard_full_forgetsTheOldest() {
    ReplayGuard guard = new MemoryReplayGuard(2);
    Instant until = NOW.plusSeconds(60);

    assertThat(guard.first("a", NOW, until)).isTrue();
    assertThat(guard.first("b", NOW, until)).isTrue();
    assertThat(guard.first("c", NOW, until)).isTrue();
    assertThat(guard.first("c", NOW, until)).isFalse();
    assertThat(guard.first("a", NOW, until)).isTrue();
  }

  @Test
  void guard_timeOver_forgets() {
    ReplayGuard guard = ReplayGuard.inMemory();

    assertThat(guard.first("a", NOW, NOW.plusSeconds(5))).isTrue();
    assertThat(guard.first("a", NOW.plusSeconds(4), NOW.plusSeconds(9))).isFalse();
    assertThat(guard.first("a", NOW.plusSeconds(5), NOW.plusSeconds(9))).isTrue();
  }
}
