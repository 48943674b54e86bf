package io.heliu.erp.kingdee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCursorTest {
  private static final LocalDateTime T = LocalDateTime.of(2025, 6, 15, 10, 0, 7, 120_000_000);

  @Test
  void toString_runs_areShort() {
    FeedCursor cursor = FeedCursor.parse(null);
    for (long id : new long[] {5, 1, 2, 3, 9, 8}) {
      assertThat(cursor.add(T, id)).isTrue();
    }
    cursor.add(T.plusSeconds(2), 4);

    assertThat(cursor.toString())
        .isEqualTo("1|2025-06-15T10:00:07=1-3,5,8-9;2025-06-15T10:00:09=4");
  }

  @Test
  void add_knownInTheSameSecond_isFalse() {
    FeedCursor cursor = FeedCursor.parse("1|2025-06-15T10:00:07=1-3");

    assertThat(cursor.add(T, 2)).isFalse();
    assertThat(cursor.add(T, 4)).isTrue();
    assertThat(cursor.add(T.plusSeconds(1), 2)).as("audited again").isTrue();
  }

  @Test
  void prune_beforeTheOverlap_isForgotten() {
    FeedCursor cursor = FeedCursor.parse("1|2025-06-15T10:00:07=1;2025-06-15T10:01:07=2");

    cursor.prune(Duration.ofSeconds(60));
    assertThat(cursor.toString()).contains("10:00:07");
    cursor.prune(Duration.ofSeconds(59));
    assertThat(cursor.toString()).isEqualTo("1|2025-06-15T10:01:07=2");
  }

  @Test
  void parse_whatItWrote_isTheSame() {
    for (int round = 0; round < 200; round++) {
      Random random = new Random(round);
      FeedCursor cursor = FeedCursor.parse(null);
      TreeSet<Long> ids = new TreeSet<>();
      for (int i = 0; i <= random.nextInt(50); i++) {
        long id = random.nextInt(60);
        ids.add(id);
        cursor.add(T.plusSeconds(id % 3), id);
      }
      FeedCursor again = FeedCursor.parse(cursor.toString());

      assertThat(again.toString()).as("seed %d", round).isEqualTo(cursor.toString());
      for (long id : ids) {
        assertThat(again.add(T.plusSeconds(id % 3), id)).as("seed %d", round).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1|",
        "2|2025-06-15T10:00:07=1",
        "1|2025-06-15T10:00:07=",
        "1|x=1",
        "1|2025-06-15T10:00:07=3-1",
        "1|2025-06-15T10:00:07=1-2-3",
        "1|2025-06-15T10:00:07"
      })
  void parse_notOurs_isRefusedByName(String text) {
    assertThatThrownBy(() -> FeedCursor.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cursor: ");
  }
}
