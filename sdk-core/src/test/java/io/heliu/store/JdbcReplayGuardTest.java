package io.heliu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.http.ReplayGuard;
import io.heliu.internal.store.Database;
import io.heliu.store.standin.TestPool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Taken pushes in the database. */
@StoreTest
@SuppressWarnings("NullAway.Init")
final class JdbcReplayGuardTest {
  private static final Instant NOW = Instant.parse("2026-07-14T03:33:21Z");
  private static final Instant END = NOW.plusSeconds(300);

  @Parameter TestDatabase kind;
  private TestPool pool;
  private ReplayGuard guard;

  @BeforeEach
  void open() {
    pool = kind.installed();
    guard = JdbcReplayGuard.open(pool, "wechat/one");
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private long rows() {
    return Database.open(pool)
        .inTransaction("count", tx -> tx.count("SELECT COUNT(*) FROM heliu_replay"));
  }

  @Test
  void first_newKey_isFirstOnce() {
    assertThat(guard.first("a", NOW, END)).isTrue();
    assertThat(guard.first("a", NOW.plusSeconds(299), END)).isFalse();
    assertThat(guard.first("b", NOW, END)).isTrue();
  }

  @Test
  void forget_taken_mayComeAgain() {
    guard.first("a", NOW, END);
    guard.first("b", NOW, END);

    guard.forget("a");

    assertThat(guard.first("a", NOW, END)).isTrue();
    assertThat(guard.first("b", NOW, END)).isFalse();
  }

  @Test
  void first_anotherProcess_knowsWhatWasTaken() {
    guard.first("a", NOW, END);

    assertThat(JdbcReplayGuard.open(pool, "wechat/one").first("a", NOW, END)).isFalse();
  }

  @Test
  void first_sameKeyOfAnotherReceiver_isFirst() {
    guard.first("a", NOW, END);

    assertThat(JdbcReplayGuard.open(pool, "till").first("a", NOW, END)).isTrue();
    assertThat(guard.first("a", NOW, END)).isFalse();
  }

  @Test
  void first_keyThatIsOver_isFirstAgainAndThenNot() {
    guard.first("a", NOW, END);

    assertThat(guard.first("a", END, END.plusSeconds(9))).isTrue();
    assertThat(guard.first("a", END.plusSeconds(8), END.plusSeconds(20))).isFalse();
    assertThat(rows()).isOne();
  }

  @Test
  void first_endBetweenMicroseconds_isNotForgottenBefore() {
    Instant end = NOW.plusNanos(1_500);
    guard.first("a", NOW, end);

    assertThat(guard.first("a", NOW.plusNanos(1_499), end)).isFalse();
    assertThat(guard.first("a", NOW.plusNanos(2_000), END)).isTrue();
  }

  @Test
  void first_longAndStrangeKeys_areToldApart() {
    String key = "x".repeat(20_000);

    assertThat(guard.first(key, NOW, END)).isTrue();
    assertThat(guard.first(key + "x", NOW, END)).isTrue();
    assertThat(guard.first("a\0b", NOW, END)).isTrue();
    assertThat(guard.first("a\uFFFDb", NOW, END)).isTrue();
    assertThat(guard.first(key, NOW, END)).isFalse();
  }

  @Test
  void first_manyKeysAreOver_areRemovedAFewAtATime() {
    for (int i = 0; i < 50; i++) {
      guard.first("old" + i, NOW, END);
    }
    guard.first("living", NOW, END.plusSeconds(60));
    List<Long> left = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      guard.first("new" + i, END, END.plusSeconds(60));
      left.add(rows());
    }

    assertThat(left).as("the living one, and those added").containsExactly(32L, 13L, 4L, 5L);
    assertThat(guard.first("living", END, END.plusSeconds(60))).isFalse();
  }

  @Test
  void first_repeatedKey_removesNothing() {
    guard.first("old", NOW, END);
    guard.first("a", NOW, END.plusSeconds(60));

    assertThat(guard.first("a", END, END.plusSeconds(60))).isFalse();
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void first_fromManyThreads_oneIsFirstForEachKeyAlsoIfItIsOver() throws Exception {
    int threads = 4;
    ExecutorService pushes = Executors.newFixedThreadPool(threads);
    for (int round = 0; round < 10; round++) {
      Instant now = NOW.plusSeconds(round * 10L);
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<Boolean>> races = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        races.add(
            pushes.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  return JdbcReplayGuard.open(pool, "wechat/one")
                      .first("a", now, now.plusSeconds(10));
                }));
      }
      int first = 0;
      for (Future<Boolean> race : races) {
        first += race.get(30, TimeUnit.SECONDS) ? 1 : 0;
      }
      assertThat(first).as("round " + round).isOne();
    }
    pushes.shutdown();
  }

  @Test
  void first_databaseFails_isAFaultThatPrintsNoKey() {
    pool.execute("DROP TABLE heliu_replay");

    assertThatThrownBy(() -> guard.first("somebodys-signature", NOW, END))
        .isInstanceOf(Fault.Store.class)
        .hasStackTraceContaining("SQL state")
        .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("somebodys"));
  }

  @Test
  void open_nameBlankOrTooLong_isRefused() {
    for (String name : List.of(" ", "x".repeat(201))) {
      assertThatThrownBy(() -> JdbcReplayGuard.open(pool, name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("receiver: must have 1 to 200 characters");
    }
  }
}
