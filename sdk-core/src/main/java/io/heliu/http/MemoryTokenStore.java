package io.heliu.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps tokens in memory. Nothing is evicted: a lost refresh token costs a person's time. */
final class MemoryTokenStore implements TokenStore {
  private final Cache<String, AccessToken> tokens =
      Caffeine.newBuilder().executor(Runnable::run).build();

  @Override
  public Optional<AccessToken> find(String account) {
    return Optional.ofNullable(tokens.getIfPresent(account));
  }

  @Override
  public boolean compareAndSet(String account, @Nullable AccessToken expected, AccessToken next) {
    Objects.requireNonNull(next, "next");
    return expected == null
        ? tokens.asMap().putIfAbsent(account, next) == null
        : tokens.asMap().replace(account, expected, next);
  }
}
