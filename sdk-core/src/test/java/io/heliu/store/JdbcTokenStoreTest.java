package io.heliu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.http.AccessToken;
import io.heliu.store.standin.TestPool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Tokens in the database. */
@StoreTest
@SuppressWarnings("NullAway.Init")
final class JdbcTokenStoreTest {
  private static final Instant END = Instant.parse("2026-12-01T00:00:00.123456789Z");

  @Parameter TestDatabase kind;
  private TestPool pool;
  private JdbcTokenStore store;

  @BeforeEach
  void open() {
    pool = kind.installed();
    store = JdbcTokenStore.open(pool);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private static AccessToken token(String value, @Nullable String refresh) {
    return new AccessToken(Secret.of(value), refresh == null ? null : Secret.of(refresh), END);
  }

  @Test
  void find_unknownAccount_isEmpty() {
    assertThat(store.find("shop")).isEmpty();
  }

  @Test
  void compareAndSet_firstToken_isStored() {
    assertThat(store.compareAndSet("shop", null, token("t1", "r1"))).isTrue();

    AccessToken found = store.find("shop").orElseThrow();
    assertThat(found.value()).isEqualTo(Secret.of("t1"));
    assertThat(found.refresh()).isEqualTo(Secret.of("r1"));
    assertThat(found.expiresAt()).isEqualTo(Instant.parse("2026-12-01T00:00:00.123456Z"));
  }

  @Test
  void compareAndSet_withoutRefreshToken_isStored() {
    store.compareAndSet("shop", null, token("t1", null));

    assertThat(store.find("shop").orElseThrow().refresh()).isNull();
    assertThat(store.compareAndSet("shop", token("t1", null), token("t2", "r2"))).isTrue();
  }

  @Test
  void compareAndSet_noneExpectedButThere_isRefused() {
    store.compareAndSet("shop", null, token("t1", "r1"));

    assertThat(store.compareAndSet("shop", null, token("t2", "r2"))).isFalse();
    assertThat(store.find("shop").orElseThrow().value()).isEqualTo(Secret.of("t1"));
  }

  @Test
  void compareAndSet_expectedOne_isReplaced() {
    store.compareAndSet("shop", null, token("t1", "r1"));

    assertThat(store.compareAndSet("shop", token("t1", "r1"), token("t2", "r2"))).isTrue();
    assertThat(store.find("shop").orElseThrow().value()).isEqualTo(Secret.of("t2"));
  }

  @Test
  void compareAndSet_otherThanExpected_isRefused() {
    store.compareAndSet("shop", null, token("t1", "r1"));

    assertThat(store.compareAndSet("shop", token("t1", "r0"), token("t2", "r2"))).isFalse();
    assertThat(store.compareAndSet("other", token("t1", "r1"), token("t2", "r2"))).isFalse();
  }

  @Test
  void compareAndSet_fromManyThreads_oneWins() throws Exception {
    store.compareAndSet("shop", null, token("t0", "r0"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> races = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      AccessToken next = token("t" + i, "r" + i);
      races.add(threads.submit(() -> store.compareAndSet("shop", token("t0", "r0"), next)));
    }
    int won = 0;
    for (Future<Boolean> race : races) {
      won += race.get(30, TimeUnit.SECONDS) ? 1 : 0;
    }
    threads.shutdown();

    assertThat(won).isOne();
  }

  @Test
  void compareAndSet_tooLong_isRefusedWithoutPrintingIt() {
    assertThatThrownBy(() -> store.compareAndSet("shop", null, token("s".repeat(4001), null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("next: ")
        .hasMessageNotContaining("sss");
  }

  @Test
  void find_databaseFails_isAFaultThatPrintsNoToken() {
    store.compareAndSet("shop", null, token("verysecret", "r1"));
    pool.execute("DROP TABLE heliu_token");

    assertThatThrownBy(
            () -> store.compareAndSet("shop", token("verysecret", "r1"), token("t", "r")))
        .isInstanceOf(Fault.Store.class)
        .hasStackTraceContaining("SQL state")
        .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("verysecret"));
  }
}
