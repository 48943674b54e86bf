package io.heliu.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.heliu.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a gateway valid tokens: takes them from a store and refreshes them in time.
 *
 * <p>Within a process one thread refreshes an account's token while the others wait for it. Between
 * processes that share the store, the first to store its token wins; the others drop theirs and use
 * the winner's. Thread-safe.
 */
public final class TokenProvider {
  private static final Logger LOG = LoggerFactory.getLogger(TokenProvider.class);

  private final TokenStore store;
  private final TokenRefresher refresher;
  private final Clock clock;
  private final Duration margin;
  // A lock lives as long as some thread holds or awaits it.
  private final Cache<String, ReentrantLock> locks =
      Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

  /**
   * Creates a provider.
   *
   * @param margin how long before its end a token is refreshed
   * @throws IllegalArgumentException if the margin is negative
   */
  public TokenProvider(TokenStore store, TokenRefresher refresher, Clock clock, Duration margin) {
    this.store = Objects.requireNonNull(store, "store");
    this.refresher = Objects.requireNonNull(refresher, "refresher");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.margin = Durations.notNegative(margin, "margin");
  }

  /**
   * Returns a token that is valid as far as we know.
   *
   * @throws Fault as {@link TokenRefresher#refresh}
   * @throws InterruptedException if interrupted while another thread refreshes
   */
  AccessToken get(String account) throws InterruptedException {
    AccessToken token = store.find(account).orElse(null);
    return token != null && fresh(token, margin) ? token : replace(account, token, false);
  }

  /**
   * Returns another token than the one that the remote side refused.
   *
   * @throws Fault as {@link TokenRefresher#refresh}
   * @throws InterruptedException if interrupted while another thread refreshes
   */
  AccessToken replaceRefused(String account, AccessToken refused) throws InterruptedException {
    return replace(account, refused, true);
  }

  private AccessToken replace(String account, @Nullable AccessToken old, boolean refused)
      throws InterruptedException {
    ReentrantLock lock = locks.get(account, name -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      AccessToken current = store.find(account).orElse(null);
      if (current != null && !same(current, old) && fresh(current, margin)) {
        return current;
      }
      return refresh(account, current, refused);
    } finally {
      lock.unlock();
    }
  }

  private AccessToken refresh(String account, @Nullable AccessToken current, boolean refused) {
    AccessToken next;
    try {
      next = refresher.refresh(account, current);
    } catch (Fault fault) {
      AccessToken winner = store.find(account).orElse(null);
      if (winner != null && !same(winner, current)) {
        return winner; // another process has used the refresh token up
      }
      if (winner != null && !refused && fault.retryable() && fresh(winner, Duration.ZERO)) {
        LOG.warn("A token could not be refreshed early ({}); it is still used.", fault.system());
        return winner;
      }
      throw fault;
    }
    if (store.compareAndSet(account, current, next)) {
      return next;
    }
    // If the winner's token has been removed meanwhile, ours at least is valid for this call.
    return store.find(account).orElse(next);
  }

  private boolean fresh(AccessToken token, Duration before) {
    Instant now = clock.instant();
    return now.isBefore(token.expiresAt()) && now.plus(before).isBefore(token.expiresAt());
  }

  /** Compares values only: a store may round the end. */
  private static boolean same(AccessToken token, @Nullable AccessToken other) {
    return other != null && token.value().equals(other.value());
  }
}
