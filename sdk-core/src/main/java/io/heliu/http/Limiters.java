package io.heliu.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.heliu.Fault;
import java.time.Duration;

/** The allowance of each account and operation. */
final class Limiters {
  private final String system;
  private final RateLimits limits;
  private final Waiter waiter;
  private final Cache<Key, AtomicRateLimiter> limiters;

  Limiters(String system, RateLimits limits, Waiter waiter) {
    this.system = system;
    this.limits = limits;
    this.waiter = waiter;
    // A limiter that was not used for its period is as good as new.
    this.limiters =
        Caffeine.newBuilder()
            .expireAfterAccess(longestPeriod(limits).plusHours(1))
            .ticker(waiter::nanoTime)
            .executor(Runnable::run)
            .build();
  }

  private static Duration longestPeriod(RateLimits limits) {
    Duration longest = limits.standard() == null ? Duration.ZERO : limits.standard().period();
    for (RateLimits.Rule rule : limits.operations().values()) {
      longest = rule.period().compareTo(longest) > 0 ? rule.period() : longest;
    }
    return longest;
  }

  /**
   * Takes a turn.
   *
   * @return how long to wait for it
   * @throws Fault.Throttled if that would be too long; no turn is taken
   */
  Duration reserve(String account, String operation) {
    RateLimits.Rule rule = limits.rule(operation);
    if (rule == null) {
      return Duration.ZERO;
    }
    AtomicRateLimiter limiter =
        limiters.get(new Key(account, operation), key -> limiter(key, rule));
    long nanos = limiter.reservePermission(1);
    if (nanos < 0) {
      Duration wait = Duration.ofNanos(limiter.getDetailedMetrics().getNanosToWait());
      throw new Fault.Throttled(
          Fault.Details.of(
              system,
              operation,
              "our own limit of " + rule.calls() + " calls in " + rule.period() + " is used up"),
          wait);
    }
    return Duration.ofNanos(nanos);
  }

  private AtomicRateLimiter limiter(Key key, RateLimits.Rule rule) {
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(rule.calls())
            .limitRefreshPeriod(rule.period())
            .timeoutDuration(limits.maxWait())
            .build();
    return new AtomicRateLimiter(key.operation, config, waiter::nanoTime);
  }

  private record Key(String account, String operation) {}
}
