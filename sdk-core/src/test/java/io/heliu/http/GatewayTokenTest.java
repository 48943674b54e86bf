package io.heliu.http;

import static io.heliu.http.Seam.next;
import static io.heliu.http.Seam.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heliu.Fault;
import io.heliu.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayTokenTest {
  private static final Duration MARGIN = Duration.ofMinutes(5);
  private static final Duration LIFE = Duration.ofHours(2);

  private final TokenStore store = TokenStore.inMemory();
  private final AtomicInteger refreshes = new AtomicInteger();
  private Seam seam;

  @BeforeEach
  void open() throws IOException {
    seam = new Seam();
  }

  @AfterEach
  void close() {
    seam.close();
  }

  /** Issues token 1, token 2 and so on. */
  private AccessToken issue(String account, @Nullable AccessToken current) {
    return token("token-" + refreshes.incrementAndGet());
  }

  private AccessToken token(String value) {
    return new AccessToken(
        Secret.of(value), Secret.of("refresh of " + value), seam.time.instant().plus(LIFE));
  }

  private Gateway gateway(TokenRefresher refresher) {
    return seam.builder().tokens(new TokenProvider(store, refresher, seam.time, MARGIN)).build();
  }

  private List<String> sentTokens() {
    return seam.server.seen().stream().map(r -> r.header("Authorization")).toList();
  }

  @Test
  void call_noTokenYet_getsOneAndKeepsIt() {
    Gateway gateway = gateway(this::issue);

    gateway.call(seam.call());
    gateway.call(seam.call());

    assertThat(sentTokens()).containsExactly("token-1", "token-1");
    assertThat(store.find("shop-1").orElseThrow().value()).isEqualTo(Secret.of("token-1"));
  }

  @Test
  void call_tokenNearItsEnd_isRefreshedBeforeSending() {
    Gateway gateway = gateway(this::issue);
    gateway.call(seam.call());
    seam.time.advance(LIFE.minus(MARGIN).minusSeconds(1));
    gateway.call(seam.call());
    seam.time.advance(Duration.ofSeconds(1));
    gateway.call(seam.call());

    assertThat(sentTokens()).containsExactly("token-1", "token-1", "token-2");
  }

  @Test
  void call_earlyRefreshFailsForNow_oldTokenIsUsedUntilItsEnd() {
    store.compareAndSet("shop-1", null, token("old"));
    Gateway gateway =
        gateway(
            (account, current) -> {
              throw new Fault.Remote(Fault.Details.of("s", "refresh", "busy"), true);
            });
    seam.time.advance(LIFE.minusSeconds(1));
    gateway.call(seam.call());
    seam.time.advance(Duration.ofSeconds(1));

    assertThatExceptionOfType(Fault.Remote.class).isThrownBy(() -> gateway.call(seam.call()));
    assertThat(sentTokens()).containsExactly("old");
  }

  @Test
  void call_tokenRefused_isReplayedOnceBuiltAnewEvenIfNotRepeatable() {
    store.compareAndSet("shop-1", null, token("old"));
    seam.server.then(next(RemoteCall.Next.REFRESH_TOKEN));

    assertThat(gateway(this::issue).call(seam.once())).isEqualTo("good");

    assertThat(sentTokens()).containsExactly("old", "token-1");
    assertThat(seam.time.slept()).isEmpty();
  }

  @Test
  void call_tokenRefusedWithoutRetries_isReplayedAllTheSame() {
    seam.server.then(status(401));
    Gateway gateway =
        seam.builder()
            .retryPolicy(RetryPolicy.never())
            .tokens(new TokenProvider(store, this::issue, seam.time, MARGIN))
            .build();

    assertThat(gateway.call(seam.once())).isEqualTo("good");
  }

  @Test
  void call_tokenRefusedTwice_isReplayedExactlyOnce() {
    seam.server.then(status(401), status(401), status(401));

    assertThatExceptionOfType(Fault.Authentication.class)
        .isThrownBy(() -> gateway(this::issue).call(seam.call()))
        .satisfies(fault -> assertThat(fault.attempts()).isEqualTo(2));
    assertThat(sentTokens()).containsExactly("token-1", "token-2");
  }

  @Test
  void call_refreshNeedsAPerson_isAuthenticationFaultWithTheRefusal() {
    store.compareAndSet("shop-1", null, token("old"));
    seam.server.then(next(RemoteCall.Next.REFRESH_TOKEN));
    Gateway gateway =
        gateway(
            (account, current) -> {
              throw new Fault.Authentication(Fault.Details.of("s", "refresh", "authorise again"));
            });

    assertThatExceptionOfType(Fault.Authentication.class)
        .isThrownBy(() -> gateway.call(seam.call()))
        .withMessageContaining("authorise again")
        .satisfies(fault -> assertThat(fault.getSuppressed()[0]).isInstanceOf(Fault.Remote.class));
    assertThat(seam.events.calls).hasSize(1);
  }

  @Test
  void call_tokenRefusedButStoreHasANewerOne_usesThatWithoutRefreshing() {
    AccessToken old = token("old");
    store.compareAndSet("shop-1", null, old);
    seam.server.then(next(RemoteCall.Next.REFRESH_TOKEN));
    TokenStore stale = new StaleOnce(store, old);
    store.compareAndSet("shop-1", old, token("of another process"));
    Gateway gateway =
        seam.builder().tokens(new TokenProvider(stale, this::issue, seam.time, MARGIN)).build();

    gateway.call(seam.call());

    assertThat(sentTokens()).containsExactly("old", "of another process");
    assertThat(refreshes).hasValue(0);
  }

  /** Shows the old token at the first look, as if another process replaced it right after. */
  private static final class StaleOnce implements TokenStore {
    private final TokenStore store;
    private final AtomicInteger looks = new AtomicInteger();
    private final AccessToken old;

    private StaleOnce(TokenStore store, AccessToken old) {
      this.store = store;
      this.old = old;
    }

    @Override
    public java.util.Optional<AccessToken> find(String account) {
      return looks.getAndIncrement() == 0 ? java.util.Optional.of(old) : store.find(account);
    }

    @Override
    public boolean compareAndSet(String account, @Nullable AccessToken expected, AccessToken next) {
      return store.compareAndSet(account, expected, next);
    }
  }

  @Test
  void refresh_otherProviderWasFaster_losersAdoptTheWinnersToken() {
    AccessToken old = token("old");
    store.compareAndSet("shop-1", null, old);
    seam.server.then(next(RemoteCall.Next.REFRESH_TOKEN));
    Gateway loser =
        gateway(
            (account, current) -> {
              assertThat(store.compareAndSet(account, current, token("winner"))).isTrue();
              return token("loser");
            });

    loser.call(seam.call());

    assertThat(sentTokens()).containsExactly("old", "winner");
    assertThat(store.find("shop-1").orElseThrow().value()).isEqualTo(Secret.of("winner"));
  }

  @Test
  void refresh_otherProviderUsedTheRefreshTokenUp_adoptsItsToken() {
    store.compareAndSet("shop-1", null, token("old"));
    seam.server.then(next(RemoteCall.Next.REFRESH_TOKEN));
    Gateway loser =
        gateway(
            (account, current) -> {
              store.compareAndSet(account, current, token("winner"));
              throw new Fault.Authentication(Fault.Details.of("s", "refresh", "already used"));
            });

    loser.call(seam.call());

    assertThat(sentTokens()).containsExactly("old", "winner");
  }

  @Test
  void refresh_manyThreads_happensOnceForEachAccount() throws Exception {
    int threads = 16;
    CountDownLatch ready = new CountDownLatch(threads);
    Gateway gateway = gateway(this::issue);
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Seam.Call call = new Seam.Call(seam.server, "shop-" + i % 2, "probe", true);
      calls.add(
          () -> {
            ready.countDown();
            ready.await();
            return gateway.call(call);
          });
    }

    runAll(threads, calls);

    assertThat(refreshes).hasValue(2);
    assertThat(sentTokens()).hasSize(threads).doesNotContain("none");
  }

  @Test
  void refusedToken_manyThreads_isRefreshedOnce() throws Exception {
    int threads = 16;
    store.compareAndSet("shop-1", null, token("old"));
    TokenProvider provider = new TokenProvider(store, this::issue, seam.time, MARGIN);
    AccessToken old = store.find("shop-1").orElseThrow();
    List<Callable<AccessToken>> calls = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      calls.add(() -> provider.replaceRefused("shop-1", old));
    }

    assertThat(runAll(threads, calls))
        .allMatch(token -> token.value().equals(Secret.of("token-1")));
    assertThat(refreshes).hasValue(1);
  }

  @Test
  void waitingForAnothersRefresh_interrupted_isTransportFaultWithTheFlagSet() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Gateway gateway =
        gateway(
            (account, current) -> {
              inside.countDown();
              awaitQuietly(finish);
              return issue(account, current);
            });
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<String> first = executor.submit(() -> gateway.call(seam.call()));
      inside.await();
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(Fault.Transport.class)
          .isThrownBy(() -> gateway.call(seam.call()))
          .withMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      finish.countDown();
      assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("good");
    } finally {
      finish.countDown();
      executor.shutdownNow();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <V> List<V> runAll(int threads, List<Callable<V>> calls) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<V> results = new ArrayList<>();
      for (Future<V> future : executor.invokeAll(calls, 30, TimeUnit.SECONDS)) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void requireToken_gatewayWithoutProvider_isRefused() {
    RemoteCall.Attempt attempt = new RemoteCall.Attempt(1, Seam.START, null);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(attempt::requireToken);
  }

  @Test
  void inMemoryStore_otherTokenExpected_keepsWhatItHas() {
    AccessToken first = token("first");
    assertThat(store.compareAndSet("a", first, token("x"))).isFalse();
    assertThat(store.compareAndSet("a", null, first)).isTrue();
    assertThat(store.compareAndSet("a", null, token("y"))).isFalse();
    assertThat(store.compareAndSet("a", token("z"), token("y"))).isFalse();
    assertThat(store.find("a")).contains(first);
    assertThat(store.find("b")).isEmpty();
  }
}
