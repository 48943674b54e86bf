package io.heliu.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps tokens by account. Thread-safe; shared by all processes that use the account. */
public interface TokenStore {

  /** Returns a new store in memory; one process only, and gone when it ends. */
  static TokenStore inMemory() {
    return new MemoryTokenStore();
  }

  /** Returns the account's token. */
  Optional<AccessToken> find(String account);

  /**
   * Replaces the account's token if it still is the expected one.
   *
   * @param expected the token that is replaced, or null if there must be none
   * @return whether it was replaced
   */
  boolean compareAndSet(String account, @Nullable AccessToken expected, AccessToken next);
}
